// Findings: the departures that the steps of a stateful suite show, gathered into one check per
// kind of call. A departure that the profile knows is kept once per entry and call, any other once
// per call and difference, so that one cause does not fill the report.

#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "conformance/report/result.hpp"
#include "conformance/spec/profile.hpp"

namespace rollcall::suites::stateful {

/// One departure, before it becomes a report::Deviation.
struct Finding {
  std::string call;     ///< the function's name: names the check
  std::string variant;  ///< the call with its flags
  std::string row;      ///< the row of the table: spec::label() of the domain before
  std::string field;    ///< what differs
  std::string expected;
  std::string observed;
};

class Findings {
 public:
  /// Pre: `profile` outlives this object.
  Findings(std::string suite, const spec::Profile& profile)
      : suite_(std::move(suite)), profile_(profile) {}

  const std::string& suite() const { return suite_; }

  /// Whether no profile entry covers the finding.
  bool is_unlisted(const Finding& finding) const;

  /// Whether a finding like this one was recorded already.
  bool is_recorded(const Finding& finding) const;

  /// Keeps the finding with the program that led to it.
  void record(const Finding& finding, std::vector<std::string> program);

  /// Notes that a call was made, so that its check is reported even when nothing was found.
  void saw(const std::string& call) { checks_[call]; }

  /// Notes why a call is not judged.
  void skip(const std::string& call, const std::string& reason) { skipped_[call] = reason; }

  /// One check per call seen or skipped.
  std::vector<report::Check> checks() const;

 private:
  std::string key(const Finding& finding) const;
  std::string signature(const Finding& finding) const;

  std::string suite_;
  const spec::Profile& profile_;
  std::map<std::string, std::vector<report::Deviation>> checks_;
  std::map<std::string, std::string> skipped_;
  std::set<std::string> recorded_;
};

}  // namespace rollcall::suites::stateful
