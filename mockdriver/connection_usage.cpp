// What simulated guests use.

#include <algorithm>

#include <fmt/format.h>

#include "api/core/domain_devices.hpp"
#include "mockdriver/guest_usage.hpp"
#include "mockdriver/mock_connection.hpp"

namespace rollcall {
namespace {

constexpr std::string_view kSysinfo = R"(<sysinfo type='smbios'>
  <bios>
    <entry name='vendor'>Rollcall</entry>
  </bios>
  <system>
    <entry name='manufacturer'>Rollcall</entry>
    <entry name='product'>simulated host</entry>
  </system>
</sysinfo>
)";

auto no_device(const DomainRef& domain, std::string_view kind, std::string_view name) {
  return fail(VIR_ERR_INVALID_ARG, VIR_FROM_TEST,
              fmt::format("domain '{}' has no {} '{}'", domain.name, kind, name));
}

void add(virDomainBlockStatsStruct& sum, const virDomainBlockStatsStruct& stats) {
  sum.rd_req += stats.rd_req;
  sum.rd_bytes += stats.rd_bytes;
  sum.wr_req += stats.wr_req;
  sum.wr_bytes += stats.wr_bytes;
}

/// What the disk so called, or all for an empty name, did in `ran_ns`.
Result<virDomainBlockStatsStruct> stats_of_disks(const DomainRef& domain,
                                                 const DomainDefinition& definition,
                                                 std::string_view disk, std::uint64_t ran_ns) {
  virDomainBlockStatsStruct sum{};
  bool found = disk.empty();
  for (const DiskDevice& device : disks_of(definition)) {
    if (!disk.empty() && device.target != disk && device.source != disk) continue;
    found = true;
    add(sum, block_stats_of({domain.uuid, device.target, ran_ns}));
  }
  if (!found) return no_device(domain, "disk", disk);
  return sum;
}

/// Bits for so many host CPUs, the others of `bytes` being zero.
std::vector<unsigned char> map_of_all(unsigned cpus, std::size_t bytes) {
  std::vector<unsigned char> map(bytes);
  for (std::size_t cpu = 0; cpu < std::min<std::size_t>(cpus, bytes * 8); ++cpu) {
    map[cpu / 8] = static_cast<unsigned char>(map[cpu / 8] | (1U << (cpu % 8)));
  }
  return map;
}

}  // namespace

std::uint64_t MockConnection::Observation::ran_ns() const {
  return domain.cpu.spent_ns(domain.runtime.state == VIR_DOMAIN_RUNNING, now_ns);
}

Result<MockConnection::Observation> MockConnection::observe_active(const DomainRef& domain) {
  return observe(domain).and_then([&](Observation&& seen) -> Result<Observation> {
    if (seen.domain.runtime.active()) return std::move(seen);
    return fail(VIR_ERR_OPERATION_INVALID, VIR_FROM_TEST,
                fmt::format("domain '{}' is not running", domain.name));
  });
}

Result<std::string> MockConnection::sysinfo() { return std::string(kSysinfo); }

Result<virDomainBlockStatsStruct> MockConnection::block_stats(const DomainRef& domain,
                                                              std::string_view disk) {
  return observe_active(domain).and_then([&](const Observation& seen) {
    return stats_of_disks(domain, *seen.domain.definition(), disk, seen.ran_ns());
  });
}

Result<virDomainBlockInfo> MockConnection::block_info(const DomainRef& domain,
                                                      std::string_view disk) {
  return observe(domain)
      .and_then([&](const Observation& seen) {
        return stats_of_disks(domain, *seen.domain.definition(), disk, seen.ran_ns());
      })
      .map(block_info_of);
}

Result<virDomainInterfaceStatsStruct> MockConnection::interface_stats(const DomainRef& domain,
                                                                      std::string_view interface) {
  using Stats = virDomainInterfaceStatsStruct;
  return observe_active(domain).and_then([&](const Observation& seen) -> Result<Stats> {
    for (const InterfaceDevice& device : interfaces_of(*seen.domain.definition())) {
      if (device.target != interface && device.mac != interface) continue;
      return interface_stats_of({domain.uuid, device.mac, seen.ran_ns()});
    }
    return no_device(domain, "network interface", interface);
  });
}

Result<std::vector<virDomainMemoryStatStruct>> MockConnection::memory_stats(
    const DomainRef& domain) {
  return observe_active(domain).map([](const Observation& seen) {
    return memory_stats_of(seen.domain.definition()->memory_kib, seen.ran_ns());
  });
}

Result<HostConnection::Vcpus> MockConnection::vcpus(const DomainRef& domain, std::size_t vcpus_max,
                                                    std::size_t map_bytes) {
  return observe_active(domain).map([&](const Observation& seen) {
    const unsigned cpus = host_->node_info().cpus;
    const std::vector<unsigned char> map = map_of_all(cpus, map_bytes);
    const std::size_t count = std::min<std::size_t>(vcpus_max, seen.domain.definition()->vcpus);
    Vcpus told;
    for (unsigned number = 0; number < count; ++number) {
      told.infos.push_back(
          {number, VIR_VCPU_RUNNING, seen.ran_ns(), static_cast<int>(number % cpus)});
      told.maps.insert(told.maps.end(), map.begin(), map.end());
    }
    return told;
  });
}

}  // namespace rollcall
