#include "api/public/event_callback.hpp"

#include <rollcall/rollcall.h>

#include "api/public/entry.hpp"
#include "api/public/event_arguments.hpp"

namespace rollcall {
namespace {

template <typename Function, typename... Arguments>
void call(const EventCallback& callback, Arguments... arguments) {
  reinterpret_cast<Function>(callback.function)(arguments..., callback.data.opaque);
}

/// Calls for the kinds that carry more than the fields of a DomainEvent.
void call_with_details(const EventCallback& callback, virConnectPtr conn, virDomainPtr domain,
                       const EventDetails& told) {
  const auto number = [&](std::size_t place) { return number_at<int>(told, place); };
  const auto large = [&](std::size_t place) { return number_at<unsigned long long>(told, place); };
  const auto text = [&](std::size_t place) { return text_at(told, place); };
  switch (callback.event_id) {
    case VIR_DOMAIN_EVENT_ID_IO_ERROR:
      return call<virConnectDomainEventIOErrorCallback>(callback, conn, domain, text(0), text(1),
                                                        number(0));
    case VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON:
      return call<virConnectDomainEventIOErrorReasonCallback>(callback, conn, domain, text(0),
                                                              text(1), number(0), text(2));
    case VIR_DOMAIN_EVENT_ID_GRAPHICS: {
      const GraphicsArguments viewer(told);
      return call<virConnectDomainEventGraphicsCallback>(callback, conn, domain, number(0),
                                                         &viewer.local, &viewer.remote,
                                                         viewer.scheme, &viewer.subject);
    }
    case VIR_DOMAIN_EVENT_ID_DISK_CHANGE:
      return call<virConnectDomainEventDiskChangeCallback>(callback, conn, domain, text(0), text(1),
                                                           text(2), number(0));
    case VIR_DOMAIN_EVENT_ID_TUNABLE:
    case VIR_DOMAIN_EVENT_ID_JOB_COMPLETED: {  // both take parameters
      const ParameterArguments params(told);
      return call<virConnectDomainEventTunableCallback>(callback, conn, domain, params.array(),
                                                        params.count());
    }
    case VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD:
      return call<virConnectDomainEventBlockThresholdCallback>(callback, conn, domain, text(0),
                                                               text(1), large(0), large(1));
    case VIR_DOMAIN_EVENT_ID_MEMORY_FAILURE:
      return call<virConnectDomainEventMemoryFailureCallback>(
          callback, conn, domain, number(0), number(1), static_cast<unsigned>(number(2)));
    default:
      return;
  }
}

/// Calls with what the kind of event carries.
void call_by_kind(const EventCallback& callback, virConnectPtr conn, virDomainPtr domain,
                  const DomainEvent& event) {
  const char* text = event.text.c_str();
  switch (callback.event_id) {
    case VIR_DOMAIN_EVENT_ID_LIFECYCLE:
      return call<virConnectDomainEventCallback>(callback, conn, domain, event.type, event.detail);
    case VIR_DOMAIN_EVENT_ID_REBOOT:
    case VIR_DOMAIN_EVENT_ID_CONTROL_ERROR:
      return call<virConnectDomainEventGenericCallback>(callback, conn, domain);
    case VIR_DOMAIN_EVENT_ID_RTC_CHANGE:
      return call<virConnectDomainEventRTCChangeCallback>(callback, conn, domain, event.value);
    case VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE:
      return call<virConnectDomainEventBalloonChangeCallback>(callback, conn, domain, event.value);
    case VIR_DOMAIN_EVENT_ID_WATCHDOG:
    case VIR_DOMAIN_EVENT_ID_PMWAKEUP:
    case VIR_DOMAIN_EVENT_ID_PMSUSPEND:
    case VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK:
    case VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION:  // all take one number
      return call<virConnectDomainEventWatchdogCallback>(callback, conn, domain, event.type);
    case VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE:
      return call<virConnectDomainEventAgentLifecycleCallback>(callback, conn, domain, event.type,
                                                               event.detail);
    case VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED:
    case VIR_DOMAIN_EVENT_ID_DEVICE_ADDED:
    case VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED:  // all take a device's alias
      return call<virConnectDomainEventDeviceAddedCallback>(callback, conn, domain, text);
    case VIR_DOMAIN_EVENT_ID_TRAY_CHANGE:
      return call<virConnectDomainEventTrayChangeCallback>(callback, conn, domain, text,
                                                           event.type);
    case VIR_DOMAIN_EVENT_ID_BLOCK_JOB:
    case VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2:
      return call<virConnectDomainEventBlockJobCallback>(callback, conn, domain, text, event.type,
                                                         event.detail);
    case VIR_DOMAIN_EVENT_ID_METADATA_CHANGE:
      return call<virConnectDomainEventMetadataChangeCallback>(callback, conn, domain, event.type,
                                                               event.text.empty() ? nullptr : text);
    case VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE:
      return call<virConnectDomainEventMemoryDeviceSizeChangeCallback>(callback, conn, domain, text,
                                                                       event.value);
    default:
      if (event.details) call_with_details(callback, conn, domain, *event.details);
  }
}

}  // namespace

void call_back(const EventCallback& callback, virConnectPtr conn, const DomainEvent& event) {
  DomainRecord record{event.uuid, event.name, {}};
  record.status.id = event.id;
  DomainHandle* handle = make_handle(record, *conn);
  const virDomainPtr domain = pointer_to(handle);
  if (callback.family == CallbackFamily::kWatch) {
    call<rollcallDomainWatchCallback>(callback, conn, domain, event.type, event.detail,
                                      event.generation);
  } else {
    call_by_kind(callback, conn, domain, event);
  }
  handle->release();
}

}  // namespace rollcall
