// The names under which calls and outcomes stand in history files and reports, e.g. "lookup_by_id".

#pragma once

#include <optional>
#include <string_view>

#include "conformance/history/operation.hpp"

namespace rollcall::history {

std::string_view name_of(Call call);
std::string_view name_of(Outcome outcome);

/// The call or outcome of that name; nothing when there is none.
std::optional<Call> call_named(std::string_view name);
std::optional<Outcome> outcome_named(std::string_view name);

}  // namespace rollcall::history
