#include "conformance/checker/segment_judge.hpp"

#include <algorithm>
#include <utility>

#include "conformance/checker/common_instant.hpp"
#include "conformance/checker/projection.hpp"

namespace rollcall::checker {

using Kind = Certificate::Kind;

Outlook SegmentJudge::judge(Segment& segment, const Screen& screen) {
  const auto state_of = [&](history::DomainNumber domain) { return screen.state_of(domain); };
  segment_ = &segment;
  chains_.build(segment, screen.domains(), state_of);
  find_constraints(segment, chains_, constraints_);
  const Evidence evidence(host_, segment, chains_, state_of);
  evidence_ = &evidence;
  verdict_.reset();
  findings_.start_segment();

  judge_entries();
  judge_projections();
  judge_snapshots();
  if (!verdict_) judge_order();
  if (options_.on_closed && verdict_) options_.on_closed(evidence.whole(), *verdict_);
  return outlook(screen);
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
  if (!segment_->unexplained.empty()) {
    refute(Property::kEntries, {.kind = Kind::kNoVersion, .reader = segment_->unexplained.front()},
           segment_->unexplained.size());
  }
  if (!constraints_.impossible_counts.empty()) {
    refute(Property::kEntries,
           {.kind = Kind::kNoVersion, .reader = constraints_.impossible_counts.front()},
           constraints_.impossible_counts.size());
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
  if (auto refuted = refute_projections(*segment_, chains_, constraints_)) {
    refute(Property::kProjections, std::move(*refuted));
  }
}

void SegmentJudge::judge_snapshots() {
  const auto loose_test = [](const Observation&, history::Stamp) { return true; };
  InstantFindings found = refute_instants(*segment_, chains_, constraints_, loose_test);
  if (found.refuted) refute(Property::kSnapshots, std::move(*found.refuted), found.refutations);
}

void SegmentJudge::judge_order() {
  PrecedenceGraph graph(*segment_, chains_, constraints_);
  std::optional<std::vector<OperationNumber>> order = graph.order();
  if (!order) {
    refute(Property::kLinearizable, {.kind = Kind::kCycle, .cycle = graph.cycle()});
    return;
  }
  verdict_ = Certificate{.kind = Kind::kOrder, .order = std::move(*order)};
}

Outlook SegmentJudge::outlook(const Screen& screen) const {
  Outlook result;
  std::vector<history::DomainNumber> settled;
  for (const Constraint& constraint : constraints_.all) {
    const auto domain = segment_->observations[constraint.observation].domain;
    const Version& seen = chains_.of(domain)[constraint.range.first];
    const bool was_pending = seen.mutator != kNoOperation &&
                             segment_->operations[seen.mutator].response == history::kNever;
    if (!was_pending || std::find(settled.begin(), settled.end(), domain) != settled.end())
      continue;
    settled.push_back(domain);
    result.finals.push_back({.domain = domain, .state = seen.state});
  }
  for (const OperationNumber number : screen.pending()) {
    const auto domain = segment_->operations[number].domain;
    if (std::find(settled.begin(), settled.end(), domain) == settled.end()) {
      result.pending.push_back(number);
    }
  }
  return result;
}

}  // namespace rollcall::checker
