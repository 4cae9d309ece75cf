#include "api/core/event_bus.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "api/test/table_fixture.hpp"

namespace rollcall {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class EventBusTest : public ::testing::Test {
 protected:
  void publish(EventBus& to, Generation generation) {
    const DomainEvent event;
    to.publish(generation, {&event, 1});
  }

  std::vector<Generation> heard() const {
    std::vector<Generation> generations;
    for (const DomainEvent& event : listener->events) generations.push_back(event.generation);
    return generations;
  }

  std::shared_ptr<RecordingListener> listener = std::make_shared<RecordingListener>();
};

TEST_F(EventBusTest, TellsOnlyWhatHappensAfterSubscribing) {
  EventBus bus;
  publish(bus, 1);
  bus.subscribe(listener);
  publish(bus, 2);

  EXPECT_THAT(heard(), ElementsAre(2));
}

TEST_F(EventBusTest, TellsNothingAfterUnsubscribing) {
  EventBus bus;
  bus.subscribe(listener);
  bus.unsubscribe(listener.get());
  publish(bus, 1);

  EXPECT_THAT(heard(), IsEmpty());
}

TEST_F(EventBusTest, ContinuesALogFromTheGenerationOfAListWithoutGap) {
  EventBus bus;
  for (Generation generation = 1; generation <= 3; ++generation) publish(bus, generation);

  ASSERT_TRUE(bus.subscribe_since(1, listener));
  publish(bus, 4);

  EXPECT_THAT(heard(), ElementsAre(2, 3, 4));
}

// A list may have seen a commit before that commit's events are told.
TEST_F(EventBusTest, DoesNotRepeatTheEventsOfTheGenerationThatTheListHasSeen) {
  EventBus bus;
  ASSERT_TRUE(bus.subscribe_since(5, listener));
  publish(bus, 5);
  publish(bus, 6);

  EXPECT_THAT(heard(), ElementsAre(6));
}

TEST_F(EventBusTest, RefusesToContinueFromWhatItHasForgotten) {
  EventBus bus(2);
  for (Generation generation = 1; generation <= 4; ++generation) publish(bus, generation);

  EXPECT_EQ(bus.subscribe_since(1, listener).error().code, VIR_ERR_OPERATION_INVALID);
  EXPECT_TRUE(bus.subscribe_since(2, listener));

  EXPECT_THAT(heard(), ElementsAre(3, 4));
}

}  // namespace
}  // namespace rollcall
