// Entry points that register and remove callbacks for events of domains.

#include <libvirt/libvirt.h>

#include "api/public/arguments.hpp"
#include "api/public/entry.hpp"

using rollcall::Access;
using rollcall::AnyFunction;
using rollcall::CallbackFamily;
using rollcall::check_all;
using rollcall::fail;
using rollcall::HostConnection;
using rollcall::must_be_given;
using rollcall::Result;
using rollcall::run_on_host;
using rollcall::Status;
using rollcall::Uuid;

namespace {

constexpr int kLastEventId = VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE;

Status known_event(int event_id) {
  if (event_id >= 0 && event_id <= kLastEventId) return {};
  return fail(VIR_ERR_INVALID_ARG, VIR_FROM_DOMAIN,
              "there are no events of kind " + std::to_string(event_id) + ", only 0 to " +
                  std::to_string(kLastEventId));
}

/// The domain whose events are wanted, nothing for those of all.
///
/// Errors: VIR_ERR_INVALID_DOMAIN, VIR_ERR_INVALID_ARG for a domain of another connection.
Result<std::optional<Uuid>> filter_for(virConnectPtr conn, virDomainPtr domain) {
  if (domain == nullptr) return std::optional<Uuid>();
  const rollcall::DomainHandle& handle = *rollcall::handle_of(domain);
  if (!handle.valid()) {
    return fail(VIR_ERR_INVALID_DOMAIN, VIR_FROM_DOM, "the domain is freed, or is no domain");
  }
  if (&rollcall::connection_of(handle) == conn) return std::optional<Uuid>(handle.uuid());
  return fail(VIR_ERR_INVALID_ARG, VIR_FROM_DOMAIN,
              "domain '" + std::string(handle.name()) + "' is of another connection");
}

}  // namespace

int virConnectDomainEventRegister(virConnectPtr conn, virConnectDomainEventCallback cb,
                                  void* opaque, virFreeCallback freecb) {
  return run_on_host(conn, Access::kRead, [&](HostConnection&) {
    const auto function = reinterpret_cast<AnyFunction>(cb);
    return must_be_given("cb", cb != nullptr)
        .and_then([&] {
          return conn->events->add(*conn, {CallbackFamily::kLegacy,
                                           VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                           std::nullopt,
                                           function,
                                           {opaque, freecb}});
        })
        .map([](int) {});
  });
}

int virConnectDomainEventDeregister(virConnectPtr conn, virConnectDomainEventCallback cb) {
  return run_on_host(conn, Access::kRead, [&](HostConnection&) {
    const auto function = reinterpret_cast<AnyFunction>(cb);
    return must_be_given("cb", cb != nullptr).and_then([&] {
      return conn->events->remove_legacy(function);
    });
  });
}

int virConnectDomainEventRegisterAny(virConnectPtr conn, virDomainPtr dom, int event_id,
                                     virConnectDomainEventGenericCallback cb, void* opaque,
                                     virFreeCallback freecb) {
  return rollcall::call_host(
      conn, Access::kRead,
      [&](HostConnection&) {
        const auto function = reinterpret_cast<AnyFunction>(cb);
        return check_all(must_be_given("cb", cb != nullptr), known_event(event_id))
            .and_then([&] { return filter_for(conn, dom); })
            .and_then([&](std::optional<Uuid> domain) {
              return conn->events->add(
                  *conn, {CallbackFamily::kAny, event_id, domain, function, {opaque, freecb}});
            });
      },
      [](int number) { return number; });
}

int virConnectDomainEventDeregisterAny(virConnectPtr conn, int number) {
  return run_on_host(conn, Access::kRead, [&](HostConnection&) {
    return conn->events->remove(number, CallbackFamily::kAny, CallbackFamily::kLegacy);
  });
}
