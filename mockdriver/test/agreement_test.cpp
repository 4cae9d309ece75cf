// Whatever is done in whatever order, by one thread or by many: domains and table agree, events
// replay to the table's contents, and the same calls give the same answers.

#include <algorithm>
#include <map>
#include <thread>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "mock_fixture.hpp"
#include "random_operations.hpp"

namespace rollcall {
namespace {

const MockHost& state_of(const Connection& host) {
  return static_cast<const MockConnection&>(*host).host();
}

/// Which domains exist and which are active, as the events alone tell it.
std::map<Uuid, bool> replayed(const std::vector<DomainEvent>& events) {
  std::map<Uuid, bool> active;
  std::map<Uuid, bool> persistent;
  for (const DomainEvent& event : events) {
    if (event.event_id != VIR_DOMAIN_EVENT_ID_LIFECYCLE) continue;
    const bool renamed = event.detail == VIR_DOMAIN_EVENT_UNDEFINED_RENAMED;
    switch (event.type) {
      case VIR_DOMAIN_EVENT_DEFINED:
        persistent[event.uuid] = true;
        active.try_emplace(event.uuid, false);
        break;
      case VIR_DOMAIN_EVENT_UNDEFINED:
        if (renamed) break;
        persistent[event.uuid] = false;
        if (!active[event.uuid]) active.erase(event.uuid);
        break;
      case VIR_DOMAIN_EVENT_STARTED:
        active[event.uuid] = true;
        break;
      case VIR_DOMAIN_EVENT_STOPPED:
        active[event.uuid] = false;
        if (!persistent[event.uuid]) active.erase(event.uuid);
        break;
      default:
        break;
    }
  }
  return active;
}

std::map<Uuid, bool> listed(const Connection& host) {
  std::map<Uuid, bool> active;
  const RecordList all = *host->records(ListFilter());
  for (const DomainRecord& record : all.records) {
    active[record.uuid] = record.status.has(VIR_CONNECT_LIST_DOMAINS_ACTIVE);
  }
  return active;
}

RC_GTEST_PROP(MockAgreement, HoldsAfterEveryOperation, (const std::vector<unsigned>& numbers)) {
  const Connection host = *open_uri("mock:///empty");
  for (const unsigned number : numbers) {
    run_operation(*host, number);
    state_of(host).check_invariants();
  }
}

RC_GTEST_PROP(MockAgreement, MakesEventsReplayToTheList, (const std::vector<unsigned>& numbers)) {
  const Connection host = *open_uri("mock:///empty");
  const auto log = std::make_shared<EventLog>();
  host->events().subscribe(log);
  for (const unsigned number : numbers) run_operation(*host, number);
  RC_ASSERT(replayed(log->take_events()) == listed(host));
}

RC_GTEST_PROP(MockAgreement, GivesActiveDomainsIdsThatOnlyGrow,
              (const std::vector<unsigned>& numbers)) {
  const Connection host = *open_uri("mock:///empty");
  const auto log = std::make_shared<EventLog>();
  host->events().subscribe(log);
  for (const unsigned number : numbers) run_operation(*host, number);
  std::int32_t latest = 0;
  for (const DomainEvent& event : log->take_events()) {
    const bool boots = event.event_id == VIR_DOMAIN_EVENT_ID_LIFECYCLE &&
                       event.type == VIR_DOMAIN_EVENT_STARTED &&
                       event.detail != VIR_DOMAIN_EVENT_STARTED_WAKEUP;
    if (!boots) continue;
    RC_ASSERT(event.id > latest);
    latest = event.id;
  }
}

/// Everything that a caller can see of what `numbers` did to a host of that seed.
std::string history(unsigned seed, const std::vector<unsigned>& numbers) {
  const Connection host =
      *open_uri(fmt::format("mock:///default?seed={}&domains=5&instance=history", seed));
  const auto log = std::make_shared<EventLog>();
  host->events().subscribe(log);
  std::string seen_so_far;
  for (const unsigned number : numbers) {
    seen_so_far += run_operation(*host, number);
    seen_so_far += "; " + log->take() + "\n";
  }
  const auto anonymous = host->define_xml(domain_xml("anonymous"), 0);
  seen_so_far += to_string(anonymous->uuid) + "\n";
  const RecordList all = *host->records(ListFilter());
  for (const DomainRecord& record : all.records) {
    const DomainRef domain{record.uuid, record.name};
    seen_so_far += *host->xml(domain, VIR_DOMAIN_XML_SECURE);
    seen_so_far += fmt::format("{} {}\n", seen(*host, record.uuid), *host->cpu_time_ns(domain));
  }
  return seen_so_far;
}

RC_GTEST_PROP(MockDeterminism, GivesTheSameCallsTheSameAnswers,
              (unsigned seed, const std::vector<unsigned>& numbers)) {
  RC_ASSERT(history(seed, numbers) == history(seed, numbers));
}

TEST(MockDeterminism, DrawsOtherUuidsFromAnotherSeed) { EXPECT_NE(history(1, {}), history(2, {})); }

TEST(MockDeterminism, DrawsTheSameUuidsOnEveryMachine) {
  const Connection host = *open_uri("mock:///empty?seed=1&domains=1&instance=machine");
  EXPECT_EQ(to_string(host->find_by_name("fleet-0000001")->uuid),
            "910a2dec-8902-4cc1-beeb-8da1658eec67");
}

TEST(MockDeterminism, PassesOverAUuidThatIsTaken) {
  const char* const uri = "mock:///empty?seed=1&instance=taken";
  const std::string drawn = to_string((*open_uri(uri))->define_xml(domain_xml("a"), 0)->uuid);
  const Connection host = *open_uri(uri);
  ASSERT_TRUE(host->define_xml(domain_xml("a", drawn), 0));
  const Result<DomainRecord> next = host->define_xml(domain_xml("b"), 0);
  ASSERT_TRUE(next);
  EXPECT_NE(to_string(next->uuid), drawn);
}

// Runs operations of a generated stream in several threads, each on a connection of its own.
void run_in_threads(const std::string& uri, std::size_t threads, unsigned operations) {
  std::vector<std::thread> running;
  for (std::size_t i = 0; i < threads; ++i) {
    running.emplace_back([&uri, i, operations] {
      const Connection host = *open_uri(uri);
      Prng prng(i);
      for (unsigned done = 0; done < operations; ++done) {
        run_operation(*host, static_cast<unsigned>(prng.below(1U << 30)));
      }
    });
  }
  for (std::thread& thread : running) thread.join();
}

TEST(MockThreads, LeaveDomainsAndTableInAgreement) {
  const std::string uri = "mock:///empty?instance=threads";
  const Connection host = *open_uri(uri);
  const auto log = std::make_shared<EventLog>();
  host->events().subscribe(log);
  run_in_threads(uri, 4, 2000);
  state_of(host).check_invariants();
  EXPECT_EQ(replayed(log->take_events()), listed(host));
}

TEST(MockThreads, SeeAgreementWhileOthersWork) {
  const std::string uri = "mock:///empty?instance=watched";
  const Connection host = *open_uri(uri);
  std::thread workers([&uri] { run_in_threads(uri, 3, 1000); });
  for (int i = 0; i < 200; ++i) state_of(host).check_invariants();
  workers.join();
  EXPECT_LE(*host->count(ListFilter()), 4U);
}

TEST(MockThreads, OpenAndCloseHostsAtTheSameTime) {
  std::vector<std::thread> openers;
  for (int i = 0; i < 4; ++i) {
    openers.emplace_back([] {
      for (int done = 0; done < 200; ++done) {
        const Result<Connection> host = open_uri("mock:///default?instance=reopened");
        EXPECT_EQ(*(*host)->count(ListFilter()), 1U);
      }
    });
  }
  for (std::thread& opener : openers) opener.join();
}

}  // namespace
}  // namespace rollcall
