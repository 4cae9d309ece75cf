// EventCallback: a function that a caller registered for events, and how it is called with one.

#pragma once

#include <cstdint>
#include <optional>

#include <libvirt/libvirt.h>

#include "api/core/domain_event.hpp"
#include "api/public/caller_data.hpp"

namespace rollcall {

/// How a callback was registered, which says how it is removed.
enum class CallbackFamily : std::uint8_t {
  kLegacy,  ///< virConnectDomainEventRegister
  kAny,     ///< virConnectDomainEventRegisterAny
  kWatch,   ///< rollcallConnectDomainWatch
};

/// Of any function type; cast back to its own before it is called.
using AnyFunction = void (*)();

struct EventCallback {
  CallbackFamily family;
  int event_id;                ///< virDomainEventID
  std::optional<Uuid> domain;  ///< nothing: the events of all domains
  AnyFunction function;
  CallerData data;

  bool wants(const DomainEvent& event) const noexcept {
    return event.event_id == event_id && (!domain || *domain == event.uuid);
  }

  /// Whether registering `other` too would call the same function twice for the same events. A
  /// watch never does: each has its own beginning.
  bool same_registration(const EventCallback& other) const noexcept {
    return family != CallbackFamily::kWatch && family == other.family &&
           event_id == other.event_id && domain == other.domain && function == other.function;
  }
};

/// Calls `callback` with `event`, by the function type that belongs to its event_id.
///
/// Pre: callback.wants(event). Threading: no lock is held; the function may do anything.
void call_back(const EventCallback& callback, virConnectPtr conn, const DomainEvent& event);

}  // namespace rollcall
