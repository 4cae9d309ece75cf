#include "bench/wing_gong_lowe.hpp"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "bench/measurement.hpp"
#include "conformance/checker/domain_machine.hpp"

namespace rollcall::bench {
namespace {

using history::DomainState;
using history::Operation;
using history::Outcome;

constexpr std::uint64_t kStepsBetweenLooksAtTheClock = 1'024;

std::uint64_t mixed(std::uint64_t word) {
  word = (word ^ (word >> 30U)) * 0xbf58476d1ce4e5b9U;
  word = (word ^ (word >> 27U)) * 0x94d049bb133111ebU;
  return word ^ (word >> 31U);
}

/// The sequential host: performs one operation at a time and can take mutators back.
class SequentialHost {
 public:
  explicit SequentialHost(const history::History& history) : answers_(history.batch) {
    for (const history::Domain& domain : history.host.domains) {
      states_.push_back(domain.initial);
      attributes_.push_back(checker::attribute_word(domain.initial));
    }
    for (const Operation& operation : answers_.operations) {
      const auto begin = answers_.entries.begin() + operation.first_entry;
      std::sort(begin, begin + operation.entry_count,
                [](const auto& a, const auto& b) { return a.domain < b.domain; });
    }
  }

  std::uint64_t hash() const { return hash_; }
  const DomainState& state(history::DomainNumber domain) const { return states_[domain]; }

  /// Whether the operation has its recorded outcome and answer here.
  bool agrees(const Operation& operation) const {
    if (is_mutator(operation.call)) {
      const bool permitted = checker::permits(states_[operation.domain], operation);
      if (operation.outcome == Outcome::kDone) return permitted;
      return !permitted || may_clash(operation.call);
    }
    return is_true(operation);
  }

  void perform(const Operation& operation) {
    if (!is_mutator(operation.call) || operation.outcome != Outcome::kDone) return;
    set(operation.domain, checker::after(states_[operation.domain], operation));
  }

  void set(history::DomainNumber domain, const DomainState& state) {
    hash_ ^= hash_of(domain);
    states_[domain] = state;
    attributes_[domain] = checker::attribute_word(state);
    hash_ ^= hash_of(domain);
  }

 private:
  /// Whether a refusal may be due to another domain that has the name.
  static bool may_clash(history::Call call) {
    return call == history::Call::kDefine || call == history::Call::kCreate ||
           call == history::Call::kRename;
  }

  /// Whether a listing lists what matches here, with its name and id.
  bool is_true(const Operation& listing) const {
    const checker::AttributeWord reject =
        checker::reject_mask(listing.argument) | checker::kAbsentBit;
    const auto entries = answers_.entries_of(listing);
    auto entry = entries.begin();
    for (history::DomainNumber domain = 0; domain < states_.size(); ++domain) {
      if ((attributes_[domain] & reject) != 0) continue;
      if (entry == entries.end() || entry->domain != domain) return false;
      if (entry->id != states_[domain].id || entry->name != states_[domain].name) return false;
      ++entry;
    }
    return entry == entries.end();
  }

  std::uint64_t hash_of(history::DomainNumber domain) const {
    const DomainState& state = states_[domain];
    const std::uint64_t numbers = (std::uint64_t{attributes_[domain]} << 32U) ^
                                  (std::uint64_t{state.snapshots} << 16U) ^ state.checkpoints;
    const std::uint64_t who = (std::uint64_t{state.name} << 32U) ^
                              static_cast<std::uint32_t>(state.id) ^
                              (static_cast<std::uint64_t>(state.state) << 56U);
    return mixed(mixed(mixed(domain + 1) + numbers) + who);
  }

  history::Batch answers_;  ///< the history's, with entries in the order of their domains
  std::vector<DomainState> states_;
  std::vector<checker::AttributeWord> attributes_;
  std::uint64_t hash_ = 0;
};

/// The sets of operations, each with the state behind them, from which the search went on already.
class Cache {
 public:
  /// Remembers a set and a state. Returns: whether it was new.
  bool add(std::uint64_t set_hash, const std::vector<std::uint64_t>& set, std::uint64_t state) {
    auto [begin, end] = entries_.equal_range(set_hash ^ state);
    for (; begin != end; ++begin) {
      if (begin->second.state == state && begin->second.set == set) return false;
    }
    entries_.emplace(set_hash ^ state, Position{.set = set, .state = state});
    bytes_ += set.size() * sizeof(set[0]) + sizeof(Position) + kNodeBytes;
    return true;
  }

  std::size_t bytes() const { return bytes_; }

 private:
  struct Position {
    std::vector<std::uint64_t> set;
    std::uint64_t state = 0;
  };
  static constexpr std::size_t kNodeBytes = 4 * sizeof(void*);

  std::unordered_multimap<std::uint64_t, Position> entries_;
  std::size_t bytes_ = 0;
};

class Search {
 public:
  Search(const history::History& history, const SearchLimits& limits)
      : history_(history),
        limits_(limits),
        deadline_(processor_time() + limits.processor_seconds),
        host_(history),
        placed_(history.batch.operations.size() / kBitsPerWord + 1, 0) {
    link_events();
  }

  SearchResult run() {
    SearchResult result;
    std::uint32_t event = events_[kHead].next;
    while (events_[kHead].next != kHead) {
      if (++result.steps % kStepsBetweenLooksAtTheClock == 0 && processor_time() > deadline_) {
        result.outcome = SearchOutcome::kOutOfTime;
        break;
      }
      if (cache_.bytes() > limits_.cache_bytes) {
        result.outcome = SearchOutcome::kOutOfMemory;
        break;
      }
      if (is_invocation(event)) {
        event = try_to_place(event) ? events_[kHead].next : events_[event].next;
        continue;
      }
      if (placements_.empty()) break;
      event = events_[take_back()].next;
    }
    if (events_[kHead].next == kHead) result.outcome = SearchOutcome::kOrderFound;
    result.cache_bytes = cache_.bytes();
    return result;
  }

 private:
  /// A doubly linked list of invocations and responses in the order of time, in one array: element
  /// 0 is head and end, 1 + 2 i is the invocation and 2 + 2 i the response of operation i.
  struct Event {
    std::uint32_t previous = 0;
    std::uint32_t next = 0;
  };
  struct Placement {
    std::uint32_t invocation = 0;
    DomainState state_before{};
  };
  static constexpr std::uint32_t kHead = 0;
  static constexpr std::size_t kBitsPerWord = 64;

  static bool is_invocation(std::uint32_t event) { return event % 2 == 1; }
  static std::uint32_t operation_of(std::uint32_t event) { return (event - 1) / 2; }

  void link_events() {
    const auto& operations = history_.batch.operations;
    std::vector<std::pair<history::Stamp, std::uint32_t>> times;
    for (std::uint32_t index = 0; index < operations.size(); ++index) {
      // Of one stamp, invocations come first: operations that touch overlap.
      times.emplace_back(2 * operations[index].invocation, 1 + 2 * index);
      times.emplace_back(2 * operations[index].response + 1, 2 + 2 * index);
    }
    std::sort(times.begin(), times.end());
    events_.resize(times.size() + 1);
    std::uint32_t previous = kHead;
    for (const auto& [time, event] : times) {
      events_[previous].next = event;
      events_[event].previous = previous;
      previous = event;
    }
    events_[previous].next = kHead;
    events_[kHead].previous = previous;
  }

  void unlink(std::uint32_t event) {
    events_[events_[event].previous].next = events_[event].next;
    events_[events_[event].next].previous = events_[event].previous;
  }
  void relink(std::uint32_t event) {
    events_[events_[event].previous].next = event;
    events_[events_[event].next].previous = event;
  }

  void toggle(std::uint32_t operation) {
    placed_[operation / kBitsPerWord] ^= std::uint64_t{1} << (operation % kBitsPerWord);
    placed_hash_ ^= mixed(operation + 1);
  }

  /// Places an operation next if it agrees with the state and leads to a new position.
  bool try_to_place(std::uint32_t invocation) {
    const std::uint32_t number = operation_of(invocation);
    const Operation& operation = history_.batch.operations[number];
    if (!host_.agrees(operation)) return false;
    Placement placement{.invocation = invocation};
    if (is_mutator(operation.call)) placement.state_before = host_.state(operation.domain);
    host_.perform(operation);
    toggle(number);
    if (!cache_.add(placed_hash_, placed_, host_.hash())) {
      undo(placement);
      return false;
    }
    unlink(invocation);
    unlink(invocation + 1);
    placements_.push_back(placement);
    return true;
  }

  void undo(const Placement& placement) {
    const std::uint32_t number = operation_of(placement.invocation);
    const Operation& operation = history_.batch.operations[number];
    if (is_mutator(operation.call)) host_.set(operation.domain, placement.state_before);
    toggle(number);
  }

  /// Takes the last placement back. Returns: its invocation.
  std::uint32_t take_back() {
    const Placement placement = placements_.back();
    placements_.pop_back();
    undo(placement);
    relink(placement.invocation + 1);
    relink(placement.invocation);
    return placement.invocation;
  }

  const history::History& history_;
  const SearchLimits limits_;
  const double deadline_;
  SequentialHost host_;
  std::vector<Event> events_;
  std::vector<Placement> placements_;
  std::vector<std::uint64_t> placed_;  ///< one bit per operation
  std::uint64_t placed_hash_ = 0;
  Cache cache_;
};

}  // namespace

SearchResult search_order(const history::History& history, const SearchLimits& limits) {
  return Search(history, limits).run();
}

}  // namespace rollcall::bench
