// Figures for monitoring.

#include <memory>

#include "api/rpc/server/dispatch.hpp"

namespace rollcall::rpc {
namespace {

struct FreeRecords {
  void operator()(virDomainStatsRecordPtr* records) const noexcept {
    virDomainStatsRecordListFree(records);
  }
};
using Records = std::unique_ptr<virDomainStatsRecordPtr, FreeRecords>;

StatsRecord wire_record(const virDomainStatsRecord& record) {
  StatsRecord wire{.domain = wire_domain(record.dom), .params = {}};
  wire.params.items.reserve(static_cast<std::size_t>(record.nparams));
  for (int i = 0; i < record.nparams; ++i) {
    wire.params.items.push_back(wire_param(record.params[i]));
  }
  return wire;
}

/// The records of all domains, or of those given; their number, -1 on an error.
int get_stats(Call& call, const List<Domain>& domains, UInt groups, Flags flags, Records& records) {
  virDomainStatsRecordPtr* array = nullptr;
  int count = -1;
  if (domains.items.empty()) {
    count = virConnectGetAllDomainStats(call.conn(), groups, &array, flags);
  } else {
    std::vector<virDomainPtr> handles;
    for (const Domain& domain : domains.items) handles.push_back(call.handle(domain));
    handles.push_back(nullptr);
    if (!call.failed()) count = virDomainListGetStats(handles.data(), groups, &array, flags);
  }
  records.reset(array);
  return count;
}

/// As answer<ConnectGetAllDomainStats, ...>, but writes while the records are there to borrow from.
bool answer_all_stats(Call& call, ByteView payload, XdrWriter& writer) {
  const auto arguments =
      decode_payload<ConnectGetAllDomainStats::Arguments>(payload, call.limits().lists);
  if (!arguments) {
    call.fail(VIR_ERR_RPC, VIR_FROM_RPC, "Unable to decode message payload");
    return false;
  }
  const auto& [domains, groups, flags] = *arguments;
  Records records;
  const int count = get_stats(call, domains, groups, flags, records);
  if (count < 0) return false;
  if (static_cast<std::size_t>(count) > call.limits().list_max) {
    call.fail(VIR_ERR_INTERNAL_ERROR, VIR_FROM_RPC,
              "internal error: Number of domain stats records is " + std::to_string(count) +
                  ", which exceeds max limit: " + std::to_string(call.limits().list_max));
    return false;
  }
  writer.u32(static_cast<std::uint32_t>(count));
  for (int i = 0; i < count; ++i) encode(writer, wire_record(*records.get()[i]));
  return true;
}

/// Virtual processors of a domain, as its statistics tell them: the most it may have, or those it
/// has. Nothing when the call fails.
std::optional<Rets<Int>> count_vcpus(Call& call, const Domain& domain, bool maximum) {
  virDomainPtr handles[] = {call.handle(domain), nullptr};
  if (handles[0] == nullptr) return std::nullopt;
  virDomainStatsRecordPtr* array = nullptr;
  const int count = virDomainListGetStats(handles, VIR_DOMAIN_STATS_VCPU, &array, 0);
  const Records records(array);
  if (count < 0) return std::nullopt;
  if (count == 0) {
    return call.fail(VIR_ERR_NO_DOMAIN, VIR_FROM_DOMAIN,
                     "there is no domain '" + std::string(domain.name) + "'");
  }
  unsigned vcpus = 0;
  if (virTypedParamsGetUInt(array[0]->params, array[0]->nparams,
                            maximum ? "vcpu.maximum" : "vcpu.current", &vcpus) <= 0) {
    return call.fail(VIR_ERR_NO_SUPPORT, VIR_FROM_DOMAIN,
                     "the hypervisor does not count virtual processors");
  }
  return Rets<Int>{static_cast<Int>(vcpus)};
}

std::optional<Rets<Int>> get_max_vcpus(Call& call, const Domain& domain) {
  return count_vcpus(call, domain, true);
}

std::optional<Rets<Int>> get_vcpus_flags(Call& call, const Domain& domain, Flags flags) {
  constexpr Flags kLive = 1;
  constexpr Flags kConfig = 2;
  constexpr Flags kMaximum = 4;
  if ((flags & ~(kLive | kConfig | kMaximum)) != 0) {
    return call.fail(VIR_ERR_INVALID_ARG, VIR_FROM_DOMAIN,
                     "only the flags live, config and maximum are known for counting processors");
  }
  return count_vcpus(call, domain, (flags & kMaximum) != 0);
}

constexpr Served kStatisticsProcedures[] = {
    {ConnectGetAllDomainStats::kNumber, ConnectGetAllDomainStats::kName, Place::kWorker,
     answer_all_stats},
    serve<DomainGetMaxVcpus, get_max_vcpus>(Place::kAtOnce),
    serve<DomainGetVcpusFlags, get_vcpus_flags>(Place::kAtOnce),
};

}  // namespace

std::span<const Served> statistics_procedures() noexcept { return kStatisticsProcedures; }

}  // namespace rollcall::rpc
