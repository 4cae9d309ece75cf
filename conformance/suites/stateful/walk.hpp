// Walk: performs a program step by step, follows it with the specification, and compares after
// every step what is visible with what is allowed. After a departure it goes on from the observed
// state, so that one departure does not hide the next.

#pragma once

#include <string>
#include <vector>

#include "conformance/spec/judge.hpp"
#include "conformance/suites/stateful/event_tap.hpp"
#include "conformance/suites/stateful/findings.hpp"
#include "conformance/suites/stateful/listing_check.hpp"

namespace rollcall::suites::stateful {

/// A finding with the steps up to and including the one that showed it, a line each.
struct Departure {
  Finding finding;
  std::vector<std::string> program;
};

/// What is compared after each step.
struct WalkOptions {
  bool states = true;       ///< answers, getters, lists, counts and look-ups
  EventTap* tap = nullptr;  ///< events too, when not null
};

class Walk {
 public:
  /// Pre: all arguments outlive this object; none of the system's domains exists.
  Walk(System& system, const WalkOptions& options);
  ~Walk();
  Walk(const Walk&) = delete;
  Walk& operator=(const Walk&) = delete;

  /// Performs one step. A step that needs a handle which nobody has, or that comes after the walk
  /// was lost or left undecided, is passed over.
  void take(const Call& call);

  /// The same without looking for departures: for a way that was judged before.
  void take_unjudged(const Call& call);

  /// Performs one step, and drops it from the program if it left everything as it was.
  ///
  /// Returns: whether it did; the next step may then be taken from the same state.
  bool try_out(const Call& call);

  /// The domains as they are followed now.
  const spec::Host& host() const { return host_; }
  /// What was found so far, in the order of the steps.
  const std::vector<Departure>& departures() const { return departures_; }
  /// How many steps were performed.
  int steps() const { return steps_; }
  /// Whether the library has lost track of a domain's name or place; what it does from then on says
  /// nothing about the steps.
  bool lost() const { return lost_; }
  /// Why the walk cannot be judged further; empty when it can.
  const std::string& undecided() const { return undecided_; }

 private:
  /// Performs the call. Returns: its code; nothing when it was passed over.
  std::optional<int> perform(const Call& call, const spec::Operation& operation);
  /// Collects the events that have come. Returns: whether all have.
  bool collect_events();
  void look_around(const spec::Operation& operation, int code, const std::string& row);
  void judge_target(const spec::Operation& operation, const spec::Observation& seen,
                    const std::string& row);
  void judge_bystander(const std::string& uuid, const spec::Observation& seen);
  void add(const spec::Operation& operation, const std::string& row,
           const spec::Difference& difference);
  void add(Finding finding);
  spec::Observation observe(const std::string& uuid, int code);

  System& system_;
  WalkOptions options_;
  Foreign foreign_;
  spec::Host host_;
  EventTap::EventsByUuid events_;
  bool has_stale_events_ = false;  ///< of steps that are not judged
  std::vector<std::string> program_;
  std::vector<Departure> departures_;
  int steps_ = 0;
  bool lost_ = false;
  std::string undecided_;
};

}  // namespace rollcall::suites::stateful
