#include "conformance/checker/common_instant.hpp"

#include <algorithm>

namespace rollcall::checker {
namespace {

using history::DomainNumber;
using history::Operation;
using history::Stamp;

/// What must hold for one reader.
struct Demands {
  OperationNumber reader = 0;
  std::span<const Constraint> chained{};
  std::span<const std::uint32_t> loose{};
  std::span<const CountConstraint> counts{};
};

class InstantSearch {
 public:
  InstantSearch(const Segment& segment, const VersionChains& chains, const Constraints& constraints,
                const LooseTest& loose_test)
      : segment_(segment), chains_(chains), constraints_(constraints), loose_test_(loose_test) {}

  InstantFindings run() {
    std::size_t chained = 0;
    std::size_t loose = 0;
    std::size_t count = 0;
    const auto& all = constraints_.all;
    // All three lists are in the order of observations; each round takes one reader from them.
    while (chained < all.size() || loose < constraints_.loose.size() ||
           count < constraints_.counts.size()) {
      const std::uint32_t first = next_observation(chained, loose, count);
      const OperationNumber reader = segment_.observations[first].reader;
      const std::size_t chained_begin = chained;
      const std::size_t loose_begin = loose;
      while (chained < all.size() && reader_of(all[chained].observation) == reader) ++chained;
      while (loose < constraints_.loose.size() && reader_of(constraints_.loose[loose]) == reader) {
        ++loose;
      }
      Demands demands{
          .reader = reader,
          .chained = std::span(all).subspan(chained_begin, chained - chained_begin),
          .loose = std::span(constraints_.loose).subspan(loose_begin, loose - loose_begin)};
      const std::size_t count_begin = count;
      while (count < constraints_.counts.size() && constraints_.counts[count].reader == reader) {
        ++count;
      }
      demands.counts = std::span(constraints_.counts).subspan(count_begin, count - count_begin);
      judge(demands);
    }
    return std::move(findings_);
  }

 private:
  OperationNumber reader_of(std::uint32_t observation) const {
    return segment_.observations[observation].reader;
  }

  std::uint32_t next_observation(std::size_t chained, std::size_t loose, std::size_t count) const {
    std::uint32_t first = ~0U;
    if (chained < constraints_.all.size()) first = constraints_.all[chained].observation;
    if (loose < constraints_.loose.size()) first = std::min(first, constraints_.loose[loose]);
    if (count < constraints_.counts.size()) {
      first = std::min(first, constraints_.counts[count].first_observation);
    }
    return first;
  }

  void judge(const Demands& demands) {
    const bool is_plain =
        demands.loose.empty() && demands.counts.empty() &&
        std::all_of(demands.chained.begin(), demands.chained.end(),
                    [](const Constraint& each) { return each.holes == Constraint::kNone; });
    is_plain ? judge_windows(demands) : judge_instants(demands);
  }

  /// Every domain leaves one window: on a line, all meet if the latest begin is not after the
  /// earliest end.
  void judge_windows(const Demands& demands) {
    const Operation& reader = segment_.operations[demands.reader];
    Stamp latest_from = reader.invocation;
    Stamp earliest_until = reader.response;
    DomainNumber opener = history::kNoDomain;
    DomainNumber closer = history::kNoDomain;
    for (const Constraint& constraint : demands.chained) {
      const DomainNumber domain = segment_.observations[constraint.observation].domain;
      const auto chain = chains_.of(domain);
      if (chain[constraint.range.first].from > latest_from) {
        latest_from = chain[constraint.range.first].from;
        opener = domain;
      }
      if (chain[constraint.range.last].until < earliest_until) {
        earliest_until = chain[constraint.range.last].until;
        closer = domain;
      }
    }
    if (latest_from > earliest_until) refute(demands.reader, {opener, closer});
  }

  void judge_instants(const Demands& demands) {
    const std::vector<Stamp> instants = candidates(demands);
    std::vector<bool> kept(demands.chained.size() + demands.loose.size(), true);
    if (has_instant(demands, kept, instants)) return;
    if (findings_.refuted) {
      ++findings_.refutations;
      return;
    }
    for (std::size_t number = 0; number < kept.size(); ++number) {
      kept[number] = false;
      if (has_instant(demands, kept, instants)) kept[number] = true;
    }
    std::vector<DomainNumber> domains;
    for (std::size_t number = 0; number < kept.size(); ++number) {
      if (kept[number]) domains.push_back(observation(demands, number).domain);
    }
    if (!demands.counts.empty()) domains = counted_domains(demands.counts);
    refute(demands.reader, std::move(domains));
  }

  /// The instants at which something begins or ends; between them nothing changes.
  std::vector<Stamp> candidates(const Demands& demands) const {
    const Operation& reader = segment_.operations[demands.reader];
    std::vector<Stamp> instants{reader.invocation, reader.response};
    const auto add = [&](Stamp stamp) {
      if (reader.invocation < stamp && stamp < reader.response) instants.push_back(stamp);
    };
    const auto add_domain = [&](DomainNumber domain) {
      if (chains_.is_loose(domain)) {
        for (const Operation& operation : segment_.operations) {
          if (operation.domain != domain || !has_effect(operation)) continue;
          add(operation.invocation);
          add(operation.response);
        }
        return;
      }
      const VersionRange met = chains_.possible(domain, reader.invocation, reader.response);
      const auto chain = chains_.of(domain);
      for (VersionNumber number = met.first; number <= met.last + 1; ++number) {
        if (number == 0 || number >= chain.size()) continue;
        add(segment_.operations[chain[number].mutator].invocation);
        add(segment_.operations[chain[number].mutator].response);
      }
    };
    for (std::size_t number = 0; number < demands.chained.size() + demands.loose.size(); ++number) {
      add_domain(observation(demands, number).domain);
    }
    for (const DomainNumber domain : counted_domains(demands.counts)) add_domain(domain);
    std::sort(instants.begin(), instants.end());
    instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
    return instants;
  }

  std::vector<DomainNumber> counted_domains(std::span<const CountConstraint> counts) const {
    std::vector<DomainNumber> domains;
    for (const CountConstraint& count : counts) {
      for (std::uint32_t number = count.first_observation; number < count.last_observation;
           ++number) {
        domains.push_back(segment_.observations[number].domain);
      }
    }
    return domains;
  }

  const Observation& observation(const Demands& demands, std::size_t number) const {
    const std::size_t chained = demands.chained.size();
    return segment_.observations[number < chained ? demands.chained[number].observation
                                                  : demands.loose[number - chained]];
  }

  bool has_instant(const Demands& demands, const std::vector<bool>& kept,
                   std::span<const Stamp> instants) const {
    return std::any_of(instants.begin(), instants.end(), [&](Stamp instant) {
      for (std::size_t number = 0; number < kept.size(); ++number) {
        if (kept[number] && !holds(demands, number, instant)) return false;
      }
      return std::all_of(demands.counts.begin(), demands.counts.end(),
                         [&](const CountConstraint& count) { return count_holds(count, instant); });
    });
  }

  bool holds(const Demands& demands, std::size_t number, Stamp instant) const {
    if (number >= demands.chained.size()) {
      const std::uint32_t place = demands.loose[number - demands.chained.size()];
      return loose_test_(
          {{.observation = segment_.observations[place], .asked = constraints_.asked_of(place)}},
          instant);
    }
    const Constraint& constraint = demands.chained[number];
    const auto chain = chains_.of(segment_.observations[constraint.observation].domain);
    const auto is_in = [&](const VersionRange& run) {
      return chain[run.first].from <= instant && instant <= chain[run.last].until;
    };
    if (constraint.holes == Constraint::kNone) return is_in(constraint.range);
    const auto& runs = constraints_.runs[constraint.holes];
    return std::any_of(runs.begin(), runs.end(), is_in);
  }

  /// Whether the number permits one from the least to the greatest number of matches at the
  /// instant.
  bool count_holds(const CountConstraint& count, Stamp instant) const {
    std::int64_t least = 0;
    std::int64_t greatest = 0;
    for (std::uint32_t number = count.first_observation; number < count.last_observation;
         ++number) {
      std::vector<Demand> demands = demands_besides(number);
      demands.push_back({.observation = segment_.observations[number]});
      demands.back().observation.seen = true;
      const bool can_match = can_be(demands, instant);
      demands.back().observation.seen = false;
      const bool can_differ = can_be(demands, instant);
      if (can_match) ++greatest;
      if (!can_differ) ++least;
    }
    return count.nearly_overlaps(least, greatest);
  }

  /// What the reader said besides of the domain that a number counts.
  std::vector<Demand> demands_besides(std::uint32_t counted) const {
    const Observation& observation = segment_.observations[counted];
    for (std::uint32_t number = counted; number > 0; --number) {
      const Observation& other = segment_.observations[number - 1];
      if (other.reader != observation.reader) break;
      if (other.is_counted() || other.domain != observation.domain) continue;
      return {{.observation = other, .asked = constraints_.asked_of(number - 1)}};
    }
    return {};
  }

  /// Whether the domain that all demands are about can have fulfilled them at the instant.
  bool can_be(const std::vector<Demand>& demands, Stamp instant) const {
    const Operation& reader = segment_.operations[demands.back().observation.reader];
    const DomainNumber domain = demands.back().observation.domain;
    if (chains_.is_loose_for(domain, reader)) return loose_test_(demands, instant);
    const Reading reading(reader);
    const VersionRange met = chains_.possible(domain, instant, instant);
    const auto versions = chains_.of(domain).subspan(met.first, met.last - met.first + 1);
    return std::any_of(versions.begin(), versions.end(), [&](const Version& version) {
      return std::all_of(demands.begin(), demands.end(), [&](const Demand& demand) {
        return reading.fits(demand.observation, version.state, version.attributes, demand.asked);
      });
    });
  }

  void refute(OperationNumber reader, std::vector<DomainNumber> domains) {
    if (++findings_.refutations > 1) return;
    findings_.refuted = Certificate{
        .kind = Certificate::Kind::kNoInstant, .reader = reader, .domains = std::move(domains)};
  }

  const Segment& segment_;
  const VersionChains& chains_;
  const Constraints& constraints_;
  const LooseTest& loose_test_;
  InstantFindings findings_;
};

}  // namespace

InstantFindings refute_instants(const Segment& segment, const VersionChains& chains,
                                const Constraints& constraints, const LooseTest& loose_test) {
  return InstantSearch(segment, chains, constraints, loose_test).run();
}

}  // namespace rollcall::checker
