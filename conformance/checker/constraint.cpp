#include "conformance/checker/constraint.hpp"

#include <algorithm>

namespace rollcall::checker {
namespace {

using history::Operation;

/// What the states that a reader may have met say of its observation.
struct Evaluation {
  Aspects explained = 0;    ///< by some state, each
  bool some_whole = false;  ///< all in one state

  void add(const Reading& reading, const Observation& observation,
           const history::DomainState& state, AttributeWord attributes) {
    Aspects by_state = 0;
    for (const Aspects aspect : kSingleAspects) {
      if (reading.fits(observation, state, attributes, aspect)) by_state |= aspect;
    }
    explained |= by_state;
    some_whole |= by_state == kAllAspects;
  }
};

class Finder {
 public:
  Finder(Segment& segment, const VersionChains& chains, Constraints& found)
      : segment_(segment), chains_(chains), found_(found) {}

  void run() {
    auto& observations = segment_.observations;
    found_.with_handle.assign(observations.size(), false);
    for (std::size_t first = 0; first < observations.size();) {
      const Observation& one = observations[first];
      if (!one.is_counted()) {
        constrain(Reading(reader_of(one)), first++);
        continue;
      }
      std::size_t last = first;
      while (last < observations.size() && observations[last].counting == one.counting) ++last;
      while (next_counting_ < one.counting) count_without_observations();
      count(first, last);
      first = last;
    }
    while (next_counting_ < segment_.countings.size()) count_without_observations();
  }

 private:
  const Operation& reader_of(const Observation& observation) const {
    return segment_.operations[observation.reader];
  }

  bool fits(const Reading& reading, std::size_t number, const Version& version) const {
    const Observation& observation = segment_.observations[number];
    return reading.fits(observation, version.state, version.attributes, found_.asked_of(number));
  }

  VersionRange versions_met(const Observation& observation) const {
    const Operation& reader = reader_of(observation);
    return chains_.possible(observation.domain, reader.invocation, reader.response);
  }

  Evaluation evaluate(const Reading& reading, const Observation& observation,
                      VersionRange met) const {
    Evaluation result;
    const auto chain = chains_.of(observation.domain);
    for (VersionNumber number = met.first; number <= met.last; ++number) {
      result.add(reading, observation, chain[number].state, chain[number].attributes);
    }
    for (const OutdatedState& old : segment_.outdated) {
      if (old.domain != observation.domain || met.first > 0) continue;
      result.add(reading, observation, old.state, attribute_word(old.state));
    }
    return result;
  }

  void constrain(const Reading& reading, std::size_t number) {
    const Observation& observation = segment_.observations[number];
    const auto place = static_cast<std::uint32_t>(number);
    if (chains_.is_loose_for(observation.domain, reader_of(observation))) {
      found_.with_handle[number] = true;
      found_.loose.push_back(place);
      return;
    }
    const VersionRange met = versions_met(observation);
    const Evaluation evaluation = evaluate(reading, observation, met);
    found_.with_handle[number] = evaluation.some_whole;
    if (!evaluation.some_whole && observation.seen && reading.has_handles()) {
      found_.without_identity.push_back(place);
    }
    if (evaluation.explained == kAllAspects) {
      add(reading, number, met);
    } else {
      const bool is_refusal = is_mutator(reader_of(observation).call);
      (is_refusal ? found_.against_projection : found_.without_version).push_back(place);
    }
  }

  /// Adds the runs of fitting versions, unless all fit.
  void add(const Reading& reading, std::size_t number, VersionRange possible) {
    const auto chain = chains_.of(segment_.observations[number].domain);
    runs_.clear();
    for (VersionNumber version = possible.first; version <= possible.last; ++version) {
      if (!fits(reading, number, chain[version])) continue;
      if (!runs_.empty() && runs_.back().last + 1 == version) {
        runs_.back().last = version;
      } else {
        runs_.push_back({.first = version, .last = version});
      }
    }
    if (runs_.empty()) {
      const bool is_late = possible.first == 0 && is_in_projection(reading, number);
      (is_late ? found_.seen_too_late : found_.against_projection)
          .push_back(static_cast<std::uint32_t>(number));
      return;
    }
    const VersionRange hull{.first = runs_.front().first, .last = runs_.back().last};
    if (runs_.size() == 1 && hull.first == possible.first && hull.last == possible.last) return;
    Constraint constraint{.observation = static_cast<std::uint32_t>(number),
                          .range = hull,
                          .of_count = segment_.observations[number].is_counted()};
    if (runs_.size() > 1) {
      constraint.holes = static_cast<std::uint32_t>(found_.runs.size());
      found_.runs.push_back(runs_);
    }
    found_.all.push_back(constraint);
  }

  /// Whether an outdated state fits that the history of the domain alone permits.
  bool is_in_projection(const Reading& reading, std::size_t number) const {
    const auto fits_here = [&](const OutdatedState& old) {
      return old.in_projection && old.domain == segment_.observations[number].domain &&
             fits(reading, number, {.state = old.state, .attributes = attribute_word(old.state)});
    };
    return std::any_of(segment_.outdated.begin(), segment_.outdated.end(),
                       [&](const OutdatedState& old) {
                         return fits_here(old) && !is_ruled_out_before(number, old);
                       });
  }

  /// Whether a reader that returned before this one began rules the outdated state out.
  bool is_ruled_out_before(std::size_t number, const OutdatedState& old) const {
    const Operation& late = reader_of(segment_.observations[number]);
    return std::any_of(segment_.observations.begin(), segment_.observations.end(),
                       [&](const Observation& other) {
                         return reader_of(other).response < late.invocation &&
                                rules_out(reader_of(other), other, old);
                       });
  }

  /// What a number leaves to each of the domains that were changing.
  void count(std::size_t first, std::size_t last) {
    CountConstraint count = next_count();
    const Reading reading(segment_.operations[count.reader]);
    count.first_observation = static_cast<std::uint32_t>(first);
    count.last_observation = static_cast<std::uint32_t>(last);
    std::int64_t least = 0;
    std::vector<std::size_t> open;
    bool some_loose = false;
    for (std::size_t number = first; number < last; ++number) {
      const Observation& observation = segment_.observations[number];
      const bool is_loose = chains_.is_loose_for(observation.domain, reader_of(observation));
      const bool can_match = is_loose || can_be(reading, number, true);
      const bool can_differ = is_loose || can_be(reading, number, false);
      some_loose |= is_loose;
      if (can_match && !can_differ) ++least;
      if (can_match && can_differ) open.push_back(number);
    }
    const auto greatest = least + static_cast<std::int64_t>(open.size());
    if (!count.overlaps(least, greatest)) {
      add_impossible(count, least, greatest);
    } else if (count.least <= least && greatest <= count.most) {
      return;
    } else if (!some_loose && (count.least == greatest || count.most == least)) {
      for (const std::size_t number : open) {
        segment_.observations[number].seen = count.least == greatest;
        constrain(reading, number);
      }
    } else {
      found_.counts.push_back(count);
    }
  }

  CountConstraint next_count() {
    const Counting& counting = segment_.countings[next_counting_++];
    CountConstraint count{.reader = counting.reader,
                          .least = counting.least - counting.certain,
                          .most = counting.most - counting.certain};
    add_outdated(counting, count);
    return count;
  }

  /// Whether a version that the reader may have met matches, or does not.
  bool can_be(const Reading& reading, std::size_t number, bool matching) {
    Observation& observation = segment_.observations[number];
    observation.seen = matching;
    const VersionRange met = versions_met(observation);
    const auto chain = chains_.of(observation.domain).subspan(met.first, met.last - met.first + 1);
    return std::any_of(chain.begin(), chain.end(), [&](const Version& version) {
      return reading.fits(observation, version.state, version.attributes);
    });
  }

  void count_without_observations() {
    const CountConstraint count = next_count();
    if (!count.permits(0)) add_impossible(count, 0, 0);
  }

  /// By how much the number can be off for those who still see outdated states.
  void add_outdated(const Counting& counting, CountConstraint& count) const {
    const Reading reading(segment_.operations[counting.reader]);
    for (const OutdatedState& old : segment_.outdated) {
      if (counting.unsure) {
        ++count.fewer;
        ++count.more;
        continue;
      }
      const Observation counted = counting.observation(0, old.domain);
      const bool matched = reading.counts(counted, old.state, attribute_word(old.state));
      const bool matches = reading.counts(counted, old.current, attribute_word(old.current));
      if (matches && !matched) ++count.fewer;
      if (matched && !matches) ++count.more;
    }
  }

  void add_impossible(const CountConstraint& count, std::int64_t least, std::int64_t greatest) {
    const bool is_outdated = count.nearly_overlaps(least, greatest);
    (is_outdated ? found_.against_order : found_.impossible_counts).push_back(count.reader);
  }

  Segment& segment_;
  const VersionChains& chains_;
  Constraints& found_;
  std::size_t next_counting_ = 0;
  std::vector<VersionRange> runs_;
};

}  // namespace

void Constraints::clear() {
  all.clear();
  runs.clear();
  counts.clear();
  loose.clear();
  with_handle.clear();
  without_version.clear();
  without_identity.clear();
  against_projection.clear();
  against_order.clear();
  seen_too_late.clear();
  impossible_counts.clear();
}

void find_constraints(Segment& segment, const VersionChains& chains, Constraints& constraints) {
  constraints.clear();
  Finder(segment, chains, constraints).run();
}

void forget_domain(const Segment& segment, history::DomainNumber domain, Constraints& constraints) {
  const auto& observations = segment.observations;
  const auto is_of_domain = [&](std::uint32_t number) {
    return observations[number].domain == domain;
  };
  std::vector<bool> mentions(segment.operations.size(), false);
  for (const Observation& observation : observations) {
    if (observation.domain == domain) mentions[observation.reader] = true;
  }
  const auto is_by_mention = [&](OperationNumber reader) { return mentions[reader]; };
  std::erase_if(constraints.all, [&](const Constraint& constraint) {
    return constraint.of_count ? is_by_mention(observations[constraint.observation].reader)
                               : is_of_domain(constraint.observation);
  });
  std::erase_if(constraints.counts,
                [&](const CountConstraint& count) { return is_by_mention(count.reader); });
  std::erase_if(constraints.loose, is_of_domain);
  std::erase_if(constraints.without_version, is_of_domain);
  std::erase_if(constraints.without_identity, is_of_domain);
  std::erase_if(constraints.against_projection, is_of_domain);
  std::erase_if(constraints.seen_too_late, is_of_domain);
  std::erase_if(constraints.impossible_counts, is_by_mention);
  std::erase_if(constraints.against_order, is_by_mention);
}

}  // namespace rollcall::checker
