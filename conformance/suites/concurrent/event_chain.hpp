// Event chains: the lifecycle events of each domain, one after the other, must be what can happen
// to a domain, and must end at the state in which the domain is.

#pragma once

#include "conformance/suites/concurrent/round_observer.hpp"
#include "conformance/suites/stateful/event_tap.hpp"

namespace rollcall::suites::concurrent {

class EventChains : public RoundObserver {
 public:
  /// Pre: `tap` outlives this object.
  explicit EventChains(stateful::EventTap& tap) : tap_(tap) {}

  void before_round(workload::Stage& stage) override;
  void after_round(workload::Stage& stage) override;
  std::vector<report::Check> checks() const override { return {check_}; }

 private:
  void refute(const std::string& slug, const std::string& how, const std::string& where);

  stateful::EventTap& tap_;
  std::vector<history::DomainState> before_;  ///< by slot
  report::Check check_{.name = "the events of each domain are a possible chain"};
};

}  // namespace rollcall::suites::concurrent
