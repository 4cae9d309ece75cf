// The scenario files of mockdriver/scenarios: each brings a naive client into trouble that a
// careful one gets through.

#include <gtest/gtest.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <rollcall/mock.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace {

struct Freed {
  void operator()(virDomainPtr domain) const { virDomainFree(domain); }
};
using Domain = std::unique_ptr<virDomain, Freed>;

constexpr unsigned long long kSecond = 1'000'000'000;
constexpr unsigned kPatienceMs = 60'000;

/// A host in a scenario, as both clients find it.
class Host {
 public:
  explicit Host(const std::string& scenario, const std::string& query = "") {
    const testing::TestInfo& test = *testing::UnitTest::GetInstance()->current_test_info();
    std::printf("%s: replay with %s --gtest_filter=%s.%s\n", scenario.c_str(),
                std::filesystem::read_symlink("/proc/self/exe").c_str(), test.test_suite_name(),
                test.name());
    virSetErrorFunc(nullptr, [](void*, virErrorPtr) {});
    const std::string uri = "mock://" ROLLCALL_SCENARIOS "/" + scenario + ".xml" + query;
    conn_ = virConnectOpen(uri.c_str());
    if (conn_ == nullptr) ADD_FAILURE() << virGetLastErrorMessage();
  }
  ~Host() { virConnectClose(conn_); }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  virConnectPtr conn() const { return conn_; }

  std::vector<Domain> list(unsigned flags = 0) const {
    virDomainPtr* array = nullptr;
    const int count = virConnectListAllDomains(conn_, &array, flags);
    std::vector<Domain> domains;
    for (int i = 0; i < count; ++i) domains.emplace_back(array[i]);
    std::free(array);
    return domains;
  }

  std::set<std::string> names(unsigned flags = 0) const {
    std::set<std::string> names;
    for (const Domain& domain : list(flags)) names.insert(virDomainGetName(domain.get()));
    return names;
  }

  Domain named(const char* name) const { return Domain(virDomainLookupByName(conn_, name)); }

  void wait_a_second() const { rollcallMockAdvance(conn_, kSecond); }

  unsigned long long now() const {
    unsigned long long now_ns = 0;
    rollcallMockGetTime(conn_, &now_ns);
    return now_ns;
  }

 private:
  virConnectPtr conn_;
};

// --- vanish-after-list ---

/// How many guests a client counts. Returns: -1 when it gives up.
int count_guests(const Host& host, bool is_careful) {
  int guests = 0;
  for (const Domain& domain : host.list()) {
    virDomainInfo info;
    if (virDomainGetInfo(domain.get(), &info) == 0) {
      ++guests;
    } else if (!is_careful || virGetLastErrorCode() != VIR_ERR_NO_DOMAIN) {
      return -1;
    }
  }
  return guests;
}

TEST(ReadyScenarios, VanishAfterListStopsWhoTakesEveryErrorForTheEnd) {
  EXPECT_EQ(count_guests(Host("vanish-after-list"), false), -1);
  EXPECT_EQ(count_guests(Host("vanish-after-list"), true), 2);
}

// --- partial-list-is-not-delete ---

/// The guests that a client takes for deleted when it lists twice.
std::set<std::string> taken_for_deleted(const Host& host, bool is_careful) {
  std::set<std::string> missing;
  for (const Domain& domain : host.list()) missing.insert(virDomainGetName(domain.get()));
  for (const Domain& domain : host.list()) missing.erase(virDomainGetName(domain.get()));
  if (!is_careful) return missing;
  std::set<std::string> deleted;
  for (const std::string& name : missing) {
    if (host.named(name.c_str()) == nullptr && virGetLastErrorCode() == VIR_ERR_NO_DOMAIN) {
      deleted.insert(name);
    }
  }
  return deleted;
}

TEST(ReadyScenarios, PartialListIsNotDeleteForWhoLooksTwice) {
  EXPECT_EQ(taken_for_deleted(Host("partial-list-is-not-delete"), false),
            std::set<std::string>{"web-2"});
  EXPECT_EQ(taken_for_deleted(Host("partial-list-is-not-delete"), true), std::set<std::string>{});
}

// --- slow-shutdown ---

/// Why the guest is off after a client that waits so long has switched it off.
int reason_for_being_off(const Host& host, int patience_s) {
  const Domain guest = host.named("db-1");
  virDomainShutdown(guest.get());
  for (int second = 0; second < patience_s && virDomainIsActive(guest.get()) == 1; ++second) {
    host.wait_a_second();
  }
  if (virDomainIsActive(guest.get()) == 1) virDomainDestroy(guest.get());
  int state = 0;
  int reason = 0;
  EXPECT_EQ(virDomainGetState(guest.get(), &state, &reason, 0), 0);
  EXPECT_EQ(state, VIR_DOMAIN_SHUTOFF);
  return reason;
}

TEST(ReadyScenarios, SlowShutdownLosesTheDataOfTheImpatient) {
  EXPECT_EQ(reason_for_being_off(Host("slow-shutdown"), 30), VIR_DOMAIN_SHUTOFF_DESTROYED);
  EXPECT_EQ(reason_for_being_off(Host("slow-shutdown"), 300), VIR_DOMAIN_SHUTOFF_SHUTDOWN);
}

// --- stuck-job ---

/// How long statistics take, in virtual nanoseconds, while a guest is stuck.
unsigned long long time_for_statistics(const Host& host, unsigned flags) {
  const Domain guest = host.named("db-1");
  std::thread stuck([&] { virDomainManagedSave(guest.get(), 0); });
  constexpr int kOnlyRule = 1;
  EXPECT_EQ(rollcallMockWaitHeld(host.conn(), kOnlyRule, 1, kPatienceMs), 1);
  const unsigned long long before = host.now();
  virDomainStatsRecordPtr* records = nullptr;
  EXPECT_EQ(virConnectGetAllDomainStats(host.conn(), 0, &records, flags), 2);
  virDomainStatsRecordListFree(records);
  const unsigned long long passed = host.now() - before;
  EXPECT_EQ(rollcallMockRelease(host.conn(), kOnlyRule), 1);
  stuck.join();
  return passed;
}

TEST(ReadyScenarios, StuckJobLeavesTheMetricsOfWhoWaitsBlank) {
  EXPECT_EQ(time_for_statistics(Host("stuck-job"), 0), 30 * kSecond);
  EXPECT_EQ(time_for_statistics(Host("stuck-job"), VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT), 0U);
}

// --- n-plus-one ---

/// How many guests a client knows the memory of when it asks about all at once, or one by one.
int guests_with_known_memory(const Host& host, bool at_once) {
  if (!at_once) return count_guests(host, true);
  virDomainStatsRecordPtr* records = nullptr;
  const int count = virConnectGetAllDomainStats(host.conn(), VIR_DOMAIN_STATS_BALLOON, &records, 0);
  virDomainStatsRecordListFree(records);
  return count;
}

TEST(ReadyScenarios, NPlusOneIsTooMuchForWhoAsksOneByOne) {
  const Host naive("n-plus-one", "?domains=50&instance=naive");
  EXPECT_EQ(guests_with_known_memory(naive, false), -1);
  EXPECT_EQ(rollcallMockCallCount(naive.conn(), "virDomainGetInfo"), 11);
  const Host careful("n-plus-one", "?domains=50&instance=careful");
  EXPECT_EQ(guests_with_known_memory(careful, true), 51);
  EXPECT_EQ(rollcallMockCallCount(careful.conn(), "*"), 1);
}

// --- stop-many-at-once ---

constexpr unsigned kRunning = VIR_CONNECT_LIST_DOMAINS_ACTIVE;

/// How many guests run after a client has shut all down.
std::size_t running_after_all_were_shut_down(const Host& host, bool is_careful) {
  for (const Domain& domain : host.list(kRunning)) {
    const bool is_done = virDomainShutdown(domain.get()) == 0;
    const bool is_off_already = !is_done && virGetLastErrorCode() == VIR_ERR_OPERATION_INVALID;
    if (!is_done && !(is_careful && is_off_already)) break;
  }
  return host.list(kRunning).size();
}

TEST(ReadyScenarios, StopManyAtOnceLeavesTheRestOfWhoBreaksOffRunning) {
  EXPECT_EQ(running_after_all_were_shut_down(Host("stop-many-at-once"), false), 2U);
  EXPECT_EQ(running_after_all_were_shut_down(Host("stop-many-at-once"), true), 0U);
}

// --- empty-cache-restart ---

TEST(ReadyScenarios, EmptyCacheRestartHasNoGuestsForWhoTrustsTheFirstList) {
  const auto taken_for_lost = [](const std::string& instance, bool is_careful) {
    const std::string query = "?instance=" + instance;
    const Host host("empty-cache-restart", query);
    std::set<std::string> lost = host.names();
    EXPECT_EQ(virConnectListAllDomains(host.conn(), nullptr, 0), -1);
    const Host again("empty-cache-restart", query);  // the same host, connected anew
    for (const std::string& name : again.names()) lost.erase(name);
    if (is_careful) std::erase_if(lost, [&](auto& name) { return again.named(name.c_str()); });
    return lost;
  };
  EXPECT_EQ(taken_for_lost("naive", false), (std::set<std::string>{"db-1", "web-1"}));
  EXPECT_EQ(taken_for_lost("careful", true), std::set<std::string>{});
}

// --- event-before-list ---

int keep_name(virConnectPtr, virDomainPtr domain, int, int, void* names) {
  static_cast<std::set<std::string>*>(names)->insert(virDomainGetName(domain));
  return 0;
}

TEST(ReadyScenarios, EventBeforeListIsUndoneByWhoLetsTheListHaveTheLastWord) {
  ASSERT_EQ(virEventRegisterDefaultImpl(), 0);
  const Host host("event-before-list");
  std::set<std::string> stopped;
  const int callback =
      virConnectDomainEventRegisterAny(host.conn(), nullptr, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                       VIR_DOMAIN_EVENT_CALLBACK(keep_name), &stopped, nullptr);
  std::set<std::string> taken_for_running = host.names(kRunning);
  while (stopped.empty()) virEventRunDefaultImpl();  // the client comes to the list after this
  EXPECT_NE(taken_for_running, host.names(kRunning));
  for (const std::string& name : stopped) taken_for_running.erase(name);
  EXPECT_EQ(taken_for_running, host.names(kRunning));
  EXPECT_EQ(virConnectDomainEventDeregisterAny(host.conn(), callback), 0);
}

// --- out-of-band-report ---

/// Whether a client that is told of a crash while it starts db-1 takes that one for off.
bool takes_the_starting_guest_for_off(const Host& host, bool is_careful) {
  constexpr int kHold = 2;
  const Domain guest = host.named("db-1");
  const std::set<std::string> being_started{"db-1"};
  std::thread start([&] { virDomainCreate(guest.get()); });
  EXPECT_EQ(rollcallMockWaitHeld(host.conn(), kHold, 1, kPatienceMs), 1);
  const bool is_in_report = host.names(kRunning).contains("db-1");
  const bool taken_for_off = !is_in_report && !(is_careful && being_started.contains("db-1"));
  rollcallMockRelease(host.conn(), kHold);
  start.join();
  EXPECT_EQ(host.names(kRunning), std::set<std::string>{"db-1"});
  return taken_for_off;
}

TEST(ReadyScenarios, OutOfBandReportIsOlderThanTheStartThatGoesOn) {
  EXPECT_TRUE(takes_the_starting_guest_for_off(Host("out-of-band-report"), false));
  EXPECT_FALSE(takes_the_starting_guest_for_off(Host("out-of-band-report"), true));
}

// --- sixteen-k: the limit is the daemon's, so api/daemon/test/scenarios_test.py asks for all ---

TEST(ReadyScenarios, SixteenKHasOneGuestMoreThanAListMayHaveAndHalvesThatHaveFewer) {
  constexpr std::size_t kListMax = 16'384;
  const Host host("sixteen-k");
  EXPECT_EQ(host.list().size(), kListMax + 1);
  EXPECT_EQ(host.list(kRunning).size(), 8000U);
}

}  // namespace
