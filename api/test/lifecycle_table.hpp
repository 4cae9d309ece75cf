// Life-cycle tables as tests: one row is a domain before, a call, and all that comes of it, in a
// notation short enough to read as a table.
//
// Before: N none; I inactive; R running, P paused, C crashed, M asleep, each followed by P
// persistent or T transient. Then any of +MS managed save image, +MSp of a paused guest, +A
// autostart, +S snapshot "s" of the inactive domain, +Sr of the running, +Sp of the paused, +Sx
// without a definition, +C checkpoint "c", +U transient that was persistent, +D autodestroy.
//
// After: "E55" for a refusal, "gone", or the same with state and reason, "RP 1/5"; then "new-id",
// "reboot" and, after a colon, the events in order, "STARTED/0".

#pragma once

#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "api/core/lifecycle.hpp"

namespace rollcall::lifecycle {

/// One that no call knows.
inline constexpr unsigned kUnknownFlag = 1u << 30;

/// Pre: `notation` is not "N".
DomainRuntime domain(const std::string& notation);

/// The outcome in the notation above.
std::string outcome(const Result<Transition>& result);

struct Row {
  std::string call_name;
  std::string before;
  std::function<Result<Transition>(const DomainRuntime*)> call;
  std::string after;
};

/// A row for a call that needs a domain.
Row row(std::string call_name, std::string before,
        std::function<Result<Transition>(const DomainRuntime&)> call, std::string after);

/// Fails unless the row's call does what the row says.
void expect_row(const Row& row);

/// A test name made of what the row is about.
std::string row_name(const testing::TestParamInfo<Row>& parameter);

}  // namespace rollcall::lifecycle
