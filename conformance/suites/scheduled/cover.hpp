// Cover: every program of a few calls over two domains, under every schedule with at most so many
// preemptions. Where a hunt says "not found", this says what was tried.

#pragma once

#include <functional>
#include <string>

#include "conformance/schedule/token.hpp"
#include "conformance/suites/scheduled/trial.hpp"

namespace rollcall::suites::scheduled {

/// What is tried in one process of several: the programs number - 1, number - 1 + of, ... of all.
struct Part {
  unsigned number = 1;
  unsigned of = 1;
};

struct CoverPlan {
  unsigned calls = 3;             ///< of each program; see workload::all_programs()
  std::uint32_t preemptions = 2;  ///< of each schedule, at most
  Part part{};
  /// A program with more schedules than this is not tried further, and counted as such.
  std::uint64_t runs_per_program = 1'000'000;
  PropertySet wanted = PropertySet::all();
};

struct CoverResult {
  std::uint64_t programs = 0;     ///< of the part
  std::uint64_t tried = 0;        ///< of these, programs that were begun
  std::uint64_t completed = 0;    ///< of these, programs of which no schedule in the bound is left
  std::uint64_t schedules = 0;    ///< executed
  std::uint64_t repetitions = 0;  ///< of these, equal to an earlier one but for steps that commute
  /// How much of the bounded schedules was tried, summed over programs, each 0 to 1.
  double covered = 0;
  /// The first violation, which ends the search; as found, and as small as it got.
  std::optional<Counterexample> found{};
  std::optional<Counterexample> smallest{};
  schedule::Token token{};  ///< of the smallest
};

/// The stage of enumerated programs.
RigSize cover_size(const CoverPlan& plan);

/// Tries all programs of the part, each depth-first, until one breaks a promise that is wanted.
///
/// Pre:     the rig is of cover_size(). `go_on` is asked after each program and may be empty.
/// Returns: why nothing more can be tried in this process; empty otherwise. See TrialResult.
std::string cover(Rig& rig, const Context& context, const CoverPlan& plan, CoverResult& result,
                  const std::function<bool(const CoverResult&)>& go_on);

}  // namespace rollcall::suites::scheduled
