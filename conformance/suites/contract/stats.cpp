// Cases of virConnectGetAllDomainStats, the other call that lists domains by filter flags.

#include <array>
#include <set>

#include "conformance/suites/contract/examiner.hpp"
#include "conformance/sut/raw_listing.hpp"

namespace rollcall::suites::contract {
namespace {

using sut::RawStats;

bool has_stats(Examiner& examiner) {
  const sut::Library& library = examiner.library();
  return examiner.has(library.virConnectGetAllDomainStats, "virConnectGetAllDomainStats") &&
         examiner.has(library.virDomainStatsRecordListFree, "virDomainStatsRecordListFree");
}

void stats_refuses_bad_arguments(Examiner& examiner) {
  if (!has_stats(examiner)) return;
  const sut::Library& library = examiner.library();
  virConnectPtr connection = examiner.connection().raw();
  const RawStats nowhere(library, nullptr, VIR_DOMAIN_STATS_STATE, 0);
  examiner.expect_error("virConnectGetAllDomainStats(NULL, STATE, &records, 0)",
                        nowhere.length() == -1, {VIR_ERR_INVALID_CONN});
  const int returned =
      library.virConnectGetAllDomainStats(connection, VIR_DOMAIN_STATS_STATE, nullptr, 0);
  examiner.expect_error("virConnectGetAllDomainStats(conn, STATE, NULL, 0)", returned == -1,
                        {VIR_ERR_INVALID_ARG});
  // Only the groups active, persistence and state filter statistics.
  for (unsigned bit = 8; bit < 16; ++bit) {
    const RawStats refused(library, connection, VIR_DOMAIN_STATS_STATE, 1U << bit);
    examiner.expect_error(
        "virConnectGetAllDomainStats(conn, STATE, &records, 1 << " + std::to_string(bit) + ")",
        refused.length() == -1, {VIR_ERR_INVALID_ARG});
  }
}

std::set<std::string> uuids_of(const sut::Library& library, const RawStats& stats) {
  std::set<std::string> uuids;
  for (int index = 0; index < stats.length(); ++index) {
    std::array<char, VIR_UUID_STRING_BUFLEN> text{};
    library.virDomainGetUUIDString(stats.records()[index]->dom, text.data());
    uuids.emplace(text.data());
  }
  return uuids;
}

void covers_what_a_listing_lists(Examiner& examiner) {
  if (!has_stats(examiner)) return;
  for (const unsigned flags : {0U, 0x1U, 0x2U, 0x4U, 0x8U, 0x10U, 0x20U, 0x40U, 0x80U, 0x15U}) {
    const std::string call =
        "virConnectGetAllDomainStats(conn, STATE, &records, " + std::to_string(flags) + ")";
    const RawStats stats(examiner.library(), examiner.connection().raw(), VIR_DOMAIN_STATS_STATE,
                         flags);
    if (!examiner.expect_success(call, stats.length() >= 0)) continue;
    examiner.expect(call, "terminator", stats.records()[stats.length()] == nullptr,
                    "records[n] == NULL", "something else");
    const auto domains = examiner.connection().list(flags);
    if (!domains) return examiner.give_up("the domains cannot be listed");
    std::set<std::string> listed;
    for (const sut::Domain& domain : *domains) listed.insert(domain.uuid().value_or(""));
    examiner.expect(call, "domains", uuids_of(examiner.library(), stats) == listed,
                    "the domains that a listing with these flags returns", "others");
  }
}

void tells_the_state(Examiner& examiner) {
  if (!has_stats(examiner)) return;
  const std::string call = "virConnectGetAllDomainStats(conn, STATE, &records, RUNNING)";
  const RawStats stats(examiner.library(), examiner.connection().raw(), VIR_DOMAIN_STATS_STATE,
                       VIR_CONNECT_GET_ALL_DOMAINS_STATS_RUNNING);
  if (!examiner.expect_success(call, stats.length() >= 0)) return;
  for (int index = 0; index < stats.length(); ++index) {
    const int state = sut::state_of(*stats.records()[index]);
    examiner.expect(call, "state.state", state == VIR_DOMAIN_RUNNING,
                    std::to_string(VIR_DOMAIN_RUNNING), std::to_string(state));
  }
}

}  // namespace

std::span<const Case> stats_cases() {
  static constexpr std::array kCases{
      Case{"stats-bad-argument",
           "statistics refuse bad arguments and flags that do not filter them",
           stats_refuses_bad_arguments},
      Case{"stats-domains", "statistics cover the domains that a listing returns",
           covers_what_a_listing_lists},
      Case{"stats-state", "statistics of running domains say that they run", tells_the_state},
  };
  return kCases;
}

}  // namespace rollcall::suites::contract
