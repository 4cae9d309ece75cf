// Expectations: what the cases of a suite found, one check per case.

#pragma once

#include <string>
#include <vector>

#include "conformance/report/result.hpp"
#include "conformance/sut/result.hpp"

namespace rollcall::suites {

class Expectations {
 public:
  explicit Expectations(std::string suite) : suite_(std::move(suite)) {}

  /// Begins the next case. `slug` names it in the keys of deviations, `name` in the report.
  void begin(const std::string& slug, const std::string& name);

  /// Records a deviation, "suite/slug/subject", unless both are equal.
  void expect(const std::string& subject, const std::string& expected, const std::string& observed);

  /// The subject must be true.
  void expect(const std::string& subject, bool holds);

  /// The call must have succeeded if `allowed` has 0, or failed with another code of `allowed`;
  /// with any error when `allowed` is empty. Returns: whether it succeeded.
  template <class T>
  bool expect_code(const std::string& call, const std::vector<int>& allowed,
                   const sut::Expected<T>& result) {
    judge_code(call, allowed, sut::code_of(result), result.has_value());
    return result.has_value();
  }

  /// The case does not apply, or came to no verdict.
  void skip(const std::string& reason) { checks_.back().skipped = reason; }
  void give_up(const std::string& reason) { checks_.back().undecided = reason; }

  /// What was found, in the order of the cases.
  std::vector<report::Check> checks() && { return std::move(checks_); }

 private:
  void judge_code(const std::string& call, const std::vector<int>& allowed, int code, bool ok);

  std::string suite_;
  std::string slug_;
  std::vector<report::Check> checks_;
};

}  // namespace rollcall::suites
