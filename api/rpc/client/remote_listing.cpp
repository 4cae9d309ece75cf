// Listing and looking up. The answer to a listing is one reply, and all of it is handed on.

#include <fmt/format.h>

#include <algorithm>

#include "api/rpc/client/received_list.hpp"
#include "api/rpc/client/remote_connection.hpp"

namespace rollcall::rpc {
namespace {

// Longer lists than libvirt's are taken, up to what a message holds.
using LongList = Rets<List<Domain, UINT32_MAX>, std::uint32_t>;
using LongStatistics = Rets<List<StatsRecord, UINT32_MAX>>;

constexpr unsigned kToldGroups =
    VIR_DOMAIN_STATS_STATE | VIR_DOMAIN_STATS_BALLOON | VIR_DOMAIN_STATS_VCPU;

Status same_length(std::size_t sent, std::uint32_t announced) {
  if (sent == announced) return {};
  return fail(
      protocol_error(fmt::format("the daemon announced {} domains and sent {}", announced, sent)));
}

// The parameter of that name as a number; 0 when the daemon does not tell it.
std::uint64_t figure(const StatsRecord& record, Text name) {
  const auto& params = record.params.items;
  const auto found = std::find_if(params.begin(), params.end(),
                                  [&](const TypedParam& param) { return param.field == name; });
  if (found == params.end()) return 0;
  return std::visit(
      [](const auto& value) -> std::uint64_t {
        if constexpr (std::is_arithmetic_v<std::decay_t<decltype(value)>>) {
          return static_cast<std::uint64_t>(value);
        } else {
          return 0;
        }
      },
      found->value);
}

DomainRecord record_of_statistics(const StatsRecord& told) {
  DomainRecord record = record_of(told.domain);
  DomainStatus& status = record.status;
  status.state = static_cast<std::uint8_t>(figure(told, "state.state"));
  status.reason = static_cast<std::uint8_t>(figure(told, "state.reason"));
  status.memory_kib = figure(told, "balloon.current");
  status.memory_max_kib = figure(told, "balloon.maximum");
  status.vcpus = static_cast<std::uint32_t>(figure(told, "vcpu.current"));
  status.vcpus_max = static_cast<std::uint32_t>(figure(told, "vcpu.maximum"));
  return record;
}

}  // namespace

DomainRecord record_of(const Domain& domain) {
  DomainRecord record{{domain.uuid}, std::string(domain.name), {}};
  record.status.id = domain.id;
  record.status.attributes = attribute_word({.active = domain.id >= 0});
  return record;
}

Result<DomainList> RemoteConnection::list(const ListFilter& filter, RefCounted& owner) {
  const auto answer = channel_->call<ConnectListAllDomains, LongList>(1, filter.flags());
  if (!answer) return fail(answer.error());
  const auto& [domains, announced] = answer->results;
  if (Status same = same_length(domains.items.size(), announced); !same) return fail(same.error());
  return make_domain_list(domains.items, owner);
}

Result<std::size_t> RemoteConnection::count(const ListFilter& filter) {
  return channel_->call<ConnectListAllDomains>(0, filter.flags()).map([](const auto& answer) {
    return static_cast<std::size_t>(std::get<1>(answer.results));
  });
}

Result<RecordList> RemoteConnection::records(const ListFilter& filter) {
  return ask_for_statistics({}, filter.flags());
}

Result<RecordList> RemoteConnection::records(std::span<const rollcall::Uuid> uuids) {
  List<Domain> domains;
  for (const rollcall::Uuid& uuid : uuids) domains.items.push_back({{}, uuid.bytes, -1});
  return ask_for_statistics(std::move(domains), 0);
}

Result<RecordList> RemoteConnection::ask_for_statistics(List<Domain> domains, unsigned flags) {
  return channel_
      ->call<ConnectGetAllDomainStats, LongStatistics>(std::move(domains), kToldGroups, flags)
      .map([](const auto& answer) {
        RecordList list;
        for (const StatsRecord& told : std::get<0>(answer.results).items) {
          list.records.push_back(record_of_statistics(told));
        }
        return list;
      });
}

Result<std::vector<std::int32_t>> RemoteConnection::active_ids(std::size_t ids_max) {
  const auto room = static_cast<std::int32_t>(std::min<std::size_t>(ids_max, kListMax));
  return channel_->call<ConnectListDomains>(room).map(
      [](const auto& answer) { return std::get<0>(answer.results).items; });
}

Result<std::vector<std::string>> RemoteConnection::inactive_names(std::size_t names_max) {
  const auto room = static_cast<std::int32_t>(std::min<std::size_t>(names_max, kListMax));
  return channel_->call<ConnectListDefinedDomains>(room).map([](const auto& answer) {
    const auto& names = std::get<0>(answer.results).items;
    return std::vector<std::string>(names.begin(), names.end());
  });
}

Result<DomainRecord> RemoteConnection::find(const rollcall::Uuid& uuid) {
  return ask_for_domain<DomainLookupByUuid>(uuid.bytes);
}

Result<DomainRecord> RemoteConnection::find_by_name(std::string_view name) {
  return ask_for_domain<DomainLookupByName>(name);
}

Result<DomainRecord> RemoteConnection::find_by_id(std::int32_t id) {
  return ask_for_domain<DomainLookupById>(id);
}

}  // namespace rollcall::rpc
