#include <rollcall/domain_table.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "api/test/table_fixture.hpp"

namespace rollcall {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST_F(DomainTableTest, StartsEmptyAtGenerationZero) {
  EXPECT_THAT(names({}), IsEmpty());
  EXPECT_EQ(table.generation(), 0u);
}

TEST_F(DomainTableTest, ListsBothMembersOfASwapOrNeither) {
  commit({insert("a", running(1)), insert("b", shutoff())});
  const Generation before = table.generation();

  commit({update("a", shutoff()), update("b", running(2))});

  EXPECT_THAT(names(VIR_CONNECT_LIST_DOMAINS_ACTIVE), ElementsAre("b"));
  EXPECT_EQ(table.generation(), before + 1);
}

TEST_F(DomainTableTest, ChangesNothingWhenANameIsTaken) {
  commit({insert("a", running(1))});

  const auto refused = table.commit({{DomainChange::insert({uuid_of("other"), "a", shutoff()})}});

  EXPECT_EQ(refused.error().code, VIR_ERR_OPERATION_FAILED);
  EXPECT_THAT(names({}), ElementsAre("a"));
}

TEST_F(DomainTableTest, ChangesNothingWhenAUuidIsTaken) {
  commit({insert("a", running(1))});

  const auto refused = table.commit({{DomainChange::insert({uuid_of("a"), "b", shutoff()})}});

  EXPECT_EQ(refused.error().code, VIR_ERR_OPERATION_FAILED);
  EXPECT_THAT(names({}), ElementsAre("a"));
}

TEST_F(DomainTableTest, ChangesNothingWhenOneOfSeveralChangesIsImpossible) {
  commit({insert("a", running(1))});

  const auto refused = table.commit(std::vector{update("a", shutoff()), erase("missing")});

  EXPECT_EQ(refused.error().code, VIR_ERR_NO_DOMAIN);
  EXPECT_EQ(table.find_by_name("a")->status, running(1));
}

TEST_F(DomainTableTest, FindsByUuidNameAndId) {
  commit({insert("a", running(7)), insert("b", shutoff())});

  EXPECT_EQ(table.find(uuid_of("b"))->name, "b");
  EXPECT_EQ(table.find_by_name("a")->uuid, uuid_of("a"));
  EXPECT_EQ(table.find_by_id(7)->name, "a");
  EXPECT_FALSE(table.find_by_id(-1));
  EXPECT_FALSE(table.find_by_name("c"));
}

TEST_F(DomainTableTest, FindsARenamedDomainByItsNewNameOnly) {
  commit({insert("old", running(1))});

  commit({DomainChange::rename(uuid_of("old"), "new")});

  EXPECT_FALSE(table.find_by_name("old"));
  EXPECT_EQ(table.find_by_name("new")->uuid, uuid_of("old"));
}

TEST_F(DomainTableTest, KeepsNameUuidAndIdOfAHandleAsListedWhateverHappensLater) {
  commit({insert("a", running(1))});
  const DomainList list = *table.list({}, *owner);

  commit({DomainChange::rename(uuid_of("a"), "z")});
  commit({erase("a")});

  DomainHandle& handle = **list.begin();
  EXPECT_STREQ(handle.name(), "a");
  EXPECT_EQ(handle.uuid(), uuid_of("a"));
  EXPECT_EQ(handle.id(), 1);
}

TEST_F(DomainTableTest, EndsTheArrayWithANullEvenWhenNothingMatches) {
  DomainHandle** array = table.list({}, *owner)->take();

  ASSERT_NE(array, nullptr);
  EXPECT_EQ(array[0], nullptr);
  std::free(array);
}

TEST_F(DomainTableTest, HandlesMayOutliveTheTableAndBeFreedInAnyOrder) {
  std::vector<DomainHandle*> handles;
  {
    EventBus own_events;
    DomainTable short_lived(own_events);
    for (int i = 0; i < 600; ++i) {
      const std::string name = "d" + std::to_string(i);
      ASSERT_TRUE(short_lived.commit({{DomainChange::insert({uuid_of(name), name, running(i)})}}));
    }
    DomainList list = *short_lived.list({}, *owner);
    handles.assign(list.begin(), list.end());
    std::free(list.take());
  }
  std::reverse(handles.begin(), handles.end());

  for (DomainHandle* handle : handles) {
    EXPECT_EQ(uuid_of(handle->name()), handle->uuid());
    handle->release();
  }
}

TEST_F(DomainTableTest, HandlesOfOneListMayBeFreedByManyThreads) {
  for (int i = 0; i < 300; ++i) commit({insert("d" + std::to_string(i), running(i))});
  DomainList list = *table.list({}, *owner);
  const std::vector<DomainHandle*> handles(list.begin(), list.end());
  std::free(list.take());

  std::vector<std::jthread> threads;
  for (std::size_t first = 0; first < 3; ++first) {
    threads.emplace_back([&handles, first] {
      for (std::size_t i = first; i < handles.size(); i += 3) handles[i]->release();
    });
  }
  threads.clear();

  EXPECT_EQ(owner->release_for_test(), 1);
}

#ifndef __SANITIZE_ADDRESS__
TEST_F(DomainTableTest, UsesTheMemoryOfTheListingBeforeAgain) {
  commit({insert("a", running(1)), insert("b", shutoff())});
  const auto first_handle = [&] { return *table.list({}, *owner)->begin(); };

  const DomainHandle* before = first_handle();
  // Would take what the allocator has just been given back.
  const std::string taker(96, 'x');
  const std::vector<std::string> between(1'000, taker);

  EXPECT_EQ(first_handle(), before);
}
#endif

TEST_F(DomainTableTest, ListsMoreAfterFewerAndFewerAfterMore) {
  commit({insert("a", running(1)), insert("b", shutoff()), insert("c", shutoff())});

  for (int round = 0; round < 3; ++round) {
    EXPECT_THAT(names(VIR_CONNECT_LIST_DOMAINS_ACTIVE), ElementsAre("a"));
    EXPECT_THAT(names({}), UnorderedElementsAre("a", "b", "c"));
    EXPECT_THAT(names(VIR_CONNECT_LIST_DOMAINS_INACTIVE), UnorderedElementsAre("b", "c"));
  }
}

TEST_F(DomainTableTest, AFreedHandleNoLongerLooksValidWhileItsListIsHeld) {
  commit({insert("a", running(1)), insert("b", running(2))});
  DomainList list = *table.list({}, *owner);
  DomainHandle** array = list.take();

  array[0]->release();

  EXPECT_FALSE(array[0]->valid());
  EXPECT_TRUE(array[1]->valid());
  array[1]->release();
  std::free(array);
}

TEST_F(DomainTableTest, TellsRecordsOfSeveralDomainsOfOneInstantInTheOrderAsked) {
  commit({insert("a", running(1)), insert("b", shutoff())});

  const RecordList list = table.records(std::vector{uuid_of("b"), uuid_of("no"), uuid_of("a")});

  ASSERT_EQ(list.records.size(), 2u);
  EXPECT_EQ(list.records[0].name, "b");
  EXPECT_EQ(list.records[1].name, "a");
  EXPECT_EQ(list.generation, table.generation());
}

TEST_F(DomainTableTest, TellsTheEventsOfACommitWithItsGeneration) {
  DomainEvent event;
  event.name = "a";

  const Generation generation =
      table.commit(std::vector{insert("a", running(1))}, std::vector{event}).value();

  ASSERT_EQ(listener->events.size(), 1u);
  EXPECT_EQ(listener->events[0].generation, generation);
}

// Two domains always change together; every list must see both as they were after one commit.
TEST_F(DomainTableTest, ListsOfReadersNeverMixTwoCommits) {
  for (int i = 0; i < 300; ++i) commit({insert("d" + std::to_string(i), shutoff())});
  commit({insert("left", running(1000)), insert("right", shutoff())});
  std::atomic<bool> stop{false};
  std::atomic<int> mixed{0};
  std::vector<std::jthread> readers;
  for (int r = 0; r < 2; ++r) {
    readers.emplace_back([&] {
      while (!stop.load()) {
        if (table.list(ListFilter::of(VIR_CONNECT_LIST_DOMAINS_ACTIVE), *owner)->size() != 1 ||
            table.count(ListFilter::of(VIR_CONNECT_LIST_DOMAINS_ACTIVE)) != 1) {
          ++mixed;
        }
      }
    });
  }
  for (int i = 0; i < 2000; ++i) {
    const bool left_on = i % 2 == 1;
    commit({update("left", left_on ? running(1001 + i) : shutoff()),
            update("right", left_on ? shutoff() : running(1001 + i))});
  }
  stop = true;
  readers.clear();

  EXPECT_EQ(mixed, 0);
  table.check_invariants();
}

TEST(DomainTableDeathTest, MayBeDestroyedAfterTheObjectsOfTheMainThread) {
  const auto fill_and_exit = [] {
    static EventBus events;
    static DomainTable table(events);
    const bool made = table.commit({{insert("a", running(1))}}).has_value();
    std::exit(made ? 0 : 1);
  };
  EXPECT_EXIT(fill_and_exit(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace rollcall
