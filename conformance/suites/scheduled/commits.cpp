#include "conformance/suites/scheduled/commits.hpp"

#include <algorithm>
#include <optional>

namespace rollcall::suites::scheduled {
namespace {

using schedule::PointKind;

/// Where in the trace each stamp was given, and each published list read or replaced.
class Announcements {
 public:
  explicit Announcements(const schedule::RunRecord& run) : run_(run) {
    for (std::size_t step = 0; step < run.trace.size(); ++step) {
      if (run.trace[step].kind == PointKind::kStamp) steps_of_stamps_.push_back(step);
    }
  }

  /// Stamps count from 1.
  history::Stamp step_of(history::Stamp stamp) const { return steps_of_stamps_[stamp - 1]; }

  /// The last step of a thread between two others at which it replaced the list, or else read it.
  std::optional<history::Stamp> last(bool replaces, std::uint16_t thread, history::Stamp after,
                                     history::Stamp before) const {
    for (history::Stamp step = before; step-- > after + 1;) {
      const schedule::Step& taken = run_.trace[step];
      const bool is_announced = taken.kind == PointKind::kAnnounced && taken.thread + 1U == thread;
      if (is_announced && is_replacement(step) == replaces) return step;
    }
    return std::nullopt;
  }

 private:
  bool is_replacement(history::Stamp step) const {
    return std::binary_search(run_.announced_writes.begin(), run_.announced_writes.end(), step);
  }

  const schedule::RunRecord& run_;
  std::vector<history::Stamp> steps_of_stamps_;
};

}  // namespace

history::History at_commits(history::History seen, const schedule::RunRecord& run) {
  const Announcements announcements(run);
  for (history::Operation& operation : seen.batch.operations) {
    operation.invocation = announcements.step_of(operation.invocation);
    if (operation.response == history::kNever) continue;
    operation.response = announcements.step_of(operation.response);
    const bool changes = history::is_mutator(operation.call);
    // What was refused changed nothing; what it looked at is not known.
    if (changes && operation.outcome != history::Outcome::kDone) continue;
    const auto commit =
        announcements.last(changes, operation.thread, operation.invocation, operation.response);
    if (commit) operation.invocation = operation.response = operation.commit = *commit;
  }
  std::sort(seen.batch.operations.begin(), seen.batch.operations.end(),
            [](const history::Operation& a, const history::Operation& b) {
              return a.invocation < b.invocation;
            });
  return seen;
}

}  // namespace rollcall::suites::scheduled
