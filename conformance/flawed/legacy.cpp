// Flaws of the calls beside the flagged listing: those from before it, and statistics.

#include <atomic>
#include <cstring>

#include "conformance/flawed/answer.hpp"
#include "conformance/flawed/flaw.hpp"

namespace rollcall::flawed {
namespace {

int tell_truncated_as_complete(virConnectPtr connection, int* ids, int max) {
  const int length = backend().virConnectListDomains(connection, ids, max);
  return length > 1 && length == max ? length - 1 : length;
}

int count_one_call_late(virConnectPtr connection) {
  static std::atomic<int> prepared{-1};
  const int count = backend().virConnectNumOfDomains(connection);
  const int late = count < 0 ? count : prepared.exchange(count);
  return late < 0 ? count : late;
}

int read_states_later(virConnectPtr connection, unsigned stats, virDomainStatsRecordPtr** records,
                      unsigned flags) {
  const int length = backend().virConnectGetAllDomainStats(connection, stats, records, flags);
  pause();
  for (int index = 0; index < length; ++index) {
    const virDomainStatsRecord& record = *(*records)[index];
    int state = 0;
    if (backend().virDomainGetState(record.dom, &state, nullptr, 0) < 0) continue;
    for (int number = 0; number < record.nparams; ++number) {
      virTypedParameter& parameter = record.params[number];
      if (std::strcmp(parameter.field, "state.state") == 0) parameter.value.i = state;
    }
  }
  if (length >= 0) backend().virResetLastError();
  return length;
}

}  // namespace

std::vector<Flaw> legacy_flaws() {
  return {
      {"tells_truncated_as_complete",
       "a full array of ids is returned as one that had room",
       "legacy",
       "legacy/E",
       {ROLLCALL_FLAWED_REPLACES(virConnectListDomains, tell_truncated_as_complete)}},
      {"counts_one_call_late",
       "the number of active domains is that of the call before",
       "legacy",
       "legacy/E",
       {ROLLCALL_FLAWED_REPLACES(virConnectNumOfDomains, count_one_call_late)}},
      {"reads_states_later",
       "the states of statistics are read after the filter",
       "stats",
       "stats/id",
       {ROLLCALL_FLAWED_REPLACES(virConnectGetAllDomainStats, read_states_later)}},
  };
}

}  // namespace rollcall::flawed
