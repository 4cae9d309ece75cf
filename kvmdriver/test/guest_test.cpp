// What a guest makes of its process.

#include "kvmdriver/guest.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>

#include "api/test/temporary_folder.hpp"

namespace rollcall::kvm {
namespace {

class Deaths final : public GuestListener {
 public:
  void on_guest_event(const GuestPtr& /*guest*/, const Json& /*event*/) override {}
  void on_guest_dead(const GuestPtr& guest) override {
    ++count;
    guest->set_dead();
  }

  int count = 0;
};

class GuestOfALoop : public ::testing::Test {
 protected:
  GuestPtr started(std::vector<std::string> command) {
    Result<GuestProcess> process = GuestProcess::spawn({command, temporary_.file("log"), -1});
    if (!process) throw std::runtime_error(process.error().message);
    const Guest::Surroundings surroundings{io_, folder_, deaths_, std::chrono::seconds(1)};
    return std::make_shared<Guest>(surroundings, Uuid{}, *std::move(process), std::move(command));
  }

  std::string end_of(const GuestPtr& guest) {
    while (deaths_.count == 0 && io_.run_one() > 0) {
    }
    const std::optional<ProcessEnd> end = guest->how_it_ended();
    return end ? to_string(*end) : "nobody knows how";
  }

  const TemporaryFolder temporary_;
  const StateFolder folder_ =
      *StateFolder::open({.folder = temporary_.file("root"), .run_folder = temporary_.file("run")});
  asio::io_context io_;
  Deaths deaths_;
};

TEST_F(GuestOfALoop, TellsHowItsProcessEnded) {
  const GuestPtr guest = started({"sh", "-c", "exit 3"});
  guest->watch(UniqueFd());
  EXPECT_EQ(end_of(guest), "with status 3");
}

TEST_F(GuestOfALoop, OutlivesADescriptorWhosePlaceItsProcessTakes) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const UniqueFd writing(ends[1]);
  auto closed = std::make_unique<asio::posix::stream_descriptor>(io_, ends[0]);
  ASSERT_EQ(::write(writing.get(), "x", 1), 1);
  // The loop looks for news first, and so learns of the pipe's before the pipe is closed and the
  // process is watched in its place.
  const GuestPtr guest = started({"sleep", "1000"});
  asio::post(io_, [&closed] { closed.reset(); });
  guest->watch(UniqueFd());
  io_.poll();
  EXPECT_EQ(deaths_.count, 0);
  guest->process().signal(SIGKILL);
  EXPECT_EQ(end_of(guest), "by signal 9 (Killed)");
}

}  // namespace
}  // namespace rollcall::kvm
