#include "conformance/report/html.hpp"

#include <fmt/format.h>

#include <optional>
#include <span>
#include <sstream>

#include "conformance/report/cast.hpp"
#include "conformance/report/evidence.hpp"
#include "conformance/report/explanation.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/report/html_style.hpp"
#include "conformance/report/html_timeline.hpp"
#include "conformance/report/text.hpp"
#include "conformance/report/version.hpp"
#include "conformance/report/xml.hpp"

namespace rollcall::report {
namespace {

using checker::Finding;
using checker::Property;
using checker::Standing;

/// Findings of sequential suites beyond these are counted, not shown.
constexpr std::size_t kMostDeviations = 40;
constexpr std::size_t kMostProgramLines = 60;
/// Longer texts, which come from the library under test, are cut.
constexpr std::size_t kLongestText = 1000;

std::string shortened(const std::string& text) {
  return text.size() <= kLongestText ? text : text.substr(0, kLongestText) + " ...";
}

void append_row(pugi::xml_node table, const char* cell,
                std::initializer_list<std::pair<std::string, const char*>> texts) {
  pugi::xml_node row = table.append_child("tr");
  for (const auto& [text, style] : texts) {
    pugi::xml_node node = append_text(row, cell, text.empty() ? "-" : text);
    if (*style != '\0') set_attribute(node, "class", style);
  }
}

std::pair<std::string, const char*> verdict_words(const Run& run) {
  switch (exit_code(run)) {
    case 0:
      return {"passed", "good"};
    case 1:
      return {"violations found", "bad"};
    default:
      return {"undecided", "warn"};
  }
}

std::pair<std::string, const char*> standing_words(const Finding& finding) {
  switch (finding.standing) {
    case Standing::kNotRefuted:
      return {"not refuted", "good"};
    case Standing::kRefuted:
      return {"refuted, " + counted(finding.violations, "time"), "bad"};
    case Standing::kUndecided:
      return {"undecided: " + shortened(finding.undecided), "warn"};
  }
  return {"", ""};
}

/// The weaker property that the same sentences refute, so that they need not be told twice.
std::optional<Property> told_before(const ConcurrentResult& result, Property property,
                                    const Explanation& explanation) {
  for (const Property weaker : refuted(result.judgement)) {
    if (weaker == property) break;
    const Explanation told = explain(*result.judgement.of(weaker).violation, weaker);
    if (told.sentences == explanation.sentences) return weaker;
  }
  return std::nullopt;
}

class Page {
 public:
  explicit Page(const Run& run) : run_(run) {
    document_.append_child(pugi::node_doctype).set_value("html");
    pugi::xml_node html = document_.append_child("html");
    set_attribute(html, "lang", "en");
    pugi::xml_node head = html.append_child("head");
    set_attribute(head.append_child("meta"), "charset", "utf-8");
    pugi::xml_node view = head.append_child("meta");
    set_attribute(view, "name", "viewport");
    set_attribute(view, "content", "width=device-width, initial-scale=1");
    append_text(head, "title", "Conformance of " + run.library);
    append_text(head, "style", kHtmlStyle);
    main_ = html.append_child("body").append_child("main");
  }

  /// Without details refutations are told in words alone.
  void fill(bool has_details) {
    append_summary();
    append_suites();
    std::size_t number = 0;
    for (const SuiteResult& suite : run_.suites) {
      if (suite.concurrent) append_concurrent(suite, has_details, number);
    }
    for (const SuiteResult& suite : run_.suites) append_deviations(suite);
  }

  std::string text() const {
    std::ostringstream text;
    document_.save(text, "", pugi::format_raw | pugi::format_no_declaration);
    return text.str();
  }

 private:
  void append_summary();
  void append_suites();
  void append_concurrent(const SuiteResult& suite, bool has_details, std::size_t& number);
  void append_grades(pugi::xml_node parent, const ConcurrentResult& result);
  void append_refutation(pugi::xml_node parent, const ConcurrentResult& result, Property property,
                         bool has_details, std::size_t number);
  void append_figure(pugi::xml_node section, const checker::Violation& violation,
                     const Explanation& explanation, std::span<const Handover> handovers,
                     std::size_t number);
  void append_find(pugi::xml_node parent, const ScheduledFind& find, bool has_details,
                   std::size_t number);
  void append_operations(pugi::xml_node parent, const checker::Violation& violation);
  void append_deviations(const SuiteResult& suite);
  void append_deviation(pugi::xml_node parent, const Check& check, const Deviation& deviation);

  const Run& run_;
  pugi::xml_document document_;
  pugi::xml_node main_;
};

void Page::append_summary() {
  append_text(main_, "h1", "Conformance of " + run_.library);
  const auto [verdict, style] = verdict_words(run_);
  set_attribute(append_text(main_, "p", verdict), "class", style);
  pugi::xml_node table = main_.append_child("table");
  const auto append = [&](const char* name, const std::string& value) {
    pugi::xml_node row = table.append_child("tr");
    set_attribute(append_text(row, "th", name), "scope", "row");
    append_text(row, "td", value.empty() ? "-" : value);
  };
  append("library",
         run_.library + (run_.library_version.empty() ? "" : " ") + run_.library_version);
  append("connection", run_.uri);
  append("seed", std::to_string(run_.seed));
  append("kit", std::string("rollcall-conformance ") + version());
  pugi::xml_node row = table.append_child("tr");
  set_attribute(append_text(row, "th", "run again"), "scope", "row");
  append_text(row.append_child("td"), "code", run_.command);
}

void Page::append_suites() {
  append_text(main_, "h2", "Suites");
  pugi::xml_node table = main_.append_child("table");
  append_row(table, "th",
             {{"suite", ""},
              {"passed", ""},
              {"violations", ""},
              {"known", ""},
              {"undecided", ""},
              {"skipped", ""},
              {"extent", ""}});
  for (const SuiteResult& suite : run_.suites) {
    const auto number = [&](Verdict verdict) {
      return std::to_string(count(suite, verdict, run_.strict));
    };
    const bool violated = count(suite, Verdict::kViolation, run_.strict) != 0;
    append_row(table, "td",
               {{suite.name, ""},
                {number(Verdict::kPassed), ""},
                {number(Verdict::kViolation), violated ? "bad" : ""},
                {number(Verdict::kKnownDeviation), ""},
                {number(Verdict::kUndecided), ""},
                {number(Verdict::kSkipped), ""},
                {suite.headline, "dim"}});
  }
}

void Page::append_grades(pugi::xml_node parent, const ConcurrentResult& result) {
  pugi::xml_node table = parent.append_child("table");
  append_row(table, "th",
             {{"grade", ""}, {"what it promises", ""}, {"in this run", ""}, {"verdict", ""}});
  for (std::size_t index = 0; index < checker::kPropertyCount; ++index) {
    const auto property = static_cast<Property>(index);
    append_row(table, "td",
               {{short_name(property), ""},
                {promise_of(property), ""},
                {demands(result.required, property) ? "required" : "reported only", "dim"},
                standing_words(result.judgement.of(property))});
  }
}

void Page::append_concurrent(const SuiteResult& suite, bool has_details, std::size_t& number) {
  const ConcurrentResult& result = *suite.concurrent;
  append_text(main_, "h2", "Grades: " + suite.name);
  std::string extent =
      suite.scheduled
          ? fmt::format("{} of {}", counted(suite.scheduled->schedules, "schedule"),
                        counted(suite.scheduled->programs, "program"))
          : fmt::format("{} and {} judged", counted(result.judgement.operations, "operation"),
                        counted(result.judgement.listings, "list"));
  if (result.threads != 0) extent += ", " + counted(result.threads, "thread");
  if (result.seconds > 0) extent += fmt::format(", {:.1f} s", result.seconds);
  set_attribute(append_text(main_, "p", extent), "class", "dim");
  append_grades(main_, result);
  if (suite.scheduled) {
    for (const ScheduledFind& find : suite.scheduled->finds) {
      append_find(main_, find, has_details, ++number);
    }
    return;
  }
  for (const Property property : refuted(result.judgement)) {
    append_refutation(main_, result, property, has_details, ++number);
  }
}

void Page::append_refutation(pugi::xml_node parent, const ConcurrentResult& result,
                             Property property, bool has_details, std::size_t number) {
  const checker::Violation& violation = *result.judgement.of(property).violation;
  const Explanation explanation = explain(violation, property);
  pugi::xml_node section = parent.append_child("section");
  set_attribute(section, "class", "refutation");
  append_text(section, "h3", explanation.title);
  if (const auto weaker = told_before(result, property, explanation)) {
    append_text(section, "p", std::string("By the same calls as ") + short_name(*weaker) + ".");
    return;
  }
  if (!explanation.before.empty()) {
    append_text(section, "p", "Before: " + shortened(explanation.before) + ".");
  }
  if (has_details) append_figure(section, violation, explanation, {}, number);
  pugi::xml_node list = section.append_child("ol");
  for (const std::string& sentence : explanation.sentences) {
    append_text(list, "li", shortened(sentence));
  }
  if (has_details) append_operations(section, violation);
  const std::string& file = result.evidence_files[static_cast<std::size_t>(property)];
  if (!file.empty()) append_text(section, "pre", recheck_command(file, property));
}

void Page::append_figure(pugi::xml_node section, const checker::Violation& violation,
                         const Explanation& explanation, std::span<const Handover> handovers,
                         std::size_t number) {
  pugi::xml_node figure = section.append_child("figure");
  append_timeline(figure, violation, explanation, fmt::format("timeline-{}", number), handovers);
  std::string caption =
      "Each bar is a call, from its invocation to its return; time runs to the right, drawn to the "
      "order of events and not to scale.";
  if (!handovers.empty()) {
    caption += " Each dotted arrow is where the schedule let another thread go on.";
  }
  if (!violation.certificate.cycle.empty()) {
    caption += " Each arrow goes from a call to one that must have come after it, as said below.";
  }
  if (figure.select_node(".//rect[@class='true']")) {
    caption += " Green is when what its row says can have been so.";
  }
  if (!explanation.note.empty()) caption += " (" + explanation.note + ")";
  append_text(figure, "figcaption", caption);
}

/// What was found under the scheduler.
void Page::append_find(pugi::xml_node parent, const ScheduledFind& find, bool has_details,
                       std::size_t number) {
  const Explanation explanation = explain(find.violation, find.property);
  pugi::xml_node section = parent.append_child("section");
  set_attribute(section, "class", "refutation");
  append_text(section, "h3", explanation.title);
  append_text(section, "pre", join(find.program, "\n"));
  if (has_details) {
    append_figure(section, find.violation, explanation, find.handovers, number);
  }
  pugi::xml_node list = section.append_child("ol");
  for (const std::string& sentence : explanation.sentences) {
    append_text(list, "li", shortened(sentence));
  }
  append_text(section, "p", "Schedule, with " + counted(find.preemptions, "preemption") + ":");
  append_text(section, "pre", join(find.schedule, "\n"));
  if (has_details) append_operations(section, find.violation);
  append_text(section, "pre", find.replay);
}

/// All that is drawn as a table too, folded.
void Page::append_operations(pugi::xml_node parent, const checker::Violation& violation) {
  const Cast cast(violation.evidence);
  const std::vector<checker::OperationNumber> drawn = drawn_operations(violation);
  pugi::xml_node details = parent.append_child("details");
  const std::size_t all = violation.evidence.batch.operations.size();
  append_text(details, "summary",
              drawn.size() == all ? fmt::format("The {} of the evidence", counted(all, "operation"))
                                  : fmt::format("{} of the {} of the evidence", drawn.size(),
                                                counted(all, "operation")));
  pugi::xml_node table = details.append_child("table");
  append_row(
      table, "th",
      {{"thread", ""}, {"call", ""}, {"called at", ""}, {"returned at", ""}, {"handles", ""}});
  for (const checker::OperationNumber number : drawn) {
    const history::Operation& operation = cast.operation(number);
    append_row(
        table, "td",
        {{std::to_string(operation.thread), ""},
         {cast.label(number), ""},
         {std::to_string(operation.invocation), ""},
         {operation.response == history::kNever ? "never" : std::to_string(operation.response), ""},
         {shortened(join(cast.handles(number), ", ")), ""}});
  }
}

void Page::append_deviations(const SuiteResult& suite) {
  pugi::xml_node list;
  std::size_t shown = 0;
  std::size_t left = 0;
  for (const Check& check : suite.checks) {
    for (const Deviation& deviation : check.deviations) {
      if (shown == kMostDeviations) {
        ++left;
        continue;
      }
      if (shown++ == 0) {
        append_text(main_, "h2", "Findings: " + suite.name);
        list = main_.append_child("ul");
      }
      append_deviation(list.append_child("li"), check, deviation);
    }
  }
  if (left != 0) append_text(main_, "p", counted(left, "more finding") + " in the JSON report");
}

void Page::append_deviation(pugi::xml_node parent, const Check& check, const Deviation& deviation) {
  const bool is_violation = verdict_of(deviation, run_.strict) == Verdict::kViolation;
  pugi::xml_node details = parent.append_child("details");
  pugi::xml_node summary = append_text(
      details, "summary",
      (deviation.known_as.empty() ? "" : deviation.known_as + ": ") + shortened(deviation.text));
  if (is_violation) set_attribute(summary, "class", "bad");
  std::string text = "check: " + check.name + "\nkey: " + deviation.key;
  if (!deviation.expected.empty()) text += "\nexpected: " + shortened(deviation.expected);
  if (!deviation.observed.empty()) text += "\nobserved: " + shortened(deviation.observed);
  if (!deviation.replay.empty()) text += "\nreplay: " + deviation.replay;
  for (std::size_t line = 0; line < std::min(deviation.program.size(), kMostProgramLines); ++line) {
    text += (line == 0 ? "\nprogram:\n  " : "\n  ") + shortened(deviation.program[line]);
  }
  append_text(details, "pre", text);
}

}  // namespace

std::string html_text(const Run& run) {
  Page page(run);
  page.fill(true);
  std::string text = page.text();
  if (text.size() <= kLargestPage) return text;
  Page plain(run);
  plain.fill(false);
  return plain.text();
}

}  // namespace rollcall::report
