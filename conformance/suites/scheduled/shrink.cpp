#include "conformance/suites/scheduled/shrink.hpp"

#include <algorithm>

#include "conformance/schedule/strategies/depth_first.hpp"
#include "conformance/schedule/strategies/replay.hpp"
#include "conformance/schedule/strategies/rotation.hpp"

namespace rollcall::suites::scheduled {
namespace {

using workload::Program;
using workload::Script;

// One preemption is enough for most bugs, and few schedules have no more. Beyond that, chance.
constexpr std::uint64_t kSearchRuns = 2'000;
constexpr std::uint64_t kRandomRuns = 200;
constexpr std::uint64_t kRandomSeed = 1;

class Shrinker {
 public:
  Shrinker(Rig& rig, schedule::Scheduler& scheduler, Counterexample found)
      : rig_(rig), scheduler_(scheduler), best_(std::move(found)) {}

  Counterexample shrink() {
    drop_threads();
    while (drop_each(&Script::commands) || drop_each(&Script::parts) || drop_flags()) {
    }
    drop_switches();
    return std::move(best_);
  }

 private:
  /// Keeps the candidate if it still breaks the promise under some schedule.
  bool keep_if_broken(const Program& candidate) {
    for (const std::uint32_t bound : {0U, 1U}) {
      schedule::DepthFirst search(bound);
      if (keep_if_broken(candidate, search, kSearchRuns)) return true;
    }
    const auto rotation = schedule::default_rotation(kRandomSeed);
    return keep_if_broken(candidate, *rotation, kRandomRuns);
  }

  bool keep_if_broken(const Program& candidate, schedule::Strategy& strategy, std::uint64_t runs) {
    if (is_over_) return false;
    TrialResult result = try_program(rig_, scheduler_, candidate, strategy, runs, best_.property);
    is_over_ = !result.trouble.empty();
    if (!result.found || result.found->property != best_.property) return false;
    best_ = *std::move(result.found);
    return true;
  }

  void drop_threads() {
    for (std::size_t thread = best_.program.scripts.size(); thread-- > 0;) {
      Program candidate = best_.program;
      candidate.scripts[thread].commands.clear();
      if (!best_.program.scripts[thread].commands.empty()) keep_if_broken(candidate);
    }
  }

  /// Tries to do without each element of a list, the last first: what follows may depend on it.
  template <class Element>
  bool drop_each(std::vector<Element> Script::*list) {
    bool dropped = false;
    for (std::size_t thread = 0; thread < best_.program.scripts.size(); ++thread) {
      for (std::size_t i = (best_.program.scripts[thread].*list).size(); i-- > 0;) {
        Program candidate = best_.program;
        std::vector<Element>& elements = candidate.scripts[thread].*list;
        elements.erase(elements.begin() + static_cast<std::ptrdiff_t>(i));
        dropped = keep_if_broken(candidate) || dropped;
      }
    }
    return dropped;
  }

  bool drop_flags() {
    bool dropped = false;
    for (std::size_t thread = 0; thread < best_.program.scripts.size(); ++thread) {
      for (std::size_t i = 0; i < best_.program.scripts[thread].commands.size(); ++i) {
        if (!history::is_host_reader(best_.program.scripts[thread].commands[i].call)) continue;
        for (std::uint32_t flag = 1U << 15; flag != 0; flag >>= 1) {
          Program candidate = best_.program;
          std::uint32_t& flags = candidate.scripts[thread].commands[i].argument;
          // Without the last flag only ids would tell what the list saw: harder to read.
          if ((flags & flag) == 0 || flags == flag) continue;
          flags &= ~flag;
          dropped = keep_if_broken(candidate) || dropped;
        }
      }
    }
    return dropped;
  }

  /// Each choice that is not needed is one fewer to understand.
  void drop_switches() {
    for (std::size_t i = best_.run.switches.size(); i-- > 0;) {
      std::vector<schedule::Switch> fewer = best_.run.switches;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      schedule::Replay replay(std::move(fewer));
      const Program program = best_.program;
      keep_if_broken(program, replay, 1);
      i = std::min(i, best_.run.switches.size());
    }
  }

  Rig& rig_;
  schedule::Scheduler& scheduler_;
  Counterexample best_;
  bool is_over_ = false;  // nothing more can be tried in this process
};

}  // namespace

Counterexample shrink(Rig& rig, schedule::Scheduler& scheduler, Counterexample found) {
  return Shrinker(rig, scheduler, std::move(found)).shrink();
}

std::size_t call_count(const Program& program) {
  std::size_t calls = 0;
  for (const Script& script : program.scripts) calls += script.commands.size();
  return calls;
}

}  // namespace rollcall::suites::scheduled
