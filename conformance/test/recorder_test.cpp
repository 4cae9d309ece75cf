// The recorder: stamps, sorting, numbers for uuids and names, and what becomes of a lane whose
// thread never came back.

#include "conformance/history/recorder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace rollcall::history {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

Uuid uuid_ending_in(unsigned char last) {
  Uuid uuid{};
  uuid.back() = last;
  return uuid;
}

/// Records one operation without entries.
void record(Lane& lane, Call call, Outcome outcome = Outcome::kDone) {
  lane.open(call);
  lane.respond();
  lane.close(outcome);
}

TEST(Recorder, WritesUuidsAsLibvirtDoes) {
  Uuid uuid{};
  for (unsigned index = 0; index < uuid.size(); ++index) {
    uuid[index] = static_cast<unsigned char>(0x10 * index + 0xf - index);
  }
  EXPECT_EQ(to_text(uuid), "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");
}

TEST(Recorder, StampsTheResponseAfterTheInvocation) {
  Recorder recorder(1);
  record(recorder.lane(0), Call::kCount);
  const Batch batch = recorder.take();
  ASSERT_THAT(batch.operations, SizeIs(1));
  EXPECT_LE(batch.operations[0].invocation, batch.operations[0].response);
}

TEST(Recorder, TakesItsStampsFromTheClockItIsGiven) {
  static Stamp now = 0;
  Recorder recorder(1, {}, [] { return now += 10; });
  record(recorder.lane(0), Call::kCount);
  const Batch batch = recorder.take();
  ASSERT_THAT(batch.operations, SizeIs(1));
  EXPECT_EQ(batch.operations[0].invocation, 10U);
  EXPECT_EQ(batch.operations[0].response, 20U);
}

TEST(Recorder, OrdersOperationsThatFollowEachOtherOnDifferentThreads) {
  Recorder recorder(2);
  for (int turn = 0; turn < 1000; ++turn) {
    std::thread([&] { record(recorder.lane(turn % 2), Call::kCount); }).join();
  }
  const Batch batch = recorder.take();
  ASSERT_THAT(batch.operations, SizeIs(1000));
  for (std::size_t index = 1; index < batch.operations.size(); ++index) {
    EXPECT_LE(batch.operations[index - 1].response, batch.operations[index].invocation);
    EXPECT_EQ(batch.operations[index].thread, 1 + index % 2);
  }
}

TEST(Recorder, SortsTheOperationsOfAllLanesByInvocation) {
  Recorder recorder(2);
  recorder.lane(1).open(Call::kList);
  record(recorder.lane(0), Call::kCount);
  recorder.lane(1).respond();
  recorder.lane(1).close(Outcome::kDone);
  const Batch batch = recorder.take();
  ASSERT_THAT(batch.operations, SizeIs(2));
  EXPECT_EQ(batch.operations[0].call, Call::kList);
  EXPECT_EQ(batch.operations[1].call, Call::kCount);
}

TEST(Recorder, KeepsTheEntriesOfEachLaneWithTheirOperation) {
  Recorder recorder(2);
  const DomainNumber domain = recorder.add_domain(uuid_ending_in(1), {});
  const NameNumber name = recorder.add_name("vm");
  for (const std::int32_t id : {7, 8}) {
    Lane& lane = recorder.lane(id == 7 ? 1 : 0);
    lane.open(Call::kList);
    lane.respond();
    lane.add_entry(uuid_ending_in(1), "vm", id);
    lane.close(Outcome::kDone, 1);
  }
  const Batch batch = recorder.take();
  ASSERT_THAT(batch.operations, SizeIs(2));
  EXPECT_THAT(batch.entries_of(batch.operations[0]), ElementsAre(Entry{domain, name, 7, kNoState}));
  EXPECT_THAT(batch.entries_of(batch.operations[1]), ElementsAre(Entry{domain, name, 8, kNoState}));
}

TEST(Recorder, MakesAUuidThatNobodyRegisteredAStranger) {
  Recorder recorder(1);
  recorder.add_domain(uuid_ending_in(1), {});
  Lane& lane = recorder.lane(0);
  lane.open(Call::kList);
  lane.respond();
  lane.add_entry(uuid_ending_in(2), "ghost", 1);
  lane.add_entry(uuid_ending_in(2), "ghost", 1);
  lane.close(Outcome::kDone, 2);
  const Batch batch = recorder.take();
  ASSERT_THAT(recorder.host().domains, SizeIs(2));
  EXPECT_TRUE(recorder.host().domains[1].stranger);
  EXPECT_FALSE(recorder.host().domains[0].stranger);
  ASSERT_THAT(batch.entries, SizeIs(2));
  EXPECT_EQ(batch.entries[0].domain, 1U);
  EXPECT_EQ(batch.entries[1], batch.entries[0]);
  EXPECT_EQ(recorder.host().names[batch.entries[0].name], "ghost");
}

TEST(Recorder, KnowsAStrangerAgainInTheNextBatch) {
  Recorder recorder(1);
  for (int batch = 0; batch < 2; ++batch) {
    recorder.lane(0).open(Call::kList);
    recorder.lane(0).respond();
    recorder.lane(0).add_entry(uuid_ending_in(9), "ghost", 1);
    recorder.lane(0).close(Outcome::kDone, 1);
    EXPECT_EQ(recorder.take().entries.front().domain, 0U);
  }
  EXPECT_THAT(recorder.host().domains, SizeIs(1));
}

TEST(Recorder, TellsTheNewNameOfADomainThatItSawBefore) {
  Recorder recorder(1);
  recorder.add_domain(uuid_ending_in(1), {});
  const NameNumber before = recorder.add_name("before");
  const NameNumber after = recorder.add_name("after");
  Lane& lane = recorder.lane(0);
  lane.open(Call::kList);
  lane.respond();
  for (const char* name : {"before", "before", "after", "before"}) {
    lane.add_entry(uuid_ending_in(1), name, 1);
  }
  lane.close(Outcome::kDone, 4);
  std::vector<NameNumber> names;
  for (const Entry& entry : recorder.take().entries) names.push_back(entry.name);
  EXPECT_THAT(names, ElementsAre(before, before, after, before));
}

TEST(Recorder, ForgetsADiscardedOperationWithItsEntries) {
  Recorder recorder(1);
  Lane& lane = recorder.lane(0);
  lane.open(Call::kList);
  lane.respond();
  lane.add_entry(uuid_ending_in(1), "vm", 1);
  lane.discard();
  record(lane, Call::kCount);
  const Batch batch = recorder.take();
  ASSERT_THAT(batch.operations, SizeIs(1));
  EXPECT_EQ(batch.operations[0].entry_count, 0U);
  EXPECT_THAT(batch.entries, SizeIs(0));
}

TEST(Recorder, GivesAnIndeterminateOperationNoResponse) {
  Recorder recorder(1);
  record(recorder.lane(0), Call::kStart, Outcome::kIndeterminate);
  EXPECT_EQ(recorder.take().operations.front().response, kNever);
}

TEST(Recorder, SaysThatALaneIsFullAtItsCapacity) {
  Recorder recorder(1, {.operations = 2, .entries = 100});
  record(recorder.lane(0), Call::kCount);
  EXPECT_FALSE(recorder.lane(0).is_full());
  record(recorder.lane(0), Call::kCount);
  EXPECT_TRUE(recorder.lane(0).is_full());
  (void)recorder.take();
  EXPECT_FALSE(recorder.lane(0).is_full());
}

TEST(Recorder, TellsTheOpenCallUntilItsResponse) {
  Recorder recorder(1);
  Lane& lane = recorder.lane(0);
  EXPECT_FALSE(lane.open_call());
  lane.open(Call::kSuspend, 3);
  ASSERT_TRUE(lane.open_call());
  EXPECT_EQ(lane.open_call()->call, Call::kSuspend);
  EXPECT_EQ(lane.open_call()->domain, 3U);
  lane.respond();
  EXPECT_FALSE(lane.open_call());
}

TEST(Recorder, CountsTheMutatorOfAnAbandonedLaneAsIndeterminateOnce) {
  Recorder recorder(2);
  recorder.lane(0).open(Call::kSuspend, 3);
  recorder.lane(1).open(Call::kList);
  EXPECT_TRUE(recorder.lane(0).abandon());
  EXPECT_TRUE(recorder.lane(1).abandon());
  const Batch batch = recorder.take();
  ASSERT_THAT(batch.operations, SizeIs(1));
  EXPECT_EQ(batch.operations[0].call, Call::kSuspend);
  EXPECT_EQ(batch.operations[0].outcome, Outcome::kIndeterminate);
  EXPECT_EQ(batch.operations[0].response, kNever);
  EXPECT_THAT(recorder.take().operations, SizeIs(0));
}

TEST(Recorder, DoesNotAbandonALaneOutsideACall) {
  Recorder recorder(1);
  record(recorder.lane(0), Call::kCount);
  EXPECT_FALSE(recorder.lane(0).abandon());
}

}  // namespace
}  // namespace rollcall::history
