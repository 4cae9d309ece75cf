// The small steps that life-cycle rules are made of. Only for lifecycle*.cpp.

#pragma once

#include <string>
#include <utility>

#include <libvirt/libvirt.h>

#include "api/core/flag_checks.hpp"
#include "api/core/lifecycle.hpp"
#include "api/core/result.hpp"

namespace rollcall::lifecycle {

/// Refuses with OPERATION_INVALID, the usual answer to a call in the wrong state.
inline tl::unexpected<Error> wrong_state(std::string message) {
  return fail(VIR_ERR_OPERATION_INVALID, VIR_FROM_DOMAIN, std::move(message));
}

/// Errors: OPERATION_INVALID when inactive.
Status require_active(const DomainRuntime& before);

/// Nothing has happened yet.
Transition unchanged(const DomainRuntime& before);

/// Adds an event.
void emit(Transition& transition, int type, int detail);

/// Gives the guest a new state; it stays active or inactive as it was.
void enter(Transition& transition, virDomainState state, int reason);

/// The guest starts: with a new id and without a managed save image.
void start(Transition& transition, virDomainState state, int reason);

/// The guest stops: a transient domain is gone.
void stop(Transition& transition, virDomainShutoffReason reason);

/// The guest is paused for as long as the rest of the operation takes, if it runs.
///
/// Returns: whether it runs.
bool pause_if_running(Transition& transition);

/// Ends what pause_if_running() began.
void continue_running(Transition& transition);

/// Whether a guest saved in that state comes back paused, given virDomainSaveRestoreFlags.
inline bool comes_back_paused(bool was_paused, unsigned flags) {
  if ((flags & VIR_DOMAIN_SAVE_PAUSED) != 0) return true;
  return was_paused && (flags & VIR_DOMAIN_SAVE_RUNNING) == 0;
}

}  // namespace rollcall::lifecycle
