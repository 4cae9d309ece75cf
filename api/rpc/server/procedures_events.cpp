// Registering for events, in the manners that three generations of clients have.

#include "api/rpc/server/client.hpp"
#include "api/rpc/server/dispatch.hpp"

namespace rollcall::rpc {
namespace {

constexpr Int kOldEventsEnd = static_cast<Int>(kOldEventNumbers.size());

bool known_event(Call& call, Int event_id, Int end) {
  if (event_id >= 0 && event_id < end) return true;
  call.fail(VIR_ERR_INTERNAL_ERROR, VIR_FROM_RPC,
            "internal error: unsupported event ID " + std::to_string(event_id));
  return false;
}

std::optional<Rets<Int>> register_modern(Call& call, Int event_id,
                                         const std::optional<Domain>& domain) {
  if (!known_event(call, event_id, kEventsEnd)) return std::nullopt;
  const virDomainPtr handle = domain ? call.handle(*domain) : nullptr;
  if (domain && handle == nullptr) return std::nullopt;
  const auto number = call.client().events.add(call.conn(), event_id, handle, true);
  if (!number) return std::nullopt;
  return Rets<Int>{*number};
}

std::optional<Rets<>> deregister_modern(Call& call, Int number) {
  if (call.client().events.remove(call.conn(), number, true)) return Rets<>{};
  return call.fail(
      VIR_ERR_INTERNAL_ERROR, VIR_FROM_RPC,
      "internal error: domain event callback " + std::to_string(number) + " not registered");
}

std::optional<Rets<>> register_old(Call& call, Int event_id) {
  if (!known_event(call, event_id, kOldEventsEnd)) return std::nullopt;
  if (call.client().events.old_registration(event_id)) {
    return call.fail(
        VIR_ERR_INTERNAL_ERROR, VIR_FROM_RPC,
        "internal error: domain event " + std::to_string(event_id) + " already registered");
  }
  if (!call.client().events.add(call.conn(), event_id, nullptr, false)) return std::nullopt;
  return Rets<>{};
}

std::optional<Rets<>> deregister_old(Call& call, Int event_id) {
  if (!known_event(call, event_id, kOldEventsEnd)) return std::nullopt;
  const auto number = call.client().events.old_registration(event_id);
  if (number && call.client().events.remove(call.conn(), *number, false)) return Rets<>{};
  return call.fail(VIR_ERR_INTERNAL_ERROR, VIR_FROM_RPC,
                   "internal error: domain event " + std::to_string(event_id) + " not registered");
}

// The number that these two answer with is looked at by nobody.
std::optional<Rets<Int>> register_lifecycle(Call& call) {
  if (!register_old(call, VIR_DOMAIN_EVENT_ID_LIFECYCLE)) return std::nullopt;
  return Rets<Int>{0};
}

std::optional<Rets<Int>> deregister_lifecycle(Call& call) {
  if (!deregister_old(call, VIR_DOMAIN_EVENT_ID_LIFECYCLE)) return std::nullopt;
  return Rets<Int>{0};
}

constexpr Served kEventProcedures[] = {
    serve<EventRegister, register_modern>(Place::kClient),
    serve<EventDeregister, deregister_modern>(Place::kClient),
    serve<OldEventRegister, register_old>(Place::kClient),
    serve<OldEventDeregister, deregister_old>(Place::kClient),
    serve<LifecycleRegister, register_lifecycle>(Place::kClient),
    serve<LifecycleDeregister, deregister_lifecycle>(Place::kClient),
};

}  // namespace

std::span<const Served> event_procedures() noexcept { return kEventProcedures; }

}  // namespace rollcall::rpc
