// The scenario files of mockdriver/scenarios: each brings a naive client into trouble that a
// careful one gets through.

#include <gtest/gtest.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <rollcall/mock.h>

#include <cstdlib>
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

}  // namespace
