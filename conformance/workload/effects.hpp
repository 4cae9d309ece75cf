// What a mutator that succeeds makes of its domain, so that those who write a domain know its state
// without asking: the table of history/FORMAT.md as code.

#pragma once

#include <cstdint>
#include <vector>

#include "conformance/history/history.hpp"
#include "conformance/workload/program.hpp"

namespace rollcall::workload {

/// Whether the call is done in that state (and not refused).
bool is_done_in(const history::DomainState& state, history::Call call);

/// Applies a mutator that was done. `argument` is the NameNumber or the 0 or 1 of the call, `value`
/// the id that it returned.
void apply(history::DomainState& state, history::Call call, std::uint32_t argument,
           std::int32_t value);

/// The calls that bring a domain from `state` to its home, with no autostart, managed save,
/// snapshot or checkpoint.
std::vector<history::Call> way_home(const history::DomainState& state, Home home);

/// The calls that remove whatever there is.
std::vector<history::Call> way_out(const history::DomainState& state);

}  // namespace rollcall::workload
