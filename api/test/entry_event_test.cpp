// Registration and delivery of event callbacks through the C API.

#include "api/test/event_fixture.hpp"

using testing::ElementsAre;
using testing::IsEmpty;

namespace rollcall {
namespace {

class Events : public EventTest {
 protected:
  void expect_refused(int answer, int code) {
    EXPECT_EQ(answer, -1);
    EXPECT_EQ(last_code(), code);
    EXPECT_EQ(log.freed, 0);
  }
};

TEST_F(Events, ReachTheCallbackInOrderWhenTheLoopRuns) {
  const int number = register_lifecycle();
  ASSERT_GE(number, 0);

  emit(lifecycle_event("a", VIR_DOMAIN_EVENT_STARTED, 0));
  emit(lifecycle_event("a", VIR_DOMAIN_EVENT_STOPPED, 1));
  EXPECT_THAT(log.lines, IsEmpty());
  loop.run();

  EXPECT_THAT(log.lines, ElementsAre("a 2/0", "a 5/1"));
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, number), 0);
}

TEST_F(Events, AreNotDeliveredTwice) {
  const int number = register_lifecycle();
  emit(lifecycle_event("a", VIR_DOMAIN_EVENT_STARTED, 0));
  loop.run();
  loop.run();
  EXPECT_EQ(log.lines.size(), 1u);
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, number), 0);
}

TEST_F(Events, AreWatchedAtTheHostWhileACallbackWantsThem) {
  const int number = register_any(VIR_DOMAIN_EVENT_ID_REBOOT, note_generic);
  EXPECT_THAT(host->watched, ElementsAre(VIR_DOMAIN_EVENT_ID_REBOOT));
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, number), 0);
  EXPECT_THAT(host->watched, IsEmpty());
}

TEST_F(Events, ThatTheHostCannotWatchAreRefused) {
  host->error = make_error(VIR_ERR_NO_SUPPORT, VIR_FROM_TEST, "no events");
  expect_refused(register_lifecycle(), VIR_ERR_NO_SUPPORT);
}

TEST_F(Events, BeforeTheRegistrationAreNotDelivered) {
  emit(lifecycle_event("a", VIR_DOMAIN_EVENT_STARTED, 0));
  const int number = register_lifecycle();
  loop.run();
  EXPECT_THAT(log.lines, IsEmpty());
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, number), 0);
}

int keep_domain(virConnectPtr, virDomainPtr told, int, int, void* opaque) {
  handle_of(told)->retain();
  *static_cast<virDomainPtr*>(opaque) = told;
  return 0;
}

TEST_F(Events, ComeWithAHandleOfTheEventsDomainThatMayBeKept) {
  virDomainPtr kept = nullptr;
  ASSERT_EQ(virConnectDomainEventRegister(conn, keep_domain, &kept, nullptr), 0);
  DomainEvent event = lifecycle_event("a", VIR_DOMAIN_EVENT_STARTED, 0);
  event.id = 44;

  emit(event);
  loop.run();

  ASSERT_NE(kept, nullptr);
  EXPECT_STREQ(handle_of(kept)->name(), "a");
  EXPECT_EQ(handle_of(kept)->uuid(), event.uuid);
  EXPECT_EQ(handle_of(kept)->id(), 44);
  EXPECT_EQ(&connection_of(*handle_of(kept)), conn);
  handle_of(kept)->release();
  EXPECT_EQ(virConnectDomainEventDeregister(conn, keep_domain), 0);
}

TEST_F(Events, OfOtherDomainsPassAFilteredCallbackBy) {
  const int number = register_lifecycle(domain);
  DomainEvent own = lifecycle_event("vm", VIR_DOMAIN_EVENT_STARTED, 0);
  own.uuid = handle_of(domain)->uuid();

  emit(lifecycle_event("a", VIR_DOMAIN_EVENT_STARTED, 0));
  emit(own);
  loop.run();

  EXPECT_THAT(log.lines, ElementsAre("vm 2/0"));
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, number), 0);
}

TEST_F(Events, OfOtherKindsPassACallbackBy) {
  const int number = register_any(VIR_DOMAIN_EVENT_ID_REBOOT, note_generic);
  DomainEvent reboot = lifecycle_event("b", 0, 0);
  reboot.event_id = VIR_DOMAIN_EVENT_ID_REBOOT;

  emit(lifecycle_event("a", VIR_DOMAIN_EVENT_STARTED, 0));
  emit(reboot);
  loop.run();

  EXPECT_THAT(log.lines, ElementsAre("b"));
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, number), 0);
}

TEST_F(Events, AreRegisteredOnAReadOnlyConnectionToo) {
  reopen_read_only();
  const int number = register_lifecycle();
  EXPECT_GE(number, 0);
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, number), 0);
}

TEST_F(Events, AreNotRegisteredTwiceForTheSameFunctionKindAndDomain) {
  const int all = register_lifecycle();
  const int one = register_lifecycle(domain);
  EXPECT_NE(all, one);
  expect_refused(register_lifecycle(), VIR_ERR_INVALID_ARG);
  expect_refused(register_lifecycle(domain), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, all), 0);
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, one), 0);
}

TEST_F(Events, RefuseBadArguments) {
  const auto callback = VIR_DOMAIN_EVENT_CALLBACK(note_lifecycle);
  expect_refused(register_any(-1, callback), VIR_ERR_INVALID_ARG);
  expect_refused(register_any(27, callback), VIR_ERR_INVALID_ARG);
  expect_refused(register_any(0, nullptr), VIR_ERR_INVALID_ARG);
  expect_refused(register_lifecycle(reinterpret_cast<virDomainPtr>(conn)), VIR_ERR_INVALID_DOMAIN);
  expect_refused(virConnectDomainEventRegister(conn, nullptr, &log, note_free),
                 VIR_ERR_INVALID_ARG);
  expect_refused(virConnectDomainEventRegister(nullptr, note_lifecycle, &log, note_free),
                 VIR_ERR_INVALID_CONN);
}

TEST_F(Events, RefuseADomainOfAnotherConnection) {
  auto* other = new _virConnect(std::make_unique<FakeHost>(), false);
  DomainHandle* foreign = make_handle({{}, "foreign", {}}, *other);

  expect_refused(register_lifecycle(pointer_to(foreign)), VIR_ERR_INVALID_ARG);

  foreign->release();
  other->release();
}

TEST_F(Events, HaveALegacyRegistrationThatReturnsZero) {
  EXPECT_EQ(virConnectDomainEventRegister(conn, note_lifecycle, &log, note_free), 0);
  emit(lifecycle_event("a", VIR_DOMAIN_EVENT_STARTED, 0));
  loop.run();

  EXPECT_THAT(log.lines, ElementsAre("a 2/0"));
  EXPECT_EQ(virConnectDomainEventRegister(conn, note_lifecycle, &log, note_free), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(virConnectDomainEventDeregister(conn, note_lifecycle), 0);
  EXPECT_EQ(virConnectDomainEventDeregister(conn, note_lifecycle), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

TEST_F(Events, LegacyDeregistrationLeavesOtherRegistrationsOfTheFunction) {
  const int number = register_lifecycle();
  expect_refused(virConnectDomainEventDeregister(conn, note_lifecycle), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, number), 0);
}

TEST_F(Events, RefuseToDeregisterANumberThatIsNone) {
  expect_refused(virConnectDomainEventDeregisterAny(conn, 0), VIR_ERR_INVALID_ARG);
  expect_refused(virConnectDomainEventDeregisterAny(conn, -1), VIR_ERR_INVALID_ARG);
}

TEST_F(Events, QueuedForADeregisteredCallbackAreDropped) {
  const int number = register_lifecycle();
  emit(lifecycle_event("a", VIR_DOMAIN_EVENT_STARTED, 0));
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, number), 0);
  loop.run();
  EXPECT_THAT(log.lines, IsEmpty());
}

TEST_F(Events, GiveDataBackOnceAtDeregistration) {
  const int number = register_lifecycle();
  EXPECT_EQ(log.freed, 0);
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, number), 0);
  EXPECT_EQ(log.freed, 1);
  loop.run();
  EXPECT_EQ(log.freed, 1);
}

TEST_F(Events, LeaveTheLoopWithTheLastCallback) {
  const std::size_t before = loop.size();
  const int first = register_lifecycle();
  const int second = register_any(VIR_DOMAIN_EVENT_ID_REBOOT, note_generic);
  EXPECT_EQ(loop.size(), before + 1);

  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, first), 0);
  EXPECT_EQ(loop.size(), before + 1);
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, second), 0);
  EXPECT_EQ(loop.size(), before);
}

TEST_F(Events, KeepTheConnectionUntilTheLastCallbackIsGone) {
  auto* other = new _virConnect(std::make_unique<FakeHost>(), false);
  const int number =
      virConnectDomainEventRegisterAny(other, nullptr, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                       VIR_DOMAIN_EVENT_CALLBACK(note_lifecycle), &log, note_free);
  EXPECT_EQ(other->release(), 1);

  EXPECT_EQ(virConnectDomainEventDeregisterAny(other, number), 0);

  EXPECT_EQ(log.freed, 1);
}

/// A callback that removes itself, and what it saw of its data meanwhile.
struct SelfRemoval {
  virConnectPtr conn;
  int number = -1;
  int calls = 0;
  int freed = 0;
  int freed_in_call = 0;
};

int remove_self(virConnectPtr, virDomainPtr, int, int, void* opaque) {
  auto& self = *static_cast<SelfRemoval*>(opaque);
  ++self.calls;
  EXPECT_EQ(virConnectDomainEventDeregisterAny(self.conn, self.number), 0);
  self.freed_in_call = self.freed;
  return 0;
}

TEST_F(Events, MayDeregisterTheirOwnCallbackWhoseDataIsGivenBackAfterIt) {
  SelfRemoval self{conn};
  self.number = virConnectDomainEventRegisterAny(
      conn, nullptr, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_CALLBACK(remove_self), &self,
      [](void* opaque) { ++static_cast<SelfRemoval*>(opaque)->freed; });

  emit(lifecycle_event("a", VIR_DOMAIN_EVENT_STARTED, 0));
  emit(lifecycle_event("a", VIR_DOMAIN_EVENT_STOPPED, 0));
  loop.run();

  EXPECT_EQ(self.calls, 1);
  EXPECT_EQ(self.freed_in_call, 0);
  EXPECT_EQ(self.freed, 1);
}

TEST_F(Events, MayRegisterAnotherCallbackWhichGetsLaterEvents) {
  struct Both {
    Events* test;
    int number = -1;
  } both{this};
  const auto register_another = [](virConnectPtr, virDomainPtr, void* opaque) {
    auto& state = *static_cast<Both*>(opaque);
    state.number = state.test->register_lifecycle();
    state.test->emit(lifecycle_event("late", VIR_DOMAIN_EVENT_STARTED, 0));
  };
  const int number = virConnectDomainEventRegisterAny(conn, nullptr, VIR_DOMAIN_EVENT_ID_REBOOT,
                                                      register_another, &both, nullptr);
  DomainEvent reboot = lifecycle_event("b", 0, 0);
  reboot.event_id = VIR_DOMAIN_EVENT_ID_REBOOT;

  emit(lifecycle_event("early", VIR_DOMAIN_EVENT_STARTED, 0));
  emit(reboot);
  loop.run();

  EXPECT_THAT(log.lines, ElementsAre("late 2/0"));
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, both.number), 0);
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, number), 0);
}

TEST(EventsWithoutALoop, AreRefusedAndKeepTheirData) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto refused = [] {
    virSetErrorFunc(nullptr, [](void*, virErrorPtr) {});
    EventLog log;
    auto* conn = new _virConnect(std::make_unique<FakeHost>(), false);
    const int answer = virConnectDomainEventRegister(conn, note_lifecycle, &log, note_free);
    return answer == -1 && virGetLastErrorCode() == VIR_ERR_INTERNAL_ERROR && log.freed == 0 &&
           conn->release() == 0;
  };
  EXPECT_EXIT(std::exit(refused() ? 0 : 1), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace rollcall
