// Listings. They come from the table, unless a rule wants this one to tell something else.

#include <cstdlib>

#include "mockdriver/list_changes.hpp"
#include "mockdriver/mock_connection.hpp"

namespace rollcall {
namespace {

Result<DomainList> list_of(const RecordList& list, RefCounted& owner) {
  auto** handles =
      static_cast<DomainHandle**>(std::calloc(list.records.size() + 1, sizeof(DomainHandle*)));
  if (handles == nullptr) return fail(VIR_ERR_NO_MEMORY, VIR_FROM_TEST, "memory is out");
  for (std::size_t i = 0; i < list.records.size(); ++i) {
    handles[i] = make_handle(list.records[i], owner);
  }
  return DomainList(handles, list.records.size(), list.generation);
}

}  // namespace

Result<DomainList> MockConnection::list(const ListFilter& filter, RefCounted& owner) {
  const auto changes = MockSimulation::list_changes();
  if (changes.empty()) return TableConnection::list(filter, owner);
  return list_of(with_changes(table().records(filter), filter, changes), owner);
}

Result<std::size_t> MockConnection::count(const ListFilter& filter) {
  const auto changes = MockSimulation::list_changes();
  if (changes.empty()) return TableConnection::count(filter);
  return with_changes(table().records(filter), filter, changes).records.size();
}

Result<RecordList> MockConnection::records(const ListFilter& filter) {
  const auto changes = MockSimulation::list_changes();
  return with_changes(table().records(filter), filter, changes);
}

}  // namespace rollcall
