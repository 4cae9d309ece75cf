#include "conformance/checker/legal_order.hpp"

#include <algorithm>
#include <vector>

namespace rollcall::checker {
namespace {

using history::Operation;

/// The states that the domains of a segment go through in an order.
class Walk {
 public:
  Walk(const Segment& segment, const VersionChains& chains, const Constraints& constraints)
      : segment_(segment), chains_(chains), constraints_(constraints) {
    start();
    find_demands();
  }

  /// Returns: whether the operation can come next.
  bool take(OperationNumber number) {
    const Operation& next = segment_.operations[number];
    if (!has_effect(next)) return is_answered(number);
    Current& current = states_[chains_.chain_number(next.domain)];
    if (!permits(current.state, next)) return false;
    current.state = after(current.state, next);
    current.attributes = attribute_word(current.state);
    return true;
  }

 private:
  struct Current {
    history::DomainState state{};
    AttributeWord attributes = 0;
    bool is_changed = false;  ///< by any operation of the segment
  };
  /// The observations and the counts of a reader, each from the first to one past the last.
  struct Demands {
    std::uint32_t first_observation = 0;
    std::uint32_t last_observation = 0;
    std::uint32_t first_count = 0;
    std::uint32_t last_count = 0;
  };

  void start() {
    states_.resize(chains_.chains());
    for (std::size_t chain = 0; chain < states_.size(); ++chain) {
      const Version& first = chains_.of(chains_.domain_of_chain(chain)).front();
      states_[chain] = {.state = first.state, .attributes = first.attributes};
    }
    for (const Operation& operation : segment_.operations) {
      if (has_effect(operation)) {
        states_[chains_.chain_number(operation.domain)].is_changed = true;
      }
    }
  }

  void find_demands() {
    demands_.resize(segment_.operations.size());
    is_demanded_.resize(segment_.observations.size());
    for (std::uint32_t number = 0; number < is_demanded_.size(); ++number) {
      const Observation& observation = segment_.observations[number];
      Demands& demands = demands_[observation.reader];
      if (demands.last_observation == 0) demands.first_observation = number;
      demands.last_observation = number + 1;
      is_demanded_[number] = !observation.is_counted();
    }
    for (const Constraint& constraint : constraints_.all) {
      if (constraint.of_count) is_demanded_[constraint.observation] = true;
    }
    for (std::uint32_t number = 0; number < constraints_.counts.size(); ++number) {
      Demands& demands = demands_[constraints_.counts[number].reader];
      if (demands.last_count == 0) demands.first_count = number;
      demands.last_count = number + 1;
    }
  }

  bool is_answered(OperationNumber number) const {
    const Demands& demands = demands_[number];
    if (demands.last_observation == 0 && demands.last_count == 0) return true;
    const Reading reading(segment_.operations[number]);
    for (auto said = demands.first_observation; said < demands.last_observation; ++said) {
      if (is_demanded_[said] && !is_fulfilled(reading, said)) return false;
    }
    const auto counts = std::span(constraints_.counts)
                            .subspan(demands.first_count, demands.last_count - demands.first_count);
    return std::all_of(counts.begin(), counts.end(), [&](const CountConstraint& count) {
      return count.permits(matches(reading, count));
    });
  }

  bool is_fulfilled(const Reading& reading, std::uint32_t said) const {
    const Observation& observation = segment_.observations[said];
    const Current& current = states_[chains_.chain_number(observation.domain)];
    return !current.is_changed || reading.fits(observation, current.state, current.attributes,
                                               constraints_.asked_of(said));
  }

  std::int64_t matches(const Reading& reading, const CountConstraint& count) const {
    const auto counted =
        std::span(segment_.observations)
            .subspan(count.first_observation, count.last_observation - count.first_observation);
    return std::count_if(counted.begin(), counted.end(), [&](const Observation& observation) {
      const Current& current = states_[chains_.chain_number(observation.domain)];
      return reading.counts(observation, current.state, current.attributes);
    });
  }

  const Segment& segment_;
  const VersionChains& chains_;
  const Constraints& constraints_;
  std::vector<Current> states_;    ///< by number of the chain
  std::vector<Demands> demands_;   ///< by operation
  std::vector<bool> is_demanded_;  ///< by observation; others are numbers' and say nothing alone
};

}  // namespace

bool is_legal(std::span<const OperationNumber> order, const Segment& segment,
              const VersionChains& chains, const Constraints& constraints) {
  Walk walk(segment, chains, constraints);
  return std::all_of(order.begin(), order.end(),
                     [&](OperationNumber number) { return walk.take(number); });
}

}  // namespace rollcall::checker
