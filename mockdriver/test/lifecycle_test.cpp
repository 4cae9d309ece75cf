// Starting, changing and stopping domains: what the table shows afterwards, and which events tell
// of it. The rules themselves are tested with the rules; here it is that they are carried out.

#include "mock_fixture.hpp"

namespace rollcall {
namespace {

using ::testing::ElementsAre;

class MockLifecycle : public MockTest {};

TEST_F(MockLifecycle, GivesEachStartedGuestTheNextId) {
  const DomainRef a = defined("a");
  const DomainRef b = defined("b");
  EXPECT_EQ(*host->create(b, 0), 1);
  EXPECT_EQ(*host->create(a, 0), 2);
  EXPECT_EQ(seen(a), "RUNNING/1 id=2 P");
}

TEST_F(MockLifecycle, NeverUsesAnIdTwice) {
  const DomainRef a = started("a");
  EXPECT_EQ(*host->destroy(a, 0), -1);
  EXPECT_EQ(*host->create(a, 0), 2);
}

TEST_F(MockLifecycle, FindsAStartedDomainByItsId) {
  const DomainRef a = started("a");
  EXPECT_EQ(host->find_by_id(1)->name, "a");
  ASSERT_TRUE(host->destroy(a, 0));
  EXPECT_EQ(code_of(host->find_by_id(1)), VIR_ERR_NO_DOMAIN);
}

TEST_F(MockLifecycle, TellsOfAStartWithTheNewId) {
  const DomainRef a = defined("a");
  ASSERT_TRUE(host->create(a, 0));
  const std::vector<DomainEvent> events = log->take_events();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].type, VIR_DOMAIN_EVENT_STARTED);
  EXPECT_EQ(events[0].id, 1);
  EXPECT_EQ(events[0].name, "a");
  EXPECT_EQ(events[0].uuid, a.uuid);
}

TEST_F(MockLifecycle, TellsOfAStopWithNoId) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->destroy(a, 0));
  const std::vector<DomainEvent> events = log->take_events();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].type, VIR_DOMAIN_EVENT_SHUTDOWN);
  EXPECT_EQ(events[0].id, 1);
  EXPECT_EQ(events[1].type, VIR_DOMAIN_EVENT_STOPPED);
  EXPECT_EQ(events[1].id, -1);
}

TEST_F(MockLifecycle, StampsTheEventsOfOneOperationWithTheGenerationThatShowsIt) {
  const DomainRef a = defined("a");
  const Generation before = host->records(ListFilter())->generation;
  ASSERT_TRUE(host->create(a, 0));
  EXPECT_EQ(host->records(ListFilter())->generation, before + 1);
  for (const DomainEvent& event : log->take_events()) EXPECT_EQ(event.generation, before + 1);
}

TEST_F(MockLifecycle, CommitsNothingForACallThatIsRefused) {
  const DomainRef a = started("a");
  const Generation before = host->records(ListFilter())->generation;
  EXPECT_EQ(code_of(host->create(a, 0)), VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(host->records(ListFilter())->generation, before);
  EXPECT_EQ(log->take(), "");
}

TEST_F(MockLifecycle, CommitsNothingForACallWithoutEffect) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->suspend(a));
  log->take_events();
  const Generation before = host->records(ListFilter())->generation;
  EXPECT_EQ(code_of(host->suspend(a)), VIR_ERR_OK);
  EXPECT_EQ(host->records(ListFilter())->generation, before);
}

TEST_F(MockLifecycle, StartsPausedWhenAsked) {
  const DomainRef a = defined("a");
  ASSERT_TRUE(host->create(a, VIR_DOMAIN_START_PAUSED));
  EXPECT_EQ(seen(a), "PAUSED/1 id=1 P");
  EXPECT_EQ(log->take(), "STARTED/0 SUSPENDED/0");
}

TEST_F(MockLifecycle, SuspendsAndResumes) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->suspend(a));
  EXPECT_EQ(seen(a), "PAUSED/1 id=1 P");
  ASSERT_TRUE(host->resume(a));
  EXPECT_EQ(seen(a), "RUNNING/5 id=1 P");
  EXPECT_EQ(log->take(), "SUSPENDED/0 RESUMED/0");
}

TEST_F(MockLifecycle, ShutsAGuestDownThatObeysAtOnce) {
  const DomainRef a = started("a");
  EXPECT_EQ(*host->shutdown(a, 0), -1);
  EXPECT_EQ(seen(a), "SHUTOFF/1 id=-1 P");
  EXPECT_EQ(log->take(), "SHUTDOWN/1 STOPPED/0");
}

TEST_F(MockLifecycle, RestartsAGuestThatIsShutDownWhenItsDefinitionSaysSo) {
  const DomainRef a = started("a", "<on_poweroff>restart</on_poweroff>");
  EXPECT_EQ(*host->shutdown(a, 0), 1);
  EXPECT_EQ(seen(a), "RUNNING/1 id=1 P");
}

TEST_F(MockLifecycle, RefusesToShutAPausedGuestDown) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->suspend(a));
  EXPECT_EQ(code_of(host->shutdown(a, 0)), VIR_ERR_OPERATION_INVALID);
}

TEST_F(MockLifecycle, RebootsARunningGuest) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->reboot(a, 0));
  EXPECT_EQ(seen(a), "RUNNING/1 id=1 P");
  EXPECT_EQ(log->take(), "reboot");
}

TEST_F(MockLifecycle, LeavesAPausedGuestPausedWhenAskedToReboot) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->suspend(a));
  log->take_events();
  ASSERT_TRUE(host->reboot(a, 0));
  EXPECT_EQ(seen(a), "PAUSED/1 id=1 P");
  EXPECT_EQ(log->take(), "");
}

TEST_F(MockLifecycle, DestroysAGuestThatRebootsWhenItsDefinitionSaysSo) {
  const DomainRef a = started("a", "<on_reboot>destroy</on_reboot>");
  ASSERT_TRUE(host->reboot(a, 0));
  EXPECT_EQ(seen(a), "SHUTOFF/1 id=-1 P");
}

TEST_F(MockLifecycle, ResetsAGuest) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->reset(a, 0));
  EXPECT_EQ(seen(a), "RUNNING/1 id=1 P");
  EXPECT_EQ(log->take(), "reboot");
}

TEST_F(MockLifecycle, DestroysAPersistentDomain) {
  const DomainRef a = started("a");
  EXPECT_EQ(*host->destroy(a, 0), -1);
  EXPECT_EQ(seen(a), "SHUTOFF/2 id=-1 P");
  EXPECT_EQ(log->take(), "SHUTDOWN/2 STOPPED/1");
}

TEST_F(MockLifecycle, LosesATransientDomainThatStops) {
  const DomainRef a = transient("a");
  EXPECT_EQ(seen(a), "RUNNING/1 id=1 ");
  EXPECT_EQ(*host->destroy(a, 0), -1);
  EXPECT_EQ(seen(a), "gone");
  EXPECT_EQ(log->take(), "SHUTDOWN/2 STOPPED/1");
}

TEST_F(MockLifecycle, PutsAGuestToSleepAndWakesIt) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->pm_suspend(a, VIR_NODE_SUSPEND_TARGET_MEM, 0, 0));
  EXPECT_EQ(seen(a), "PMSUSPENDED/0 id=1 P");
  ASSERT_TRUE(host->pm_wakeup(a, 0));
  EXPECT_EQ(seen(a), "RUNNING/8 id=1 P");
  EXPECT_EQ(log->take(), "PMSUSPENDED/0 asleep STARTED/4 awake");
}

TEST_F(MockLifecycle, PutsAGuestToSleepOnDiskWhichStopsIt) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->pm_suspend(a, VIR_NODE_SUSPEND_TARGET_DISK, 0, 0));
  EXPECT_EQ(seen(a), "SHUTOFF/1 id=-1 P");
  EXPECT_EQ(log->take(), "PMSUSPENDED/1 asleep-on-disk SHUTDOWN/1 STOPPED/0");
}

TEST_F(MockLifecycle, NamesADomainThatIsGone) {
  const DomainRef a = transient("a");
  ASSERT_TRUE(host->destroy(a, 0));
  const Status suspended = host->suspend(a);
  ASSERT_FALSE(suspended);
  EXPECT_EQ(suspended.error().code, VIR_ERR_NO_DOMAIN);
  EXPECT_THAT(suspended.error().message, ::testing::HasSubstr("'a'"));
}

TEST_F(MockLifecycle, ComplainsOfUnknownFlagsRatherThanOfADomainThatIsGone) {
  const DomainRef a = transient("a");
  ASSERT_TRUE(host->destroy(a, 0));
  constexpr unsigned kUnknown = 1U << 30;
  EXPECT_EQ(code_of(host->create(a, kUnknown)), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(code_of(host->destroy(a, kUnknown)), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(code_of(host->undefine(a, kUnknown)), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(code_of(host->xml(a, kUnknown)), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(code_of(host->shutdown(a, kUnknown)), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(code_of(host->snapshot_names(a, kUnknown)), VIR_ERR_INVALID_ARG);
}

TEST_F(MockLifecycle, WorksAgainThroughAnOldReferenceOnADomainThatCameBack) {
  const DomainRef a = defined("a");
  const std::string xml = *host->xml(a, 0);
  ASSERT_TRUE(host->undefine(a, 0));
  ASSERT_TRUE(host->define_xml(xml, 0));
  EXPECT_EQ(code_of(host->create(a, 0)), VIR_ERR_OK);
}

TEST_F(MockLifecycle, KeepsAutostartOfPersistentDomains) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->set_autostart(a, true));
  EXPECT_EQ(seen(a), "RUNNING/1 id=1 PA");
  ASSERT_TRUE(host->destroy(a, 0));
  EXPECT_EQ(seen(a), "SHUTOFF/2 id=-1 PA");
}

TEST_F(MockLifecycle, RefusesAutostartOfTransientDomains) {
  EXPECT_EQ(code_of(host->set_autostart(transient("a"), true)), VIR_ERR_OPERATION_INVALID);
}

class Autodestroy : public MockTest {};

TEST_F(Autodestroy, EndsDomainsWithTheConnectionThatStartedThem) {
  Connection second = *open_uri("mock:///empty");
  const DomainRef a = defined("a");
  const DomainRef b = defined("b");
  ASSERT_TRUE(second->create(a, VIR_DOMAIN_START_AUTODESTROY));
  ASSERT_TRUE(host->create(b, VIR_DOMAIN_START_AUTODESTROY));
  const Uuid c = second->create_xml(domain_xml("c"), VIR_DOMAIN_START_AUTODESTROY)->uuid;
  log->take_events();
  second.reset();
  EXPECT_EQ(seen(a), "SHUTOFF/2 id=-1 P");
  EXPECT_EQ(seen(b), "RUNNING/1 id=2 P");
  EXPECT_EQ(rollcall::seen(*host, c), "gone");
  EXPECT_EQ(log->take(), "SHUTDOWN/2 STOPPED/1 SHUTDOWN/2 STOPPED/1");
}

TEST_F(Autodestroy, ForgetsADomainThatStoppedBefore) {
  Connection second = *open_uri("mock:///empty");
  const DomainRef a = defined("a");
  ASSERT_TRUE(second->create(a, VIR_DOMAIN_START_AUTODESTROY));
  ASSERT_TRUE(second->destroy(a, 0));
  ASSERT_TRUE(second->create(a, 0));
  second.reset();
  EXPECT_EQ(seen(a), "RUNNING/1 id=2 P");
}

TEST_F(Autodestroy, StaysWithTheConnectionThroughARevert) {
  Connection second = *open_uri("mock:///empty");
  const DomainRef a = defined("a");
  ASSERT_TRUE(second->create(a, VIR_DOMAIN_START_AUTODESTROY));
  ASSERT_TRUE(host->snapshot_create(a, "<domainsnapshot><name>s</name></domainsnapshot>", 0));
  ASSERT_TRUE(host->snapshot_revert({a, "s"}, 0));
  EXPECT_EQ(seen(a), "RUNNING/4 id=2 PS");
  second.reset();
  EXPECT_EQ(seen(a), "SHUTOFF/2 id=-1 PS");
}

}  // namespace
}  // namespace rollcall
