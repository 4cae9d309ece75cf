// Verifier: confirms a certificate against its history. Short, linear, and shares no code with the
// judge (not the model of a domain either), so that nobody has to trust the judge.

#pragma once

#include <string>

#include "conformance/checker/verdict.hpp"

namespace rollcall::checker {

/// Why `certificate` does not prove its verdict on `history`; empty when it does. A region (found
/// by exhaustive search) is confirmed only so far that its operations exist.
std::string objection(const history::History& history, const Certificate& certificate);

}  // namespace rollcall::checker
