// Crash notice: when the library under test crashes the process, says in which suite, call and
// thread, before the process dies as it would have.

#pragma once

namespace rollcall::conformance {

/// Catches the signals of a crash from now on.
void catch_crashes();

/// The suite that runs now. Ownership: stays the caller's, for good.
void enter_suite(const char* name);

}  // namespace rollcall::conformance
