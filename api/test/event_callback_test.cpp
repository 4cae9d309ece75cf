// Each kind of event reaches the function type that belongs to it, with its values in their places.

#include <fmt/format.h>

#include "api/test/event_fixture.hpp"

namespace rollcall {
namespace {

class EventCallbackKinds : public EntryTest {
 protected:
  /// What the function of a kind is told of this event.
  template <typename Function>
  std::string told(int event_id, Function function, const std::string& text = "net0") {
    EventLog log;
    DomainEvent event = lifecycle_event("a", 3, 5);
    event.event_id = event_id;
    event.value = 1024;
    event.text = text;
    event.details = std::make_shared<const EventDetails>(details);
    event.generation = 77;
    call_back({CallbackFamily::kAny,
               event_id,
               std::nullopt,
               reinterpret_cast<AnyFunction>(function),
               {&log, nullptr}},
              conn, event);
    return log.lines.empty() ? "nothing" : log.lines.front();
  }

  EventDetails details;  // what events tell besides

  template <typename... Values>
  static void note(void* opaque, const Values&... values) {
    std::string line;
    ((line += fmt::format("{} ", values)), ...);
    log_of(opaque).lines.push_back(line);
  }
};

TEST_F(EventCallbackKinds, LifecycleHasEventAndDetail) {
  const virConnectDomainEventCallback function = [](virConnectPtr, virDomainPtr, int event,
                                                    int detail, void* opaque) {
    note(opaque, event, detail);
    return 0;
  };
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_LIFECYCLE, function), "3 5 ");
}

TEST_F(EventCallbackKinds, RebootAndControlErrorHaveTheDomainOnly) {
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_REBOOT, note_generic), "a");
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_CONTROL_ERROR, note_generic), "a");
}

TEST_F(EventCallbackKinds, ClockChangeHasAnOffset) {
  const virConnectDomainEventRTCChangeCallback function =
      [](virConnectPtr, virDomainPtr, long long offset, void* opaque) { note(opaque, offset); };
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_RTC_CHANGE, function), "1024 ");
}

TEST_F(EventCallbackKinds, BalloonChangeHasASize) {
  const virConnectDomainEventBalloonChangeCallback function =
      [](virConnectPtr, virDomainPtr, unsigned long long kib, void* opaque) { note(opaque, kib); };
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE, function), "1024 ");
}

TEST_F(EventCallbackKinds, WatchdogSleepAndIterationHaveOneNumber) {
  const virConnectDomainEventPMSuspendCallback function =
      [](virConnectPtr, virDomainPtr, int number, void* opaque) { note(opaque, number); };
  for (const int kind :
       {VIR_DOMAIN_EVENT_ID_WATCHDOG, VIR_DOMAIN_EVENT_ID_PMWAKEUP, VIR_DOMAIN_EVENT_ID_PMSUSPEND,
        VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK, VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION}) {
    EXPECT_EQ(told(kind, function), "3 ") << kind;
  }
}

TEST_F(EventCallbackKinds, AgentLifecycleHasStateAndReason) {
  const virConnectDomainEventAgentLifecycleCallback function =
      [](virConnectPtr, virDomainPtr, int state, int reason, void* opaque) {
        note(opaque, state, reason);
      };
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE, function), "3 5 ");
}

TEST_F(EventCallbackKinds, DeviceEventsHaveAnAlias) {
  const virConnectDomainEventDeviceRemovedCallback function =
      [](virConnectPtr, virDomainPtr, const char* alias, void* opaque) { note(opaque, alias); };
  for (const int kind : {VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED, VIR_DOMAIN_EVENT_ID_DEVICE_ADDED,
                         VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED}) {
    EXPECT_EQ(told(kind, function), "net0 ") << kind;
  }
}

TEST_F(EventCallbackKinds, TrayChangeHasAnAliasAndAReason) {
  const virConnectDomainEventTrayChangeCallback function =
      [](virConnectPtr, virDomainPtr, const char* alias, int reason, void* opaque) {
        note(opaque, alias, reason);
      };
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_TRAY_CHANGE, function), "net0 3 ");
}

TEST_F(EventCallbackKinds, BlockJobsHaveADiskATypeAndAStatus) {
  const virConnectDomainEventBlockJobCallback function =
      [](virConnectPtr, virDomainPtr, const char* disk, int type, int status, void* opaque) {
        note(opaque, disk, type, status);
      };
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_BLOCK_JOB, function), "net0 3 5 ");
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2, function), "net0 3 5 ");
}

TEST_F(EventCallbackKinds, MetadataChangeHasATypeAndOfElementsANamespace) {
  const virConnectDomainEventMetadataChangeCallback function =
      [](virConnectPtr, virDomainPtr, int type, const char* uri, void* opaque) {
        note(opaque, type, uri == nullptr ? "null" : uri);
      };
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_METADATA_CHANGE, function, "urn:x"), "3 urn:x ");
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_METADATA_CHANGE, function, ""), "3 null ");
}

TEST_F(EventCallbackKinds, MemoryDeviceChangeHasAnAliasAndASize) {
  const virConnectDomainEventMemoryDeviceSizeChangeCallback function =
      [](virConnectPtr, virDomainPtr, const char* alias, unsigned long long kib, void* opaque) {
        note(opaque, alias, kib);
      };
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE, function), "net0 1024 ");
}

TEST_F(EventCallbackKinds, DiskErrorsHaveAPathAnAliasAnActionAndAReason) {
  const virConnectDomainEventIOErrorCallback plain =
      [](virConnectPtr, virDomainPtr, const char* path, const char* alias, int action,
         void* opaque) { note(opaque, path, alias, action); };
  const virConnectDomainEventIOErrorReasonCallback with_reason =
      [](virConnectPtr, virDomainPtr, const char* path, const char* alias, int action,
         const char* reason, void* opaque) { note(opaque, path, alias, action, reason); };
  details = {{"/disk", "vda", "enospc"}, {1}, {}};
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_IO_ERROR, plain), "/disk vda 1 ");
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON, with_reason), "/disk vda 1 enospc ");
}

TEST_F(EventCallbackKinds, DiskChangeHasTwoPathsOfWhichOneMayBeMissing) {
  const virConnectDomainEventDiskChangeCallback function =
      [](virConnectPtr, virDomainPtr, const char* old_path, const char* new_path, const char* alias,
         int reason, void* opaque) {
        note(opaque, old_path == nullptr ? "null" : old_path, new_path, alias, reason);
      };
  details = {{std::nullopt, "/new", "cd"}, {1}, {}};
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_DISK_CHANGE, function), "null /new cd 1 ");
}

TEST_F(EventCallbackKinds, BlockThresholdHasADiskAPathAndTwoSizes) {
  const virConnectDomainEventBlockThresholdCallback function =
      [](virConnectPtr, virDomainPtr, const char* disk, const char* path,
         unsigned long long threshold, unsigned long long excess,
         void* opaque) { note(opaque, disk, path, threshold, excess); };
  details = {{"vda", "/disk"}, {100, 5}, {}};
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD, function), "vda /disk 100 5 ");
}

TEST_F(EventCallbackKinds, MemoryFailureHasThreeNumbers) {
  const virConnectDomainEventMemoryFailureCallback function =
      [](virConnectPtr, virDomainPtr, int recipient, int action, unsigned flags, void* opaque) {
        note(opaque, recipient, action, flags);
      };
  details = {{}, {1, 2, 3}, {}};
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_MEMORY_FAILURE, function), "1 2 3 ");
}

TEST_F(EventCallbackKinds, TunableAndJobCompletedHaveTypedParameters) {
  const virConnectDomainEventTunableCallback function =
      [](virConnectPtr, virDomainPtr, virTypedParameterPtr params, int count, void* opaque) {
        std::string line;
        for (int i = 0; i < count; ++i) {
          line += fmt::format("{}:{} ", params[i].field, params[i].type);
        }
        log_of(opaque).lines.push_back(line);
      };
  details.params = {{"a", std::int32_t{1}},
                    {"b", std::uint32_t{1}},
                    {"c", std::int64_t{1}},
                    {"d", std::uint64_t{1}},
                    {"e", 1.5},
                    {"f", true},
                    {"g", std::string("x")}};
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_TUNABLE, function), "a:1 b:2 c:3 d:4 e:5 f:6 g:7 ");
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_JOB_COMPLETED, function), "a:1 b:2 c:3 d:4 e:5 f:6 g:7 ");
}

TEST_F(EventCallbackKinds, GraphicsHasBothEndsAndTheNamesOfTheViewer) {
  const virConnectDomainEventGraphicsCallback function =
      [](virConnectPtr, virDomainPtr, int phase, const virDomainEventGraphicsAddress* local,
         const virDomainEventGraphicsAddress* remote, const char* scheme,
         const virDomainEventGraphicsSubject* subject, void* opaque) {
        note(opaque, phase, local->family, local->node, local->service, remote->family,
             remote->node, remote->service, scheme, subject->nidentity, subject->identities[0].type,
             subject->identities[0].name);
      };
  details = {{"::1", "5900", "far", "77", "sasl", "user", "me"}, {1, 2, 0}, {}};
  EXPECT_EQ(told(VIR_DOMAIN_EVENT_ID_GRAPHICS, function), "1 2 ::1 5900 0 far 77 sasl 1 user me ");
}

}  // namespace
}  // namespace rollcall
