#include "conformance/checker/projection.hpp"

#include <algorithm>

namespace rollcall::checker {
namespace {

using history::DomainNumber;
using history::Operation;
using history::Stamp;

/// A reader that has been given a version.
struct Placed {
  Stamp response = 0;
  VersionNumber version = 0;           ///< the latest that any reader returned by then was given
  const Constraint* reader = nullptr;  ///< the one that was given it
  bool forced = false;                 ///< by its answer alone, not by readers before
};

class Projection {
 public:
  Projection(const Segment& segment, const VersionChains& chains, const Constraints& constraints)
      : segment_(segment), chains_(chains), constraints_(constraints) {}

  /// Pre: `mine` are the constraints of one domain, in the order of responses.
  std::optional<Certificate> refute(std::span<const Constraint* const> mine) {
    placed_.clear();
    for (const Constraint* constraint : mine) {
      if (constraint->of_count) continue;
      const Operation& reader = operation_of(*constraint);
      const Placed* bound = last_before(reader.invocation);
      const VersionNumber least = bound == nullptr ? 0 : bound->version;
      const std::optional<VersionNumber> version = earliest(*constraint, least);
      if (!version) return certificate(*bound, *constraint, mine);
      Placed now{.response = reader.response,
                 .version = *version,
                 .reader = constraint,
                 .forced = *version == constraint->range.first};
      if (!now.forced && bound->version == *version) now = *bound;
      if (!placed_.empty() && placed_.back().version >= now.version) now = placed_.back();
      now.response = reader.response;
      placed_.push_back(now);
    }
    return std::nullopt;
  }

 private:
  const Observation& observation_of(const Constraint& constraint) const {
    return segment_.observations[constraint.observation];
  }
  const Operation& operation_of(const Constraint& constraint) const {
    return segment_.operations[observation_of(constraint).reader];
  }

  const Placed* last_before(Stamp invocation) const {
    const auto end =
        std::partition_point(placed_.begin(), placed_.end(),
                             [&](const Placed& placed) { return placed.response < invocation; });
    return end == placed_.begin() ? nullptr : &*(end - 1);
  }

  /// The first version from `least` on that the reader may have seen.
  std::optional<VersionNumber> earliest(const Constraint& constraint, VersionNumber least) const {
    if (least > constraint.range.last) return std::nullopt;
    if (constraint.holes == Constraint::kNone) return std::max(least, constraint.range.first);
    for (const VersionRange& run : constraints_.runs[constraint.holes]) {
      if (least <= run.last) return std::max(least, run.first);
    }
    return std::nullopt;
  }

  /// `late` must have seen a version before the one that `early`, which returned before, saw.
  Certificate certificate(const Placed& early, const Constraint& late,
                          std::span<const Constraint* const> mine) const {
    const Observation& observation = observation_of(late);
    const auto chain = chains_.of(observation.domain);
    if (!early.forced) return region(chain, mine);
    const OperationNumber seen = chain[early.version].mutator;
    const OperationNumber missed = chain[late.range.last + 1].mutator;
    Certificate result{.kind = Certificate::Kind::kCycle,
                       .reader = observation.reader,
                       .domains = {observation.domain}};
    result.cycle = {
        {.operation = seen, .because = Because::kSawEffect, .domain = observation.domain},
        {.operation = observation_of(*early.reader).reader},
        {.operation = observation.reader,
         .because = Because::kMissedEffect,
         .domain = observation.domain}};
    if (missed != seen) {
      result.cycle.push_back(
          {.operation = missed, .because = Because::kChain, .domain = observation.domain});
    }
    return result;
  }

  Certificate region(std::span<const Version> chain,
                     std::span<const Constraint* const> mine) const {
    Certificate result{.kind = Certificate::Kind::kRegion,
                       .domains = {observation_of(*mine.front()).domain}};
    for (const Version& version : chain.subspan(1)) result.order.push_back(version.mutator);
    for (const Constraint* constraint : mine) {
      if (constraint->of_count) continue;
      result.order.push_back(observation_of(*constraint).reader);
    }
    std::sort(result.order.begin(), result.order.end());
    return result;
  }

  const Segment& segment_;
  const VersionChains& chains_;
  const Constraints& constraints_;
  std::vector<Placed> placed_;
};

}  // namespace

std::optional<Certificate> refute_projections(const Segment& segment, const VersionChains& chains,
                                              const Constraints& constraints) {
  std::vector<std::size_t> begin(chains.chains() + 1, 0);
  const auto chain_of = [&](const Constraint& constraint) {
    return chains.chain_number(segment.observations[constraint.observation].domain);
  };
  for (const Constraint& constraint : constraints.all) ++begin[chain_of(constraint) + 1];
  for (std::size_t chain = 0; chain < chains.chains(); ++chain) begin[chain + 1] += begin[chain];
  std::vector<const Constraint*> by_chain(constraints.all.size());
  std::vector<std::size_t> next(begin.begin(), begin.end() - 1);
  for (const Constraint& constraint : constraints.all) {
    by_chain[next[chain_of(constraint)]++] = &constraint;
  }
  Projection projection(segment, chains, constraints);
  for (std::size_t chain = 0; chain < chains.chains(); ++chain) {
    const std::span mine(by_chain.data() + begin[chain], begin[chain + 1] - begin[chain]);
    if (auto refuted = projection.refute(mine)) return refuted;
  }
  return std::nullopt;
}

}  // namespace rollcall::checker
