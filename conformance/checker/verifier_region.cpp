#include "conformance/checker/verifier_region.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace rollcall::checker::verifying {
namespace {

using history::DomainState;
using history::Operation;
using history::Outcome;

/// The search is recursive; more operations would need too much of the stack.
constexpr std::size_t kMostOperations = 5'000;

class Search {
 public:
  Search(const history::History& history, const std::vector<OperationNumber>& operations,
         const IsAnswered& is_answered, std::uint64_t& budget)
      : history_(history),
        operations_(operations),
        is_answered_(is_answered),
        budget_(budget),
        placed_(operations.size(), false) {
    for (const history::Domain& domain : history.host.domains) states_.push_back(domain.initial);
    if (operations.size() > kMostOperations) budget_ = 0;
  }

  bool succeeds(std::size_t first) {
    while (first < placed_.size() && placed_[first]) ++first;
    const Candidates next = candidates(first);
    if (!next.are_needed) return true;
    // A reader that can be answered now takes nothing from what may come later.
    for (std::size_t index = first; index < next.end; ++index) {
      if (!placed_[index] && !takes_effect(operation(index)) && answers(index)) {
        return with(index, first);
      }
    }
    for (std::size_t index = first; index < next.end; ++index) {
      if (placed_[index] || !takes_effect(operation(index)) || !pay(1)) continue;
      DomainState& state = states_[operation(index).domain];
      const std::optional<DomainState> changed = after(state, operation(index));
      if (!changed) continue;
      const DomainState before = std::exchange(state, *changed);
      if (with(index, first)) return true;
      state = before;
    }
    return false;
  }

 private:
  const Operation& operation(std::size_t index) const {
    return history_.batch.operations[operations_[index]];
  }

  struct Candidates {
    std::size_t end = 0;      ///< one past those that may come next
    bool are_needed = false;  ///< whether any must still take effect
  };

  /// What may come next: all that were called before the first return of one that is open.
  Candidates candidates(std::size_t first) const {
    Candidates result{.end = first};
    history::Stamp returned = history::kNever;
    for (; result.end < placed_.size() && operation(result.end).invocation <= returned;
         ++result.end) {
      if (placed_[result.end]) continue;
      returned = std::min(returned, operation(result.end).response);
      result.are_needed =
          result.are_needed || operation(result.end).outcome != Outcome::kIndeterminate;
    }
    return result;
  }

  bool with(std::size_t index, std::size_t first) {
    placed_[index] = true;
    reach_ = std::max(reach_, index);
    const bool succeeded = visited_.insert(key(first)).second && succeeds(first);
    placed_[index] = false;
    return succeeded;
  }

  bool answers(std::size_t index) {
    return pay(states_.size()) && is_answered_(operations_[index], states_);
  }

  bool pay(std::uint64_t steps) {
    budget_ -= std::min(budget_, steps);
    return budget_ > 0;
  }

  /// Tells positions of the search apart: what is placed, and the states.
  std::vector<std::uint64_t> key(std::size_t first) const {
    while (first < placed_.size() && placed_[first]) ++first;
    std::vector<std::uint64_t> key = {first};
    for (std::size_t index = first; index <= reach_; ++index) {
      if (placed_[index]) key.push_back(index);
    }
    add_to_key(key, states_);
    return key;
  }

  const history::History& history_;
  const std::vector<OperationNumber>& operations_;
  const IsAnswered& is_answered_;
  std::uint64_t& budget_;
  std::vector<bool> placed_;
  std::size_t reach_ = 0;  ///< nothing after it was ever placed
  std::vector<DomainState> states_;
  std::set<std::vector<std::uint64_t>> visited_;
};

}  // namespace

bool have_order(const history::History& history, const std::vector<OperationNumber>& operations,
                const IsAnswered& is_answered, std::uint64_t& budget) {
  return Search(history, operations, is_answered, budget).succeeds(0);
}

}  // namespace rollcall::checker::verifying
