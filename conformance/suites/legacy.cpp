// The suite "legacy": the four calls from before listings had flags. Each on its own must be true
// at one instant; what a client makes of two of them need not be, and serves as a control.

#include "conformance/suites/concurrent/run.hpp"

namespace rollcall::suites {

report::SuiteResult run_legacy(const Context& context) {
  using enum history::Call;
  const sut::Library& library = context.library;
  if (library.virConnectListDomains == nullptr || library.virConnectNumOfDomains == nullptr ||
      library.virConnectListDefinedDomains == nullptr ||
      library.virConnectNumOfDefinedDomains == nullptr) {
    return skip_suite("legacy", "the library lacks the legacy calls");
  }
  report::SuiteResult result;
  concurrent::run(context,
                  {.suite = "legacy",
                   .taste = {.reads = {{2, kNumOfDomains},
                                       {4, kListDomains},
                                       {2, kNumOfDefinedDomains},
                                       {4, kListDefinedDomains},
                                       {3, kLegacyUnion},
                                       {1, kLookupById}},
                             .subjects = {4, 2, 2, 2, 0}},
                   .judges_legacy_unions = true},
                  result);
  return result;
}

}  // namespace rollcall::suites
