// Reappearance: whether a recorded counterexample still shows. The steps of a run are those of one
// build; in another the recorded choices may come at other points, so where they do not refute the
// promise any more, schedules of the same program are searched, few enough for every CI run.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "conformance/suites/scheduled/scenario.hpp"
#include "conformance/suites/scheduled/trace_file.hpp"
#include "conformance/suites/scheduled/trial.hpp"

namespace rollcall::corpus {

struct Reappearance {
  enum class How : std::uint8_t {
    kAsRecorded,    ///< the same steps, the same promise refuted
    kInOtherSteps,  ///< the recorded choices led another way, and refute it all the same
    kAfterSearch,   ///< another schedule of the program refutes it
    kNot,           ///< none of those that were tried does
  };
  How how = How::kNot;
  /// The first step in which the replay was another run; empty when it was the same.
  std::string difference{};
  /// How many schedules the search tried.
  std::uint64_t schedules = 0;
  std::optional<suites::scheduled::Counterexample> found{};
  /// Why nothing more can be tried in this process; empty otherwise. See TrialResult.
  std::string trouble{};
};

/// Pre: the rig has the size of the scenario, which is that of the trace. Of a token alone, the
/// trace has no steps.
Reappearance look_again(suites::scheduled::Rig& rig, const suites::scheduled::Scenario& scenario,
                        const suites::scheduled::TraceFile& trace);

/// In a sentence, e.g. "as recorded, in 120 steps".
std::string to_text(const Reappearance& reappearance);

}  // namespace rollcall::corpus
