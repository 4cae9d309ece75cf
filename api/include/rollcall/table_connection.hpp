// TableConnection: the listing half of a HostConnection, for backends that keep their domains in a
// DomainTable.

#pragma once

#include <span>
#include <string_view>

#include <rollcall/domain_table.hpp>
#include <rollcall/driver.hpp>

namespace rollcall {

/// Listing, lookup, status and statistics out of a table. The backend adds what changes the table.
class TableConnection : public HostConnection {
 public:
  /// `table`, `events`: the host's, which every connection to it shares; must outlive the
  /// connection.
  TableConnection(DomainTable& table, EventBus& events) : table_(table), events_(events) {}

  EventBus& events() override { return events_; }
  Result<DomainList> list(const ListFilter& filter, RefCounted& owner) override;
  Result<std::size_t> count(const ListFilter& filter) override;
  Result<RecordList> records(const ListFilter& filter) override;
  Result<RecordList> records(std::span<const Uuid> uuids) override;
  Result<DomainRecord> find(const Uuid& uuid) override;
  Result<DomainRecord> find_by_name(std::string_view name) override;
  Result<DomainRecord> find_by_id(std::int32_t id) override;
  Result<bool> has_managed_save(const DomainRef& domain, unsigned flags) override;

 protected:
  DomainTable& table() noexcept { return table_; }

 private:
  DomainTable& table_;
  EventBus& events_;
};

}  // namespace rollcall
