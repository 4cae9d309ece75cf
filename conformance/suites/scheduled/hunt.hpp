// Hunt: short programs under many schedules, until one breaks a promise; then shrunk and said in a
// token that repeats it.

#pragma once

#include <functional>

#include "conformance/suites/scheduled/themes.hpp"
#include "conformance/suites/scheduled/trial.hpp"

namespace rollcall::suites::scheduled {

struct HuntPlan {
  /// How many schedules each theme gets at most.
  std::uint64_t runs = 20'000;
  /// Whether programs make snapshots and checkpoints. libvirt checks their XML against a schema,
  /// which takes longer than a hundred other runs.
  bool has_moments = false;
  /// What counts as a find, among what a theme is after.
  PropertySet wanted = PropertySet::all();
};

/// What came of one theme.
struct HuntResult {
  const Theme* theme = nullptr;
  std::uint64_t runs = 0;
  std::uint64_t programs = 0;
  std::uint64_t runs_of_all = 0;  ///< of all themes of the hunt until then
  /// Why the library has no programs of this theme; empty when it has.
  std::string skipped{};
  /// As found, and as small as it got.
  std::optional<Counterexample> found{};
  std::optional<Counterexample> smallest{};
  schedule::Token token{};  ///< of the smallest
};

enum class AfterFind : std::uint8_t { kShrink, kEndHunt };

/// Told of each theme; all may be empty.
struct HuntListener {
  /// Before what was found is shrunk, unless told to end the hunt at once.
  std::function<AfterFind(const HuntResult&)> on_found{};
  /// There is nothing more to come.
  std::function<void(const HuntResult&)> on_end{};
  /// A program was tried. Returns: whether the hunt goes on.
  std::function<bool(const HuntResult&)> on_program{};
};

/// Hunts for all the themes, which take turns, each until it found something or has had its runs.
///
/// Pre:     at most as many themes as there are, each once.
/// Returns: why nothing more can be tried in this process; empty otherwise. See TrialResult.
std::string hunt(Rig& rig, const Context& context, const std::vector<const Theme*>& themes,
                 const HuntPlan& plan, const HuntListener& listener);

}  // namespace rollcall::suites::scheduled
