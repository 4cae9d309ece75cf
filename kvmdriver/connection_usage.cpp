// What guests use: disks, memory, processors.

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "kvmdriver/connection.hpp"
#include "kvmdriver/disk_sizes.hpp"
#include "kvmdriver/errors.hpp"
#include "kvmdriver/qemu_command.hpp"

namespace rollcall::kvm {
namespace {

bool is_called(const Machine::Disk& disk, std::string_view name) {
  return disk.target == name || disk.file == name;
}

auto no_disk(std::string_view name) {
  return fail_kvm(VIR_ERR_INVALID_ARG, fmt::format("the domain has no disk '{}'", name));
}

/// QEMU's names for the disks so called; of all for an empty name.
///
/// Errors: INVALID_ARG when there is none.
Result<std::set<std::string>> nodes_called(const Machine& machine, std::string_view name) {
  std::set<std::string> nodes;
  for (std::size_t i = 0; i < machine.disks.size(); ++i) {
    if (name.empty() || is_called(machine.disks[i], name)) nodes.insert(disk_node(i));
  }
  if (nodes.empty() && !name.empty()) return no_disk(name);
  return nodes;
}

// Source: BlockDeviceStats in qapi/block-core.json of QEMU.
void add(virDomainBlockStatsStruct& sum, const Json& stats) {
  sum.rd_req += number_in(stats, "rd_operations");
  sum.rd_bytes += number_in(stats, "rd_bytes");
  sum.wr_req += number_in(stats, "wr_operations");
  sum.wr_bytes += number_in(stats, "wr_bytes");
  sum.errs += number_in(stats, "failed_rd_operations") + number_in(stats, "failed_wr_operations") +
              number_in(stats, "failed_flush_operations");
}

/// Bits of the host CPUs in a set, the others of `bytes` being zero.
std::vector<unsigned char> map_of(const cpu_set_t& cpus, std::size_t bytes) {
  std::vector<unsigned char> map(bytes);
  const std::size_t most = std::min<std::size_t>(CPU_SETSIZE, bytes * 8);
  for (std::size_t cpu = 0; cpu < most; ++cpu) {
    if (!CPU_ISSET(cpu, &cpus)) continue;
    map[cpu / 8] = static_cast<unsigned char>(map[cpu / 8] | (1U << (cpu % 8)));
  }
  return map;
}

}  // namespace

Result<Machine> Connection::machine_of(const DomainRef& domain) {
  return look_at(domain).and_then([](const DomainView& seen) {
    return read_machine(*seen.definitions.in_effect(seen.runtime));
  });
}

Result<virDomainBlockStatsStruct> Connection::block_stats(const DomainRef& domain,
                                                          std::string_view disk) {
  const Result<GuestPtr> guest = host_->guest_of(domain);
  if (!guest) return fail(guest.error());
  const auto nodes = machine_of(domain).and_then(
      [disk](const Machine& machine) { return nodes_called(machine, disk); });
  if (!nodes) return fail(nodes.error());
  const Result<Json> answer = (*guest)->call("query-blockstats");
  if (!answer) return fail(answer.error());
  virDomainBlockStatsStruct sum{};
  for (const Json& device : *answer) {
    if (nodes->contains(text_in(device, "node-name"))) add(sum, device.value("stats", Json()));
  }
  return sum;
}

Result<virDomainBlockInfo> Connection::block_info(const DomainRef& domain, std::string_view disk) {
  return machine_of(domain).and_then([disk](const Machine& machine) -> Result<virDomainBlockInfo> {
    for (const Machine::Disk& one : machine.disks) {
      if (is_called(one, disk)) return sizes_of(one);
    }
    return no_disk(disk);
  });
}

Result<std::vector<virDomainMemoryStatStruct>> Connection::memory_stats(const DomainRef& domain) {
  const Result<GuestPtr> guest = host_->guest_of(domain);
  if (!guest) return fail(guest.error());
  const Result<DomainView> seen = look_at(domain);
  if (!seen) return fail(seen.error());
  std::vector<virDomainMemoryStatStruct> stats{
      {VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON,
       seen->definitions.in_effect(seen->runtime)->memory_kib}};
  if (const auto bytes = (*guest)->process().resident_bytes()) {
    stats.push_back({VIR_DOMAIN_MEMORY_STAT_RSS, *bytes / 1024});
  }
  return stats;
}

// Source: query-cpus-fast in qapi/machine.json of QEMU. Emulated processors may share a thread.
Result<HostConnection::Vcpus> Connection::vcpus(const DomainRef& domain, std::size_t vcpus_max,
                                                std::size_t map_bytes) {
  const Result<GuestPtr> guest = host_->guest_of(domain);
  if (!guest) return fail(guest.error());
  const Result<Json> answer = (*guest)->call("query-cpus-fast");
  if (!answer) return fail(answer.error());
  Vcpus told;
  for (const Json& cpu : *answer) {
    if (told.infos.size() == vcpus_max) break;
    const auto usage =
        (*guest)->process().thread_usage(static_cast<pid_t>(number_in(cpu, "thread-id")));
    if (!usage)
      return fail_kvm(VIR_ERR_OPERATION_INVALID, "the domain's guest has ended meanwhile");
    const auto number = static_cast<unsigned>(number_in(cpu, "cpu-index"));
    told.infos.push_back({number, VIR_VCPU_RUNNING, usage->cpu_time_ns, usage->cpu});
    const std::vector<unsigned char> map = map_of(usage->permitted, map_bytes);
    told.maps.insert(told.maps.end(), map.begin(), map.end());
  }
  return told;
}

}  // namespace rollcall::kvm
