// What guests do by themselves. All of it runs on the event loop's thread.

#include <utility>

#include "api/core/check.hpp"
#include "kvmdriver/host.hpp"

namespace rollcall::kvm {
namespace {

bool is_guests_doing(const Json& data) {
  const auto found = data.find("guest");
  return found != data.end() && found->is_boolean() && found->get<bool>();
}

// A guest that does something runs, whatever is still to be concluded from QEMU's last answer.
DomainRuntime as_running(DomainRuntime runtime) {
  runtime.state = VIR_DOMAIN_RUNNING;
  return runtime;
}

Transition changed_to(const DomainRuntime& before, virDomainState state, int reason,
                      LifecycleEvent event) {
  Transition transition;
  transition.after = before;
  transition.after.state = state;
  transition.after.reason = reason;
  transition.events.push_back(event);
  return transition;
}

Result<Transition> paused(const DomainRuntime& before, virDomainPausedReason reason,
                          virDomainEventSuspendedDetailType detail) {
  return changed_to(before, VIR_DOMAIN_PAUSED, reason, {VIR_DOMAIN_EVENT_SUSPENDED, detail});
}

Result<Transition> asleep(const DomainRuntime& before) {
  return lifecycle::pm_suspend(as_running(before), VIR_NODE_SUSPEND_TARGET_MEM, 0, 0);
}

Result<Transition> awake(const DomainRuntime& before) { return lifecycle::pm_wakeup(before, 0); }

}  // namespace

void Host::on_guest_event(const GuestPtr& guest, const Json& event) {
  const std::string name = text_in(event, "event");
  const auto found = event.find("data");
  const Json data = found != event.end() && found->is_object() ? *found : Json::object();
  if (name == "SHUTDOWN") {
    on_shutdown(guest, data);
  } else if (name == "RESET") {
    if (is_guests_doing(data)) on_reset(guest);
  } else if (name == "GUEST_PANICKED") {
    on_panic(guest);
  } else if (name == "SUSPEND") {
    happen(guest, asleep);
  } else if (name == "WAKEUP") {
    happen(guest, awake);
  } else if (name == "BLOCK_IO_ERROR") {
    on_io_error(guest, data);
  } else if (name == "MIGRATION" || name == "JOB_STATUS_CHANGE") {
    guest->note_progress();
  } else if (name == "STOP" || name == "RESUME") {
    // Usually the consequence of a command, whose answer will say so.
    if (!guest->is_being_asked()) examine(guest, [] {});
  }
}

bool Host::happen(const GuestPtr& guest, const Rule& rule) {
  {
    Registry::Access access(registry_);
    const KvmDomain* domain = access.find(guest->uuid());
    // Not yet in the registry, or on its way out of it.
    if (domain == nullptr || domain->guest != guest || guest->end_rule) return false;
    Result<Transition> transition = rule(domain->runtime);
    if (!transition) return false;
    access.apply(guest->uuid(), *std::move(transition));
  }
  record_writer_.note(guest);
  return true;
}

void Host::finish(const GuestPtr& guest, EndRule rule) {
  {
    Registry::Access access(registry_);
    const KvmDomain* domain = access.find(guest->uuid());
    if (domain == nullptr || domain->guest != guest || guest->end_rule) return;
    guest->end_rule = std::move(rule);
  }
  guest->end(Force::kInsist);
}

void Host::restart(const GuestPtr& guest, const Rule& rule) {
  guest->ask("system_reset", [this, guest, rule](const Result<Json>& reset) {
    if (!reset) return;
    guest->ask("cont", [this, guest, rule](const Result<Json>& running) {
      if (running) happen(guest, rule);
    });
  });
}

void Host::on_shutdown(const GuestPtr& guest, const Json& data) {
  if (!is_guests_doing(data)) return;  // its process ends, which shows by itself
  DefinitionPtr definition;
  bool reboot = text_in(data, "reason") == "guest-reset";
  {
    Registry::Access access(registry_);
    const KvmDomain* domain = access.find(guest->uuid());
    if (domain == nullptr || domain->guest != guest) return;
    definition = domain->definitions.guest;
    reboot = std::exchange(guest->reboot_wanted, false) || reboot;
  }
  const LifecycleAction action = reboot ? definition->on_reboot : definition->on_poweroff;
  const auto rule = [reboot, action](const DomainRuntime& before) -> Transition {
    const DomainRuntime ran = as_running(before);
    return reboot ? lifecycle::guest_rebooted(ran, action)
                  : lifecycle::guest_powered_off(ran, action);
  };
  const Transition trial = rule(DomainRuntime{});
  if (trial.rebooted) {
    restart(guest, rule);
  } else if (trial.after.state == VIR_DOMAIN_SHUTOFF) {
    finish(guest, rule);
  } else {
    happen(guest, rule);
  }
}

void Host::on_reset(const GuestPtr& guest) {
  happen(guest, [](const DomainRuntime& before) -> Result<Transition> {
    // Where a reboot is not wanted, QEMU shuts down instead.
    return lifecycle::guest_rebooted(as_running(before), LifecycleAction::kRestart);
  });
}

void Host::on_panic(const GuestPtr& guest) {
  LifecycleAction action = LifecycleAction::kDestroy;
  {
    Registry::Access access(registry_);
    const KvmDomain* domain = access.find(guest->uuid());
    if (domain == nullptr || domain->guest != guest) return;
    action = domain->definitions.guest->on_crash;
  }
  const auto rule = [action](const DomainRuntime& before) -> Transition {
    return lifecycle::guest_crashed(as_running(before), action);
  };
  const Transition trial = rule(DomainRuntime{});
  if (trial.rebooted) {
    restart(guest, rule);
  } else if (trial.after.state == VIR_DOMAIN_SHUTOFF) {
    finish(guest, rule);
  } else {
    happen(guest, rule);
  }
}

void Host::on_io_error(const GuestPtr& guest, const Json& data) {
  if (text_in(data, "action") != "stop") return;
  happen(guest, [](const DomainRuntime& before) {
    return paused(before, VIR_DOMAIN_PAUSED_IOERROR, VIR_DOMAIN_EVENT_SUSPENDED_IOERROR);
  });
}

void Host::examine(const GuestPtr& guest, std::function<void()> done) {
  guest->ask("query-status", [this, guest, done = std::move(done)](const Result<Json>& answer) {
    // Another command is on its way: what it does is concluded from
    // its own answer.
    if (answer && !guest->is_being_asked()) follow_status(guest, text_in(*answer, "status"));
    done();
  });
}

// Source: RunState in qapi/run-state.json of QEMU.
void Host::follow_status(const GuestPtr& guest, const std::string& status) {
  virDomainState known = VIR_DOMAIN_NOSTATE;
  {
    Registry::Access access(registry_);
    const KvmDomain* domain = access.find(guest->uuid());
    if (domain == nullptr || domain->guest != guest) return;
    known = domain->runtime.state;
  }
  if (status == "shutdown") {
    if (known != VIR_DOMAIN_SHUTDOWN) on_shutdown(guest, {{"guest", true}});
  } else if (status == "guest-panicked") {
    if (known != VIR_DOMAIN_CRASHED) on_panic(guest);
  } else if (status == "suspended") {
    if (known != VIR_DOMAIN_PMSUSPENDED) happen(guest, asleep);
  } else if (status == "running") {
    if (known == VIR_DOMAIN_PMSUSPENDED) happen(guest, awake);
    if (known == VIR_DOMAIN_PAUSED || known == VIR_DOMAIN_CRASHED) {
      happen(guest, [](const DomainRuntime& before) -> Result<Transition> {
        return changed_to(before, VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_UNPAUSED,
                          {VIR_DOMAIN_EVENT_RESUMED, VIR_DOMAIN_EVENT_RESUMED_UNPAUSED});
      });
    }
  } else if (known == VIR_DOMAIN_RUNNING) {
    const bool io_error = status == "io-error";
    const bool watchdog = status == "watchdog";
    const bool by_command = status == "paused" || status == "prelaunch";
    happen(guest, [=](const DomainRuntime& before) {
      if (io_error) {
        return paused(before, VIR_DOMAIN_PAUSED_IOERROR, VIR_DOMAIN_EVENT_SUSPENDED_IOERROR);
      }
      if (watchdog) {
        return paused(before, VIR_DOMAIN_PAUSED_WATCHDOG, VIR_DOMAIN_EVENT_SUSPENDED_WATCHDOG);
      }
      return paused(before, by_command ? VIR_DOMAIN_PAUSED_USER : VIR_DOMAIN_PAUSED_UNKNOWN,
                    VIR_DOMAIN_EVENT_SUSPENDED_PAUSED);
    });
  }
}

void Host::on_guest_dead(const GuestPtr& guest) {
  {
    const std::lock_guard not_being_written(guest->record_mutex);
    guest->record_removed = true;
    folder_.remove_guest(guest->uuid());
  }
  {
    Registry::Access access(registry_);
    const KvmDomain* domain = access.find(guest->uuid());
    if (domain != nullptr && domain->guest == guest) {
      access.apply(guest->uuid(), guest->end_rule ? guest->end_rule(domain->runtime)
                                                  : lifecycle::guest_lost(domain->runtime));
    }
  }
  guest->set_dead();
}

}  // namespace rollcall::kvm
