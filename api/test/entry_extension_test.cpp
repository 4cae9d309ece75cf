// The extensions: a listing that says its generation, watches from one, and the hook of schedulers.
// Also close callbacks.

#include <rollcall/domain_status.h>

#include <thread>

#include "api/test/event_fixture.hpp"

using testing::ElementsAre;
using testing::IsEmpty;

namespace rollcall {
namespace {

void note_watched(virConnectPtr, virDomainPtr domain, int event, int detail,
                  unsigned long long generation, void* opaque) {
  log_of(opaque).lines.push_back(std::string(handle_of(domain)->name()) + " " +
                                 std::to_string(event) + "/" + std::to_string(detail) + " @" +
                                 std::to_string(generation));
}

class Extension : public EventTest {
 protected:
  int watch(unsigned long long after) {
    return rollcallConnectDomainWatch(conn, after, note_watched, &log, note_free);
  }
  void expect_unwatched(int number) { EXPECT_EQ(rollcallConnectDomainUnwatch(conn, number), 0); }

  /// The generation of a listing, whose handles are freed.
  unsigned long long list() {
    virDomainPtr* domains = nullptr;
    unsigned long long generation = 0;
    const int count = rollcallConnectListAllDomains(conn, &domains, &generation, 0);
    EXPECT_EQ(count, 1);
    for (int i = 0; i < count; ++i) handle_of(domains[i])->release();
    std::free(domains);
    return generation;
  }
};

TEST_F(Extension, AListingSaysItsGeneration) {
  const unsigned long long before = list();
  emit(lifecycle_event("a", VIR_DOMAIN_EVENT_STARTED, 0));
  EXPECT_EQ(list(), before + 1);
}

TEST_F(Extension, AListingNeedsItsResultsAndKnowsItsFlags) {
  virDomainPtr* domains = &domain;
  unsigned long long generation = 0;
  EXPECT_EQ(rollcallConnectListAllDomains(conn, &domains, &generation, 1u << 16), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(domains, nullptr);
  EXPECT_EQ(rollcallConnectListAllDomains(conn, nullptr, &generation, 0), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(rollcallConnectListAllDomains(conn, &domains, nullptr, 0), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(rollcallConnectListAllDomains(nullptr, &domains, &generation, 0), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_CONN);
}

TEST_F(Extension, AHandleCanBeMadeOfAnIdentityWithoutAskingTheHost) {
  unsigned char uuid[VIR_UUID_BUFLEN] = {1, 2, 3};
  const virDomainPtr made = rollcallConnectDomainHandle(conn, "nobody", uuid, 7);
  ASSERT_NE(made, nullptr);
  EXPECT_STREQ(virDomainGetName(made), "nobody");
  EXPECT_EQ(virDomainGetID(made), 7u);
  EXPECT_EQ(handle_of(made)->uuid().bytes[1], 2);
  EXPECT_EQ(virDomainFree(made), 0);
  EXPECT_EQ(rollcallConnectDomainHandle(conn, nullptr, uuid, 7), nullptr);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(rollcallConnectDomainHandle(conn, "nobody", nullptr, 7), nullptr);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

TEST_F(Extension, AListingWithStatusesNeedsAllThreeResultsAndKnowsItsFlags) {
  virDomainPtr* domains = &domain;
  rollcallDomainStatus status{};
  rollcallDomainStatus* statuses = &status;
  unsigned long long generation = 0;
  const auto list = rollcallConnectListAllDomainStatuses;
  EXPECT_EQ(list(conn, &domains, &statuses, &generation, 1u << 16), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(domains, nullptr);
  EXPECT_EQ(statuses, nullptr);
  EXPECT_EQ(list(conn, nullptr, &statuses, &generation, 0), -1);
  EXPECT_EQ(list(conn, &domains, nullptr, &generation, 0), -1);
  EXPECT_EQ(list(conn, &domains, &statuses, nullptr, 0), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(list(nullptr, &domains, &statuses, &generation, 0), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_CONN);
}

// What a listing with statuses says of each domain: name, id, state, reason and attributes.
std::vector<std::string> statuses_of(virConnectPtr conn, unsigned flags) {
  virDomainPtr* domains = nullptr;
  rollcallDomainStatus* statuses = nullptr;
  unsigned long long generation = 0;
  const int count =
      rollcallConnectListAllDomainStatuses(conn, &domains, &statuses, &generation, flags);
  std::vector<std::string> lines;
  for (int i = 0; i < count; ++i) {
    const rollcallDomainStatus& status = statuses[i];
    lines.push_back(handle_of(domains[i])->name() + std::string(" ") + std::to_string(status.id) +
                    " " + std::to_string(status.state) + "/" + std::to_string(status.reason) + " " +
                    std::to_string(status.attributes));
    handle_of(domains[i])->release();
  }
  std::free(domains);
  std::free(statuses);
  return lines;
}

std::string line_of(const DomainRecord& record) {
  const DomainStatus& status = record.status;
  return record.name + " " + std::to_string(status.id) + " " + std::to_string(status.state) + "/" +
         std::to_string(status.reason) + " " + std::to_string(status.attributes);
}

TEST_F(Extension, AListingWithStatusesSaysWhatEachDomainWas) {
  const DomainRecord record = host->table().records(ListFilter()).records.front();
  EXPECT_THAT(statuses_of(conn, 0), ElementsAre(line_of(record)));
  const bool active = record.status.has(VIR_CONNECT_LIST_DOMAINS_ACTIVE);
  EXPECT_THAT(statuses_of(conn, active ? VIR_CONNECT_LIST_DOMAINS_INACTIVE
                                       : VIR_CONNECT_LIST_DOMAINS_ACTIVE),
              IsEmpty());
}

TEST_F(Extension, AListingWithStatusesHoldsMoreDomainsThanAChunk) {
  std::vector<DomainChange> changes;
  for (unsigned i = 0; i < 2 * kChunkDomains; ++i) {
    DomainRecord record;
    record.uuid.bytes = {static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i), 77};
    record.name = "more-" + std::to_string(i);
    changes.push_back(DomainChange::insert(record));
  }
  ASSERT_TRUE(host->table().commit(changes));
  std::vector<std::string> expected;
  for (const DomainRecord& record : host->table().records(ListFilter()).records) {
    expected.push_back(line_of(record));
  }
  EXPECT_EQ(statuses_of(conn, 0), expected);
}

std::vector<std::pair<const void*, int>> announced;

TEST_F(Extension, AHookIsToldBeforeThePublishedListIsReadOrReplaced) {
  announced.clear();
  rollcallSetYieldHook([](const void* object, int writes) {
    announced.push_back({object, writes});
  });
  list();
  const auto by_listing = std::exchange(announced, {});
  emit(lifecycle_event("a", VIR_DOMAIN_EVENT_STARTED, 0));
  rollcallSetYieldHook(nullptr);
  ASSERT_FALSE(by_listing.empty());
  const void* const published = by_listing.front().first;
  EXPECT_THAT(by_listing, testing::Each(std::pair(published, 0)));
  EXPECT_THAT(announced, ElementsAre(std::pair(published, 1)));
}

TEST_F(Extension, AWatchTellsPastAndComingEventsAfterItsGenerationOnly) {
  emit(lifecycle_event("before", VIR_DOMAIN_EVENT_STARTED, 0));
  const auto listed = list();
  const auto past = emit(lifecycle_event("past", VIR_DOMAIN_EVENT_STARTED, 0));

  const int number = watch(listed);
  const auto coming = emit(lifecycle_event("coming", VIR_DOMAIN_EVENT_STOPPED, 1));
  loop.run();

  EXPECT_THAT(log.lines, ElementsAre("past 2/0 @" + std::to_string(past),
                                     "coming 5/1 @" + std::to_string(coming)));
  expect_unwatched(number);
}

TEST_F(Extension, AWatchIsToldOfLifecycleEventsOnly) {
  const int number = watch(list());
  DomainEvent reboot = lifecycle_event("b", 0, 0);
  reboot.event_id = VIR_DOMAIN_EVENT_ID_REBOOT;
  emit(reboot);
  loop.run();
  EXPECT_THAT(log.lines, IsEmpty());
  expect_unwatched(number);
}

TEST_F(Extension, TwoWatchesWithTheSameFunctionEachHaveTheirBeginning) {
  const auto early = list();
  emit(lifecycle_event("a", VIR_DOMAIN_EVENT_STARTED, 0));
  const int first = watch(early);
  const int second = watch(list());
  loop.run();
  EXPECT_EQ(log.lines.size(), 1u);
  expect_unwatched(first);
  expect_unwatched(second);
}

TEST_F(Extension, AWatchOfForgottenEventsIsRefusedAndKeepsItsData) {
  for (std::size_t i = 0; i <= EventBus::kHistoryEventsMax; ++i) {
    emit(lifecycle_event("a", VIR_DOMAIN_EVENT_STARTED, 0));
  }
  const std::size_t timeouts = loop.size();

  EXPECT_EQ(watch(0), -1);

  EXPECT_EQ(last_code(), VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(log.freed, 0);
  EXPECT_EQ(loop.size(), timeouts);
}

TEST_F(Extension, AnEndedWatchGivesItsDataBackAndIsToldNoMore) {
  const int number = watch(list());
  emit(lifecycle_event("a", VIR_DOMAIN_EVENT_STARTED, 0));
  expect_unwatched(number);
  loop.run();
  EXPECT_EQ(log.freed, 1);
  EXPECT_THAT(log.lines, IsEmpty());
}

TEST_F(Extension, WatchesAndCallbacksAreEndedByTheirOwnCallOnly) {
  const int watched = watch(list());
  const int registered = register_lifecycle();
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, watched), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(rollcallConnectDomainUnwatch(conn, registered), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
  expect_unwatched(watched);
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, registered), 0);
}

TEST_F(Extension, AWatchNeedsAFunction) {
  EXPECT_EQ(rollcallConnectDomainWatch(conn, 0, nullptr, nullptr, nullptr), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

TEST_F(Extension, ListsAndWatchesMissNothingWhileAnotherThreadChangesTheHost) {
  constexpr int kChanges = 2000;
  std::vector<Generation> emitted;
  std::thread writer([&] {
    for (int i = 0; i < kChanges; ++i) {
      emitted.push_back(emit(lifecycle_event("a", VIR_DOMAIN_EVENT_STARTED, 0)));
    }
  });

  const auto listed = list();
  const int number = watch(listed);
  for (int round = 0; round < 100; ++round) loop.run();
  writer.join();
  loop.run();

  std::vector<std::string> expected;
  for (const Generation generation : emitted) {
    if (generation > listed) expected.push_back("a 2/0 @" + std::to_string(generation));
  }
  EXPECT_EQ(log.lines, expected);
  expect_unwatched(number);
}

TEST_F(Extension, CallbacksComeAndGoWhileTheLoopRunsInAnotherThread) {
  std::atomic<bool> done = false;
  std::thread looping([&] {
    while (!done) loop.run();
  });

  for (int i = 0; i < 500; ++i) {
    const int number = virConnectDomainEventRegisterAny(
        conn, nullptr, VIR_DOMAIN_EVENT_ID_REBOOT, [](virConnectPtr, virDomainPtr, void*) {},
        nullptr, nullptr);
    DomainEvent reboot = lifecycle_event("b", 0, 0);
    reboot.event_id = VIR_DOMAIN_EVENT_ID_REBOOT;
    emit(reboot);
    ASSERT_EQ(virConnectDomainEventDeregisterAny(conn, number), 0);
  }
  done = true;
  looping.join();
}

class CloseCallbacks : public EventTest {
 protected:
  static void note_close(virConnectPtr, int reason, void* opaque) {
    log_of(opaque).lines.push_back(std::to_string(reason));
  }
  static void note_other(virConnectPtr, int, void* opaque) { note_free(opaque); }
};

TEST_F(CloseCallbacks, AreCalledByTheLoopWhenTheHostIsLost) {
  EXPECT_EQ(virConnectRegisterCloseCallback(conn, note_close, &log, note_free), 0);
  host->close_handler(VIR_CONNECT_CLOSE_REASON_KEEPALIVE);
  EXPECT_TRUE(log.lines.empty());
  loop.run();
  EXPECT_EQ(log.lines, std::vector<std::string>{"2"});
  EXPECT_EQ(log.freed, 0);
  loop.run();
  EXPECT_EQ(log.lines.size(), 1u) << "once";
}

TEST_F(CloseCallbacks, AreNotCalledOnceTheyAreUnregistered) {
  EXPECT_EQ(virConnectRegisterCloseCallback(conn, note_close, &log, note_free), 0);
  host->close_handler(VIR_CONNECT_CLOSE_REASON_EOF);
  EXPECT_EQ(virConnectUnregisterCloseCallback(conn, note_close), 0);
  loop.run();
  EXPECT_TRUE(log.lines.empty());
}

TEST_F(CloseCallbacks, OfAConnectionThatIsGoneAreNotCalled) {
  auto lost = std::make_unique<FakeHost>();
  FakeHost* lost_host = lost.get();
  auto* other = new _virConnect(std::move(lost), false);
  EXPECT_EQ(virConnectRegisterCloseCallback(other, note_close, &log, note_free), 0);
  const auto handler = lost_host->close_handler;
  EXPECT_EQ(other->release(), 0);
  handler(VIR_CONNECT_CLOSE_REASON_EOF);
  loop.run();
  EXPECT_TRUE(log.lines.empty());
}

TEST_F(CloseCallbacks, MayUnregisterThemselves) {
  struct Context {
    EventLog log;
    static void note_and_leave(virConnectPtr conn, int, void* opaque) {
      static_cast<Context*>(opaque)->log.lines.emplace_back("called");
      EXPECT_EQ(virConnectUnregisterCloseCallback(conn, note_and_leave), 0);
      EXPECT_EQ(static_cast<Context*>(opaque)->log.freed, 0) << "while it runs";
    }
    static void note_freed(void* opaque) { ++static_cast<Context*>(opaque)->log.freed; }
  } context;
  EXPECT_EQ(
      virConnectRegisterCloseCallback(conn, Context::note_and_leave, &context, Context::note_freed),
      0);
  host->close_handler(VIR_CONNECT_CLOSE_REASON_EOF);
  loop.run();
  EXPECT_EQ(context.log.lines.size(), 1u);
  EXPECT_EQ(context.log.freed, 1);
}

TEST_F(CloseCallbacks, AreKeptAndGivenBack) {
  EXPECT_EQ(virConnectRegisterCloseCallback(conn, note_close, &log, note_free), 0);
  EXPECT_EQ(log.freed, 0);
  EXPECT_EQ(virConnectUnregisterCloseCallback(conn, note_close), 0);
  EXPECT_EQ(log.freed, 1);
}

TEST_F(CloseCallbacks, AreOnePerConnection) {
  EXPECT_EQ(virConnectRegisterCloseCallback(conn, note_close, nullptr, nullptr), 0);
  EXPECT_EQ(virConnectRegisterCloseCallback(conn, note_other, &log, note_free), -1);
  EXPECT_EQ(last_code(), VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(log.freed, 0);
}

TEST_F(CloseCallbacks, AreUnregisteredByTheirFunctionOnly) {
  EXPECT_EQ(virConnectUnregisterCloseCallback(conn, note_close), -1);
  EXPECT_EQ(last_code(), VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(virConnectRegisterCloseCallback(conn, note_close, nullptr, nullptr), 0);
  EXPECT_EQ(virConnectUnregisterCloseCallback(conn, note_other), -1);
  EXPECT_EQ(last_code(), VIR_ERR_OPERATION_INVALID);
}

TEST_F(CloseCallbacks, AreGivenBackWithTheConnection) {
  auto* other = new _virConnect(std::make_unique<FakeHost>(), false);
  EXPECT_EQ(virConnectRegisterCloseCallback(other, note_close, &log, note_free), 0);
  EXPECT_EQ(other->release(), 0);
  EXPECT_EQ(log.freed, 1);
}

TEST_F(CloseCallbacks, NeedAFunction) {
  EXPECT_EQ(virConnectRegisterCloseCallback(conn, nullptr, nullptr, nullptr), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(virConnectUnregisterCloseCallback(conn, nullptr), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

}  // namespace
}  // namespace rollcall
