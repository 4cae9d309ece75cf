// What happens to guests while they run: by request, or by themselves.

#include <fmt/format.h>

#include "api/core/check.hpp"
#include "api/core/lifecycle.hpp"
#include "api/core/lifecycle_steps.hpp"

namespace rollcall::lifecycle {
namespace {

constexpr unsigned kShutdownFlags =
    VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN | VIR_DOMAIN_SHUTDOWN_GUEST_AGENT;

constexpr unsigned kRebootFlags = VIR_DOMAIN_REBOOT_ACPI_POWER_BTN | VIR_DOMAIN_REBOOT_GUEST_AGENT;

constexpr unsigned kDestroyFlags = VIR_DOMAIN_DESTROY_GRACEFUL | VIR_DOMAIN_DESTROY_REMOVE_LOGS;

constexpr unsigned kSaveFlags =
    VIR_DOMAIN_SAVE_BYPASS_CACHE | VIR_DOMAIN_SAVE_RUNNING | VIR_DOMAIN_SAVE_PAUSED;

constexpr unsigned kDumpFlags =
    VIR_DUMP_CRASH | VIR_DUMP_LIVE | VIR_DUMP_BYPASS_CACHE | VIR_DUMP_RESET | VIR_DUMP_MEMORY_ONLY;

// Unknown flags win over the wrong state.
Status require_known_and_active(const DomainRuntime& before, unsigned flags, unsigned known,
                                const char* call) {
  if (Status status = require_known(flags, known, call); !status) return status;
  return require_active(before);
}

void power_off(Transition& transition) {
  emit(transition, VIR_DOMAIN_EVENT_SHUTDOWN, VIR_DOMAIN_EVENT_SHUTDOWN_GUEST);
  emit(transition, VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN);
  stop(transition, VIR_DOMAIN_SHUTOFF_SHUTDOWN);
}

bool restarts(LifecycleAction action) {
  return action == LifecycleAction::kRestart || action == LifecycleAction::kRestartRename ||
         action == LifecycleAction::kCoredumpRestart;
}

// The part that managed_save() and save() share. The guest has not stopped yet.
Result<SaveToFile> save_memory(const DomainRuntime& before, unsigned flags, const char* call) {
  if (Status known = require_known(flags, kSaveFlags, call); !known) return fail(known.error());
  constexpr unsigned kStates = VIR_DOMAIN_SAVE_RUNNING | VIR_DOMAIN_SAVE_PAUSED;
  if (Status one = require_exclusive(flags, kStates, call); !one) return fail(one.error());
  if (Status active = require_active(before); !active) return fail(active.error());

  SaveToFile saved{unchanged(before), {}};
  const bool asleep = before.state == VIR_DOMAIN_PMSUSPENDED;
  if (asleep) {
    // A sleeping guest is woken first: its memory cannot be saved asleep.
    emit(saved.transition, VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_WAKEUP);
  }
  const bool running = pause_if_running(saved.transition) || asleep;
  saved.image.paused = comes_back_paused(!running, flags);
  emit(saved.transition, VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_SAVED);
  stop(saved.transition, VIR_DOMAIN_SHUTOFF_SAVED);
  return saved;
}

}  // namespace

Result<Transition> suspend(const DomainRuntime& before) {
  if (Status active = require_active(before); !active) return fail(active.error());
  if (before.state == VIR_DOMAIN_PMSUSPENDED) {
    return wrong_state("the domain is suspended by power management");
  }
  Transition transition = unchanged(before);
  if (before.state != VIR_DOMAIN_PAUSED && before.state != VIR_DOMAIN_CRASHED) {
    enter(transition, VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_USER);
    emit(transition, VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_PAUSED);
  }
  return transition;
}

Result<Transition> resume(const DomainRuntime& before) {
  if (Status active = require_active(before); !active) return fail(active.error());
  Transition transition = unchanged(before);
  if (before.state == VIR_DOMAIN_PAUSED) {
    continue_running(transition);
    return transition;
  }
  if (before.state == VIR_DOMAIN_CRASHED) {
    emit(transition, VIR_DOMAIN_EVENT_RESUMED, VIR_DOMAIN_EVENT_RESUMED_UNPAUSED);
    emit(transition, VIR_DOMAIN_EVENT_CRASHED, VIR_DOMAIN_EVENT_CRASHED_PANICKED);
    return transition;
  }
  return wrong_state("the domain is not paused");
}

Status request_shutdown(const DomainRuntime& before, unsigned flags) {
  if (Status status = require_known_and_active(before, flags, kShutdownFlags, "shutdown");
      !status) {
    return status;
  }
  if (before.state != VIR_DOMAIN_RUNNING) return wrong_state("the domain is not running");
  return {};
}

Status request_reboot(const DomainRuntime& before, unsigned flags) {
  return require_known_and_active(before, flags, kRebootFlags, "reboot");
}

Result<Transition> reset(const DomainRuntime& before, unsigned flags) {
  if (Status status = require_known_and_active(before, flags, 0, "reset"); !status) {
    return fail(status.error());
  }
  Transition transition = unchanged(before);
  transition.rebooted = true;
  return transition;
}

Result<Transition> destroy(const DomainRuntime& before, unsigned flags) {
  if (Status status = require_known_and_active(before, flags, kDestroyFlags, "destroy"); !status) {
    return fail(status.error());
  }
  Transition transition = unchanged(before);
  emit(transition, VIR_DOMAIN_EVENT_SHUTDOWN, VIR_DOMAIN_EVENT_SHUTDOWN_HOST);
  emit(transition, VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_DESTROYED);
  stop(transition, VIR_DOMAIN_SHUTOFF_DESTROYED);
  return transition;
}

Result<Transition> pm_suspend(const DomainRuntime& before, unsigned target,
                              unsigned long long duration_s, unsigned flags) {
  if (Status known = require_known(flags, 0, "power management suspend"); !known) {
    return fail(known.error());
  }
  if (duration_s != 0) {
    return fail(
        VIR_ERR_ARGUMENT_UNSUPPORTED, VIR_FROM_DOMAIN,
        fmt::format("a guest cannot be woken after {} seconds, only on request", duration_s));
  }
  if (target > VIR_NODE_SUSPEND_TARGET_HYBRID) {
    return fail(VIR_ERR_INVALID_ARG, VIR_FROM_DOMAIN,
                fmt::format("unknown suspend target {}", target));
  }
  if (before.state != VIR_DOMAIN_RUNNING) return wrong_state("the domain is not running");
  Transition transition = unchanged(before);
  if (target == VIR_NODE_SUSPEND_TARGET_DISK) {
    emit(transition, VIR_DOMAIN_EVENT_PMSUSPENDED, VIR_DOMAIN_EVENT_PMSUSPENDED_DISK);
    power_off(transition);
  } else {
    emit(transition, VIR_DOMAIN_EVENT_PMSUSPENDED, VIR_DOMAIN_EVENT_PMSUSPENDED_MEMORY);
    enter(transition, VIR_DOMAIN_PMSUSPENDED, VIR_DOMAIN_PMSUSPENDED_UNKNOWN);
  }
  return transition;
}

Result<Transition> pm_wakeup(const DomainRuntime& before, unsigned flags) {
  if (Status known = require_known(flags, 0, "wakeup"); !known) return fail(known.error());
  if (before.state != VIR_DOMAIN_PMSUSPENDED) {
    return wrong_state("the domain is not suspended by power management");
  }
  Transition transition = unchanged(before);
  enter(transition, VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_WAKEUP);
  emit(transition, VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_WAKEUP);
  return transition;
}

Transition guest_powered_off(const DomainRuntime& before, LifecycleAction on_poweroff) {
  ROLLCALL_CHECK(before.state == VIR_DOMAIN_RUNNING);
  Transition transition = unchanged(before);
  if (restarts(on_poweroff)) {
    enter(transition, VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_BOOTED);
    transition.rebooted = true;
  } else if (on_poweroff == LifecycleAction::kPreserve) {
    enter(transition, VIR_DOMAIN_SHUTDOWN, VIR_DOMAIN_SHUTDOWN_USER);
    emit(transition, VIR_DOMAIN_EVENT_SHUTDOWN, VIR_DOMAIN_EVENT_SHUTDOWN_GUEST);
  } else {
    power_off(transition);
  }
  return transition;
}

Transition guest_rebooted(const DomainRuntime& before, LifecycleAction on_reboot) {
  ROLLCALL_CHECK(before.state == VIR_DOMAIN_RUNNING);
  Transition transition = unchanged(before);
  if (restarts(on_reboot)) {
    transition.rebooted = true;
  } else {
    power_off(transition);
  }
  return transition;
}

Transition guest_crashed(const DomainRuntime& before, LifecycleAction on_crash) {
  ROLLCALL_CHECK(before.state == VIR_DOMAIN_RUNNING);
  Transition transition = unchanged(before);
  emit(transition, VIR_DOMAIN_EVENT_CRASHED, VIR_DOMAIN_EVENT_CRASHED_PANICKED);
  if (restarts(on_crash)) {
    enter(transition, VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_CRASHED);
    emit(transition, VIR_DOMAIN_EVENT_RESUMED, VIR_DOMAIN_EVENT_RESUMED_UNPAUSED);
    transition.rebooted = true;
  } else if (on_crash == LifecycleAction::kPreserve) {
    enter(transition, VIR_DOMAIN_CRASHED, VIR_DOMAIN_CRASHED_PANICKED);
  } else {
    emit(transition, VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_CRASHED);
    stop(transition, VIR_DOMAIN_SHUTOFF_CRASHED);
  }
  return transition;
}

Transition guest_lost(const DomainRuntime& before) {
  ROLLCALL_CHECK(before.active());
  Transition transition = unchanged(before);
  emit(transition, VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_FAILED);
  stop(transition, VIR_DOMAIN_SHUTOFF_CRASHED);
  return transition;
}

Transition guest_paused_by_io_error(const DomainRuntime& before) {
  ROLLCALL_CHECK(before.state == VIR_DOMAIN_RUNNING);
  Transition transition = unchanged(before);
  enter(transition, VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_IOERROR);
  emit(transition, VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_IOERROR);
  return transition;
}

Result<Transition> managed_save(const DomainRuntime& before, unsigned flags) {
  Result<SaveToFile> saved = save_memory(before, flags, "managed save");
  if (!saved) return fail(saved.error());
  if (!before.persistent) return wrong_state("a transient domain has no managed save image");
  saved->transition.after.managed_save = saved->image;
  return std::move(saved->transition);
}

Result<Transition> managed_save_remove(const DomainRuntime& before, unsigned flags) {
  if (Status known = require_known(flags, 0, "managed save removal"); !known) {
    return fail(known.error());
  }
  Transition transition = unchanged(before);
  transition.after.managed_save.reset();
  return transition;
}

Result<SaveToFile> save(const DomainRuntime& before, unsigned flags) {
  return save_memory(before, flags, "save");
}

Result<Transition> core_dump(const DomainRuntime& before, unsigned flags) {
  if (Status known = require_known(flags, kDumpFlags, "core dump"); !known) {
    return fail(known.error());
  }
  constexpr unsigned kOutcomes = VIR_DUMP_CRASH | VIR_DUMP_LIVE | VIR_DUMP_RESET;
  if (Status one = require_exclusive(flags, kOutcomes, "core dump"); !one) {
    return fail(one.error());
  }
  if (Status active = require_active(before); !active) return fail(active.error());
  Transition transition = unchanged(before);
  const bool running = pause_if_running(transition);
  if ((flags & VIR_DUMP_CRASH) != 0) {
    emit(transition, VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_CRASHED);
    stop(transition, VIR_DOMAIN_SHUTOFF_CRASHED);
    return transition;
  }
  if (running) continue_running(transition);
  transition.rebooted = (flags & VIR_DUMP_RESET) != 0;
  return transition;
}

}  // namespace rollcall::lifecycle
