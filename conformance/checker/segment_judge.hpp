// Segment judge: grades one segment and says in which state it leaves the host.

#pragma once

#include <functional>
#include <optional>

#include "conformance/checker/common_instant.hpp"
#include "conformance/checker/findings.hpp"
#include "conformance/checker/judge.hpp"
#include "conformance/checker/loose_domains.hpp"
#include "conformance/checker/order_search.hpp"
#include "conformance/checker/search_problem.hpp"

namespace rollcall::checker {

class SegmentJudge {
 public:
  SegmentJudge(const history::Host& host, const JudgeOptions& options, Findings& findings)
      : host_(host), options_(options), findings_(findings) {}

  /// Grades the segment.
  ///
  /// Pre: the segment of `screen` is finished; `segment` is it.
  /// Returns: how the next one starts; nothing, and no finding, when that is uncertain and the
  /// segment need not end here.
  std::optional<Outlook> judge(Segment& segment, const Screen& screen, bool must_end);

 private:
  void refute(Property property, Certificate certificate, std::uint64_t times = 1);
  bool passes_as_chained(LooseDomains& loose, const std::function<void()>& constrain);
  bool needs_searches() const;
  bool is_plainly_wrong() const;
  bool is_ordered() const;
  bool mutators_are_certain(LooseDomains& loose) const;
  void search();
  void judge_entries();
  void judge_projections();
  void judge_loose(LooseDomains& loose);
  bool judge_loose_entry(LooseDomains& loose, std::uint32_t observation);
  void judge_loose_count(LooseDomains& loose, const CountConstraint& count);
  void judge_snapshots(LooseDomains* loose);
  void judge_order();
  Certificate no_version(std::uint32_t observation) const;
  Outlook outlook(LooseDomains& loose);

  const history::Host& host_;
  const JudgeOptions& options_;
  Findings& findings_;
  VersionChains chains_;
  Constraints constraints_;
  // Of the segment at hand:
  Segment* segment_ = nullptr;
  std::span<const OperationNumber> pending_;
  const Evidence* evidence_ = nullptr;
  /// What the chains alone show.
  std::optional<Certificate> plain_projections_;
  InstantFindings plain_instants_;
  std::optional<OrderVerdict> found_;   ///< by the last search for an order
  std::optional<Certificate> verdict_;  ///< on L
};

}  // namespace rollcall::checker
