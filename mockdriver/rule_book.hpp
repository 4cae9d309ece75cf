// RuleBook: the rules of a host, and which of them take effect when.

#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <rollcall/simulation.hpp>

#include "api/core/domain_event.hpp"
#include "api/core/prng.hpp"
#include "api/core/result.hpp"
#include "mockdriver/rule.hpp"

namespace rollcall {

/// Threading: every member from any thread. Nothing is called with the lock held.
class RuleBook {
 public:
  /// `seed`: of every choice by probability. Each rule has a stream of its own, so that one more
  /// rule changes no choice of the others.
  explicit RuleBook(std::uint64_t seed) : seed_(seed) {}

  /// Returns: the rule's number, counted from 1.
  int add(Rule rule);

  /// Errors: INVALID_ARG when there is no such rule.
  Status remove(int number);
  Result<std::uint64_t> hits(int number) const;

  bool empty() const noexcept { return count_.load(std::memory_order_relaxed) == 0; }

  /// Something that a rule does to a call.
  struct Effect {
    int rule;
    CallAction action;
  };

  /// What the rules do to the call at this point, in the order of their numbers.
  std::vector<Effect> on_call(ConnectionNumber client, const ApiCall& call, CallPoint point);

  /// What the first rule that takes effect does to the event; nothing when it is told as it is.
  std::optional<EventAction> on_event(const DomainEvent& event);

  /// How a guest behaves: as the last rule about it says.
  GuestRule behaviour_of(const std::string& domain) const;

  /// The time of a ScheduleRule has come.
  struct Due {
    std::optional<DomainDeed> deed;  ///< what happens now, if anything
    std::uint64_t again_ns;          ///< after which it comes again; 0 when it does not
  };
  Due on_time(int number);

 private:
  /// How far a rule has come.
  struct Progress {
    Prng prng;
    std::uint64_t matches = 0;
    std::uint64_t hits = 0;

    /// The rule matches once more. Returns: whether it takes effect.
    bool fires(const Trigger& trigger);
  };

  template <typename Kind>
  struct Entry {
    Kind rule;
    Progress progress;
  };
  template <typename Kind>
  using ByNumber = std::map<int, Entry<Kind>>;

  const Progress* find(int number) const;

  const std::uint64_t seed_;
  std::atomic<std::size_t> count_{0};  // of all rules
  mutable std::mutex mutex_;           // guards all below
  // One map for each kind, so that what happens often meets only the rules about it.
  std::tuple<ByNumber<CallRule>, ByNumber<EventRule>, ByNumber<GuestRule>, ByNumber<ScheduleRule>>
      rules_;
  int last_number_ = 0;
};

}  // namespace rollcall
