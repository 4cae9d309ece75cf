// Entry points that tell what a domain uses.

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "api/public/arguments.hpp"
#include "api/public/entry.hpp"

using namespace rollcall;

namespace {

using Vcpus = HostConnection::Vcpus;

Status at_most(const char* argument, std::size_t number, std::size_t most) {
  if (number <= most) return {};
  return fail(VIR_ERR_INVALID_ARG, VIR_FROM_NONE,
              std::string(argument) + " is " + std::to_string(number) + ", but at most " +
                  std::to_string(most) + " is possible");
}

Status wrong(const char* why) { return fail(VIR_ERR_INVALID_ARG, VIR_FROM_NONE, why); }

// For callers built with a shorter struct: its first `size` bytes.
template <typename Stats>
int deliver_prefix(Stats* into, const Stats& stats, std::size_t size) {
  std::memcpy(into, &stats, size);
  return 0;
}

virTypedParameter param_of(const char* name) {
  virTypedParameter param{};
  std::strncpy(param.field, name, sizeof(param.field) - 1);
  return param;
}

constexpr int kBlockParams = 5;

std::array<virTypedParameter, kBlockParams> block_params(const virDomainBlockStatsStruct& stats) {
  const auto made = [](const char* name, long long value) {
    virTypedParameter param = param_of(name);
    param.type = VIR_TYPED_PARAM_LLONG;
    param.value.l = value;
    return param;
  };
  return {made(VIR_DOMAIN_BLOCK_STATS_READ_REQ, stats.rd_req),
          made(VIR_DOMAIN_BLOCK_STATS_READ_BYTES, stats.rd_bytes),
          made(VIR_DOMAIN_BLOCK_STATS_WRITE_REQ, stats.wr_req),
          made(VIR_DOMAIN_BLOCK_STATS_WRITE_BYTES, stats.wr_bytes),
          made(VIR_DOMAIN_BLOCK_STATS_ERRS, stats.errs)};
}

virTypedParameter cpu_time_param(std::uint64_t time_ns) {
  virTypedParameter param = param_of(VIR_DOMAIN_CPU_STATS_CPUTIME);
  param.type = VIR_TYPED_PARAM_ULLONG;
  param.value.ul = time_ns;
  return param;
}

constexpr unsigned kCpuParams = 1;

/// What virDomainGetCPUStats is asked for.
struct CpuQuestion {
  virTypedParameterPtr params;
  unsigned params_each;
  int first_cpu;
  unsigned cpus;

  bool of_all_together() const { return first_cpu == -1; }
  bool only_counts() const { return params == nullptr; }

  Status check() const {
    if (first_cpu < -1) return wrong("start_cpu is below -1");
    if (of_all_together() && cpus != 1) return wrong("ncpus must be 1 when start_cpu is -1");
    if (only_counts() != (params_each == 0)) {
      return wrong("params and nparams must be given together");
    }
    if (!only_counts() && cpus == 0) return wrong("ncpus is 0");
    return {};
  }
};

Result<int> tell_all_cpus(HostConnection& host, const DomainRef& domain,
                          const CpuQuestion& question) {
  return host.cpu_time_ns(domain).map([&](std::uint64_t time_ns) {
    question.params[0] = cpu_time_param(time_ns);
    return static_cast<int>(kCpuParams);
  });
}

// A host CPU's share is what the virtual processors on it used.
Result<int> tell_each_cpu(HostConnection& host, const DomainRef& domain,
                          const CpuQuestion& question, unsigned host_cpus) {
  const auto first = static_cast<unsigned>(question.first_cpu);
  if (Status inside = at_most("start_cpu", first, host_cpus - 1); !inside) {
    return fail(inside.error());
  }
  const unsigned cpus = std::min(question.cpus, host_cpus - first);
  return host.info(domain)
      .and_then([&](const virDomainInfo& info) { return host.vcpus(domain, info.nrVirtCpu, 0); })
      .map([&](const Vcpus& vcpus) {
        std::vector<std::uint64_t> times_ns(host_cpus);
        for (const virVcpuInfo& vcpu : vcpus.infos) {
          const auto cpu = static_cast<std::size_t>(vcpu.cpu);
          if (cpu < times_ns.size()) times_ns[cpu] += vcpu.cpuTime;
        }
        for (unsigned i = 0; i < cpus; ++i) {
          question.params[std::size_t{i} * question.params_each] =
              cpu_time_param(times_ns[first + i]);
        }
        return static_cast<int>(kCpuParams);
      });
}

Result<int> tell_cpus(HostConnection& host, const DomainRef& domain, const CpuQuestion& question) {
  if (!question.only_counts()) {
    std::fill_n(question.params, std::size_t{question.params_each} * question.cpus,
                virTypedParameter{});
    if (question.of_all_together()) return tell_all_cpus(host, domain, question);
  }
  return host.node_info().and_then([&](const virNodeInfo& node) -> Result<int> {
    if (!question.only_counts()) return tell_each_cpu(host, domain, question, node.cpus);
    if (question.cpus == 0) return static_cast<int>(node.cpus);
    return static_cast<int>(kCpuParams);
  });
}

int deliver_number(int number) noexcept { return number; }

}  // namespace

int virDomainBlockStats(virDomainPtr dom, const char* disk, virDomainBlockStatsPtr stats,
                        size_t size) {
  return call_domain(
      dom, Access::kRead,
      [&](HostConnection& host, const DomainRef& ref) {
        return check_all(not_null("disk", disk), not_null("stats", stats),
                         at_most("size", size, sizeof(*stats)))
            .and_then([&] { return host.block_stats(ref, disk); });
      },
      [&](const virDomainBlockStatsStruct& told) { return deliver_prefix(stats, told, size); });
}

int virDomainBlockStatsFlags(virDomainPtr dom, const char* disk, virTypedParameterPtr params,
                             int* nparams, unsigned int flags) {
  return call_domain(
      dom, Access::kRead,
      [&](HostConnection& host, const DomainRef& ref) {
        return check_all(not_null("disk", disk), not_null("nparams", nparams),
                         no_flags(flags & ~VIR_TYPED_PARAM_STRING_OKAY))
            .and_then([&] { return not_negative("nparams", *nparams); })
            .and_then([&] { return must_be_given("params", *nparams == 0 || params != nullptr); })
            .and_then([&] { return host.block_stats(ref, disk); });
      },
      [&](const virDomainBlockStatsStruct& told) {
        const auto all = block_params(told);
        const int wanted = *nparams == 0 ? kBlockParams : std::min(*nparams, kBlockParams);
        if (*nparams != 0) std::copy_n(all.begin(), wanted, params);
        *nparams = wanted;
        return 0;
      });
}

int virDomainGetBlockInfo(virDomainPtr dom, const char* disk, virDomainBlockInfoPtr info,
                          unsigned int flags) {
  if (info != nullptr) *info = {};
  return call_domain(
      dom, Access::kRead,
      [&](HostConnection& host, const DomainRef& ref) {
        return check_all(not_empty("disk", disk), not_null("info", info), no_flags(flags))
            .and_then([&] { return host.block_info(ref, disk); });
      },
      [&](const virDomainBlockInfo& told) { return deliver_prefix(info, told, sizeof(told)); });
}

int virDomainInterfaceStats(virDomainPtr dom, const char* device, virDomainInterfaceStatsPtr stats,
                            size_t size) {
  return call_domain(
      dom, Access::kRead,
      [&](HostConnection& host, const DomainRef& ref) {
        return check_all(not_empty("device", device), not_null("stats", stats),
                         at_most("size", size, sizeof(*stats)))
            .and_then([&] { return host.interface_stats(ref, device); });
      },
      [&](const virDomainInterfaceStatsStruct& told) { return deliver_prefix(stats, told, size); });
}

int virDomainMemoryStats(virDomainPtr dom, virDomainMemoryStatPtr stats, unsigned int nr_stats,
                         unsigned int flags) {
  return call_domain(
      dom, Access::kRead,
      [&](HostConnection& host, const DomainRef& ref) {
        return no_flags(flags).and_then([&] { return host.memory_stats(ref); });
      },
      [&](const std::vector<virDomainMemoryStatStruct>& told) {
        if (stats == nullptr) return 0;
        const std::size_t count = std::min<std::size_t>(nr_stats, told.size());
        std::copy_n(told.begin(), count, stats);
        return static_cast<int>(count);
      });
}

int virDomainGetVcpus(virDomainPtr domain, virVcpuInfoPtr info, int maxinfo, unsigned char* cpumaps,
                      int maplen) {
  return call_domain(
      domain, Access::kRead,
      [&](HostConnection& host, const DomainRef& ref) {
        return check_all(not_null("info", info), not_negative("maxinfo", maxinfo),
                         not_negative("maplen", maplen),
                         must_be_given("cpumaps", maplen == 0 || cpumaps != nullptr),
                         must_be_given("maplen", maplen != 0 || cpumaps == nullptr))
            .and_then([&] {
              return host.vcpus(ref, static_cast<std::size_t>(maxinfo),
                                static_cast<std::size_t>(maplen));
            });
      },
      [&](const Vcpus& told) {
        std::copy(told.infos.begin(), told.infos.end(), info);
        if (cpumaps != nullptr) std::copy(told.maps.begin(), told.maps.end(), cpumaps);
        return static_cast<int>(told.infos.size());
      });
}

int virDomainGetCPUStats(virDomainPtr domain, virTypedParameterPtr params, unsigned int nparams,
                         int start_cpu, unsigned int ncpus, unsigned int flags) {
  const CpuQuestion question{params, nparams, start_cpu, ncpus};
  return call_domain(
      domain, Access::kRead,
      [&](HostConnection& host, const DomainRef& ref) {
        return check_all(no_flags(flags & ~VIR_TYPED_PARAM_STRING_OKAY), question.check())
            .and_then([&] { return tell_cpus(host, ref, question); });
      },
      deliver_number);
}
