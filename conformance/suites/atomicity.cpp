// The suite "atomicity": was each list ever true? Threads change domains in ways that keep
// something true at every instant, while others list, count, look up and ask; everything is judged
// together.

#include "conformance/suites/concurrent/run.hpp"

namespace rollcall::suites {

report::SuiteResult run_atomicity(const Context& context) {
  using enum history::Call;
  report::SuiteResult result;
  concurrent::run(context,
                  {.suite = "atomicity",
                   .taste = {.reads = {{12, kList},
                                       {4, kCount},
                                       {1, kLookupByUuid},
                                       {1, kLookupByName},
                                       {1, kLookupById},
                                       {1, kGetState},
                                       {1, kIsActive},
                                       {1, kIsPersistent},
                                       {1, kGetAutostart},
                                       {1, kHasManagedSave}},
                             .subjects = {4, 3, 3, 3, 2},
                             .shared_one_in = context.load.multi_writer ? 4U : 0U}},
                  result);
  return result;
}

}  // namespace rollcall::suites
