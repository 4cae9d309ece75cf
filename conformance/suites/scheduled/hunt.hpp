// Hunt: short programs under many schedules, until one breaks a promise; then shrunk and said in a
// token that repeats it.

#pragma once

#include <functional>

#include "conformance/schedule/token.hpp"
#include "conformance/suites/scheduled/trial.hpp"

namespace rollcall::suites::scheduled {

struct HuntPlan {
  RigSize size{};
  std::uint64_t runs = 4'000;
  std::uint64_t runs_per_program = 20;
  /// Whether programs make snapshots and checkpoints. libvirt checks their XML against a schema,
  /// which takes longer than a hundred other runs.
  bool has_moments = false;
  checker::Property goal = checker::Property::kSnapshots;
};

struct HuntResult {
  std::uint64_t runs = 0;
  std::uint64_t programs = 0;
  /// As found, and as small as it got.
  std::optional<Counterexample> found{};
  std::optional<Counterexample> smallest{};
  schedule::Token token{};  ///< of the smallest
  std::string trouble{};    ///< see TrialResult
};

/// Told of what was found, before it is shrunk.
using OnFound = std::function<void(const HuntResult&)>;

HuntResult hunt(Rig& rig, const Context& context, const HuntPlan& plan, const OnFound& on_found);

/// The build that tokens name: kit and library under test.
std::uint32_t build_of(const Context& context);

}  // namespace rollcall::suites::scheduled
