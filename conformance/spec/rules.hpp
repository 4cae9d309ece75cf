// The rows of the transition tables, one function per call, grouped by what the calls are about.
// Each says what may happen to an existing domain; step() puts arguments, absence and spontaneous
// changes around them. Private to the specification.

#pragma once

#include <optional>
#include <vector>

#include "conformance/spec/host.hpp"

namespace rollcall::spec::rules {

using Outcomes = std::vector<Outcome>;

/// An error with one of `codes` (any, when empty) that changes nothing.
Outcome refuse(const std::optional<Domain>& domain, std::vector<int> codes);
/// Success.
Outcome accept(std::optional<Domain> domain, EventPattern events = {});

/// The state that a saved image or snapshot keeps of a domain: running, paused or shut off, or
/// kNoState where the documentation does not say which.
State kept_state(const Domain& domain);
/// A domain that resumes from a kept state: all ways it may come up, with their events.
Outcomes resumed_from_image(const Domain& domain, State kept, bool forced_pause);

// Definition. `existing` is the domain with the operation's uuid.
Outcomes define(const Host& host, const std::optional<Domain>& existing, const Operation& call);
Outcomes create_xml(const Host& host, const std::optional<Domain>& existing, const Operation& call);
Outcomes restore(const Host& host, const std::optional<Domain>& existing, const Operation& call);
Outcomes undefine(const Domain& domain, const Operation& call);
Outcomes rename(const Host& host, const Domain& domain, const Operation& call);
Outcomes set_autostart(const Domain& domain, const Operation& call);

// Power.
Outcomes create(const Domain& domain, const Operation& call);
Outcomes suspend(const Domain& domain);
Outcomes resume(const Domain& domain);
Outcomes shutdown(const Domain& domain);
Outcomes reboot(const Domain& domain);
Outcomes reset(const Domain& domain);
Outcomes destroy(const Domain& domain);
Outcomes pm_suspend(const Domain& domain);
Outcomes pm_wakeup(const Domain& domain);

// Saving.
Outcomes managed_save(const Domain& domain, const Operation& call);
Outcomes managed_save_remove(const Domain& domain);
Outcomes save(const Domain& domain);
Outcomes core_dump(const Domain& domain, const Operation& call);

// Snapshots and checkpoints.
Outcomes snapshot_create(const Domain& domain, const Operation& call);
Outcomes snapshot_delete(const Domain& domain, const Operation& call);
Outcomes snapshot_revert(const Domain& domain, const Operation& call);
Outcomes checkpoint_create(const Domain& domain, const Operation& call);
Outcomes checkpoint_delete(const Domain& domain, const Operation& call);

}  // namespace rollcall::spec::rules
