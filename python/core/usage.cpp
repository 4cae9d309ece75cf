// What a domain uses.

#include <array>
#include <vector>

#include "python/core/binding.hpp"
#include "python/core/call.hpp"
#include "python/core/typed_params.hpp"

namespace py = pybind11;

namespace rollcall::python {
namespace {

py::tuple block_stats(DomainArgument domain, Text disk) {
  virDomainBlockStatsStruct stats{};
  ROLLCALL_CHECKED_CALL(domain.library(), virDomainBlockStats, domain.pointer(), disk.value, &stats,
                        sizeof(stats));
  return py::make_tuple(stats.rd_req, stats.rd_bytes, stats.wr_req, stats.wr_bytes, stats.errs);
}

py::dict block_stats_flags(DomainArgument domain, Text disk, Number<unsigned> flags) {
  int count = 0;
  ROLLCALL_CHECKED_CALL(domain.library(), virDomainBlockStatsFlags, domain.pointer(), disk.value,
                        nullptr, &count, flags.value);
  std::vector<virTypedParameter> params(static_cast<std::size_t>(count));
  ROLLCALL_CHECKED_CALL(domain.library(), virDomainBlockStatsFlags, domain.pointer(), disk.value,
                        params.data(), &count, flags.value);
  return to_dict(params.data(), count);
}

py::list block_info(DomainArgument domain, Text disk, Number<unsigned> flags) {
  virDomainBlockInfo info{};
  ROLLCALL_CHECKED_CALL(domain.library(), virDomainGetBlockInfo, domain.pointer(), disk.value,
                        &info, flags.value);
  return py::list(py::make_tuple(info.capacity, info.allocation, info.physical));
}

py::tuple interface_stats(DomainArgument domain, Text device) {
  virDomainInterfaceStatsStruct stats{};
  ROLLCALL_CHECKED_CALL(domain.library(), virDomainInterfaceStats, domain.pointer(), device.value,
                        &stats, sizeof(stats));
  return py::make_tuple(stats.rx_bytes, stats.rx_packets, stats.rx_errs, stats.rx_drop,
                        stats.tx_bytes, stats.tx_packets, stats.tx_errs, stats.tx_drop);
}

// As libvirt-python calls the figures, by virDomainMemoryStatTags.
constexpr std::array<const char*, VIR_DOMAIN_MEMORY_STAT_NR> kMemoryFigures{
    "swap_in",     "swap_out",        "major_fault",   "minor_fault", "unused",
    "available",   "actual",          "rss",           "usable",      "last_update",
    "disk_caches", "hugetlb_pgalloc", "hugetlb_pgfail"};

py::dict memory_stats(DomainArgument domain) {
  std::array<virDomainMemoryStatStruct, VIR_DOMAIN_MEMORY_STAT_NR> stats{};
  const int count = ROLLCALL_CHECKED_CALL(domain.library(), virDomainMemoryStats, domain.pointer(),
                                          stats.data(), static_cast<unsigned>(stats.size()), 0U);
  py::dict told;
  for (int i = 0; i < count; ++i) {
    const virDomainMemoryStatStruct& stat = stats[static_cast<std::size_t>(i)];
    const auto tag = static_cast<std::size_t>(stat.tag);
    if (tag < kMemoryFigures.size()) told[kMemoryFigures[tag]] = stat.val;
  }
  return told;
}

unsigned count_host_cpus(DomainArgument domain) {
  Session& session = domain.session();
  virNodeInfo node{};
  const virConnectPtr connection = session.begin_call();
  const int done = ROLLCALL_CALL(domain.library(), virNodeGetInfo, connection, &node);
  if (connection != nullptr) session.end_call();
  checked(domain.library(), "virNodeGetInfo", done);
  return node.cpus;
}

// ([(number, state, time in ns, host CPU)], [(whether it may run on each host CPU)])
py::tuple vcpus(DomainArgument domain) {
  const Library& library = domain.library();
  const unsigned host_cpus = count_host_cpus(domain);
  virDomainInfo info{};
  ROLLCALL_CHECKED_CALL(library, virDomainGetInfo, domain.pointer(), &info);
  const std::size_t map_bytes = VIR_CPU_MAPLEN(host_cpus);
  std::vector<virVcpuInfo> infos(info.nrVirtCpu);
  std::vector<unsigned char> maps(infos.size() * map_bytes);
  const int count = ROLLCALL_CHECKED_CALL(library, virDomainGetVcpus, domain.pointer(),
                                          infos.data(), static_cast<int>(infos.size()), maps.data(),
                                          static_cast<int>(map_bytes));
  py::list processors;
  py::list allowed;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    processors.append(
        py::make_tuple(infos[i].number, infos[i].state, infos[i].cpuTime, infos[i].cpu));
    py::list map;
    for (unsigned cpu = 0; cpu < host_cpus; ++cpu) {
      map.append((maps[i * map_bytes + cpu / 8] >> (cpu % 8) & 1U) != 0);
    }
    allowed.append(py::tuple(map));
  }
  return py::make_tuple(processors, allowed);
}

// A dict for each host CPU, or one for all together.
py::list cpu_stats(DomainArgument domain, bool total, Number<unsigned> flags) {
  const Library& library = domain.library();
  const int first_cpu = total ? -1 : 0;
  const int each = ROLLCALL_CHECKED_CALL(library, virDomainGetCPUStats, domain.pointer(), nullptr,
                                         0U, first_cpu, 1U, flags.value);
  const int cpus = total ? 1
                         : ROLLCALL_CHECKED_CALL(library, virDomainGetCPUStats, domain.pointer(),
                                                 nullptr, 0U, 0, 0U, flags.value);
  std::vector<virTypedParameter> params(static_cast<std::size_t>(each) *
                                        static_cast<std::size_t>(cpus));
  const int count = ROLLCALL_CHECKED_CALL(library, virDomainGetCPUStats, domain.pointer(),
                                          params.data(), static_cast<unsigned>(each), first_cpu,
                                          static_cast<unsigned>(cpus), flags.value);
  py::list told;
  for (int cpu = 0; cpu < cpus; ++cpu)
    told.append(to_dict(&params[static_cast<std::size_t>(cpu * each)], count));
  return told;
}

}  // namespace

void bind_usage(py::module_& module) {
  module.def("virDomainBlockStats", block_stats);
  module.def("virDomainBlockStatsFlags", block_stats_flags);
  module.def("virDomainGetBlockInfo", block_info);
  module.def("virDomainInterfaceStats", interface_stats);
  module.def("virDomainMemoryStats", memory_stats);
  module.def("virDomainGetVcpus", vcpus);
  module.def("virDomainGetCPUStats", cpu_stats);
}

}  // namespace rollcall::python
