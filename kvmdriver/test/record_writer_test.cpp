// When the records of guests are written.

#include "kvmdriver/record_writer.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "kvmdriver/guest.hpp"

namespace rollcall::kvm {
namespace {

constexpr std::chrono::hours kAnHour{1};

class Writing : public ::testing::Test {
 protected:
  RecordWriter::Write counting() {
    return [this](const GuestPtr&) { ++written_; };
  }

  std::atomic<int> written_{0};
};

TEST_F(Writing, GathersWhatChangesUntilSomebodyWaitsForIt) {
  RecordWriter writer(counting(), kAnHour);
  for (int i = 0; i < 100; ++i) writer.note(nullptr);
  writer.wait_until_idle();
  EXPECT_EQ(written_, 1);
  writer.note(nullptr);
  writer.wait_until_idle();
  EXPECT_EQ(written_, 2);
}

TEST_F(Writing, HappensByItselfWhenItsTimeHasCome) {
  std::promise<void> wrote;
  RecordWriter writer([&wrote](const GuestPtr&) { wrote.set_value(); },
                      std::chrono::milliseconds(1));
  writer.note(nullptr);
  wrote.get_future().wait();
}

TEST_F(Writing, HappensBeforeTheWriterStops) {
  RecordWriter writer(counting(), kAnHour);
  writer.note(nullptr);
  writer.stop();
  EXPECT_EQ(written_, 1);
}

TEST_F(Writing, OfWhatChangesMeanwhileHappensOnceMore) {
  std::promise<void> begun;
  std::promise<void> noted;
  RecordWriter writer(
      [&](const GuestPtr&) {
        if (++written_ > 1) return;
        begun.set_value();
        noted.get_future().wait();
      },
      std::chrono::milliseconds(1));
  writer.note(nullptr);
  begun.get_future().wait();
  writer.note(nullptr);
  noted.set_value();
  writer.wait_until_idle();
  EXPECT_EQ(written_, 2);
}

}  // namespace
}  // namespace rollcall::kvm
