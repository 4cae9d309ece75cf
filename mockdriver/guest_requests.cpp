#include "mockdriver/guest_requests.hpp"

#include "mockdriver/deed.hpp"
#include "mockdriver/host_call.hpp"

namespace rollcall {
namespace {

/// Does it to the guest that runs now after that time, unless it has ended by then.
void do_later(HostCall& host, const Uuid& uuid, std::uint64_t after_ns, Deed deed) {
  const std::int32_t id = host.find(uuid)->runtime.id;
  host.schedule(after_ns, [uuid, id, deed](HostCall& later) {
    const MockDomain* domain = later.find(uuid);
    if (domain != nullptr && domain->runtime.id == id) perform(later, uuid, deed);
  });
}

void obey(HostCall& host, const Uuid& uuid, std::uint64_t after_ns, Deed deed) {
  if (after_ns == 0) {
    perform(host, uuid, deed);
  } else {
    do_later(host, uuid, after_ns, deed);
  }
}

bool has_booted(const HostCall& host, const MockDomain& guest, const GuestRule& behaviour) {
  return guest.started_ns == 0 || host.clock().elapsed_ns() - guest.started_ns >= behaviour.boot_ns;
}

}  // namespace

std::int32_t ask_to_shut_down(HostCall& host, const Uuid& uuid) {
  const MockDomain& guest = *host.find(uuid);
  const GuestRule behaviour = host.behaviour_of(guest);
  if (behaviour.obeys_shutdown && has_booted(host, guest, behaviour)) {
    obey(host, uuid, behaviour.shutdown_ns, Deed::kShutdown);
  }
  const MockDomain* after = host.find(uuid);
  return after == nullptr ? kIdInactive : after->runtime.id;
}

void ask_to_reboot(HostCall& host, const Uuid& uuid) {
  const MockDomain& guest = *host.find(uuid);
  const GuestRule behaviour = host.behaviour_of(guest);
  if (behaviour.obeys_reboot && has_booted(host, guest, behaviour)) {
    obey(host, uuid, behaviour.reboot_ns, Deed::kReboot);
  }
}

void fell_asleep(HostCall& host, const Uuid& uuid) {
  const MockDomain* guest = host.find(uuid);
  if (guest == nullptr || guest->runtime.state != VIR_DOMAIN_PMSUSPENDED) return;
  if (const auto wake_ns = host.behaviour_of(*guest).wake_ns) {
    do_later(host, uuid, *wake_ns, Deed::kWake);
  }
}

}  // namespace rollcall
