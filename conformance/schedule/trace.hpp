// The trace of a run as a file: its token, its hash, and one line per step.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "conformance/schedule/run.hpp"
#include "conformance/schedule/token.hpp"

namespace rollcall::schedule {

struct TraceFile {
  Token token;
  std::vector<Step> steps;
};

std::string to_text(const TraceFile& trace);

/// Errors: a sentence with the number of the line; also when the steps are not those of the hash.
tl::expected<TraceFile, std::string> trace_from(std::string_view text);

/// How two traces first differ, in a sentence; nothing when they are equal.
std::optional<std::string> first_difference(const std::vector<Step>& first,
                                            const std::vector<Step>& second);

}  // namespace rollcall::schedule
