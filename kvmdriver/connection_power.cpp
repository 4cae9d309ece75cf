// Operations that start, stop and otherwise drive guests.

#include <utility>

#include "kvmdriver/connection.hpp"
#include "kvmdriver/errors.hpp"

namespace rollcall::kvm {

Result<std::int32_t> Connection::create(const DomainRef& domain, unsigned flags) {
  return host_->create_guest(domain, flags, number_);
}

Status Connection::suspend(const DomainRef& domain) {
  const Result<KeyLocks::Held> held = host_->hold(domain.uuid);
  if (!held) return fail(held.error());
  const Result<Transition> possible = decide(domain, lifecycle::suspend);
  if (!possible) return fail(possible.error());
  // A guest that does not run is not disturbed: QEMU would take "stop" as a new state of it.
  if (possible->events.empty()) return {};
  return outcome(host_->ask_guest(domain, "stop", lifecycle::suspend));
}

Status Connection::resume(const DomainRef& domain) {
  const Result<KeyLocks::Held> held = host_->hold(domain.uuid);
  if (!held) return fail(held.error());
  return outcome(
      host_->ask_guest(domain, "cont", [](const DomainRuntime& before) -> Result<Transition> {
        Result<Transition> transition = lifecycle::resume(before);
        if (!transition || before.state != VIR_DOMAIN_CRASHED) return transition;
        // A crashed guest runs on. If it crashes again, that will be heard.
        DomainRuntime was_paused = before;
        was_paused.state = VIR_DOMAIN_PAUSED;
        return lifecycle::resume(was_paused);
      }));
}

Status Connection::request(const DomainRef& domain, const char* command, const Check& check) {
  const Result<KeyLocks::Held> held = host_->hold(domain.uuid);
  if (!held) return fail(held.error());
  if (Status possible = decide(domain, check); !possible) return possible;
  const Result<GuestPtr> guest = host_->guest_of(domain);
  if (!guest) return fail(guest.error());
  const Result<Json> answer = (*guest)->call(command);
  return answer ? Status() : fail(answer.error());
}

Result<std::int32_t> Connection::shutdown(const DomainRef& domain, unsigned flags) {
  Status asked = request(domain, "system_powerdown", [flags](const DomainRuntime& before) {
    return lifecycle::request_shutdown(before, flags);
  });
  if (!asked) return fail(std::move(asked.error()));
  // What the guest makes of it comes later, but may have come already.
  const Result<DomainRecord> now = find(domain.uuid);
  return now ? now->status.id : kIdInactive;
}

Status Connection::reboot(const DomainRef& domain, unsigned flags) {
  const Result<KeyLocks::Held> held = host_->hold(domain.uuid);
  if (!held) return fail(held.error());
  const auto check = [flags](const DomainRuntime& before) {
    return lifecycle::request_reboot(before, flags);
  };
  if (Status possible = decide(domain, check); !possible) return possible;
  const Result<GuestPtr> guest = host_->guest_of(domain);
  if (!guest) return fail(guest.error());
  // Without an agent a guest can only be asked to power off. It is started again then.
  return host_->ask_for_reboot(*guest);
}

Status Connection::reset(const DomainRef& domain, unsigned flags) {
  const Result<KeyLocks::Held> held = host_->hold(domain.uuid);
  if (!held) return fail(held.error());
  return outcome(host_->ask_guest(domain, "system_reset", [flags](const DomainRuntime& before) {
    return lifecycle::reset(before, flags);
  }));
}

Result<std::int32_t> Connection::destroy(const DomainRef& domain, unsigned flags) {
  const bool graceful = (flags & VIR_DOMAIN_DESTROY_GRACEFUL) != 0;
  // Not held: whatever else is being done with the domain ends with its guest.
  return host_->end_guest(
      domain, [flags](const DomainRuntime& before) { return lifecycle::destroy(before, flags); },
      graceful ? Force::kAsk : Force::kInsist);
}

Status Connection::pm_suspend(const DomainRef& domain, unsigned target,
                              unsigned long long duration_s, unsigned flags) {
  const Result<Transition> possible = decide(domain, [=](const DomainRuntime& before) {
    return lifecycle::pm_suspend(before, target, duration_s, flags);
  });
  if (!possible) return fail(possible.error());
  return fail_kvm(VIR_ERR_ARGUMENT_UNSUPPORTED,
                  "only an agent in the guest could suspend it, and this "
                  "driver talks to none");
}

Status Connection::pm_wakeup(const DomainRef& domain, unsigned flags) {
  return request(domain, "system_wakeup", [flags](const DomainRuntime& before) -> Status {
    const Result<Transition> possible = lifecycle::pm_wakeup(before, flags);
    return possible ? Status() : fail(possible.error());
  });
}

}  // namespace rollcall::kvm
