#include "conformance/report/json.hpp"

#include <nlohmann/json.hpp>

#include "conformance/report/explanation.hpp"
#include "conformance/report/grades.hpp"
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
          {"observed", deviation.observed}, {"program", deviation.program},
          {"replay", deviation.replay}};
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

const char* standing_name(checker::Standing standing) {
  switch (standing) {
    case checker::Standing::kNotRefuted:
      return "not refuted";
    case checker::Standing::kRefuted:
      return "refuted";
    case checker::Standing::kUndecided:
      return "undecided";
  }
  return "";
}

Json to_json(const checker::Finding& finding, checker::Property property,
             const std::string& evidence_file) {
  Json json{{"standing", standing_name(finding.standing)}, {"violations", finding.violations}};
  if (!finding.undecided.empty()) json["undecided"] = finding.undecided;
  if (!finding.violation) return json;
  const Explanation explanation = explain(*finding.violation, property);
  json["title"] = explanation.title;
  json["before"] = explanation.before;
  json["explanation"] = explanation.sentences;
  if (!evidence_file.empty()) json["evidence"] = evidence_file;
  return json;
}

Json to_json(const ScheduledFind& find) {
  const Explanation explanation = explain(find.violation, find.property);
  Json json{{"refuted", short_name(find.property)},
            {"title", explanation.title},
            {"explanation", explanation.sentences},
            {"program", find.program},
            {"schedule", find.schedule},
            {"preemptions", find.preemptions},
            {"replay", find.replay}};
  if (!find.trace_file.empty()) json["trace"] = find.trace_file;
  if (!find.test_file.empty()) json["test"] = find.test_file;
  return json;
}

Json to_json(const ScheduledResult& result) {
  Json finds = Json::array();
  for (const ScheduledFind& find : result.finds) finds.push_back(to_json(find));
  return {{"schedules", result.schedules}, {"programs", result.programs}, {"finds", finds}};
}

Json to_json(const ConcurrentResult& result) {
  Json grades;
  for (std::size_t index = 0; index < checker::kPropertyCount; ++index) {
    const auto property = static_cast<checker::Property>(index);
    grades[short_name(property)] =
        to_json(result.judgement.of(property), property, result.evidence_files[index]);
  }
  return {{"threads", result.threads},
          {"seconds", result.seconds},
          {"operations", result.judgement.operations},
          {"mutators", result.judgement.mutators},
          {"listings", result.judgement.listings},
          {"required", short_name(result.required)},
          {"grades", grades}};
}

Json to_json(const SuiteResult& suite, bool strict) {
  Json checks = Json::array();
  for (const Check& check : suite.checks) checks.push_back(to_json(check, strict));
  Json json{{"name", suite.name}, {"headline", suite.headline}, {"checks", checks}};
  if (suite.concurrent) json["concurrent"] = to_json(*suite.concurrent);
  if (suite.scheduled) json["scheduled"] = to_json(*suite.scheduled);
  return json;
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
