#include <rollcall/table_connection.hpp>

#include <fmt/format.h>

#include <optional>

namespace rollcall {
namespace {

Result<DomainRecord> found(std::optional<DomainRecord> record, std::string_view key,
                           const std::string& value) {
  if (record) return *std::move(record);
  return fail(VIR_ERR_NO_DOMAIN, VIR_FROM_DOMAIN,
              fmt::format("there is no domain with {} '{}'", key, value));
}

}  // namespace

Result<DomainList> TableConnection::list(const ListFilter& filter, RefCounted& owner) {
  return table_.list(filter, owner);
}

Result<std::size_t> TableConnection::count(const ListFilter& filter) {
  return table_.count(filter);
}

Result<RecordList> TableConnection::records(const ListFilter& filter) {
  return table_.records(filter);
}

Result<RecordList> TableConnection::records(std::span<const Uuid> uuids) {
  return table_.records(uuids);
}

Result<DomainRecord> TableConnection::find(const Uuid& uuid) {
  return found(table_.find(uuid), "uuid", to_string(uuid));
}

Result<DomainRecord> TableConnection::find_by_name(std::string_view name) {
  return found(table_.find_by_name(name), "name", std::string(name));
}

Result<DomainRecord> TableConnection::find_by_id(std::int32_t id) {
  return found(table_.find_by_id(id), "id", std::to_string(id));
}

Result<bool> TableConnection::has_managed_save(const DomainRef& domain, unsigned flags) {
  if (flags != 0) {
    return fail(VIR_ERR_INVALID_ARG, VIR_FROM_DOMAIN,
                fmt::format("asking for a managed save image takes no flags, not {:#x}", flags));
  }
  return find(domain.uuid).map([](const DomainRecord& record) {
    return record.status.has(VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE);
  });
}

}  // namespace rollcall
