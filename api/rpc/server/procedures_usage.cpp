// What a domain uses.

#include <cstdlib>
#include <vector>

#include "api/rpc/server/dispatch.hpp"

namespace rollcall::rpc {
namespace {

std::nullopt_t too_many(Call& call, const char* what) {
  return call.fail(VIR_ERR_RPC, VIR_FROM_RPC,
                   std::string("more ") + what + " are asked for than fit into an answer");
}

std::optional<DomainBlockStats::Results> block_stats(Call& call, const Domain& domain, Text path) {
  virDomainBlockStatsStruct stats{};
  const virDomainPtr handle = call.handle(domain);
  const char* const disk = call.c_text(path);
  if (call.failed() || virDomainBlockStats(handle, disk, &stats, sizeof(stats)) < 0) {
    return std::nullopt;
  }
  return DomainBlockStats::Results{stats.rd_req, stats.rd_bytes, stats.wr_req, stats.wr_bytes,
                                   stats.errs};
}

/// Parameters with names that live as long as the call. Those that were not filled are left out.
template <std::uint32_t kMax>
List<TypedParam, kMax> kept_params(Call& call, const std::vector<virTypedParameter>& params) {
  List<TypedParam, kMax> wire;
  for (const virTypedParameter& param : params) {
    if (param.type == 0) continue;
    wire.items.push_back(wire_param(param));
    wire.items.back().field = call.c_text(wire.items.back().field);
  }
  return wire;
}

std::optional<DomainBlockStatsFlags::Results> block_stats_flags(Call& call, const Domain& domain,
                                                                Text path, Int room, Flags flags) {
  const virDomainPtr handle = call.handle(domain);
  const char* const disk = call.c_text(path);
  if (room > Int{kBlockStatsMax}) return too_many(call, "figures");
  std::vector<virTypedParameter> params(room > 0 ? static_cast<std::size_t>(room) : 0);
  int count = room;
  if (call.failed() || virDomainBlockStatsFlags(handle, disk, params.data(), &count, flags) < 0) {
    return std::nullopt;
  }
  return DomainBlockStatsFlags::Results{kept_params<kBlockStatsMax>(call, params), count};
}

std::optional<DomainGetBlockInfo::Results> block_info(Call& call, const Domain& domain, Text path,
                                                      Flags flags) {
  virDomainBlockInfo info{};
  const virDomainPtr handle = call.handle(domain);
  const char* const disk = call.c_text(path);
  if (call.failed() || virDomainGetBlockInfo(handle, disk, &info, flags) < 0) return std::nullopt;
  return DomainGetBlockInfo::Results{info.allocation, info.capacity, info.physical};
}

std::optional<DomainInterfaceStats::Results> interface_stats(Call& call, const Domain& domain,
                                                             Text device) {
  virDomainInterfaceStatsStruct stats{};
  const virDomainPtr handle = call.handle(domain);
  const char* const name = call.c_text(device);
  if (call.failed() || virDomainInterfaceStats(handle, name, &stats, sizeof(stats)) < 0) {
    return std::nullopt;
  }
  return DomainInterfaceStats::Results{stats.rx_bytes, stats.rx_packets, stats.rx_errs,
                                       stats.rx_drop,  stats.tx_bytes,   stats.tx_packets,
                                       stats.tx_errs,  stats.tx_drop};
}

std::optional<DomainMemoryStats::Results> memory_stats(Call& call, const Domain& domain, UInt room,
                                                       Flags flags) {
  const virDomainPtr handle = call.handle(domain);
  if (room > kMemoryStatsMax) return too_many(call, "figures");
  std::vector<virDomainMemoryStatStruct> stats(room);
  const int count = call.failed() ? -1 : virDomainMemoryStats(handle, stats.data(), room, flags);
  if (count < 0) return std::nullopt;
  List<MemoryStat, kMemoryStatsMax> wire;
  for (int i = 0; i < count; ++i) {
    const auto& stat = stats[static_cast<std::size_t>(i)];
    wire.items.push_back({stat.tag, stat.val});
  }
  return DomainMemoryStats::Results{std::move(wire)};
}

std::optional<DomainGetVcpus::Results> vcpus(Call& call, const Domain& domain, Int room,
                                             Int map_bytes) {
  const virDomainPtr handle = call.handle(domain);
  if (call.failed()) return std::nullopt;
  if (room < 0 || map_bytes < 0) {
    return call.fail(VIR_ERR_RPC, VIR_FROM_RPC, "a negative number of processors is asked for");
  }
  if (room > Int{kVcpusMax} || std::int64_t{room} * map_bytes > std::int64_t{kCpuMapMax}) {
    return too_many(call, "processors");
  }
  std::vector<virVcpuInfo> infos(static_cast<std::size_t>(room));
  const std::size_t map_room = infos.size() * static_cast<std::size_t>(map_bytes);
  // With a byte behind them, since what is kept ends with a zero.
  auto* const maps = static_cast<char*>(std::calloc(map_room + 1, 1));
  const Text kept = call.keep(maps);
  auto* const map_bytes_or_null = map_room == 0 ? nullptr : reinterpret_cast<unsigned char*>(maps);
  const int count = virDomainGetVcpus(handle, infos.data(), room, map_bytes_or_null,
                                      map_room == 0 ? 0 : map_bytes);
  if (count < 0) return std::nullopt;
  infos.resize(static_cast<std::size_t>(count));
  List<VcpuInfo, kVcpusMax> wire;
  for (const virVcpuInfo& info : infos) {
    wire.items.push_back({info.number, info.state, info.cpuTime, info.cpu});
  }
  const std::size_t map_size = infos.size() * static_cast<std::size_t>(map_bytes);
  return DomainGetVcpus::Results{
      std::move(wire),
      Opaque<kCpuMapMax>{{reinterpret_cast<const std::uint8_t*>(kept.data()), map_size}}};
}

std::optional<DomainGetCpuStats::Results> cpu_stats(Call& call, const Domain& domain,
                                                    UInt params_each, Int first_cpu, UInt cpus,
                                                    Flags flags) {
  const virDomainPtr handle = call.handle(domain);
  if (call.failed()) return std::nullopt;
  if (std::uint64_t{params_each} * cpus > kCpuStatsMax) return too_many(call, "figures");
  std::vector<virTypedParameter> params(std::size_t{params_each} * cpus);
  const int count = virDomainGetCPUStats(handle, params.empty() ? nullptr : params.data(),
                                         params_each, first_cpu, cpus, flags);
  if (count < 0) return std::nullopt;
  return DomainGetCpuStats::Results{kept_params<kCpuStatsMax>(call, params), count};
}

constexpr Served kUsageProcedures[] = {
    serve<DomainBlockStats, block_stats>(Place::kWorker),
    serve<DomainBlockStatsFlags, block_stats_flags>(Place::kWorker),
    serve<DomainGetBlockInfo, block_info>(Place::kWorker),
    serve<DomainInterfaceStats, interface_stats>(Place::kWorker),
    serve<DomainMemoryStats, memory_stats>(Place::kWorker),
    serve<DomainGetVcpus, vcpus>(Place::kWorker),
    serve<DomainGetCpuStats, cpu_stats>(Place::kWorker),
};

}  // namespace

std::span<const Served> usage_procedures() noexcept { return kUsageProcedures; }

}  // namespace rollcall::rpc
