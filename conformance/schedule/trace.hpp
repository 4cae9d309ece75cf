// How the traces of two runs differ.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conformance/schedule/run.hpp"

namespace rollcall::schedule {

/// E.g. "thread 1 lock 2".
std::string to_text(const Step& step);

/// How two traces first differ, in a sentence; nothing when they are equal.
std::optional<std::string> first_difference(const std::vector<Step>& first,
                                            const std::vector<Step>& second);

}  // namespace rollcall::schedule
