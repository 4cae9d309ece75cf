#include "conformance/suites/expectations.hpp"

#include <algorithm>

namespace rollcall::suites {
namespace {

std::string code_text(int code, bool ok) {
  if (ok) return "ok";
  return code == VIR_ERR_OK ? "an error that is not set" : "E" + std::to_string(code);
}

}  // namespace

void Expectations::begin(const std::string& slug, const std::string& name) {
  slug_ = slug;
  checks_.push_back({.name = name});
}

void Expectations::expect(const std::string& subject, const std::string& expected,
                          const std::string& observed) {
  if (expected == observed) return;
  report::Deviation deviation;
  deviation.key = suite_ + "/" + slug_ + "/" + subject + " " + expected + " -> " + observed;
  deviation.text = subject + " is not as documented";
  deviation.expected = expected;
  deviation.observed = observed;
  checks_.back().deviations.push_back(std::move(deviation));
}

void Expectations::expect(const std::string& subject, bool holds) {
  expect(subject, "yes", holds ? "yes" : "no");
}

void Expectations::judge_code(const std::string& call, const std::vector<int>& allowed, int code,
                              bool ok) {
  const bool named = std::find(allowed.begin(), allowed.end(), code) != allowed.end();
  // A failure that sets no error has the code of success.
  const bool right = ok || code != VIR_ERR_OK ? named || (allowed.empty() && !ok) : false;
  if (right) return;
  std::string wanted;
  for (const int one : allowed) {
    wanted += (wanted.empty() ? "" : " or ") + code_text(one, one == VIR_ERR_OK);
  }
  expect(call, wanted.empty() ? "any error" : wanted, code_text(code, ok));
}

}  // namespace rollcall::suites
