#include "conformance/report/grades.hpp"

#include <fmt/format.h>

#include <array>

#include "conformance/report/text.hpp"

namespace rollcall::report {
namespace {

using checker::Finding;
using checker::Property;
using checker::Standing;

struct Title {
  const char* name;
  const char* promise;
  const char* breach;
};

constexpr std::array<Title, checker::kPropertyCount> kTitles{{
    {"W", "answers are well-formed", "an answer is malformed"},
    {"E", "every entry and every absence was true at some instant of its call",
     "an entry or an absence was true at no instant of its call"},
    {"P", "all that was said of one domain fits one order of the calls on it",
     "what was said of one domain fits no order of the calls on it"},
    {"S", "every answer as a whole was true at one instant of its call",
     "an answer was true at no instant of its call"},
    {"L", "all calls have one order that respects real time",
     "no order of the calls explains all answers"},
    {"id", "names and ids are those of an instant at which the domain was one to return",
     "a handle has a name or id that its domain did not have when it was one to return"},
}};

const Title& title_of(Property property) { return kTitles[static_cast<std::size_t>(property)]; }

template <typename Visit>
void for_each_property(Visit visit) {
  for (std::size_t index = 0; index < checker::kPropertyCount; ++index) {
    visit(static_cast<Property>(index));
  }
}

const char* standing_words(Standing standing) {
  switch (standing) {
    case Standing::kNotRefuted:
      return "ok";
    case Standing::kRefuted:
      return "REFUTED";
    case Standing::kUndecided:
      return "undecided";
  }
  return "";
}

}  // namespace

const char* short_name(Property property) { return title_of(property).name; }
const char* promise_of(Property property) { return title_of(property).promise; }
const char* breach_of(Property property) { return title_of(property).breach; }

std::optional<Property> grade_named(std::string_view name) {
  std::optional<Property> found;
  for_each_property([&](Property property) {
    if (property != Property::kIdentity && name == short_name(property)) found = property;
  });
  return found;
}

bool demands(Property required, Property property) {
  switch (required) {
    case Property::kWellFormed:
    case Property::kEntries:
    case Property::kProjections:
      return property <= required;
    case Property::kSnapshots:
    case Property::kIdentity:
      return property != Property::kProjections && property != Property::kLinearizable;
    case Property::kLinearizable:
      return true;
  }
  return true;
}

std::vector<Check> grade_checks(const std::string& suite, const checker::Judgement& judgement,
                                Property required) {
  std::vector<Check> checks;
  for_each_property([&](Property property) {
    if (!demands(required, property)) return;
    const Finding& finding = judgement.of(property);
    Check check{.name = promise_of(property)};
    if (finding.standing == Standing::kUndecided) check.undecided = finding.undecided;
    if (finding.standing == Standing::kRefuted) {
      check.deviations.push_back(
          {.key = suite + "/" + short_name(property), .text = breach_of(property)});
    }
    checks.push_back(std::move(check));
  });
  return checks;
}

std::vector<Property> refuted(const checker::Judgement& judgement) {
  std::vector<Property> found;
  for_each_property([&](Property property) {
    if (judgement.of(property).standing == Standing::kRefuted) found.push_back(property);
  });
  return found;
}

std::string grades_text(const checker::Judgement& judgement) {
  std::vector<std::string> grades;
  for_each_property([&](Property property) {
    grades.push_back(fmt::format("{} {}", short_name(property),
                                 standing_words(judgement.of(property).standing)));
  });
  return join(grades, "   ");
}

std::string extent_text(const checker::Judgement& judgement) {
  const std::string extent = fmt::format("{}, {}", counted(judgement.listings, "list"),
                                         counted(judgement.operations, "operation"));
  const std::vector<Property> found = refuted(judgement);
  if (found.empty()) return "not refuted in " + extent;
  std::vector<std::string> times;
  for (const Property property : found) {
    times.push_back(fmt::format("{} {}", short_name(property),
                                counted(judgement.of(property).violations, "time")));
  }
  return fmt::format("refuted in {}: {}", extent, join(times, ", "));
}

}  // namespace rollcall::report
