// Control of simulated hosts through <rollcall/mock.h>, as programs use it: the C API alone.

#include <thread>

#include "api/test/temporary_folder.hpp"
#include "control_fixture.hpp"

namespace rollcall {
namespace {

using ::testing::HasSubstr;

TEST_F(Control, MakesACallFailWithTheErrorOfTheRule) {
  rule("<call name='virDomainGetInfo'><error code='VIR_ERR_INTERNAL_ERROR'>no luck</error></call>");
  const Domain guest = running();
  virDomainInfo info;
  EXPECT_EQ(virDomainGetInfo(guest.get(), &info), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INTERNAL_ERROR);
  EXPECT_THAT(virGetLastErrorMessage(), HasSubstr("no luck"));
}

TEST_F(Control, TakesErrorCodesAsNumbersToo) {
  rule("<call name='virDomainLookupByName'><error code='42'/></call>");
  EXPECT_EQ(domain(1), nullptr);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_NO_DOMAIN);
}

TEST_F(Control, TellsTheFunctionsOfAFamilyApart) {
  rule("<call name='virDomainCreate'><error code='1'/></call>");
  const Domain guest = off();
  EXPECT_EQ(virDomainCreate(guest.get()), -1);
  EXPECT_EQ(virDomainCreateWithFlags(guest.get(), 0), 0);
}

TEST_F(Control, FailsBeforeTheEffectOrAfterIt) {
  const int before = rule("<call name='virDomainSuspend'><error code='1'/></call>");
  const Domain guest = running();
  int state = 0;
  EXPECT_EQ(virDomainSuspend(guest.get()), -1);
  ASSERT_EQ(virDomainGetState(guest.get(), &state, nullptr, 0), 0);
  EXPECT_EQ(state, VIR_DOMAIN_RUNNING);

  EXPECT_EQ(rollcallMockRemoveRule(conn, before), 0);
  rule("<call name='virDomainSuspend' when='after'><error code='1'/></call>");
  EXPECT_EQ(virDomainSuspend(guest.get()), -1);
  ASSERT_EQ(virDomainGetState(guest.get(), &state, nullptr, 0), 0);
  EXPECT_EQ(state, VIR_DOMAIN_PAUSED);
}

TEST_F(Control, MeansTheDomainsWhoseNamesMatch) {
  rule("<call name='virDomainLookup*' domain='*3'><error code='1'/></call>");
  EXPECT_NE(domain(2), nullptr);
  EXPECT_EQ(domain(3), nullptr);
  const Domain first = domain(1);
  unsigned char uuid[VIR_UUID_BUFLEN];
  ASSERT_EQ(virDomainGetUUID(first.get(), uuid), 0);
  rule("<call name='virDomainLookupByUUID' domain='fleet-0000001'><error code='1'/></call>");
  EXPECT_EQ(virDomainLookupByUUID(conn, uuid), nullptr);
}

TEST_F(Control, TakesEffectAtTheNthMatchOnly) {
  const int number = rule("<call name='virConnectListAllDomains' nth='3'><error code='1'/></call>");
  std::string answers;
  for (int i = 0; i < 5; ++i) {
    answers += virConnectListAllDomains(conn, nullptr, 0) == 4 ? 'y' : 'n';
  }
  EXPECT_EQ(answers, "yynyy");
  EXPECT_EQ(rollcallMockRuleHits(conn, number), 1);
}

TEST_F(Control, SkipsTheFirstAndThenTakesEffectNowAndThenButNotForEver) {
  const int number = rule(
      "<call name='virConnectNumOfDomains' skip='1' every='2' times='2'>"
      "<error code='1'/></call>");
  std::string answers;
  for (int i = 0; i < 8; ++i) answers += virConnectNumOfDomains(conn) == 2 ? 'y' : 'n';
  EXPECT_EQ(answers, "ynynyyyy");
  EXPECT_EQ(rollcallMockRuleHits(conn, number), 2);
}

TEST_F(Control, DrawsTheSameChancesFromTheSameSeed) {
  const auto draw = [](const std::string& instance, const std::string& more_rules) {
    virConnectPtr host = virConnectOpen(("mock:///default?seed=7&instance=" + instance).c_str());
    rollcallMockAddRule(host,
                        "<call name='virConnectNum*' probability='0.5'><error code='1'/></call>");
    if (!more_rules.empty()) rollcallMockAddRule(host, more_rules.c_str());
    std::string answers;
    for (int i = 0; i < 64; ++i) answers += virConnectNumOfDomains(host) == 1 ? 'y' : 'n';
    virConnectClose(host);
    return answers;
  };
  const std::string answers = draw("first", "");
  EXPECT_THAT(answers, HasSubstr("y"));
  EXPECT_THAT(answers, HasSubstr("n"));
  EXPECT_EQ(draw("second", ""), answers);
  EXPECT_EQ(draw("third", "<call name='*' probability='0.5'><delay time='1s'/></call>"), answers);
}

TEST_F(Control, LetsVirtualTimePassDuringADelay) {
  rule("<call name='virConnectNumOfDomains'><delay time='2min'/></call>");
  const unsigned long long before = now();
  EXPECT_EQ(virConnectNumOfDomains(conn), 2);
  EXPECT_EQ(now() - before, 120 * kSecond);
  EXPECT_EQ(rollcallMockAdvance(conn, 5 * kSecond), 0);
  EXPECT_EQ(now() - before, 125 * kSecond);
}

TEST_F(Control, HoldsACallUntilItIsReleased) {
  const int number = rule("<call name='virDomainSuspend' times='1'><hold/></call>");
  const Domain guest = running();
  int answer = -2;
  std::thread stuck([&] { answer = virDomainSuspend(guest.get()); });
  ASSERT_EQ(rollcallMockWaitHeld(conn, number, 1, kPatienceMs), 1);
  int state = 0;
  EXPECT_EQ(virDomainGetState(guest.get(), &state, nullptr, 0), 0);
  EXPECT_EQ(state, VIR_DOMAIN_RUNNING);
  EXPECT_EQ(rollcallMockRelease(conn, number), 1);
  stuck.join();
  EXPECT_EQ(answer, 0);
  EXPECT_EQ(virDomainGetState(guest.get(), &state, nullptr, 0), 0);
  EXPECT_EQ(state, VIR_DOMAIN_PAUSED);
  EXPECT_EQ(rollcallMockWaitHeld(conn, number, 0, 0), 0);
}

TEST_F(Control, SaysSoWhenNoCallIsHeldInTime) {
  const int number = rule("<call name='virDomainSuspend'><hold/></call>");
  EXPECT_EQ(rollcallMockWaitHeld(conn, number, 1, 1), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_OPERATION_TIMEOUT);
}

/// A domain that is stuck in virDomainSuspend, and what becomes of that call.
class StuckDomain : public Control {
 protected:
  StuckDomain() {
    number = rule("<call name='virDomainSuspend' domain='fleet-*' times='1'><hold/></call>");
    stuck_ = std::thread([this] {
      answer_ = virDomainSuspend(guest.get());
      code_ = virGetLastErrorCode();
    });
    EXPECT_EQ(rollcallMockWaitHeld(conn, number, 1, kPatienceMs), 1);
  }
  ~StuckDomain() override {
    rollcallMockRelease(conn, number);
    if (stuck_.joinable()) stuck_.join();
  }

  /// The code that the stuck call ends with.
  int code_at_end() {
    stuck_.join();
    return answer_ == 0 ? VIR_ERR_OK : code_;
  }

  Domain guest = running();
  int number = 0;

 private:
  std::thread stuck_;
  int answer_ = -2;
  int code_ = 0;
};

TEST_F(StuckDomain, RefusesFurtherChangesAfterHalfAMinute) {
  const unsigned long long before = now();
  EXPECT_EQ(virDomainReset(guest.get(), 0), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_OPERATION_TIMEOUT);
  EXPECT_THAT(virGetLastErrorMessage(), HasSubstr("busy with 'virDomainSuspend'"));
  EXPECT_EQ(now() - before, 30 * kSecond);
  rollcallMockRelease(conn, number);
  EXPECT_EQ(code_at_end(), VIR_ERR_OK);
  EXPECT_EQ(virDomainReset(guest.get(), 0), 0);
}

TEST_F(StuckDomain, IsListedFoundAndAskedWithoutDelay) {
  const unsigned long long before = now();
  EXPECT_EQ(virConnectListAllDomains(conn, nullptr, 0), 4);
  EXPECT_NE(domain(1), nullptr);
  EXPECT_EQ(virDomainIsActive(guest.get()), 1);
  EXPECT_LT(now() - before, kSecond);
}

TEST_F(StuckDomain, LetsOtherDomainsGoOn) { EXPECT_EQ(virDomainCreate(off().get()), 0); }

TEST_F(StuckDomain, DelaysStatisticsUnlessTheyAreNotToWait) {
  const auto stats = [this](unsigned flags) {
    const unsigned long long before = now();
    virDomainStatsRecordPtr* records = nullptr;
    EXPECT_EQ(virConnectGetAllDomainStats(conn, 0, &records, flags), 4);
    virDomainStatsRecordListFree(records);
    return now() - before;
  };
  EXPECT_EQ(stats(VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT), 0U);
  EXPECT_EQ(stats(0), 30 * kSecond);
}

TEST_F(StuckDomain, HasAJobThatCanBeAborted) {
  rollcallMockAdvance(conn, 3 * kSecond);
  virDomainJobInfo job;
  ASSERT_EQ(virDomainGetJobInfo(guest.get(), &job), 0);
  EXPECT_EQ(job.type, VIR_DOMAIN_JOB_UNBOUNDED);
  EXPECT_GE(job.timeElapsed, 3000ULL);
  EXPECT_EQ(virDomainAbortJob(guest.get()), 0);
  EXPECT_EQ(code_at_end(), VIR_ERR_OPERATION_ABORTED);
  ASSERT_EQ(virDomainGetJobInfo(guest.get(), &job), 0);
  EXPECT_EQ(job.type, VIR_DOMAIN_JOB_NONE);
}

TEST_F(StuckDomain, CanBeDestroyedWhichEndsTheStuckCall) {
  EXPECT_EQ(virDomainDestroy(guest.get()), 0);
  EXPECT_EQ(code_at_end(), VIR_ERR_OPERATION_FAILED);
}

TEST_F(StuckDomain, GoesOnWhenItsRuleIsRemoved) {
  EXPECT_EQ(rollcallMockRemoveRule(conn, number), 0);
  EXPECT_EQ(code_at_end(), VIR_ERR_OK);
}

TEST_F(Control, LeavesDomainsOutOfListsAndCounts) {
  const int number = rule("<call name='virConnect*'><omit domain='*2'/></call>");
  EXPECT_EQ(names().count("fleet-0000002"), 0U);
  EXPECT_EQ(names().size(), 3U);
  EXPECT_EQ(virConnectListAllDomains(conn, nullptr, 0), 3);
  EXPECT_EQ(virConnectNumOfDomains(conn) + virConnectNumOfDefinedDomains(conn), 3);
  EXPECT_NE(domain(2), nullptr);
  rollcallMockRemoveRule(conn, number);
  EXPECT_EQ(names().size(), 4U);
}

TEST_F(Control, LeavesOutDomainsByChanceAndOthersEachTime) {
  rule("<call name='virConnectListAllDomains'><omit domain='*' probability='0.5'/></call>");
  std::set<std::multiset<std::string>> lists;
  for (int i = 0; i < 64; ++i) lists.insert(names());
  EXPECT_GT(lists.size(), 4U);
}

TEST_F(Control, RepeatsDomainsAndEmptiesLists) {
  const int number = rule("<call name='virConnectList*'><repeat domain='*3'/></call>");
  EXPECT_EQ(names().size(), 5U);
  EXPECT_EQ(names().count("fleet-0000003"), 2U);
  rollcallMockRemoveRule(conn, number);
  rule("<call name='virConnectListAllDomains' nth='2'><empty/></call>");
  EXPECT_EQ(names().size(), 4U);
  EXPECT_EQ(names().size(), 0U);
  EXPECT_EQ(names().size(), 4U);
}

TEST_F(Control, ListsWhatWasThereWhenTheRuleWasAdded) {
  rule("<call name='virConnectListAllDomains' times='2'><stale/></call>");
  EXPECT_EQ(rollcallMockPerform(conn, "<start domain='*'/>"), 2);
  EXPECT_EQ(rollcallMockPerform(conn, "<vanish domain='fleet-0000001'/>"), 1);
  EXPECT_EQ(names(VIR_CONNECT_LIST_DOMAINS_ACTIVE).size(), 2U);
  EXPECT_EQ(names().size(), 4U);
  EXPECT_EQ(names(VIR_CONNECT_LIST_DOMAINS_ACTIVE).size(), 3U);
}

TEST_F(Control, LetsADomainVanishBetweenTheListAndTheNextCall) {
  rule("<call name='virConnectListAllDomains' when='after'><vanish domain='*2'/></call>");
  EXPECT_EQ(names().count("fleet-0000002"), 1U);
  EXPECT_EQ(domain(2), nullptr);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_NO_DOMAIN);
}

TEST_F(Control, MeansTheDomainOfTheCallWhenADeedNamesNone) {
  rule("<call name='virDomainSuspend'><crash/></call>");
  const Domain guest = running();
  EXPECT_EQ(virDomainSuspend(guest.get()), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(virDomainIsActive(guest.get()), 0);
}

TEST_F(Control, CutsAConnectionBeforeOrAfterTheEffect) {
  const Domain guest = running();
  virConnectPtr other = open_again();
  rule("<call name='virDomainDestroy' when='after'><disconnect/></call>");
  EXPECT_EQ(virConnectIsAlive(conn), 1);
  EXPECT_EQ(virDomainDestroy(guest.get()), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_SYSTEM_ERROR);
  EXPECT_EQ(virConnectIsAlive(conn), 0);
  EXPECT_EQ(virConnectNumOfDomains(conn), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INTERNAL_ERROR);
  EXPECT_EQ(virConnectNumOfDomains(other), 1);
  virConnectClose(other);
}

TEST_F(Control, CutsAllConnectionsWhenItsDaemonRestarts) {
  const Domain guest = running();
  virConnectPtr other = open_again();
  virConnectPtr third = open_again();
  const int hold = rule("<call name='virDomainSuspend'><hold/></call>");
  std::thread held([&] { EXPECT_EQ(virDomainSuspend(guest.get()), -1); });
  ASSERT_EQ(rollcallMockWaitHeld(conn, hold, 1, kPatienceMs), 1);
  rule("<call name='virConnectNumOfDomains' client='1'><restart/></call>");
  EXPECT_EQ(virConnectNumOfDomains(other), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_SYSTEM_ERROR);
  held.join();
  for (virConnectPtr old : {conn, other, third}) EXPECT_EQ(virConnectIsAlive(old), 0);
  EXPECT_EQ(virConnectNumOfDomains(third), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INTERNAL_ERROR);

  virConnectPtr again = open_again();
  EXPECT_EQ(virConnectNumOfDomains(again), 2);
  EXPECT_EQ(virConnectNumOfDefinedDomains(again), 2);
  for (virConnectPtr open : {other, third, again}) virConnectClose(open);
}

TEST_F(Control, ForgetsAllDomainsWhenItsDaemonRestartsWithoutMemory) {
  rule("<at time='5s'><restart memory='no'/></at>");
  EXPECT_EQ(virConnectNumOfDomains(conn), 2);
  ASSERT_EQ(rollcallMockAdvance(conn, 5 * kSecond), 0);
  EXPECT_EQ(virConnectNumOfDomains(conn), -1);
  virConnectPtr again = open_again();
  EXPECT_EQ(virConnectListAllDomains(again, nullptr, 0), 0);
  const Domain made(virDomainDefineXML(again,
                                       "<domain type='mock'><name>fleet-0000001</name>"
                                       "<memory>8192</memory><os><type>hvm</type></os></domain>"));
  EXPECT_EQ(virDomainCreate(made.get()), 0);
  virConnectClose(again);
}

TEST_F(Control, SaysWhatARestartCanBe) {
  EXPECT_THAT(complaint("<at time='5s'><restart memory='some'/></at>"),
              HasSubstr("rule:1:15: <restart> has memory='some', which is to be 'yes' or 'no'"));
  EXPECT_THAT(complaint("<at time='5s'><restart domain='a'/></at>"), HasSubstr("'domain'"));
}

TEST_F(Control, AdvancesToWhatIsDueNext) {
  rule("<at time='1h'><destroy domain='*'/></at>");
  EXPECT_EQ(virConnectNumOfDomains(conn), 2);
  EXPECT_EQ(rollcallMockAdvanceToNext(conn), 1);
  EXPECT_EQ(now(), 3600 * kSecond);
  EXPECT_EQ(virConnectNumOfDomains(conn), 0);
  EXPECT_EQ(rollcallMockAdvanceToNext(conn), 0);
}

/// The trace of some calls on a host of that seed, of which a rule makes some fail.
std::string traced(const char* seed) {
  const TemporaryFolder folder;
  const std::string path = folder.file("trace.jsonl");
  virConnectPtr host =
      virConnectOpen((std::string("mock:///empty?domains=20&running=9&seed=") + seed).c_str());
  EXPECT_EQ(rollcallMockTrace(host, path.c_str()), 0);
  rollcallMockAddRule(host, "<call name='virDomain*' probability='0.3'><error code='38'/></call>");
  rollcallMockAddRule(host, "<at time='5ms' period='5ms'><reboot domain='*'/></at>");
  virDomainPtr* list = nullptr;
  const int count = virConnectListAllDomains(host, &list, 0);
  for (int i = 0; i < count; ++i) {
    virDomainCreate(list[i]);
    virDomainSuspend(list[i]);
    virDomainFree(list[i]);
  }
  std::free(list);
  EXPECT_EQ(rollcallMockTrace(host, nullptr), 0);
  virConnectClose(host);
  return folder.read("trace.jsonl");
}

TEST(Trace, HasTheSameBytesForTheSameSeedAndOthersForAnother) {
  const std::string first = traced("1");
  EXPECT_EQ(traced("1"), first);
  EXPECT_NE(traced("2"), first);
}

TEST(Trace, TellsCallsAnswersEffectsChangesAndEvents) {
  const std::string trace = traced("1");
  EXPECT_EQ(trace.substr(0, 12), "{\"trace\":1}\n");
  for (const char* part :
       {R"("call":"virConnectListAllDomains"})", R"("call":"virDomainSuspend","domain":"fleet-)",
        R"("answer":"virDomainCreate","error":0})", R"("answer":"virDomainSuspend","error":38})",
        R"("rule":1,"does":"error"})", R"("change":"update","generation":)", R"("event":0,)",
        R"("event":1,)"}) {
    EXPECT_THAT(trace, HasSubstr(part));
  }
}

TEST(Trace, BeginsWithAllThatIsThere) {
  const std::string trace = traced("1");
  std::size_t there = 0;
  for (std::size_t at = 0; (at = trace.find(R"("change":"there")", at)) != std::string::npos;
       ++at) {
    ++there;
  }
  EXPECT_EQ(there, 20U);
  EXPECT_LT(trace.rfind(R"("change":"there")"), trace.find(R"("call":)"));
  EXPECT_THAT(trace, HasSubstr(R"("name":"fleet-0000020","id":)"));
}

TEST_F(Control, SaysWhyATraceCannotBeWritten) {
  EXPECT_EQ(rollcallMockTrace(conn, "/nonexistent/trace.jsonl"), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_SYSTEM_ERROR);
  EXPECT_THAT(virGetLastErrorMessage(), HasSubstr("'/nonexistent/trace.jsonl' cannot be written"));
  EXPECT_EQ(rollcallMockTrace(conn, ""), -1);
  EXPECT_EQ(rollcallMockTrace(conn, nullptr), 0);
}

TEST_F(Control, CountsCallsByFunctionOfAllConnections) {
  virConnectPtr other = open_again();
  EXPECT_EQ(rollcallMockCallCount(conn, "virConnectNumOfDomains"), 0);
  virConnectNumOfDomains(conn);
  virConnectNumOfDomains(other);
  virConnectListAllDomains(other, nullptr, 0);
  EXPECT_EQ(rollcallMockCallCount(conn, "virConnectNumOfDomains"), 2);
  EXPECT_EQ(rollcallMockCallCount(conn, "virConnect*"), 3);
  EXPECT_EQ(rollcallMockCallCount(conn, "rollcall*"), 0);
  virConnectClose(other);
}

TEST_F(Control, LimitsCallsByARuleThatSkipsTheAllowedOnes) {
  rule("<call name='virDomainGetInfo' skip='2'><error code='1'>too many calls</error></call>");
  const Domain guest = running();
  virDomainInfo info;
  EXPECT_EQ(virDomainGetInfo(guest.get(), &info), 0);
  EXPECT_EQ(virDomainGetInfo(guest.get(), &info), 0);
  EXPECT_EQ(virDomainGetInfo(guest.get(), &info), -1);
}

TEST_F(Control, CountsTheCallsOfEachClientAndKeepsThemWhenItIsGone) {
  virConnectPtr other = open_again();
  EXPECT_EQ(rollcallMockClient(conn), 0);
  EXPECT_EQ(rollcallMockClient(other), 1);
  EXPECT_EQ(rollcallMockClients(conn), 2);
  for (int i = 0; i < 3; ++i) virConnectNumOfDomains(other);
  virConnectClose(other);
  EXPECT_EQ(rollcallMockClientCallCount(conn, 1, "virConnectNum*"), 3);
  EXPECT_EQ(rollcallMockClientCallCount(conn, 0, "*"), 0);
  EXPECT_EQ(rollcallMockClientCallCount(conn, 2, "*"), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INVALID_ARG);
}

TEST_F(Control, HasRulesForTheCallsOfOneClient) {
  virConnectPtr other = open_again();
  rule("<call name='virConnectNumOfDomains' client='1'><error code='VIR_ERR_RPC'/></call>");
  EXPECT_EQ(virConnectNumOfDomains(conn), 2);
  EXPECT_EQ(virConnectNumOfDomains(other), -1);
  virConnectClose(other);
}

/// A host whose virtual time passes by itself.
class Paced {
 public:
  explicit Paced(const std::string& clock)
      : conn_(virConnectOpen(
            ("mock:///empty?domains=2&running=2&clock=" + clock + "&instance=paced").c_str())) {}
  ~Paced() { virConnectClose(conn_); }
  Paced(const Paced&) = delete;
  Paced& operator=(const Paced&) = delete;

  virConnectPtr conn() const { return conn_; }
  unsigned long long now() const {
    unsigned long long now_ns = 0;
    EXPECT_EQ(rollcallMockGetTime(conn_, &now_ns), 0);
    return now_ns;
  }

 private:
  virConnectPtr conn_;
};

TEST(PacedClock, PassesByItselfSoManyTimesAsFastAsAsked) {
  const Paced slow("real");
  const Paced fast("1000x");
  const unsigned long long slow_outer = slow.now();
  const unsigned long long fast_begin = fast.now();
  const unsigned long long slow_inner = slow.now();
  while (fast.now() < fast_begin + 2 * kSecond) std::this_thread::yield();
  const unsigned long long slow_inside = slow.now() - slow_inner;
  const unsigned long long fast_passed = fast.now() - fast_begin;
  const unsigned long long slow_outside = slow.now() - slow_outer;
  EXPECT_GE(fast_passed, slow_inside * 1000);
  EXPECT_LE(fast_passed, slow_outside * 1000);
}

TEST(PacedClock, HasThingsHappenAtTheirTimeThoughNobodyCalls) {
  const Paced host("1000x");
  const auto paused = [&] {
    return virConnectListAllDomains(host.conn(), nullptr, VIR_CONNECT_LIST_DOMAINS_PAUSED);
  };
  const unsigned long long before = host.now();
  ASSERT_GT(rollcallMockAddRule(host.conn(), "<at time='5s'><suspend domain='f*1'/></at>"), 0);
  while (paused() == 0) std::this_thread::yield();  // a listing lets no time pass
  EXPECT_EQ(paused(), 1);
  EXPECT_GE(host.now() - before, 5 * kSecond);
}

TEST(PacedClock, MakesCallsThatTakeTimeTakeIt) {
  const Paced host("1000x");
  rollcallMockAddRule(host.conn(), "<call name='virConnectNumOfDomains'><delay time='9s'/></call>");
  const unsigned long long before = host.now();
  EXPECT_EQ(virConnectNumOfDomains(host.conn()), 2);
  EXPECT_GE(host.now() - before, 9 * kSecond);
}

TEST(PacedClock, CanBeAdvancedBeyondItsPace) {
  const Paced host("real");
  rollcallMockAddRule(host.conn(), "<at time='1d'><destroy domain='*'/></at>");
  EXPECT_EQ(rollcallMockAdvance(host.conn(), 3600 * kSecond), 0);
  EXPECT_EQ(virConnectNumOfDomains(host.conn()), 2);
  EXPECT_EQ(rollcallMockAdvanceToNext(host.conn()), 1);
  EXPECT_EQ(virConnectNumOfDomains(host.conn()), 0);
  EXPECT_GE(host.now(), 24 * 3600 * kSecond);
}

TEST_F(Control, SaysWhereARuleIsWrongAndWhatIsExpected) {
  const auto complains = [this](const char* xml, const char* what) {
    EXPECT_THAT(complaint(xml), HasSubstr(what)) << xml;
  };
  complains("", "rule:1:1: ");
  complains("<call", "rule:1:");
  complains("<call name='a'>\n<hold/></cal>", "rule:2:");
  complains("<rule/>", "rule:1:1: <rule> is no rule; expected <call>");
  complains("<call><hold/></call>", "<call> needs the attribute 'name'");
  complains("<call name=''><hold/></call>", "<call> has an empty attribute 'name'");
  complains("<call name='a'/>", "<call> needs an element in it that says what happens");
  complains("<call name='a'><hold/>\n <hold/></call>",
            "rule:2:2: <call> does one thing, and <hold>");
  complains("<call name='a'>\n  <explode/></call>",
            "rule:2:3: <explode> is nothing that happens to a call; expected <error>");
  complains("<call name='a' nth='0'><hold/></call>",
            "nth='0', which is to be a whole number from 1");
  complains("<call name='a' nth='x'><hold/></call>", "nth='x', which is to be a whole number");
  complains("<call name='a' nth='-1'><hold/></call>", "nth='-1', which is to be a whole number");
  complains("<call name='a' nth='2' skip='1'><hold/></call>", "'nth' and 'skip', which exclude");
  complains("<call name='a' nth='2' times='1'><hold/></call>", "'nth' and 'times', which exclude");
  complains("<call name='a' every='0'><hold/></call>", "every='0', which is to be");
  complains("<call name='a' times='0'><hold/></call>", "times='0', which is to be");
  complains("<call name='a' probability='1.1'><hold/></call>", "a number from 0 to 1");
  complains("<call name='a' probability='half'><hold/></call>", "a number from 0 to 1");
  complains("<call name='a' probability='0.'><hold/></call>", "a number from 0 to 1");
  complains("<call name='a' client='me'><hold/></call>", "client='me', which is to be a whole");
  complains("<call name='a' when='now'><hold/></call>",
            "when='now', which is to be 'before' or 'after'");
  complains("<call name='a' domian='b'><hold/></call>", "has an attribute 'domian', but it takes");
  complains("<call name='a'><hold time='1s'/></call>",
            "<hold> takes no attributes, but has 'time'");
  complains("<call name='a'><delay/></call>", "<delay> needs the attribute 'time'");
  complains("<call name='a'><delay time='5'/></call>",
            "time='5', which is to be a whole number and");
  complains("<call name='a'><delay time='s'/></call>",
            "time='s', which is to be a whole number and");
  complains("<call name='a'><delay time='101000d'/></call>", "which is to be a whole number and");
  complains("<call name='a'><omit/></call>", "<omit> needs the attribute 'domain'");
  complains("<call name='a'><omit domain='b' probability='2'/></call>", "a number from 0 to 1");
  complains("<call name='a'><empty domain='b'/></call>", "<empty> takes no attributes");
  complains("<call name='a' when='after'>\n<stale/></call>",
            "rule:2:1: <stale> changes what a call");
  complains("<call name='a'><crash to='b'/></call>", "has an attribute 'to', but it takes only");
  complains("<call name='a'><error/></call>", "<error> needs the attribute 'code'");
  complains("<call name='a'><error code='VIR_ERR_NOSUCH'/></call>", "'VIR_ERR_NO_DOMAIN'");
  complains("<call name='a'><error code='0'/></call>", "the number of a virErrorNumber");
  complains("<call name='a'><error code='VIR_ERR_RPC' text='b'/></call>",
            "has an attribute 'text'");
}

TEST_F(Control, RefusesRulesThatDoNotExist) {
  EXPECT_EQ(rollcallMockRemoveRule(conn, 1), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(rollcallMockRuleHits(conn, 1), -1);
  EXPECT_EQ(rollcallMockWaitHeld(conn, 1, 0, 0), -1);
  EXPECT_EQ(rollcallMockRelease(conn, 1), -1);
  EXPECT_THAT(virGetLastErrorMessage(), HasSubstr("there is no rule 1"));
}

TEST_F(Control, RefusesWrongArguments) {
  EXPECT_EQ(rollcallMockAddRule(conn, nullptr), -1);
  EXPECT_EQ(rollcallMockAddRule(nullptr, "<call/>"), -1);
  EXPECT_EQ(rollcallMockCallCount(conn, nullptr), -1);
  EXPECT_EQ(rollcallMockGetTime(conn, nullptr), -1);
  EXPECT_EQ(rollcallMockAdvance(conn, ~0ULL), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INVALID_ARG);
}

TEST_F(Control, ChangesNothingThroughAReadOnlyConnection) {
  virConnectPtr reader = virConnectOpenReadOnly("mock:///empty?instance=reader");
  EXPECT_EQ(rollcallMockAddRule(reader, "<call name='a'><hold/></call>"), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_OPERATION_DENIED);
  EXPECT_EQ(rollcallMockAdvance(reader, 1), -1);
  EXPECT_EQ(rollcallMockCallCount(reader, "*"), 0);
  virConnectClose(reader);
}

}  // namespace
}  // namespace rollcall
