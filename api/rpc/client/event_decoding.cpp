#include "api/rpc/client/event_decoding.hpp"

#include <memory>
#include <string>
#include <utility>

#include "api/rpc/wire/procedures.hpp"

namespace rollcall::rpc {
namespace {

/// Puts the fields of a payload, in the order of the wire, where DomainEvent has them: texts,
/// numbers and parameters each among their own kind.
class EventBuilder {
 public:
  explicit EventBuilder(std::int32_t event_id) { event_.event_id = event_id; }

  void add(const Domain& domain) {
    event_.uuid.bytes = domain.uuid;
    event_.name = domain.name;
    event_.id = domain.id;
  }
  void add(std::int32_t number) {
    (words_++ == 0 ? event_.type : event_.detail) = number;
    details_.numbers.push_back(number);
  }
  void add(std::int64_t number) {
    event_.value = number;
    details_.numbers.push_back(number);
  }
  void add(std::uint64_t number) { add(static_cast<std::int64_t>(number)); }
  void add(const OptionalText& text) {
    if (details_.texts.empty()) event_.text = text.value_or(Text());
    details_.texts.emplace_back(text);
  }
  void add(Text text) { add(OptionalText(text)); }
  void add(const GraphicsAddress& address) {
    add(address.family);
    add(address.node);
    add(address.service);
  }
  void add(const List<GraphicsIdentity, kGraphicsIdentitiesMax>& identities) {
    for (const GraphicsIdentity& identity : identities.items) {
      add(identity.type);
      add(identity.name);
    }
  }
  template <std::uint32_t kMax>
  void add(const List<TypedParam, kMax>& params) {
    for (const TypedParam& param : params.items) {
      std::visit([&](const auto& value) { add_param(param.field, value); }, param.value);
    }
  }

  DomainEvent take() {
    event_.details = std::make_shared<const EventDetails>(std::move(details_));
    return std::move(event_);
  }

 private:
  template <class Value>
  void add_param(Text field, const Value& value) {
    details_.params.push_back({std::string(field), value});
  }
  void add_param(Text field, Text value) {
    details_.params.push_back({std::string(field), std::string(value)});
  }

  DomainEvent event_;
  EventDetails details_;
  int words_ = 0;
};

template <class Kind>
std::optional<DomainEvent> decoded(ByteView payload) {
  const auto message = decode_payload<EventMessage<Kind>>(payload);
  if (!message) return std::nullopt;
  EventBuilder builder(Kind::kEventId);
  std::apply(
      [&](std::int32_t /*registration*/, const auto&... fields) { (builder.add(fields), ...); },
      *message);
  return builder.take();
}

using Decoder = std::optional<DomainEvent> (*)(ByteView);

template <class... Kinds>
Decoder decoder_among(std::int32_t procedure) {
  Decoder found = nullptr;
  ((Kinds::kNumber == procedure ? void(found = decoded<Kinds>) : void()), ...);
  return found;
}

}  // namespace

std::optional<DomainEvent> decode_event(const Packet& message) {
  const Decoder decoder =
      decoder_among<LifecycleEvent, RebootEvent, RtcChangeEvent, WatchdogEvent, IoErrorEvent,
                    GraphicsEvent, IoErrorReasonEvent, ControlErrorEvent, BlockJobEvent,
                    DiskChangeEvent, TrayChangeEvent, PmWakeupEvent, PmSuspendEvent,
                    BalloonChangeEvent, PmSuspendDiskEvent, DeviceRemovedEvent, BlockJob2Event,
                    TunableEvent, AgentLifecycleEvent, DeviceAddedEvent, MigrationIterationEvent,
                    JobCompletedEvent, DeviceRemovalFailedEvent, MetadataChangeEvent,
                    BlockThresholdEvent, MemoryFailureEvent, MemoryDeviceSizeChangeEvent>(
          message.header.procedure);
  return decoder == nullptr ? std::nullopt : decoder(message.payload());
}

}  // namespace rollcall::rpc
