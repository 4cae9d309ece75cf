#include "conformance/checker/constraint.hpp"

#include <algorithm>

namespace rollcall::checker {
namespace {

using history::Operation;

/// What the versions that a reader may have met say of its observation.
struct Evaluation {
  VersionRange possible{};
  bool some_member = false;
  bool some_handle = false;
  bool some_whole = false;  ///< both in one version
};

class Finder {
 public:
  Finder(Segment& segment, const VersionChains& chains, Constraints& found)
      : segment_(segment), chains_(chains), found_(found) {}

  void run() {
    auto& observations = segment_.observations;
    found_.with_handle.assign(observations.size(), false);
    std::size_t first = 0;
    while (first < observations.size()) {
      std::size_t last = first;
      const OperationNumber reader = observations[first].reader;
      while (last < observations.size() && observations[last].reader == reader) ++last;
      const Reading reading(segment_.operations[reader]);
      if (reading.counts()) {
        count(reading, first, last);
      } else {
        for (std::size_t number = first; number < last; ++number) constrain(reading, number);
      }
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
    return reading.fits(observation, version.state, version.attributes) &&
           (!found_.with_handle[number] || handle_fits(observation, version.state));
  }

  Evaluation evaluate(const Reading& reading, const Observation& observation) const {
    const Operation& reader = reader_of(observation);
    Evaluation result{.possible =
                          chains_.possible(observation.domain, reader.invocation, reader.response)};
    const auto chain = chains_.of(observation.domain);
    for (VersionNumber number = result.possible.first; number <= result.possible.last; ++number) {
      const Version& version = chain[number];
      const bool member = reading.fits(observation, version.state, version.attributes);
      const bool handle = handle_fits(observation, version.state);
      result.some_member |= member;
      result.some_handle |= handle;
      result.some_whole |= member && handle;
    }
    return result;
  }

  void constrain(const Reading& reading, std::size_t number) {
    const Observation& observation = segment_.observations[number];
    const auto place = static_cast<std::uint32_t>(number);
    if (chains_.is_loose(observation.domain)) {
      found_.loose.push_back(place);
      return;
    }
    const Evaluation evaluation = evaluate(reading, observation);
    if (!evaluation.some_whole && observation.seen && reading.has_handles()) {
      found_.without_identity.push_back(place);
    }
    if (!evaluation.some_member || !evaluation.some_handle) {
      found_.without_version.push_back(place);
      return;
    }
    found_.with_handle[number] = evaluation.some_whole;
    add(reading, number, evaluation.possible);
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
    const VersionRange hull{.first = runs_.front().first, .last = runs_.back().last};
    if (runs_.size() == 1 && hull.first == possible.first && hull.last == possible.last) return;
    Constraint constraint{.observation = static_cast<std::uint32_t>(number),
                          .range = hull,
                          .of_count = reading.counts()};
    if (runs_.size() > 1) {
      constraint.holes = static_cast<std::uint32_t>(found_.runs.size());
      found_.runs.push_back(runs_);
    }
    found_.all.push_back(constraint);
  }

  /// What a count leaves to each of the domains that were changing.
  void count(const Reading& reading, std::size_t first, std::size_t last) {
    const OperationNumber reader = segment_.observations[first].reader;
    while (segment_.countings[next_counting_].reader != reader) count_without_observations();
    const Counting& counting = segment_.countings[next_counting_++];
    std::int64_t missing = segment_.operations[reader].value - counting.certain;
    std::vector<std::size_t> open;
    for (std::size_t number = first; number < last; ++number) {
      Observation& observation = segment_.observations[number];
      observation.seen = true;
      const bool is_loose = chains_.is_loose(observation.domain);
      const bool can_match = is_loose || evaluate(reading, observation).some_member;
      observation.seen = false;
      const bool can_differ = is_loose || evaluate(reading, observation).some_member;
      if (can_match && !can_differ) --missing;
      if (can_match && can_differ) open.push_back(number);
    }
    if (missing < 0 || missing > static_cast<std::int64_t>(open.size())) {
      found_.impossible_counts.push_back(reader);
    } else if (open.empty()) {
      return;
    } else if (missing == 0 || missing == static_cast<std::int64_t>(open.size())) {
      for (const std::size_t number : open) {
        segment_.observations[number].seen = missing != 0;
        constrain(reading, number);
      }
    } else {
      found_.counts.push_back({.reader = reader,
                               .matches = segment_.operations[reader].value - counting.certain,
                               .first_observation = static_cast<std::uint32_t>(first),
                               .last_observation = static_cast<std::uint32_t>(last)});
    }
  }

  void count_without_observations() {
    const Counting& counting = segment_.countings[next_counting_++];
    if (segment_.operations[counting.reader].value != counting.certain) {
      found_.impossible_counts.push_back(counting.reader);
    }
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
  impossible_counts.clear();
}

void find_constraints(Segment& segment, const VersionChains& chains, Constraints& constraints) {
  constraints.clear();
  Finder(segment, chains, constraints).run();
}

}  // namespace rollcall::checker
