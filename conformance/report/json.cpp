#include "conformance/report/json.hpp"

#include <nlohmann/json.hpp>

#include "conformance/report/version.hpp"

namespace rollcall::report {
namespace {

using Json = nlohmann::ordered_json;

const char* verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed:
      return "passed";
    case Verdict::kKnownDeviation:
      return "known deviation";
    case Verdict::kSkipped:
      return "skipped";
    case Verdict::kUndecided:
      return "undecided";
    case Verdict::kViolation:
      return "violation";
  }
  return "";
}

Json to_json(const Deviation& deviation) {
  return {{"key", deviation.key},           {"known_as", deviation.known_as},
          {"text", deviation.text},         {"expected", deviation.expected},
          {"observed", deviation.observed}, {"program", deviation.program}};
}

Json to_json(const Check& check, bool strict) {
  Json json{{"name", check.name}, {"verdict", verdict_name(verdict_of(check, strict))}};
  if (!check.skipped.empty()) json["skipped"] = check.skipped;
  if (!check.undecided.empty()) json["undecided"] = check.undecided;
  Json deviations = Json::array();
  for (const Deviation& deviation : check.deviations) deviations.push_back(to_json(deviation));
  if (!deviations.empty()) json["deviations"] = deviations;
  return json;
}

Json to_json(const SuiteResult& suite, bool strict) {
  Json checks = Json::array();
  for (const Check& check : suite.checks) checks.push_back(to_json(check, strict));
  return {{"name", suite.name}, {"headline", suite.headline}, {"checks", checks}};
}

}  // namespace

std::string json_text(const Run& run) {
  Json suites = Json::array();
  for (const SuiteResult& suite : run.suites) suites.push_back(to_json(suite, run.strict));
  const Json document{{"format", 1},
                      {"version", version()},
                      {"library", run.library},
                      {"library_version", run.library_version},
                      {"uri", run.uri},
                      {"driver", run.profile.driver},
                      {"seed", run.seed},
                      {"strict", run.strict},
                      {"rerun", run.command},
                      {"exit_code", exit_code(run)},
                      {"suites", suites}};
  // Text that came from the library under test may be anything; invalid UTF-8 is replaced, never
  // thrown.
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rollcall::report
