// Every kind of event, from the bytes of a daemon to the fields that callbacks are called with.

#include "api/rpc/client/event_decoding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/rpc/wire/procedures.hpp"

using testing::ElementsAre;
using testing::Optional;

namespace rollcall::rpc {
namespace {

const Domain kVm{"vm", {1, 2, 3}, 7};

template <class Kind, class... Values>
std::optional<DomainEvent> sent(const Values&... values) {
  Packet packet;
  packet.header = {.procedure = Kind::kNumber, .type = PacketType::kMessage};
  packet.bytes = *encode_packet(packet.header, Int{0}, typename Kind::Payload(values...));
  auto event = decode_event(packet);
  EXPECT_TRUE(event);
  EXPECT_EQ(event->event_id, Kind::kEventId);
  EXPECT_EQ(event->name, "vm");
  EXPECT_EQ(event->uuid.bytes, kVm.uuid);
  EXPECT_EQ(event->id, 7);
  return event;
}

TEST(EventDecoding, GivesNumbersTheirPlaces) {
  const auto lifecycle = sent<LifecycleEvent>(kVm, 5, 1);
  EXPECT_EQ(lifecycle->type, 5);
  EXPECT_EQ(lifecycle->detail, 1);
  EXPECT_EQ(sent<WatchdogEvent>(kVm, 3)->type, 3);
  EXPECT_EQ(sent<AgentLifecycleEvent>(kVm, 1, 2)->detail, 2);
  EXPECT_EQ(sent<MigrationIterationEvent>(kVm, 4)->type, 4);
  EXPECT_EQ(sent<RtcChangeEvent>(kVm, -60)->value, -60);
  EXPECT_EQ(sent<BalloonChangeEvent>(kVm, 1024u)->value, 1024);
}

TEST(EventDecoding, KnowsEventsOfTheDomainAlone) {
  sent<RebootEvent>(kVm);
  sent<ControlErrorEvent>(kVm);
}

TEST(EventDecoding, ReadsTheReasonInFrontOfTheDomainWhereItStandsThere) {
  EXPECT_EQ(sent<PmWakeupEvent>(1, kVm)->type, 1);
  EXPECT_EQ(sent<PmSuspendEvent>(1, kVm)->type, 1);
  EXPECT_EQ(sent<PmSuspendDiskEvent>(1, kVm)->type, 1);
}

TEST(EventDecoding, GivesTextsTheirPlaces) {
  EXPECT_EQ(sent<DeviceRemovedEvent>(kVm, "net0")->text, "net0");
  EXPECT_EQ(sent<DeviceAddedEvent>(kVm, "net0")->text, "net0");
  EXPECT_EQ(sent<DeviceRemovalFailedEvent>(kVm, "net0")->text, "net0");
  const auto tray = sent<TrayChangeEvent>(kVm, "cd", 1);
  EXPECT_EQ(tray->text, "cd");
  EXPECT_EQ(tray->type, 1);
  const auto job = sent<BlockJobEvent>(kVm, "vda", 2, 3);
  EXPECT_EQ(job->text, "vda");
  EXPECT_EQ(job->type, 2);
  EXPECT_EQ(job->detail, 3);
  EXPECT_EQ(sent<BlockJob2Event>(kVm, "vda", 2, 3)->detail, 3);
  const auto memory = sent<MemoryDeviceSizeChangeEvent>(kVm, "dimm0", 9u);
  EXPECT_EQ(memory->text, "dimm0");
  EXPECT_EQ(memory->value, 9);
  const auto metadata = sent<MetadataChangeEvent>(kVm, 2, OptionalText("urn:x"));
  EXPECT_EQ(metadata->type, 2);
  EXPECT_EQ(metadata->text, "urn:x");
  EXPECT_EQ(sent<MetadataChangeEvent>(kVm, 0, OptionalText())->text, "");
}

TEST(EventDecoding, KeepsEveryTextAndNumberOfLongerKinds) {
  const auto error = sent<IoErrorReasonEvent>(kVm, "/disk", "virtio0", 1, "enospc");
  EXPECT_THAT(error->details->texts,
              ElementsAre(Optional(std::string("/disk")), Optional(std::string("virtio0")),
                          Optional(std::string("enospc"))));
  EXPECT_THAT(error->details->numbers, ElementsAre(1));
  EXPECT_EQ(sent<IoErrorEvent>(kVm, "/disk", "virtio0", 1)->details->texts.size(), 2u);

  const auto change = sent<DiskChangeEvent>(kVm, OptionalText(), OptionalText("/new"), "cd", 1);
  EXPECT_THAT(change->details->texts, ElementsAre(std::nullopt, Optional(std::string("/new")),
                                                  Optional(std::string("cd"))));
  const auto threshold = sent<BlockThresholdEvent>(kVm, "vda", OptionalText("/disk"), 100u, 5u);
  EXPECT_THAT(threshold->details->numbers, ElementsAre(100, 5));
  EXPECT_THAT(sent<MemoryFailureEvent>(kVm, 1, 2, 3)->details->numbers, ElementsAre(1, 2, 3));
}

TEST(EventDecoding, KeepsAViewersAddressesAndNames) {
  const auto event = sent<GraphicsEvent>(
      kVm, 1, GraphicsAddress{0, "::1", "5900"}, GraphicsAddress{1, "h", "4"}, "sasl",
      List<GraphicsIdentity, kGraphicsIdentitiesMax>{{{"x509dname", "me"}}});
  EXPECT_THAT(event->details->numbers, ElementsAre(1, 0, 1));
  std::vector<std::string> texts;
  for (const auto& text : event->details->texts) texts.push_back(text.value());
  EXPECT_THAT(texts, ElementsAre("::1", "5900", "h", "4", "sasl", "x509dname", "me"));
}

TEST(EventDecoding, KeepsTypedParameters) {
  const auto event = sent<TunableEvent>(
      kVm, List<TypedParam, kTunableMax>{{{"cpu", std::uint64_t{5}}, {"name", Text("x")}}});
  ASSERT_EQ(event->details->params.size(), 2u);
  EXPECT_EQ(event->details->params[0].field, "cpu");
  EXPECT_EQ(std::get<std::uint64_t>(event->details->params[0].value), 5u);
  EXPECT_EQ(std::get<std::string>(event->details->params[1].value), "x");
  EXPECT_EQ(sent<JobCompletedEvent>(kVm, List<TypedParam, kJobStatsMax>{{{"type", 1}}})
                ->details->params.size(),
            1u);
}

TEST(EventDecoding, TellsNothingOfWhatItDoesNotKnow) {
  Packet packet;
  packet.header = {.procedure = 9999, .type = PacketType::kMessage};
  packet.bytes = *encode_packet(packet.header, Int{0}, kVm);
  EXPECT_FALSE(decode_event(packet));
  packet.header.procedure = LifecycleEvent::kNumber;
  EXPECT_FALSE(decode_event(packet)) << "the payload is too short";
}

}  // namespace
}  // namespace rollcall::rpc
