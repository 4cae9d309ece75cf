// QmpClient against a QEMU that the test plays itself.

#include "kvmdriver/qmp_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace rollcall::kvm {
namespace {

using ::testing::ElementsAre;

constexpr const char* kGreeting = R"({"QMP": {"version": {}, "capabilities": []}})";
constexpr std::chrono::minutes kLong{1};

class QmpConversation : public ::testing::Test {
 protected:
  QmpConversation() {
    int ends[2];
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    qemu_ = UniqueFd(ends[0]);
    client_ = std::make_shared<QmpClient>(
        io_, UniqueFd(ends[1]),
        QmpClient::Handlers{[this](const Json& event) { told_.push_back(text_in(event, "event")); },
                            [this] { told_.push_back("closed"); }});
    client_->start();
  }

  void TearDown() override {
    client_->close();
    io_.restart();
    io_.poll();
  }

  /// Greets, and replies to the negotiation; before that says `stale`.
  void greet(const std::string& stale = "") {
    say(kGreeting);
    EXPECT_EQ(hear(), R"({"execute":"qmp_capabilities","id":"negotiation"})");
    if (!stale.empty()) say(stale);
    say(R"({"return": {}, "id": "negotiation"})");
  }

  void ask(const std::string& name, std::chrono::milliseconds timeout = kLong) {
    client_->send({name, Json::object(), timeout, nullptr}, [this, name](Result<Json> answer) {
      told_.push_back(name + ": " + (answer ? answer->dump() : answer.error().message));
    });
  }

  /// QEMU says a line.
  void say(const std::string& line) {
    const std::string bytes = line + "\r\n";
    EXPECT_EQ(::write(qemu_.get(), bytes.data(), bytes.size()), ssize_t(bytes.size()));
  }

  /// The next line that QEMU hears.
  std::string hear() {
    std::string line;
    for (char c = 0; c != '\n';) {
      while (::recv(qemu_.get(), &c, 1, MSG_DONTWAIT) != 1) go_on();
      if (c != '\n') line += c;
    }
    return line;
  }

  /// Runs the client until it has told so much.
  std::vector<std::string> told(std::size_t count) {
    while (told_.size() < count) go_on();
    return told_;
  }

  void go_on() {
    if (io_.run_one() == 0) throw std::runtime_error("the client waits for nothing any more");
  }

  asio::io_context io_;
  UniqueFd qemu_;
  std::vector<std::string> told_;
  std::shared_ptr<QmpClient> client_;
};

TEST_F(QmpConversation, HandsOnRepliesAndEventsInTheirOrder) {
  ask("stop");
  ask("query-status");
  greet();
  EXPECT_EQ(hear(), R"({"execute":"stop"})");
  EXPECT_EQ(hear(), R"({"execute":"query-status"})");
  say(R"({"event": "STOP"})");
  say(R"({"return": {}})");
  say(R"({"return": {"status": "paused"}})");
  EXPECT_THAT(told(3), ElementsAre("STOP", "stop: {}", R"(query-status: {"status":"paused"})"));
}

TEST_F(QmpConversation, TellsWhatQemuRefuses) {
  greet();
  ask("cont");
  say(R"({"error": {"class": "GenericError", "desc": "it is off"}})");
  EXPECT_THAT(told(1), ElementsAre("cont: QEMU refused 'cont': it is off"));
}

TEST_F(QmpConversation, PassesOverTheReplyToACommandWhoseTimeWasUp) {
  greet();
  ask("stop", std::chrono::milliseconds(0));
  EXPECT_EQ(hear(), R"({"execute":"stop"})");
  ask("cont");
  EXPECT_EQ(hear(), R"({"execute":"cont"})");
  told(1);
  say(R"({"return": {"of": "stop"}})");
  say(R"({"return": {"of": "cont"}})");
  EXPECT_THAT(told(2), ElementsAre("stop: QEMU has not answered 'stop' within 0 ms",
                                   R"(cont: {"of":"cont"})"));
}

TEST_F(QmpConversation, PassesOverRepliesToAnEarlierClient) {
  ask("stop");
  greet(R"({"return": {"of": "somebody else"}, "id": 7})");
  EXPECT_EQ(hear(), R"({"execute":"stop"})");
  say(R"({"return": {"of": "stop"}})");
  EXPECT_THAT(told(1), ElementsAre(R"(stop: {"of":"stop"})"));
}

TEST_F(QmpConversation, PassesOverAReplyThatNobodyAskedFor) {
  greet();
  say(R"({"return": {"of": "nothing"}})");
  say(R"({"event": "RESUME"})");
  told(1);
  ask("stop");
  EXPECT_EQ(hear(), R"({"execute":"stop"})");
  say(R"({"return": {"of": "stop"}})");
  EXPECT_THAT(told(2), ElementsAre("RESUME", R"(stop: {"of":"stop"})"));
}

TEST_F(QmpConversation, FailsCommandsThatWaitWhenQemuIsGone) {
  greet();
  ask("stop");
  ask("cont");
  EXPECT_EQ(hear(), R"({"execute":"stop"})");
  qemu_ = UniqueFd();
  EXPECT_THAT(told(3),
              ElementsAre("stop: QEMU closed its monitor before it answered 'stop'",
                          "cont: QEMU closed its monitor before it answered 'cont'", "closed"));
}

}  // namespace
}  // namespace rollcall::kvm
