// Statistics of many domains, all out of one snapshot: virConnectGetAllDomainStats and
// virDomainListGetStats.

#include <cstdlib>
#include <vector>

#include "api/public/entry.hpp"

using namespace rollcall;

namespace {

constexpr unsigned kGroups =
    VIR_DOMAIN_STATS_STATE | VIR_DOMAIN_STATS_BALLOON | VIR_DOMAIN_STATS_VCPU;
constexpr unsigned kFilterFlags = 0xFF;  // the groups active, persistence and state of a listing
constexpr unsigned kOptions = VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT |
                              VIR_CONNECT_GET_ALL_DOMAINS_STATS_BACKING |
                              VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS;

/// The typed parameters of one domain.
class Params {
 public:
  void add(const char* name, int value) {
    virTypedParamsAddInt(&params_, &count_, &count_max_, name, value);
  }
  void add(const char* name, std::uint32_t value) {
    virTypedParamsAddUInt(&params_, &count_, &count_max_, name, value);
  }
  void add(const char* name, unsigned long long value) {
    virTypedParamsAddULLong(&params_, &count_, &count_max_, name, value);
  }
  virTypedParameterPtr array() const { return params_; }
  int count() const { return count_; }

 private:
  virTypedParameterPtr params_ = nullptr;
  int count_ = 0;
  int count_max_ = 0;
};

// No groups asked for means all that the driver has.
Result<unsigned> groups_to_tell(unsigned stats, unsigned flags) {
  const unsigned unknown = stats & ~kGroups;
  if (unknown != 0 && (flags & VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS) != 0) {
    return fail(VIR_ERR_ARGUMENT_UNSUPPORTED, VIR_FROM_NONE,
                "some of the statistics groups asked for are not there");
  }
  return stats == 0 ? kGroups : stats & kGroups;
}

virDomainStatsRecordPtr make_record(const DomainRecord& record, unsigned groups,
                                    virConnectPtr conn) {
  const DomainStatus& status = record.status;
  Params params;
  if ((groups & VIR_DOMAIN_STATS_STATE) != 0) {
    params.add("state.state", static_cast<int>(status.state));
    params.add("state.reason", static_cast<int>(status.reason));
  }
  if ((groups & VIR_DOMAIN_STATS_BALLOON) != 0) {
    params.add("balloon.current", static_cast<unsigned long long>(status.memory_kib));
    params.add("balloon.maximum", static_cast<unsigned long long>(status.memory_max_kib));
  }
  if ((groups & VIR_DOMAIN_STATS_VCPU) != 0) {
    params.add("vcpu.current", status.vcpus);
    params.add("vcpu.maximum", status.vcpus_max);
  }
  auto* made = static_cast<virDomainStatsRecordPtr>(std::malloc(sizeof(virDomainStatsRecord)));
  *made = {pointer_to(make_handle(record, *conn)), params.array(), params.count()};
  return made;
}

int deliver(virConnectPtr conn, const RecordList& list, unsigned groups,
            virDomainStatsRecordPtr** ret_stats) {
  auto* array = static_cast<virDomainStatsRecordPtr*>(
      std::calloc(list.records.size() + 1, sizeof(virDomainStatsRecordPtr)));
  for (std::size_t i = 0; i < list.records.size(); ++i) {
    array[i] = make_record(list.records[i], groups, conn);
  }
  *ret_stats = array;
  return static_cast<int>(list.records.size());
}

// `which`: what a HostConnection knows records of, a filter or uuids.
template <typename Which>
int tell(virConnectPtr conn, const Which& which, unsigned stats, unsigned flags,
         virDomainStatsRecordPtr** ret_stats, const char* function = __builtin_FUNCTION()) {
  const auto groups = groups_to_tell(stats, flags);
  if (!groups) return report(conn, groups.error());
  const auto list = take_part(*conn, {function}, [&] { return conn->host->records(which); });
  if (!list) return report(conn, list.error());
  const bool waits = (flags & VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT) == 0;
  if (waits && conn->simulation != nullptr) conn->simulation->await_jobs(*list);
  return deliver(conn, *list, *groups, ret_stats);
}

}  // namespace

int virConnectGetAllDomainStats(virConnectPtr conn, unsigned int stats,
                                virDomainStatsRecordPtr** ret_stats, unsigned int flags) {
  reset_last_error();
  if (ret_stats != nullptr) *ret_stats = nullptr;
  if (!usable(conn, Access::kRead)) return -1;
  if (ret_stats == nullptr) return bad_argument(conn, "retStats", "is null");
  if ((flags & ~(kFilterFlags | kOptions)) != 0) {
    return bad_argument(conn, "flags", "has bits that statistics do not know");
  }
  const ListFilter filter = ListFilter::of(flags & kFilterFlags);
  return tell(conn, filter, stats, flags, ret_stats);
}

int virDomainListGetStats(virDomainPtr* doms, unsigned int stats,
                          virDomainStatsRecordPtr** ret_stats, unsigned int flags) {
  reset_last_error();
  if (ret_stats != nullptr) *ret_stats = nullptr;
  if (doms == nullptr) return bad_argument(nullptr, "doms", "is null");
  if (doms[0] == nullptr) return bad_argument(nullptr, "doms", "has no domain in it");
  if (!usable(doms[0], Access::kRead)) return -1;
  virConnectPtr conn = &connection_of(*handle_of(doms[0]));
  if (ret_stats == nullptr) return bad_argument(conn, "retStats", "is null");
  if ((flags & ~kOptions) != 0) {
    return bad_argument(conn, "flags", "has bits that statistics of given domains do not know");
  }
  std::vector<Uuid> uuids;
  for (virDomainPtr* domain = doms; *domain != nullptr; ++domain) {
    if (!usable(*domain, Access::kRead)) return -1;
    if (&connection_of(*handle_of(*domain)) != conn) {
      return bad_argument(conn, "doms", "mixes domains of several connections");
    }
    uuids.push_back(handle_of(*domain)->uuid());
  }
  return tell(conn, uuids, stats, flags, ret_stats);
}

void virDomainStatsRecordListFree(virDomainStatsRecordPtr* stats) {
  if (stats == nullptr) return;
  for (virDomainStatsRecordPtr* record = stats; *record != nullptr; ++record) {
    virTypedParamsFree((*record)->params, (*record)->nparams);
    handle_of((*record)->dom)->release();
    std::free(*record);
  }
  std::free(stats);
}
