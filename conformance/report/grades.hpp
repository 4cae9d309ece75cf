// Grades: the names of the properties, which of them a required grade demands, and the judgement on
// them as checks and as text.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/report/result.hpp"

namespace rollcall::report {

/// How a property is called: "W", "E", "P", "S", "L", "id".
const char* short_name(checker::Property property);

/// The grade (not the id rule) of that name; nothing when there is none.
std::optional<checker::Property> grade_named(std::string_view name);

/// What a property promises, and what is wrong when it is refuted, in a few words.
const char* promise_of(checker::Property property);
const char* breach_of(checker::Property property);

/// Whether a run that requires `required` requires `property` too.
bool demands(checker::Property required, checker::Property property);

/// One check for each property that is demanded. Keys of deviations begin with `suite`.
std::vector<Check> grade_checks(const std::string& suite, const checker::Judgement& judgement,
                                checker::Property required);

/// The refuted properties, the weakest grade first: it is the strongest finding.
std::vector<checker::Property> refuted(const checker::Judgement& judgement);

/// E.g. "W ok   E ok   P ok   S REFUTED   L undecided   id ok".
std::string grades_text(const checker::Judgement& judgement);

/// E.g. "not refuted in 640 118 lists, 2 104 331 operations".
std::string extent_text(const checker::Judgement& judgement);

}  // namespace rollcall::report
