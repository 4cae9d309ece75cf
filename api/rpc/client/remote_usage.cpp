// What a domain uses.

#include <algorithm>

#include "api/rpc/client/remote_connection.hpp"

namespace rollcall::rpc {

Result<virDomainBlockStatsStruct> RemoteConnection::block_stats(const DomainRef& domain,
                                                                std::string_view disk) {
  return channel_->call<DomainBlockStats>(on_wire(domain), Text(disk)).map([](const auto& answer) {
    const auto& [rd_req, rd_bytes, wr_req, wr_bytes, errs] = answer.results;
    return virDomainBlockStatsStruct{rd_req, rd_bytes, wr_req, wr_bytes, errs};
  });
}

Result<virDomainBlockInfo> RemoteConnection::block_info(const DomainRef& domain,
                                                        std::string_view disk) {
  return channel_->call<DomainGetBlockInfo>(on_wire(domain), Text(disk), 0U)
      .map([](const auto& answer) {
        const auto& [allocation, capacity, physical] = answer.results;
        return virDomainBlockInfo{capacity, allocation, physical};
      });
}

Result<virDomainInterfaceStatsStruct> RemoteConnection::interface_stats(
    const DomainRef& domain, std::string_view interface) {
  return channel_->call<DomainInterfaceStats>(on_wire(domain), Text(interface))
      .map([](const auto& answer) {
        virDomainInterfaceStatsStruct stats{};
        std::tie(stats.rx_bytes, stats.rx_packets, stats.rx_errs, stats.rx_drop, stats.tx_bytes,
                 stats.tx_packets, stats.tx_errs, stats.tx_drop) = answer.results;
        return stats;
      });
}

Result<std::vector<virDomainMemoryStatStruct>> RemoteConnection::memory_stats(
    const DomainRef& domain) {
  constexpr UInt kRoom = VIR_DOMAIN_MEMORY_STAT_NR;
  return channel_->call<DomainMemoryStats>(on_wire(domain), kRoom, 0U).map([](const auto& answer) {
    std::vector<virDomainMemoryStatStruct> stats;
    for (const MemoryStat& told : std::get<0>(answer.results).items) {
      stats.push_back({told.tag, told.value});
    }
    return stats;
  });
}

Result<HostConnection::Vcpus> RemoteConnection::vcpus(const DomainRef& domain,
                                                      std::size_t vcpus_max,
                                                      std::size_t map_bytes) {
  const auto room = static_cast<Int>(std::min<std::size_t>(vcpus_max, kVcpusMax));
  return channel_->call<DomainGetVcpus>(on_wire(domain), room, static_cast<Int>(map_bytes))
      .and_then([&](const auto& answer) -> Result<Vcpus> {
        const auto& [infos, maps] = answer.results;
        if (infos.items.size() > vcpus_max || maps.bytes.size() > infos.items.size() * map_bytes) {
          return fail(VIR_ERR_RPC, VIR_FROM_REMOTE,
                      "the daemon tells of more processors than it was asked about");
        }
        Vcpus told;
        for (const VcpuInfo& info : infos.items) {
          told.infos.push_back({info.number, info.state, info.cpu_time_ns, info.cpu});
        }
        told.maps.assign(maps.bytes.begin(), maps.bytes.end());
        return told;
      });
}

}  // namespace rollcall::rpc
