// The suite "stats": statistics of all domains are a listing too, with the same filter, and each
// record tells a state.

#include "conformance/suites/concurrent/run.hpp"

namespace rollcall::suites {

report::SuiteResult run_stats(const Context& context) {
  using enum history::Call;
  const sut::Library& library = context.library;
  if (library.virConnectGetAllDomainStats == nullptr ||
      library.virDomainStatsRecordListFree == nullptr) {
    return skip_suite("stats", "the library lacks virConnectGetAllDomainStats");
  }
  // Statistics are filtered by activity, persistence and state only.
  constexpr unsigned kStatsFlags = 0xff;
  report::SuiteResult result;
  concurrent::run(context,
                  {.suite = "stats",
                   .taste = {.reads = {{6, kAllStats}, {1, kList}, {1, kGetState}},
                             .subjects = {4, 1, 1, 1, 0},
                             .flags = kStatsFlags}},
                  result);
  return result;
}

}  // namespace rollcall::suites
