#include "conformance/report/junit.hpp"

#include <pugixml.hpp>
#include <sstream>

#include "conformance/report/explanation.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/report/text.hpp"
#include "conformance/report/xml.hpp"

namespace rollcall::report {
namespace {

void append_property(pugi::xml_node properties, const char* name, const std::string& value) {
  pugi::xml_node property = properties.append_child("property");
  set_attribute(property, "name", name);
  set_attribute(property, "value", value);
}

std::string details(const Deviation& deviation) {
  std::string text = deviation.text + "\nexpected: " + deviation.expected +
                     "\nobserved: " + deviation.observed + "\nkey: " + deviation.key + "\n";
  if (!deviation.known_as.empty()) text += "known as: " + deviation.known_as + "\n";
  if (!deviation.program.empty()) text += "program:\n" + join(deviation.program, "\n") + "\n";
  if (!deviation.replay.empty()) text += "replay: " + deviation.replay + "\n";
  return text;
}

void append_check(pugi::xml_node parent, const SuiteResult& suite, const Check& check,
                  bool strict) {
  pugi::xml_node testcase = parent.append_child("testcase");
  set_attribute(testcase, "classname", suite.name);
  set_attribute(testcase, "name", check.name);
  std::string known;
  for (const Deviation& deviation : check.deviations) {
    if (verdict_of(deviation, strict) == Verdict::kKnownDeviation) {
      known += details(deviation);
      continue;
    }
    pugi::xml_node failure = testcase.append_child("failure");
    set_attribute(failure, "type", deviation.key);
    set_attribute(failure, "message", deviation.text);
    failure.text().set(details(deviation).c_str());
  }
  if (!check.undecided.empty()) {
    set_attribute(testcase.append_child("error"), "message", check.undecided);
  }
  if (!check.skipped.empty()) {
    set_attribute(testcase.append_child("skipped"), "message", check.skipped);
  }
  if (!known.empty()) testcase.append_child("system-out").text().set(known.c_str());
}

/// What a concurrent suite says besides its checks: the grades, and why they are refuted.
void append_concurrent(pugi::xml_node suite, const ConcurrentResult& result) {
  pugi::xml_node properties = suite.child("properties");
  append_property(properties, "required", short_name(result.required));
  append_property(properties, "grades", grades_text(result.judgement));
  std::string text;
  for (const checker::Property property : refuted(result.judgement)) {
    text += explanation_text(*result.judgement.of(property).violation, property) + "\n";
  }
  if (!text.empty()) suite.append_child("system-out").text().set(text.c_str());
}

void append_extent(pugi::xml_node properties, const SuiteResult& suite) {
  if (suite.scheduled) {
    append_property(properties, "schedules", std::to_string(suite.scheduled->schedules));
    append_property(properties, "programs", std::to_string(suite.scheduled->programs));
    return;
  }
  const ConcurrentResult& result = *suite.concurrent;
  append_property(properties, "threads", std::to_string(result.threads));
  append_property(properties, "operations", std::to_string(result.judgement.operations));
  append_property(properties, "listings", std::to_string(result.judgement.listings));
}

}  // namespace

std::string junit_text(const Run& run) {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("testsuites");
  set_attribute(root, "name", "rollcall-conformance");
  for (const SuiteResult& suite : run.suites) {
    pugi::xml_node node = root.append_child("testsuite");
    set_attribute(node, "name", suite.name);
    set_attribute(node, "tests", std::to_string(suite.checks.size()));
    set_attribute(node, "failures", std::to_string(count(suite, Verdict::kViolation, run.strict)));
    set_attribute(node, "errors", std::to_string(count(suite, Verdict::kUndecided, run.strict)));
    set_attribute(node, "skipped", std::to_string(count(suite, Verdict::kSkipped, run.strict)));
    pugi::xml_node properties = node.append_child("properties");
    append_property(properties, "library", run.library);
    append_property(properties, "library_version", run.library_version);
    append_property(properties, "uri", run.uri);
    append_property(properties, "driver", run.profile.driver);
    append_property(properties, "seed", std::to_string(run.seed));
    append_property(properties, "rerun", rerun_command(run, suite));
    for (const Check& check : suite.checks) append_check(node, suite, check, run.strict);
    if (suite.concurrent) {
      append_extent(properties, suite);
      append_concurrent(node, *suite.concurrent);
    }
  }
  std::ostringstream text;
  document.save(text, "  ");
  return text.str();
}

}  // namespace rollcall::report
