// Flaws of lifecycle events, and of lists that say from which event on to watch.

#include "conformance/flawed/answer.hpp"
#include "conformance/flawed/flaw.hpp"

namespace rollcall::flawed {
namespace {

/// The callback that the caller registered.
struct Listener {
  virConnectDomainEventCallback callback;
  void* opaque;
  virFreeCallback free_opaque;
};

int swallow_stopped(virConnectPtr connection, virDomainPtr domain, int event, int detail,
                    void* opaque) {
  if (event == VIR_DOMAIN_EVENT_STOPPED) return 0;
  const auto* listener = static_cast<Listener*>(opaque);
  return listener->callback(connection, domain, event, detail, listener->opaque);
}

int repeat_started(virConnectPtr connection, virDomainPtr domain, int event, int detail,
                   void* opaque) {
  const auto* listener = static_cast<Listener*>(opaque);
  if (event == VIR_DOMAIN_EVENT_STARTED) {
    listener->callback(connection, domain, event, detail, listener->opaque);
  }
  return listener->callback(connection, domain, event, detail, listener->opaque);
}

void free_listener(void* opaque) {
  const auto* listener = static_cast<Listener*>(opaque);
  if (listener->free_opaque != nullptr) listener->free_opaque(listener->opaque);
  delete listener;
}

/// virConnectDomainEventRegisterAny whose callbacks hear what `pass_on` passes on.
template <int (*pass_on)(virConnectPtr, virDomainPtr, int, int, void*)>
int register_through(virConnectPtr connection, virDomainPtr domain, int event_id,
                     virConnectDomainEventGenericCallback callback, void* opaque,
                     virFreeCallback free_opaque) {
  if (callback == nullptr || event_id != VIR_DOMAIN_EVENT_ID_LIFECYCLE) {
    return backend().virConnectDomainEventRegisterAny(connection, domain, event_id, callback,
                                                      opaque, free_opaque);
  }
  // Of lifecycle events the generic callback stands for this type.
  auto* listener = new Listener{
      reinterpret_cast<virConnectDomainEventCallback>(reinterpret_cast<void (*)()>(callback)),
      opaque, free_opaque};
  const int number = backend().virConnectDomainEventRegisterAny(
      connection, domain, event_id,
      reinterpret_cast<virConnectDomainEventGenericCallback>(reinterpret_cast<void (*)()>(pass_on)),
      listener, free_listener);
  if (number < 0) delete listener;
  return number;
}

int tell_later_generation(virConnectPtr connection, virDomainPtr** domains,
                          unsigned long long* generation, unsigned flags) {
  const int length =
      backend().rollcallConnectListAllDomains(connection, domains, generation, flags);
  pause();
  if (length >= 0) {
    virDomainPtr* later = nullptr;
    adopt(later, backend().rollcallConnectListAllDomains(connection, &later, generation, flags));
  }
  return length;
}

}  // namespace

std::vector<Flaw> event_flaws() {
  return {
      {"swallows_stopped",
       "callbacks hear every lifecycle event but that a domain stopped",
       "events",
       "events/destroy(0)/RP/events as documented -> missing STOPPED/1",
       {ROLLCALL_FLAWED_REPLACES(virConnectDomainEventRegisterAny,
                                 register_through<swallow_stopped>)}},
      {"repeats_started",
       "callbacks hear twice that a domain started",
       "events",
       "events/create(0)/I/events as documented -> unexpected STARTED/0",
       {ROLLCALL_FLAWED_REPLACES(virConnectDomainEventRegisterAny,
                                 register_through<repeat_started>)}},
      {"tells_later_generation",
       "a list says to watch from a later change than its own",
       "events",
       "events/A5/list",
       {ROLLCALL_FLAWED_REPLACES(rollcallConnectListAllDomains, tell_later_generation)}},
  };
}

}  // namespace rollcall::flawed
