// Planted bug: callbacks hear every lifecycle event but that a domain stopped.

#include "conformance/flawed/genuine.hpp"

namespace {

/// The callback that the caller registered.
struct Listener {
  virConnectDomainEventCallback callback;
  void* opaque;
  virFreeCallback free_opaque;
};

int pass_on(virConnectPtr connection, virDomainPtr domain, int event, int detail, void* opaque) {
  if (event == VIR_DOMAIN_EVENT_STOPPED) return 0;
  const auto* listener = static_cast<Listener*>(opaque);
  return listener->callback(connection, domain, event, detail, listener->opaque);
}

void free_listener(void* opaque) {
  const auto* listener = static_cast<Listener*>(opaque);
  if (listener->free_opaque != nullptr) listener->free_opaque(listener->opaque);
  delete listener;
}

}  // namespace

FLAWED_EXPORT int virConnectDomainEventRegisterAny(virConnectPtr conn, virDomainPtr dom,
                                                   int event_id,
                                                   virConnectDomainEventGenericCallback cb,
                                                   void* opaque, virFreeCallback freecb) {
  static auto* const register_any =
      rollcall::flawed::genuine<decltype(::virConnectDomainEventRegisterAny)>(
          "virConnectDomainEventRegisterAny");
  if (cb == nullptr) return register_any(conn, dom, event_id, cb, opaque, freecb);
  auto* listener = new Listener{
      reinterpret_cast<virConnectDomainEventCallback>(reinterpret_cast<void (*)()>(cb)), opaque,
      freecb};
  return register_any(
      conn, dom, event_id,
      reinterpret_cast<virConnectDomainEventGenericCallback>(reinterpret_cast<void (*)()>(pass_on)),
      listener, free_listener);
}
