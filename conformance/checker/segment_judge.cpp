#include "conformance/checker/segment_judge.hpp"

#include <algorithm>
#include <utility>

#include "conformance/checker/projection.hpp"

namespace rollcall::checker {

using history::DomainNumber;
using history::Operation;
using Kind = Certificate::Kind;

std::optional<Outlook> SegmentJudge::judge(Segment& segment, const Screen& screen, bool must_end) {
  const auto state_of = [&](DomainNumber domain) { return screen.state_of(domain); };
  segment_ = &segment;
  pending_ = screen.pending();
  verdict_.reset();
  found_.reset();
  const auto constrain = [&] {
    chains_.build(segment, screen.domains(), state_of);
    find_constraints(segment, chains_, constraints_);
    for (const OperationNumber wrong : segment.contradictions) {
      forget_domain(segment, segment.operations[wrong].domain, constraints_);
    }
  };
  constrain();
  plain_projections_ = refute_projections(segment, chains_, constraints_);
  plain_instants_ =
      refute_instants(segment, chains_, constraints_,
                      [](const std::vector<Demand>&, history::Stamp) { return true; });
  const bool has_loose = needs_searches();
  LooseDomains loose(segment, chains_, options_.search_budget);
  const auto put_back = [&segment, chained = segment.chained, changed = segment.changed] {
    segment.chained = chained;
    segment.changed = changed;
  };
  const auto passes_as_chained_for_good = [&] {
    return passes_as_chained(loose, constrain) && (must_end || found_->outlook.is_certain);
  };
  if (has_loose && !is_plainly_wrong() && !passes_as_chained_for_good()) {
    put_back();
    found_.reset();
    constrain();
  }
  if (has_loose || !constraints_.counts.empty()) {
    if (!is_plainly_wrong() && !is_ordered()) search();
    const bool is_certain = is_ordered() ? found_->outlook.is_certain : mutators_are_certain(loose);
    if (!must_end && !is_certain) {
      put_back();
      return std::nullopt;
    }
  }

  const Evidence evidence(host_, segment, chains_, state_of);
  evidence_ = &evidence;
  findings_.start_segment();
  judge_entries();
  judge_projections();
  if (has_loose && !is_ordered()) {
    judge_loose(loose);
    judge_snapshots(&loose);
  } else {
    judge_snapshots(nullptr);
  }
  judge_order();
  // That a handle is excused by an outdated state cannot be told from the stretch alone.
  const bool is_whole = segment.outdated.empty() || constraints_.without_identity.empty();
  if (options_.on_closed && verdict_ && is_whole) {
    options_.on_closed(evidence.whole(), *verdict_);
  }
  return outlook(loose);
}

/// Whether a legal order is found when the mutators of each domain go in one order that fits the
/// answers about that domain alone. An order that is legal needs no search for others.
///
/// `constrain` finds the constraints; if the answer is no, it must be called once more.
bool SegmentJudge::passes_as_chained(LooseDomains& loose, const std::function<void()>& constrain) {
  bool is_certain = true;
  std::vector<DomainNumber> searched;
  std::vector<ChainedMutator> chained;
  for (const ChangedDomain& changed : segment_->changed) {
    if (!changed.loose) continue;
    const SweepResult projection = loose.project(changed.domain, constraints_);
    const bool is_plain =
        projection.kind == SweepResult::Kind::kOrder && projection.endings.front().not_done.empty();
    if (!is_plain) return false;
    is_certain = is_certain && projection.endings.size() == 1;
    searched.push_back(changed.domain);
    for (const OperationNumber number : projection.order) {
      if (has_effect(segment_->operations[number])) chained.push_back({.number = number});
    }
  }
  for (ChangedDomain& changed : segment_->changed) changed.loose = false;
  for (const ChainedMutator& mutator : segment_->chained) {
    const DomainNumber domain = segment_->operations[mutator.number].domain;
    const bool is_searched = std::find(searched.begin(), searched.end(), domain) != searched.end();
    if (!is_searched) chained.push_back({.number = mutator.number});
  }
  segment_->chained = std::move(chained);
  constrain();
  if (!is_plainly_wrong() && constraints_.without_identity.empty()) search();
  if (!is_ordered() || !found_->keeps_chains) return false;
  // Another order of mutators that overlap may do without one that may never take effect.
  if (found_->outlook.pending.size() < pending_.size()) is_certain = false;
  found_->outlook.is_certain = found_->outlook.is_certain && is_certain;
  for (const DomainNumber domain : searched) {
    found_->outlook.finals.push_back({.domain = domain, .state = chains_.of(domain).back().state});
  }
  return true;
}

/// Whether something depends on an uncertain order of mutators.
bool SegmentJudge::needs_searches() const {
  const auto is_loose = [](const ChangedDomain& changed) { return changed.loose; };
  const auto is_in_block = [](const ChainedMutator& mutator) {
    return mutator.block != ChainedMutator::kNoBlock;
  };
  const auto& changed = segment_->changed;
  const auto& chained = segment_->chained;
  return !constraints_.loose.empty() || std::any_of(changed.begin(), changed.end(), is_loose) ||
         (!constraints_.counts.empty() && std::any_of(chained.begin(), chained.end(), is_in_block));
}

/// Whether a legal order of the segment has been found.
bool SegmentJudge::is_ordered() const {
  return found_ && found_->undecided.empty() && found_->certificate.kind == Kind::kOrder;
}

/// Whether the mutators alone say in which state they leave their domains.
bool SegmentJudge::mutators_are_certain(LooseDomains& loose) const {
  return std::all_of(segment_->changed.begin(), segment_->changed.end(),
                     [&](const ChangedDomain& changed) {
                       return !changed.loose || loose.is_certain(changed.domain);
                     });
}

/// Whether something is wrong that needs no search.
bool SegmentJudge::is_plainly_wrong() const {
  return !segment_->malformed.empty() || !segment_->contradictions.empty() ||
         !segment_->unexplained.empty() || !constraints_.against_order.empty() ||
         !constraints_.seen_too_late.empty() || !constraints_.against_projection.empty() ||
         !constraints_.without_version.empty() || !constraints_.impossible_counts.empty() ||
         plain_projections_ || plain_instants_.refuted;
}

void SegmentJudge::search() {
  found_ = search_order(*segment_, chains_, constraints_, pending_, options_.search_budget);
}

void SegmentJudge::refute(Property property, Certificate certificate, std::uint64_t times) {
  findings_.refute(property, certificate, times, *evidence_);
  const auto broken = broken_with(property);
  const bool breaks_order =
      std::find(broken.begin(), broken.end(), Property::kLinearizable) != broken.end();
  if (breaks_order && !verdict_) verdict_ = std::move(certificate);
}

Certificate SegmentJudge::no_version(std::uint32_t observation) const {
  const Observation& refuted = segment_->observations[observation];
  const history::Call call = segment_->operations[refuted.reader].call;
  // Whose a bare id or name is cannot be said from a part of the history.
  if (call == history::Call::kListDomains || call == history::Call::kListDefinedDomains) {
    return {.kind = Kind::kNoVersion, .reader = refuted.reader};
  }
  return {.kind = Kind::kNoVersion, .reader = refuted.reader, .domains = {refuted.domain}};
}

void SegmentJudge::judge_entries() {
  if (!segment_->malformed.empty()) {
    refute(Property::kWellFormed,
           {.kind = Kind::kMalformed,
            .reader = segment_->malformed.front(),
            .text = segment_->malformation},
           segment_->malformed.size());
  }
  const auto& without_version = constraints_.without_version;
  if (!without_version.empty()) {
    refute(Property::kEntries, no_version(without_version.front()), without_version.size());
  }
  const auto& impossible = constraints_.impossible_counts;
  if (!impossible.empty()) {
    refute(Property::kEntries, {.kind = Kind::kNoVersion, .reader = impossible.front()},
           impossible.size());
  }
  const auto& unexplained = segment_->unexplained;
  if (!unexplained.empty()) {
    refute(Property::kEntries, {.kind = Kind::kNoVersion, .reader = unexplained.front()},
           unexplained.size());
  }
  const auto& without_identity = constraints_.without_identity;
  if (!without_identity.empty()) {
    refute(Property::kIdentity, no_version(without_identity.front()), without_identity.size());
  }
}

void SegmentJudge::judge_projections() {
  if (!segment_->contradictions.empty()) {
    const OperationNumber mutator = segment_->contradictions.front();
    refute(Property::kProjections,
           {.kind = Kind::kResult, .domains = {segment_->operations[mutator].domain}});
  }
  if (!constraints_.against_projection.empty()) {
    refute(Property::kProjections, no_version(constraints_.against_projection.front()));
  }
  if (plain_projections_) refute(Property::kProjections, std::move(*plain_projections_));
}

/// E, P and the id rule for the domains that only searches can judge.
void SegmentJudge::judge_loose(LooseDomains& loose) {
  for (const ChangedDomain& changed : segment_->changed) {
    const bool is_searched =
        changed.loose ||
        std::any_of(constraints_.loose.begin(), constraints_.loose.end(),
                    [&](std::uint32_t number) {
                      return segment_->observations[number].domain == changed.domain;
                    });
    if (!is_searched) continue;
    const auto is_mine = [&](std::uint32_t number) {
      return segment_->observations[number].domain == changed.domain;
    };
    if (loose.project(changed.domain, constraints_).kind == SweepResult::Kind::kOrder) continue;
    if (!loose.has_results(changed.domain)) {
      refute(Property::kProjections, {.kind = Kind::kResult, .domains = {changed.domain}});
      forget_domain(*segment_, changed.domain, constraints_);
      continue;
    }
    std::erase_if(constraints_.loose, [&](std::uint32_t number) {
      return is_mine(number) && !judge_loose_entry(loose, number);
    });
    const SweepResult projection = loose.project(changed.domain, constraints_);
    if (projection.kind != SweepResult::Kind::kNone) continue;
    Certificate region{.kind = Kind::kRegion, .domains = {changed.domain}};
    for (const SweepItem& item : mutators_of(*segment_, chains_, changed.domain).items) {
      region.order.push_back(item.number);
    }
    for (const std::uint32_t number : constraints_.loose) {
      if (is_mine(number)) region.order.push_back(segment_->observations[number].reader);
    }
    for (const Constraint& constraint : constraints_.all) {
      if (constraint.of_count || !is_mine(constraint.observation)) continue;
      region.order.push_back(segment_->observations[constraint.observation].reader);
    }
    refute(Property::kProjections, std::move(region));
  }
  for (const CountConstraint& count : constraints_.counts) judge_loose_count(loose, count);
}

/// Whether each domain for itself can have been such that the number comes out.
void SegmentJudge::judge_loose_count(LooseDomains& loose, const CountConstraint& count) {
  const Operation& reader = segment_->operations[count.reader];
  const Reading reading(reader);
  std::int64_t least = 0;
  std::int64_t greatest = 0;
  for (std::uint32_t number = count.first_observation; number < count.last_observation; ++number) {
    const auto can_be = [&](bool matching) {
      Observation observation = segment_->observations[number];
      observation.seen = matching;
      if (chains_.is_loose_for(observation.domain, reader)) {
        return loose.can_be({{.observation = observation}}, reader.invocation, reader.response);
      }
      const VersionRange met =
          chains_.possible(observation.domain, reader.invocation, reader.response);
      const auto chain =
          chains_.of(observation.domain).subspan(met.first, met.last - met.first + 1);
      return std::any_of(chain.begin(), chain.end(), [&](const Version& version) {
        return reading.fits(observation, version.state, version.attributes);
      });
    };
    if (!can_be(false)) ++least;
    if (can_be(true)) ++greatest;
  }
  if (count.overlaps(least, greatest)) return;
  refute(Property::kEntries, {.kind = Kind::kNoVersion, .reader = count.reader});
}

/// Returns: whether some state of the domain explains the observation.
bool SegmentJudge::judge_loose_entry(LooseDomains& loose, std::uint32_t number) {
  const Observation& observation = segment_->observations[number];
  const Operation& reader = segment_->operations[observation.reader];
  const auto can_be = [&](Aspects asked) {
    return loose.can_be({{.observation = observation, .asked = asked}}, reader.invocation,
                        reader.response);
  };
  if (can_be(kAllAspects)) return true;
  constraints_.with_handle[number] = false;
  if (observation.seen && Reading(reader).has_handles()) {
    refute(Property::kIdentity, no_version(number));
  }
  if (std::all_of(std::begin(kSingleAspects), std::end(kSingleAspects), can_be)) return true;
  refute(is_mutator(reader.call) ? Property::kProjections : Property::kEntries, no_version(number));
  return false;
}

void SegmentJudge::judge_snapshots(LooseDomains* loose) {
  InstantFindings found = std::move(plain_instants_);
  if (!found.refuted && loose != nullptr) {
    found = refute_instants(*segment_, chains_, constraints_,
                            [&](const std::vector<Demand>& demands, history::Stamp instant) {
                              return loose->can_be(demands, instant, instant);
                            });
  }
  if (found.refuted) refute(Property::kSnapshots, std::move(*found.refuted), found.refutations);
}

void SegmentJudge::judge_order() {
  if (verdict_) return;
  if (!constraints_.against_order.empty()) {
    refute(Property::kLinearizable,
           {.kind = Kind::kNoVersion, .reader = constraints_.against_order.front()});
    return;
  }
  if (!constraints_.seen_too_late.empty()) {
    refute(Property::kLinearizable, no_version(constraints_.seen_too_late.front()));
    return;
  }
  if (!is_ordered()) search();
  if (found_->certificate.kind == Kind::kOrder && !segment_->unclear.empty()) {
    findings_.leave_undecided(Property::kLinearizable,
                              "an answer of bare ids or names does not say whose they are");
  } else if (!found_->undecided.empty()) {
    findings_.leave_undecided(Property::kLinearizable, found_->undecided);
  } else if (found_->certificate.kind == Kind::kOrder) {
    verdict_ = std::move(found_->certificate);
  } else {
    refute(Property::kLinearizable, std::move(found_->certificate));
  }
}

/// How the next segment starts; after a refutation, as the mutators alone suggest.
Outlook SegmentJudge::outlook(LooseDomains& loose) {
  if (verdict_ && verdict_->kind == Kind::kOrder) {
    loose.add_outdated(constraints_, found_->outlook.finals);
    return std::move(found_->outlook);
  }
  Outlook result;
  std::vector<DomainNumber> settled;
  for (const ChangedDomain& changed : segment_->changed) {
    if (!changed.loose) continue;
    settled.push_back(changed.domain);
    loose.leave(changed.domain, result);
  }
  const auto is_settled = [&](DomainNumber domain) {
    return std::find(settled.begin(), settled.end(), domain) != settled.end();
  };
  for (const Constraint& constraint : constraints_.all) {
    const DomainNumber domain = segment_->observations[constraint.observation].domain;
    const Version& seen = chains_.of(domain)[constraint.range.first];
    const bool was_pending = seen.mutator != kNoOperation &&
                             segment_->operations[seen.mutator].response == history::kNever;
    if (!was_pending || is_settled(domain)) continue;
    settled.push_back(domain);
    result.finals.push_back({.domain = domain,
                             .state = seen.state,
                             .outdated = chains_.of(domain)[constraint.range.first - 1].state});
  }
  for (const OperationNumber number : pending_) {
    if (!is_settled(segment_->operations[number].domain)) result.pending.push_back(number);
  }
  return result;
}

}  // namespace rollcall::checker
