#include "conformance/suites/suite.hpp"

#include <array>

namespace rollcall::suites {

report::SuiteResult could_not_begin(const std::string& what, const sut::Failure& failure) {
  const std::string why =
      what + " failed: " + failure.message + " (code " + std::to_string(failure.code) + ")";
  return {.name = "", .checks = {{.name = "prepare", .undecided = why}}};
}

report::SuiteResult skip_suite(const std::string& check, const std::string& reason) {
  return {.name = "", .checks = {{.name = check, .skipped = reason}}};
}

std::span<const Suite> all_suites() {
  static constexpr std::array kSuites{
      Suite{"contract", "results and error codes of each call, bad arguments above all",
            run_contract},
      Suite{"filters", "all 65 536 flag words of a listing against the predicate", run_filters},
      Suite{"algebra", "laws that flag groups obey, on random flag words", run_algebra},
      Suite{"lifecycle",
            "every call in every state, and random programs, against the specification",
            run_lifecycle},
      Suite{"clash", "a second domain under a name or uuid that is taken, or free again",
            run_clash},
      Suite{"handles",
            "handles after their domain changed, went or came again; whose errors are whose",
            run_handles},
      Suite{"events", "lifecycle events as a partial order; how callbacks come and go", run_events},
      Suite{"atomicity",
            "listings, look-ups and changes from many threads: was each list ever true",
            run_atomicity},
      Suite{"legacy", "the four calls from before listings had flags, from many threads",
            run_legacy},
      Suite{"stats", "statistics of all domains, as listings with a state, from many threads",
            run_stats},
      Suite{"liveness", "a listing does not wait for an operation that is stuck", run_liveness},
  };
  return kSuites;
}

}  // namespace rollcall::suites
