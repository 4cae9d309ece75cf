#include "api/rpc/server/event_relay.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "api/rpc/server/call.hpp"
#include "api/rpc/wire/procedures.hpp"

namespace rollcall::rpc {

struct EventSource {
  /// One registration that a message is for.
  struct Recipient {
    std::int32_t number;
    bool modern;
  };

  std::weak_ptr<MessageSink> sink;
  std::int32_t event_id;
  std::optional<Uuid> domain;  ///< nothing: all
  int callback = -1;

  std::vector<Recipient> recipients() const {
    const std::lock_guard lock(mutex);
    return all;
  }

  mutable std::mutex mutex{};  // callbacks read what registering writes
  std::vector<Recipient> all{};
};

namespace {

template <class Kind, class... Fields>
void send(void* opaque, const Fields&... field) {
  const EventSource& source = *static_cast<const std::shared_ptr<EventSource>*>(opaque)->get();
  const auto sink = source.sink.lock();
  if (!sink) return;
  const typename Kind::Payload fields{field...};
  PacketHeader header;
  header.type = PacketType::kMessage;
  for (const EventSource::Recipient& recipient : source.recipients()) {
    header.procedure = recipient.modern
                           ? Kind::kNumber
                           : kOldEventNumbers[static_cast<std::size_t>(Kind::kEventId)];
    auto packet = recipient.modern ? encode_packet(header, recipient.number, fields)
                                   : encode_packet(header, fields);
    if (packet) sink->post(std::move(*packet));
  }
}

Text text(const char* chars) { return chars == nullptr ? Text() : Text(chars); }
OptionalText optional_text(const char* chars) {
  return chars == nullptr ? OptionalText() : OptionalText(chars);
}

// One callback for each manner of arguments.

template <class Kind>
void on_domain(virConnectPtr /*conn*/, virDomainPtr domain, void* opaque) {
  send<Kind>(opaque, wire_domain(domain));
}
template <class Kind, class Value>
void on_value(virConnectPtr /*conn*/, virDomainPtr domain, Value value, void* opaque) {
  using Wire = std::tuple_element_t<1, typename Kind::Payload>;
  send<Kind>(opaque, wire_domain(domain), static_cast<Wire>(value));
}
template <class Kind>
void on_reason(virConnectPtr /*conn*/, virDomainPtr domain, int reason, void* opaque) {
  send<Kind>(opaque, Int{reason}, wire_domain(domain));
}
template <class Kind>
void on_two_numbers(virConnectPtr /*conn*/, virDomainPtr domain, int one, int two, void* opaque) {
  send<Kind>(opaque, wire_domain(domain), Int{one}, Int{two});
}
int on_lifecycle(virConnectPtr /*conn*/, virDomainPtr domain, int event, int detail, void* opaque) {
  send<LifecycleEvent>(opaque, wire_domain(domain), Int{event}, Int{detail});
  return 0;
}
template <class Kind>
void on_device(virConnectPtr /*conn*/, virDomainPtr domain, const char* alias, void* opaque) {
  send<Kind>(opaque, wire_domain(domain), text(alias));
}
void on_tray(virConnectPtr /*conn*/, virDomainPtr domain, const char* alias, int reason,
             void* opaque) {
  send<TrayChangeEvent>(opaque, wire_domain(domain), text(alias), Int{reason});
}
template <class Kind>
void on_block_job(virConnectPtr /*conn*/, virDomainPtr domain, const char* disk, int type,
                  int status, void* opaque) {
  send<Kind>(opaque, wire_domain(domain), text(disk), Int{type}, Int{status});
}
void on_metadata(virConnectPtr /*conn*/, virDomainPtr domain, int type, const char* uri,
                 void* opaque) {
  send<MetadataChangeEvent>(opaque, wire_domain(domain), Int{type}, optional_text(uri));
}
void on_memory_device(virConnectPtr /*conn*/, virDomainPtr domain, const char* alias,
                      unsigned long long size, void* opaque) {
  send<MemoryDeviceSizeChangeEvent>(opaque, wire_domain(domain), text(alias), ULong{size});
}
// Kinds that carry what no driver of ours tells: a registration is accepted and never answered.
void on_nothing(virConnectPtr /*conn*/, virDomainPtr /*domain*/, void* /*opaque*/) {}

template <class Function>
virConnectDomainEventGenericCallback generic(Function* function) {
  return reinterpret_cast<virConnectDomainEventGenericCallback>(
      reinterpret_cast<void (*)()>(function));
}

virConnectDomainEventGenericCallback callback_for(std::int32_t event_id) {
  using Number = long long;
  switch (event_id) {
    case VIR_DOMAIN_EVENT_ID_LIFECYCLE:
      return generic(on_lifecycle);
    case VIR_DOMAIN_EVENT_ID_REBOOT:
      return on_domain<RebootEvent>;
    case VIR_DOMAIN_EVENT_ID_CONTROL_ERROR:
      return on_domain<ControlErrorEvent>;
    case VIR_DOMAIN_EVENT_ID_RTC_CHANGE:
      return generic(on_value<RtcChangeEvent, Number>);
    case VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE:
      return generic(on_value<BalloonChangeEvent, unsigned long long>);
    case VIR_DOMAIN_EVENT_ID_WATCHDOG:
      return generic(on_value<WatchdogEvent, int>);
    case VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION:
      return generic(on_value<MigrationIterationEvent, int>);
    case VIR_DOMAIN_EVENT_ID_PMWAKEUP:
      return generic(on_reason<PmWakeupEvent>);
    case VIR_DOMAIN_EVENT_ID_PMSUSPEND:
      return generic(on_reason<PmSuspendEvent>);
    case VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK:
      return generic(on_reason<PmSuspendDiskEvent>);
    case VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE:
      return generic(on_two_numbers<AgentLifecycleEvent>);
    case VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED:
      return generic(on_device<DeviceRemovedEvent>);
    case VIR_DOMAIN_EVENT_ID_DEVICE_ADDED:
      return generic(on_device<DeviceAddedEvent>);
    case VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED:
      return generic(on_device<DeviceRemovalFailedEvent>);
    case VIR_DOMAIN_EVENT_ID_TRAY_CHANGE:
      return generic(on_tray);
    case VIR_DOMAIN_EVENT_ID_BLOCK_JOB:
      return generic(on_block_job<BlockJobEvent>);
    case VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2:
      return generic(on_block_job<BlockJob2Event>);
    case VIR_DOMAIN_EVENT_ID_METADATA_CHANGE:
      return generic(on_metadata);
    case VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE:
      return generic(on_memory_device);
    default:
      return on_nothing;
  }
}

}  // namespace

std::shared_ptr<EventSource> EventRelay::source_for(virConnectPtr conn, std::int32_t event_id,
                                                    virDomainPtr domain_or_null) {
  std::optional<Uuid> domain;
  if (domain_or_null != nullptr) domain = wire_domain(domain_or_null).uuid;
  for (const Registered& one : registered_) {
    if (one.source->event_id == event_id && one.source->domain == domain) return one.source;
  }
  auto source = std::make_shared<EventSource>();
  source->sink = sink_;
  source->event_id = event_id;
  source->domain = domain;
  using Opaque = std::shared_ptr<EventSource>;
  auto opaque = std::make_unique<Opaque>(source);
  source->callback = virConnectDomainEventRegisterAny(
      conn, domain_or_null, event_id, callback_for(event_id), opaque.get(),
      [](void* given) { delete static_cast<Opaque*>(given); });
  if (source->callback < 0) return nullptr;
  static_cast<void>(opaque.release());  // deleted when the callback is not called any more
  return source;
}

std::optional<std::int32_t> EventRelay::add(virConnectPtr conn, std::int32_t event_id,
                                            virDomainPtr domain_or_null, bool modern) {
  const auto source = source_for(conn, event_id, domain_or_null);
  if (!source) return std::nullopt;
  {
    const std::lock_guard lock(source->mutex);
    source->all.push_back({next_number_, modern});
  }
  registered_.push_back({next_number_, modern, source});
  return next_number_++;
}

void EventRelay::forget(virConnectPtr conn, const Registered& registered) {
  EventSource& source = *registered.source;
  bool unused = false;
  {
    const std::lock_guard lock(source.mutex);
    std::erase_if(source.all,
                  [&](const auto& recipient) { return recipient.number == registered.number; });
    unused = source.all.empty();
  }
  if (unused) virConnectDomainEventDeregisterAny(conn, source.callback);
}

bool EventRelay::remove(virConnectPtr conn, std::int32_t number, bool modern) {
  const auto found = std::find_if(
      registered_.begin(), registered_.end(),
      [&](const Registered& one) { return one.number == number && one.modern == modern; });
  if (found == registered_.end()) return false;
  forget(conn, *found);
  registered_.erase(found);
  return true;
}

std::optional<std::int32_t> EventRelay::old_registration(std::int32_t event_id) const {
  for (const Registered& one : registered_) {
    if (!one.modern && one.source->event_id == event_id) return one.number;
  }
  return std::nullopt;
}

void EventRelay::clear(virConnectPtr conn) {
  for (const Registered& one : registered_) forget(conn, one);
  registered_.clear();
}

}  // namespace rollcall::rpc
