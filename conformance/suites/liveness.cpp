// The suite "liveness": a listing is never delayed by an operation that is stuck. It needs a
// backend that can be told to get stuck.

#include "conformance/suites/suite.hpp"

namespace rollcall::suites {

report::SuiteResult run_liveness(const Context&) {
  return skip_suite("a listing does not wait for a stuck operation",
                    "the backend cannot be told to get stuck");
}

}  // namespace rollcall::suites
