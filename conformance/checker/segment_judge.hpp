// Segment judge: grades one segment and says in which state it leaves the host.

#pragma once

#include <optional>

#include "conformance/checker/findings.hpp"
#include "conformance/checker/judge.hpp"
#include "conformance/checker/precedence_graph.hpp"
#include "conformance/checker/screen.hpp"

namespace rollcall::checker {

/// How the next segment starts.
struct Outlook {
  std::vector<Screen::Final> finals;
  std::vector<OperationNumber> pending;
};

class SegmentJudge {
 public:
  SegmentJudge(const history::Host& host, const JudgeOptions& options, Findings& findings)
      : host_(host), options_(options), findings_(findings) {}

  /// Pre: the segment of `screen` is finished; `segment` is it.
  Outlook judge(Segment& segment, const Screen& screen);

 private:
  void refute(Property property, Certificate certificate, std::uint64_t times = 1);
  void judge_entries();
  void judge_projections();
  void judge_snapshots();
  void judge_order();
  Certificate no_version(std::uint32_t observation) const;
  Outlook outlook(const Screen& screen) const;

  const history::Host& host_;
  const JudgeOptions& options_;
  Findings& findings_;
  VersionChains chains_;
  Constraints constraints_;
  // Of the segment at hand:
  Segment* segment_ = nullptr;
  const Evidence* evidence_ = nullptr;
  std::optional<Certificate> verdict_;  ///< on L
};

}  // namespace rollcall::checker
