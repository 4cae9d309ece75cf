#include "conformance/checker/frontier_sweep.hpp"

#include <algorithm>
#include <bitset>
#include <unordered_map>

namespace rollcall::checker {
namespace {

using history::DomainState;
using history::Operation;
using history::Stamp;

/// More operations that are open at once make the search give up.
constexpr std::size_t kSlots = 256;
using Slots = std::bitset<kSlots>;
using States = std::vector<DomainState>;

constexpr std::uint32_t kNoLog = ~0U;

struct Configuration {
  States states;
  Slots done;  ///< mutators that took effect, readers that were answered
  std::uint32_t log = kNoLog;
};

std::size_t hash_of(const States& states, const Slots& applied) {
  std::uint64_t hash = std::hash<Slots>()(applied);
  const auto mix = [&hash](std::uint64_t value) {
    hash = (hash ^ value) * 0x9e3779b97f4a7c15ULL;
    hash ^= hash >> 29U;
  };
  for (const DomainState& state : states) {
    mix(attribute_word(state) | std::uint64_t{state.snapshots} << 32U |
        std::uint64_t{state.checkpoints} << 48U);
    mix(static_cast<std::uint32_t>(state.id) | std::uint64_t{state.name} << 32U);
  }
  return hash;
}

/// Configurations, without those that another one makes needless.
class Frontier {
 public:
  /// Returns: whether it was new.
  bool insert(Configuration configuration, const Slots& readers) {
    const Slots applied = configuration.done & ~readers;
    const std::size_t hash = hash_of(configuration.states, applied);
    const auto [first, last] = by_hash_.equal_range(hash);
    for (auto place = first; place != last; ++place) {
      Configuration& other = all_[place->second];
      if ((other.done & ~readers) != applied || other.states != configuration.states) continue;
      if ((configuration.done & ~other.done).none()) return false;
      if ((other.done & ~configuration.done).none()) {
        other = std::move(configuration);
        return true;
      }
    }
    by_hash_.emplace(hash, all_.size());
    all_.push_back(std::move(configuration));
    return true;
  }

  std::vector<Configuration>& all() { return all_; }
  const std::vector<Configuration>& all() const { return all_; }

 private:
  std::vector<Configuration> all_;
  std::unordered_multimap<std::size_t, std::size_t> by_hash_;
};

/// Whether a reader is answered in these states.
bool is_answered(const SweepItem& item, const Operation& reader, const States& states) {
  const Reading reading(reader);
  const auto holds = [&](const Demand& demand) {
    const DomainState& state = states[demand.place];
    return reading.fits(demand.observation, state, attribute_word(state), demand.asked);
  };
  return std::all_of(item.demands.begin(), item.demands.end(), holds) &&
         std::all_of(item.numbers.begin(), item.numbers.end(), [&](const NumberDemand& number) {
           const auto fulfilled =
               std::count_if(number.demands.begin(), number.demands.end(), holds);
           return number.least <= fulfilled && fulfilled <= number.most;
         });
}

class Sweep {
 public:
  Sweep(const SweepProblem& problem, std::span<const Operation> operations, std::uint64_t& budget)
      : problem_(problem), operations_(operations), budget_(budget), slots_(kSlots, nullptr) {}

  SweepResult run() {
    frontier_.insert({.states = problem_.initial, .done = {}}, readers_);
    std::size_t next = 0;
    const auto& items = problem_.items;
    while (next < items.size() || !open_.empty()) {
      const bool is_call =
          next < items.size() && (open_.empty() || items[next].from <= open_.back()->until);
      const bool goes_on = is_call ? call(items[next++]) : take_return();
      if (!goes_on)
        return {.kind = is_exhausted_ ? SweepResult::Kind::kUndecided : SweepResult::Kind::kNone};
    }
    return ending();
  }

 private:
  const Operation& operation_of(const SweepItem& item) const { return operations_[item.number]; }
  bool is_mutator(const SweepItem& item) const { return has_effect(operation_of(item)); }

  bool call(const SweepItem& item) {
    std::size_t slot = 0;
    while (slot < kSlots && slots_[slot] != nullptr) ++slot;
    if (slot == kSlots) {
      is_exhausted_ = true;
      return false;
    }
    slots_[slot] = &item;
    slots_used_ = std::max(slots_used_, slot + 1);
    if (item.until != history::kNever || !is_mutator(item)) {
      const auto place =
          std::partition_point(open_.begin(), open_.end(),
                               [&](const SweepItem* other) { return other->until > item.until; });
      open_.insert(place, &item);
    }
    if (is_mutator(item)) return true;
    readers_.set(slot);
    for (Configuration& configuration : frontier_.all()) answer(configuration, slot);
    return true;
  }

  bool take_return() {
    const SweepItem* item = open_.back();
    open_.pop_back();
    const auto slot =
        static_cast<std::size_t>(std::find(slots_.begin(), slots_.end(), item) - slots_.begin());
    Frontier demanded = demand(slot);
    slots_[slot] = nullptr;
    readers_.reset(slot);
    frontier_ = {};
    for (Configuration& configuration : demanded.all()) {
      configuration.done.reset(slot);
      frontier_.insert(std::move(configuration), readers_);
    }
    return !frontier_.all().empty() && !is_exhausted_;
  }

  /// All configurations in which the operation in `slot` is done.
  Frontier demand(std::size_t slot) {
    Frontier done;
    Frontier visited;
    std::vector<Configuration> work;
    for (Configuration& configuration : frontier_.all()) {
      if (configuration.done.test(slot)) {
        done.insert(std::move(configuration), readers_);
      } else if (visited.insert(configuration, readers_)) {
        work.push_back(std::move(configuration));
      }
    }
    while (!work.empty() && !is_exhausted_) {
      const Configuration from = std::move(work.back());
      work.pop_back();
      for (std::size_t other = 0; other < slots_used_; ++other) {
        std::optional<Configuration> next = after_mutator(from, other);
        if (!next) continue;
        if (next->done.test(slot)) {
          done.insert(std::move(*next), readers_);
        } else if (visited.insert(*next, readers_)) {
          work.push_back(std::move(*next));
        }
      }
    }
    return done;
  }

  /// What the mutator in the slot makes of the configuration, if there is one that can do it.
  std::optional<Configuration> after_mutator(const Configuration& from, std::size_t slot) {
    const SweepItem* item = slots_[slot];
    if (item == nullptr || readers_.test(slot) || from.done.test(slot)) return std::nullopt;
    const Operation& mutator = operation_of(*item);
    if (!permits(from.states[item->place], mutator)) return std::nullopt;
    if (budget_ == 0) {
      is_exhausted_ = true;
      return std::nullopt;
    }
    --budget_;
    Configuration next = from;
    next.states[item->place] = after(from.states[item->place], mutator);
    next.done.set(slot);
    note(next, item->number);
    for (std::size_t other = 0; other < slots_used_; ++other) {
      if (readers_.test(other) && !next.done.test(other)) answer(next, other);
    }
    return next;
  }

  void answer(Configuration& configuration, std::size_t slot) {
    const SweepItem& item = *slots_[slot];
    if (!is_answered(item, operation_of(item), configuration.states)) return;
    configuration.done.set(slot);
    note(configuration, item.number);
  }

  void note(Configuration& configuration, OperationNumber number) {
    log_.push_back({.number = number, .before = configuration.log});
    configuration.log = static_cast<std::uint32_t>(log_.size() - 1);
  }

  SweepResult ending() const {
    SweepResult result{.kind = SweepResult::Kind::kOrder};
    const auto& all = frontier_.all();
    for (std::size_t number = 0; number < all.size(); ++number) {
      const bool is_needless = std::any_of(all.begin(), all.end(), [&](const Configuration& other) {
        return &other != &all[number] && other.states == all[number].states &&
               other.done != all[number].done && (other.done & ~all[number].done).none();
      });
      if (is_needless) continue;
      if (result.endings.empty()) result.order = order_of(all[number]);
      SweepResult::Ending ending{.states = all[number].states, .not_done = {}};
      for (std::size_t slot = 0; slot < slots_used_; ++slot) {
        if (slots_[slot] != nullptr && !all[number].done.test(slot)) {
          ending.not_done.push_back(slots_[slot]->number);
        }
      }
      result.endings.push_back(std::move(ending));
    }
    return result;
  }

  std::vector<OperationNumber> order_of(const Configuration& configuration) const {
    std::vector<OperationNumber> order;
    for (std::uint32_t log = configuration.log; log != kNoLog; log = log_[log].before) {
      order.push_back(log_[log].number);
    }
    std::reverse(order.begin(), order.end());
    return order;
  }

  struct Log {
    OperationNumber number = 0;
    std::uint32_t before = kNoLog;
  };

  const SweepProblem& problem_;
  std::span<const Operation> operations_;
  std::uint64_t& budget_;
  Frontier frontier_;
  std::vector<const SweepItem*> slots_;  ///< what is open
  std::size_t slots_used_ = 0;           ///< no later slot was ever used
  Slots readers_;                        ///< which of these are readers
  std::vector<const SweepItem*> open_;   ///< the next to return is last
  std::vector<Log> log_;
  bool is_exhausted_ = false;
};

}  // namespace

SweepResult sweep(const SweepProblem& problem, std::span<const Operation> operations,
                  std::uint64_t& budget) {
  return Sweep(problem, operations, budget).run();
}

}  // namespace rollcall::checker
