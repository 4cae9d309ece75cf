// Reproduction: a counterexample as a GoogleTest source file, and what such a file calls.

#pragma once

#include <string>
#include <tl/expected.hpp>

#include "conformance/report/result.hpp"
#include "conformance/suites/scheduled/trace_file.hpp"

namespace rollcall::suites::scheduled {

/// The variable that names another library than the one of a reproduction: a mended one.
inline constexpr const char* kOtherLibrary = "ROLLCALL_REPRODUCE_ON";

/// Runs what the token says again, on the library of `origin` or of kOtherLibrary.
///
/// Pre:     the process has not loaded that library yet; at most one call per process.
/// Returns: what was refuted, explained; empty when the promise of the token was kept.
/// Errors:  why it cannot be run here: no such library, a wrong token, a build with sanitizers.
tl::expected<std::string, std::string> breach_again(const Origin& origin, const std::string& token);

/// A source file with one test, which fails as long as the library of the trace breaks the promise.
/// It is to be linked with rollcall_suites.
std::string test_text(const TraceFile& trace, const report::ScheduledFind& find);

/// Errors: that the file cannot be written.
tl::expected<void, std::string> write_test(const std::string& path, const TraceFile& trace,
                                           const report::ScheduledFind& find);

}  // namespace rollcall::suites::scheduled
