// What a backend answers for the operations that it leaves out.

#include <rollcall/driver.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace rollcall {
namespace {

constexpr ListFilter kActive = ListFilter::of(VIR_CONNECT_LIST_DOMAINS_ACTIVE);
constexpr ListFilter kInactive = ListFilter::of(VIR_CONNECT_LIST_DOMAINS_INACTIVE);

// What `tell` finds in each of the first so many records.
template <typename T, typename Tell>
Result<std::vector<T>> of_first(Result<RecordList> list, std::size_t count_max, Tell tell) {
  return std::move(list).map([&](const RecordList& found) {
    std::vector<T> told;
    for (const DomainRecord& record : found.records) {
      if (told.size() == count_max) break;
      told.push_back(tell(record));
    }
    return told;
  });
}

// Whether the flag bit (virConnectListAllDomainsFlags) holds for the domain.
Result<bool> has(HostConnection& host, const DomainRef& domain, unsigned flag) {
  return host.find(domain.uuid).map([flag](const DomainRecord& record) {
    return record.status.has(flag);
  });
}

// 0 for an inactive domain, and on a host that does not measure it.
Result<std::uint64_t> cpu_time_or_none(HostConnection& host, const DomainRef& domain, bool active) {
  if (!active) return 0;
  auto time_ns = host.cpu_time_ns(domain);
  if (!time_ns && time_ns.error().code == VIR_ERR_NO_SUPPORT) return 0;
  return time_ns;
}

auto unsupported(std::string_view operation) {
  return fail(VIR_ERR_NO_SUPPORT, VIR_FROM_NONE,
              fmt::format("this hypervisor driver does not support {}", operation));
}

}  // namespace

Result<unsigned long> HostConnection::version() { return unsupported("version"); }

Result<std::string> HostConnection::hostname() { return unsupported("hostname"); }

Result<std::string> HostConnection::capabilities() { return unsupported("capabilities"); }

Result<std::string> HostConnection::sysinfo() { return unsupported("sysinfo"); }

Result<virNodeInfo> HostConnection::node_info() { return unsupported("node info"); }

Result<int> HostConnection::max_vcpus(std::string_view) { return unsupported("max vcpus"); }

Result<bool> HostConnection::set_keepalive(int, unsigned) { return unsupported("set keepalive"); }

Status HostConnection::watch_events(int) { return {}; }

void HostConnection::unwatch_events(int) noexcept {}

Status HostConnection::on_close(std::function<void(virConnectCloseReason)>) { return {}; }

Result<std::vector<std::int32_t>> HostConnection::active_ids(std::size_t ids_max) {
  return of_first<std::int32_t>(records(kActive), ids_max,
                                [](const DomainRecord& record) { return record.status.id; });
}

Result<std::vector<std::string>> HostConnection::inactive_names(std::size_t names_max) {
  return of_first<std::string>(records(kInactive), names_max,
                               [](const DomainRecord& record) { return record.name; });
}

Result<HostConnection::RunState> HostConnection::state(const DomainRef& domain) {
  return find(domain.uuid).map([](const DomainRecord& record) {
    return RunState{record.status.state, record.status.reason};
  });
}

Result<virDomainInfo> HostConnection::info(const DomainRef& domain) {
  const auto record = find(domain.uuid);
  if (!record) return fail(record.error());
  const DomainStatus& status = record->status;
  const auto time_ns = cpu_time_or_none(*this, domain, status.has(VIR_CONNECT_LIST_DOMAINS_ACTIVE));
  if (!time_ns) return fail(time_ns.error());
  virDomainInfo info{};
  info.state = status.state;
  info.maxMem = status.memory_max_kib;
  info.memory = status.memory_kib;
  info.nrVirtCpu = static_cast<unsigned short>(status.vcpus);
  info.cpuTime = *time_ns;
  return info;
}

Result<std::uint64_t> HostConnection::memory_max_kib(const DomainRef& domain) {
  return find(domain.uuid).map([](const DomainRecord& record) {
    return record.status.memory_max_kib;
  });
}

Result<bool> HostConnection::is_active(const DomainRef& domain) {
  return has(*this, domain, VIR_CONNECT_LIST_DOMAINS_ACTIVE);
}

Result<bool> HostConnection::is_persistent(const DomainRef& domain) {
  return has(*this, domain, VIR_CONNECT_LIST_DOMAINS_PERSISTENT);
}

Result<bool> HostConnection::is_autostarted(const DomainRef& domain) {
  return has(*this, domain, VIR_CONNECT_LIST_DOMAINS_AUTOSTART);
}

Result<DomainRecord> HostConnection::define_xml(std::string_view, unsigned) {
  return unsupported("define xml");
}

Result<DomainRecord> HostConnection::create_xml(std::string_view, unsigned) {
  return unsupported("create xml");
}

Status HostConnection::undefine(const DomainRef&, unsigned) { return unsupported("undefine"); }

Status HostConnection::rename(const DomainRef&, std::string_view, unsigned) {
  return unsupported("rename");
}

Status HostConnection::set_autostart(const DomainRef&, bool) {
  return unsupported("set autostart");
}

Result<std::int32_t> HostConnection::create(const DomainRef&, unsigned) {
  return unsupported("create");
}

Status HostConnection::suspend(const DomainRef&) { return unsupported("suspend"); }

Status HostConnection::resume(const DomainRef&) { return unsupported("resume"); }

Result<std::int32_t> HostConnection::shutdown(const DomainRef&, unsigned) {
  return unsupported("shutdown");
}

Status HostConnection::reboot(const DomainRef&, unsigned) { return unsupported("reboot"); }

Status HostConnection::reset(const DomainRef&, unsigned) { return unsupported("reset"); }

Result<std::int32_t> HostConnection::destroy(const DomainRef&, unsigned) {
  return unsupported("destroy");
}

Status HostConnection::pm_suspend(const DomainRef&, unsigned, unsigned long long, unsigned) {
  return unsupported("pm suspend");
}

Status HostConnection::pm_wakeup(const DomainRef&, unsigned) { return unsupported("pm wakeup"); }

Result<std::int32_t> HostConnection::managed_save(const DomainRef&, unsigned) {
  return unsupported("managed save");
}

Result<bool> HostConnection::has_managed_save(const DomainRef&, unsigned) {
  return unsupported("has managed save");
}

Status HostConnection::managed_save_remove(const DomainRef&, unsigned) {
  return unsupported("managed save remove");
}

Result<std::int32_t> HostConnection::save(const DomainRef&, const std::string&, std::string_view,
                                          unsigned) {
  return unsupported("save");
}

Status HostConnection::restore(const std::string&, std::string_view, unsigned) {
  return unsupported("restore");
}

Result<std::int32_t> HostConnection::core_dump(const DomainRef&, const std::string&, unsigned,
                                               unsigned) {
  return unsupported("core dump");
}

Result<std::string> HostConnection::xml(const DomainRef&, unsigned) { return unsupported("xml"); }

Result<std::string> HostConnection::os_type(const DomainRef&) { return unsupported("os type"); }

Result<bool> HostConnection::is_updated(const DomainRef&) { return unsupported("is updated"); }

Result<std::uint64_t> HostConnection::cpu_time_ns(const DomainRef&) {
  return unsupported("cpu time ns");
}

Result<virDomainControlInfo> HostConnection::control_info(const DomainRef&, unsigned) {
  return unsupported("control info");
}

Result<virDomainJobInfo> HostConnection::job_info(const DomainRef&) {
  return unsupported("job info");
}

Status HostConnection::abort_job(const DomainRef&) { return unsupported("abort job"); }

Status HostConnection::set_metadata(const DomainRef&, int, const std::optional<std::string>&,
                                    std::string_view, std::string_view, unsigned) {
  return unsupported("set metadata");
}

Result<std::string> HostConnection::metadata(const DomainRef&, int, std::string_view, unsigned) {
  return unsupported("metadata");
}

Result<virDomainBlockStatsStruct> HostConnection::block_stats(const DomainRef&, std::string_view) {
  return unsupported("block stats");
}

Result<virDomainBlockInfo> HostConnection::block_info(const DomainRef&, std::string_view) {
  return unsupported("block info");
}

Result<virDomainInterfaceStatsStruct> HostConnection::interface_stats(const DomainRef&,
                                                                      std::string_view) {
  return unsupported("interface stats");
}

Result<std::vector<virDomainMemoryStatStruct>> HostConnection::memory_stats(const DomainRef&) {
  return unsupported("memory stats");
}

Result<HostConnection::Vcpus> HostConnection::vcpus(const DomainRef&, std::size_t, std::size_t) {
  return unsupported("vcpus");
}

Result<HostConnection::SnapshotCreated> HostConnection::snapshot_create(const DomainRef&,
                                                                        std::string_view,
                                                                        unsigned) {
  return unsupported("snapshot create");
}

Result<std::vector<std::string>> HostConnection::snapshot_names(const DomainRef&, unsigned) {
  return unsupported("snapshot names");
}

Result<std::vector<std::string>> HostConnection::snapshot_children(const DomainChildRef&,
                                                                   unsigned) {
  return unsupported("snapshot children");
}

Result<bool> HostConnection::has_snapshot(const DomainChildRef&, unsigned) {
  return unsupported("has snapshot");
}

Result<std::optional<std::string>> HostConnection::current_snapshot(const DomainRef&, unsigned) {
  return unsupported("current snapshot");
}

Result<std::optional<std::string>> HostConnection::snapshot_parent(const DomainChildRef&,
                                                                   unsigned) {
  return unsupported("snapshot parent");
}

Result<bool> HostConnection::snapshot_has_metadata(const DomainChildRef&, unsigned) {
  return unsupported("snapshot has metadata");
}

Result<std::string> HostConnection::snapshot_xml(const DomainChildRef&, unsigned) {
  return unsupported("snapshot xml");
}

Status HostConnection::snapshot_delete(const DomainChildRef&, unsigned) {
  return unsupported("snapshot delete");
}

Result<std::int32_t> HostConnection::snapshot_revert(const DomainChildRef&, unsigned) {
  return unsupported("snapshot revert");
}

Result<std::string> HostConnection::checkpoint_create(const DomainRef&, std::string_view,
                                                      unsigned) {
  return unsupported("checkpoint create");
}

Result<std::vector<std::string>> HostConnection::checkpoint_names(const DomainRef&, unsigned) {
  return unsupported("checkpoint names");
}

Result<std::vector<std::string>> HostConnection::checkpoint_children(const DomainChildRef&,
                                                                     unsigned) {
  return unsupported("checkpoint children");
}

Result<bool> HostConnection::has_checkpoint(const DomainChildRef&, unsigned) {
  return unsupported("has checkpoint");
}

Result<std::optional<std::string>> HostConnection::checkpoint_parent(const DomainChildRef&,
                                                                     unsigned) {
  return unsupported("checkpoint parent");
}

Result<std::string> HostConnection::checkpoint_xml(const DomainChildRef&, unsigned) {
  return unsupported("checkpoint xml");
}

Status HostConnection::checkpoint_delete(const DomainChildRef&, unsigned) {
  return unsupported("checkpoint delete");
}

}  // namespace rollcall
