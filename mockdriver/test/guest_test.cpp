// Guests in virtual time: what they do late, never or by themselves; scripts; and what becomes of
// events by the rules.

#include <rollcall/simulation.hpp>

#include "mock_fixture.hpp"

namespace rollcall {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t kSecond = 1'000'000'000;

class Guests : public MockTest {
 protected:
  Simulation& simulation() { return *host->simulation(); }

  int rule(std::string_view xml) {
    const Result<int> number = simulation().add_rule(xml);
    EXPECT_TRUE(number) << number.error().message;
    return number.value_or(0);
  }
  unsigned perform(std::string_view xml) {
    const Result<unsigned> done = simulation().perform(xml);
    EXPECT_TRUE(done) << done.error().message;
    return done.value_or(0);
  }
  void pass(std::uint64_t seconds) { simulation().advance_ns(seconds * kSecond); }
};

TEST_F(Guests, ObeyAtOnceUnlessARuleSaysOtherwise) {
  const DomainRef a = started("a");
  rule("<guest domain='b' shutdown='1h'/>");
  ASSERT_TRUE(host->shutdown(a, 0));
  EXPECT_EQ(seen(a), "SHUTOFF/1 id=-1 P");
}

TEST_F(Guests, TakeTheirTimeToShutDown) {
  const DomainRef a = started("a");
  rule("<guest shutdown='30s'/>");
  EXPECT_EQ(host->shutdown(a, 0), 1);
  pass(29);
  EXPECT_EQ(seen(a), "RUNNING/1 id=1 P");
  EXPECT_EQ(log->take(), "");
  pass(2);
  EXPECT_EQ(seen(a), "SHUTOFF/1 id=-1 P");
  EXPECT_EQ(log->take(), "SHUTDOWN/1 STOPPED/0");
}

TEST_F(Guests, MayIgnoreShutdown) {
  const DomainRef a = started("a");
  rule("<guest obeys-shutdown='no' obeys-reboot='no'/>");
  EXPECT_EQ(host->shutdown(a, 0), 1);
  EXPECT_TRUE(host->reboot(a, 0));
  pass(100'000);
  EXPECT_EQ(seen(a), "RUNNING/1 id=1 P");
  EXPECT_EQ(log->take(), "");
}

TEST_F(Guests, IgnoreRequestsWhileTheyBoot) {
  rule("<guest boot='1min'/>");
  const DomainRef a = started("a");
  EXPECT_EQ(host->shutdown(a, 0), 1);
  pass(60);
  EXPECT_EQ(host->shutdown(a, 0), -1);
}

TEST_F(Guests, ForgetAShutdownThatWasAskedOfTheGuestBefore) {
  const DomainRef a = started("a");
  rule("<guest shutdown='30s'/>");
  EXPECT_EQ(host->shutdown(a, 0), 1);
  ASSERT_TRUE(host->destroy(a, 0));
  ASSERT_TRUE(host->create(a, 0));
  pass(60);
  EXPECT_EQ(seen(a), "RUNNING/1 id=2 P");
}

TEST_F(Guests, BehaveAsTheLastRuleAboutThemSays) {
  const DomainRef a = started("a");
  rule("<guest obeys-shutdown='no'/>");
  const int last = rule("<guest domain='a'/>");
  ASSERT_TRUE(simulation().remove_rule(last));
  EXPECT_EQ(host->shutdown(a, 0), 1);
  rule("<guest domain='a'/>");
  EXPECT_EQ(host->shutdown(a, 0), -1);
}

TEST_F(Guests, RebootAndWakeUpInTime) {
  const DomainRef a = started("a");
  rule("<guest reboot='5s' wake='1h'/>");
  ASSERT_TRUE(host->reboot(a, 0));
  EXPECT_EQ(log->take(), "");
  pass(5);
  EXPECT_EQ(log->take(), "reboot");
  ASSERT_TRUE(host->pm_suspend(a, VIR_NODE_SUSPEND_TARGET_MEM, 0, 0));
  log->take();
  EXPECT_TRUE(simulation().advance_to_next());
  EXPECT_EQ(seen(a), "RUNNING/8 id=1 P");
  EXPECT_EQ(log->take(), "STARTED/4 awake");
  EXPECT_FALSE(simulation().advance_to_next());
}

TEST_F(Guests, CrashAsTheirDefinitionsSay) {
  const DomainRef a = started("a", "<on_crash>preserve</on_crash>");
  const DomainRef b = started("b");
  EXPECT_EQ(perform("<crash domain='?'/>"), 2U);
  EXPECT_EQ(seen(a), "CRASHED/1 id=1 P");
  EXPECT_EQ(seen(b), "SHUTOFF/3 id=-1 P");
  EXPECT_EQ(log->take(), "CRASHED/0 CRASHED/0 STOPPED/2");
}

TEST_F(Guests, ArePausedByAnIoErrorUntilResumed) {
  const DomainRef a = started("a");
  EXPECT_EQ(perform("<io-error domain='a'/>"), 1U);
  EXPECT_EQ(seen(a), "PAUSED/5 id=1 P");
  EXPECT_EQ(log->take(), "SUSPENDED/2");
  ASSERT_TRUE(host->resume(a));
  EXPECT_THAT(seen(a), HasSubstr("RUNNING"));
}

TEST_F(Guests, AreLeftAloneByWhatTheirStateDoesNotAllow) {
  const DomainRef a = defined("a");
  for (const char* deed : {"<destroy domain='a'/>", "<crash domain='a'/>", "<io-error domain='a'/>",
                           "<suspend domain='a'/>", "<wake domain='a'/>", "<start domain='b'/>"}) {
    EXPECT_EQ(perform(deed), 0U) << deed;
  }
  EXPECT_EQ(seen(a), "SHUTOFF/0 id=-1 P");
  EXPECT_EQ(log->take(), "");
}

TEST_F(Guests, VanishInOneInstantWithAllTheyHave) {
  const DomainRef a = started("a");
  const DomainRef b = transient("b");
  ASSERT_TRUE(host->snapshot_create(a, "<domainsnapshot/>", 0));
  log->take();
  const Generation before = host->records(ListFilter())->generation;
  EXPECT_EQ(perform("<vanish domain='a'/>"), 1U);
  EXPECT_EQ(host->records(ListFilter())->generation, before + 1);
  EXPECT_EQ(seen(a), "gone");
  EXPECT_EQ(log->take(), "SHUTDOWN/2 STOPPED/1 UNDEFINED/0");
  EXPECT_EQ(perform("<vanish domain='b'/>"), 1U);
  EXPECT_EQ(seen(b), "gone");
}

TEST_F(Guests, FollowAScript) {
  const DomainRef a = defined("a");
  rule("<at time='10s'><start domain='a'/></at>");
  rule("<at time='20s' period='10s' times='2'><suspend domain='a'/></at>");
  rule("<at time='25s'><resume domain='a'/></at>");
  pass(10);
  EXPECT_EQ(seen(a), "RUNNING/1 id=1 P");
  pass(25);
  EXPECT_EQ(log->take(), "STARTED/0 RESUMED/0 SUSPENDED/0 RESUMED/0 SUSPENDED/0");
  EXPECT_FALSE(simulation().advance_to_next());
}

TEST_F(Guests, FollowAScriptNoLongerWhenItsRuleIsRemoved) {
  const DomainRef a = defined("a");
  const int number = rule("<at time='10s' period='1s'><start domain='a'/></at>");
  ASSERT_TRUE(simulation().remove_rule(number));
  pass(20);
  EXPECT_EQ(seen(a), "SHUTOFF/0 id=-1 P");
}

TEST_F(Guests, LoseRepeatDelayAndSwapEvents) {
  const DomainRef a = defined("a");
  const auto told = [&](const char* xml) {
    const int number = rule(xml);
    EXPECT_TRUE(host->create(a, 0));
    EXPECT_TRUE(host->suspend(a));
    EXPECT_TRUE(host->destroy(a, 0));
    EXPECT_TRUE(simulation().remove_rule(number));
    return log->take();
  };
  EXPECT_EQ(told("<event domain='b'><lose/></event>"),
            "STARTED/0 RESUMED/0 SUSPENDED/0 SHUTDOWN/2 STOPPED/1");
  EXPECT_EQ(told("<event type='suspended'><lose/></event>"),
            "STARTED/0 RESUMED/0 SHUTDOWN/2 STOPPED/1");
  EXPECT_EQ(told("<event type='started'><repeat/></event>"),
            "STARTED/0 STARTED/0 RESUMED/0 SUSPENDED/0 SHUTDOWN/2 STOPPED/1");
  EXPECT_EQ(told("<event type='started'><swap/></event>"),
            "RESUMED/0 STARTED/0 SUSPENDED/0 SHUTDOWN/2 STOPPED/1");
  EXPECT_EQ(told("<event nth='2'><lose/></event>"), "STARTED/0 SUSPENDED/0 SHUTDOWN/2 STOPPED/1");
  EXPECT_EQ(told("<event type='started'><delay time='5s'/></event>"),
            "RESUMED/0 SUSPENDED/0 SHUTDOWN/2 STOPPED/1");
  pass(5);
  EXPECT_EQ(log->take(), "STARTED/0");
}

TEST_F(Guests, TellEventsLateWithoutLosingThemWhenTheRuleGoes) {
  const DomainRef a = defined("a");
  const int number = rule("<event><swap/></event>");
  ASSERT_TRUE(host->create(a, 0));
  ASSERT_TRUE(simulation().remove_rule(number));
  ASSERT_TRUE(host->suspend(a));
  EXPECT_EQ(log->take(), "SUSPENDED/0 STARTED/0 RESUMED/0");
}

TEST_F(Guests, SayWhatIsWrongWithRulesAboutThem) {
  const auto complains = [this](std::string_view xml, const char* what) {
    const Result<int> number = simulation().add_rule(xml);
    ASSERT_FALSE(number) << xml;
    EXPECT_THAT(number.error().message, HasSubstr(what));
  };
  complains("<guest shutdown='soon'/>", "rule:1:1: <guest> has shutdown='soon', which is to be");
  complains("<guest obeys-shutdown='maybe'/>", "which is to be 'yes' or 'no'");
  complains("<guest reboots='5s'/>", "has an attribute 'reboots', but it takes only 'domain'");
  complains("<guest>\n<start/></guest>", "rule:2:1: <guest> says all in attributes");
  complains("<at><start domain='a'/></at>", "<at> needs the attribute 'time'");
  complains("<at time='1s'/>", "<at> needs an element in it");
  complains("<at time='1s'><start/></at>", "rule:1:15: <start> needs the attribute 'domain'");
  complains("<at time='1s'><hold/></at>",
            "<hold> is nothing that happens to a domain or to the host; expected");
  complains("<at time='1s' period='0s'><start domain='a'/></at>", "expected more than 0");
  complains("<at time='1s'><start domain='a'/><start domain='b'/></at>", "does one thing");
  complains("<event type='born'><lose/></event>", "type='born', which is to be 'defined'");
  complains("<event><hold/></event>", "<hold> is nothing that happens to an event; expected");
  complains("<event><delay/></event>", "<delay> needs the attribute 'time'");
  complains("<event/>", "<event> needs an element in it");
  const Result<unsigned> done = simulation().perform("<start/>");
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message, HasSubstr("deed:1:1: <start> needs the attribute 'domain'"));
}

}  // namespace
}  // namespace rollcall
