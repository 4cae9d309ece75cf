// Traces of simulated hosts that several threads work on at the same time: under the scheduler, the
// same seeds give the same bytes, whatever compiler built the library.

#include <dlfcn.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <rollcall/mock.h>

#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "api/test/temporary_folder.hpp"
#include "conformance/schedule/randomness.hpp"
#include "conformance/schedule/yield_hook.hpp"
#include "conformance/test/schedule_test_support.hpp"

namespace rollcall::schedule {
namespace {

constexpr int kThreads = 4;
constexpr int kRounds = 4;
constexpr const char* kHost = "mock:///empty?seed=7&domains=8&running=8&instance=traced";
constexpr const char* kRules[] = {
    "<call name='virDomainSuspend' probability='0.3'><error "
    "code='VIR_ERR_OPERATION_FAILED'/></call>",
    "<call name='virConnectListAllDomains' probability='0.3'><omit domain='*' "
    "probability='0.5'/></call>",
    "<call name='virDomainLookupByName' probability='0.2'><delay time='5s'/></call>",
    "<event type='resumed' probability='0.5'><delay time='2ms'/></event>",
    "<at time='3ms' period='4ms' probability='0.5'><crash domain='fleet-0000008'/></at>",
    "<at time='5ms' period='4ms'><start domain='fleet-0000008'/></at>",
    "<guest domain='fleet-000000[1-4]' shutdown='7ms'/>"};

// The trace of this program under the first schedule, on every build. It changes with the program,
// with what the mock does, and with where the library announces points to the scheduler.
constexpr std::uint64_t kKnownHash = 15'686'037'860'912'835'097U;

std::uint64_t hash_of_bytes(const std::string& bytes) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;  // FNV-1a
  for (const unsigned char byte : bytes) hash = (hash ^ byte) * 0x100000001B3ULL;
  return hash;
}

/// The library under test, which another build may stand in for.
std::string library_path() {
  const char* other = std::getenv("ROLLCALL_TRACED_LIBRARY");
  return other != nullptr ? other : ROLLCALL_LIBRARY;
}

/// The traced library's function of that name.
#define ROLLCALL_TRACED(name) function<decltype(::name)>(#name)

class MockTrace : public InterposedRun {
 protected:
  void SetUp() override {
    InterposedRun::SetUp();
    if (IsSkipped()) return;
    make_randomness_repeatable();
    library_ = ::dlopen(library_path().c_str(), RTLD_NOW | RTLD_LOCAL);
    ASSERT_NE(library_, nullptr) << ::dlerror();
    follow_yield_points(library_path());
    ROLLCALL_TRACED(virSetErrorFunc)(nullptr, [](void*, virErrorPtr) {});
  }

  template <typename Function>
  Function* function(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(library_, name));
  }

  /// What one thread does.
  void work(virConnectPtr conn, int number);
  /// The trace of all threads under the schedule of that seed.
  std::string trace_under(std::uint64_t schedule_seed);

  void* library_ = nullptr;
};

void MockTrace::work(virConnectPtr conn, int number) {
  const std::string own = "fleet-000000" + std::to_string(number + 1);
  for (int round = 0; round < kRounds; ++round) {
    virDomainPtr* list = nullptr;
    const int count = ROLLCALL_TRACED(virConnectListAllDomains)(conn, &list, 0);
    for (int i = 0; i < count; ++i) ROLLCALL_TRACED(virDomainFree)(list[i]);
    std::free(list);
    const virDomainPtr domain = ROLLCALL_TRACED(virDomainLookupByName)(conn, own.c_str());
    if (domain == nullptr) continue;
    ROLLCALL_TRACED(virDomainSuspend)(domain);
    ROLLCALL_TRACED(virDomainResume)(domain);
    ROLLCALL_TRACED(virDomainShutdown)(domain);
    ROLLCALL_TRACED(virDomainCreate)(domain);
    ROLLCALL_TRACED(virDomainFree)(domain);
  }
}

std::string MockTrace::trace_under(std::uint64_t schedule_seed) {
  const TemporaryFolder folder;
  std::vector<virConnectPtr> connections;
  for (int i = 0; i < kThreads; ++i) connections.push_back(ROLLCALL_TRACED(virConnectOpen)(kHost));
  for (const char* rule : kRules) {
    EXPECT_GT(ROLLCALL_TRACED(rollcallMockAddRule)(connections[0], rule), 0) << rule;
  }
  EXPECT_EQ(ROLLCALL_TRACED(rollcallMockTrace)(connections[0], folder.file("trace").c_str()), 0);
  Bodies bodies;
  for (int i = 0; i < kThreads; ++i)
    bodies.push_back([this, &connections, i] { work(connections[i], i); });
  RandomWalk walk(schedule_seed);
  const RunRecord& run = scheduler.run(bodies, walk);
  EXPECT_EQ(run.outcome, Outcome::kCompleted) << run.trouble;
  EXPECT_EQ(ROLLCALL_TRACED(rollcallMockTrace)(connections[0], nullptr), 0);
  for (const virConnectPtr connection : connections) ROLLCALL_TRACED(virConnectClose)(connection);
  return folder.read("trace");
}

TEST_F(MockTrace, IsTheSameEachTimeForOneSeedAndScheduleOnEveryBuild) {
  const std::string first = trace_under(1);
  EXPECT_EQ(hash_of_bytes(first), kKnownHash) << first.substr(0, 2000);
  for (int again = 0; again < 10; ++again) ASSERT_EQ(trace_under(1), first);
}

TEST_F(MockTrace, DiffersBetweenSchedules) {
  std::set<std::uint64_t> hashes;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) hashes.insert(hash_of_bytes(trace_under(seed)));
  EXPECT_EQ(hashes.size(), 5U);
}

}  // namespace
}  // namespace rollcall::schedule
