// Replays of traces through <rollcall/mock.h>: threads that race get the answers that they had.

#include <algorithm>
#include <array>
#include <thread>
#include <vector>

#include "api/test/temporary_folder.hpp"
#include "control_fixture.hpp"

namespace rollcall {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr int kThreads = 4;
using Answers = std::array<std::string, kThreads>;

void note(std::string& answers, int code) {
  answers += std::to_string(code) + (code == 0 ? " " : "! ");
}

/// What a thread does whose answers depend on what the others do meanwhile.
std::string ask(virConnectPtr conn) {
  std::string answers;
  for (int round = 0; round < 20; ++round) {
    virDomainPtr* list = nullptr;
    const int count = virConnectListAllDomains(conn, &list, VIR_CONNECT_LIST_DOMAINS_ACTIVE);
    for (int i = 0; i < count; ++i) {
      answers += virDomainGetName(list[i]) + std::to_string(virDomainGetID(list[i])) + " ";
      note(answers, i % 2 == 0 ? virDomainDestroy(list[i]) : virDomainSuspend(list[i]));
      virDomainFree(list[i]);
    }
    std::free(list);
    const Domain started(virDomainLookupByName(conn, "fleet-0000002"));
    note(answers, virDomainCreate(started.get()));
  }
  return answers;
}

class Replay : public ::testing::Test {
 protected:
  Replay() {
    virSetErrorFunc(nullptr, [](void*, virErrorPtr) {});
  }

  /// A host that is the same at each call, and is gone when its connections are closed.
  static std::vector<virConnectPtr> open(int connections) {
    const std::string uri = std::string("mock:///empty?domains=6&running=4&instance=") +
                            testing::UnitTest::GetInstance()->current_test_info()->name();
    std::vector<virConnectPtr> opened;
    for (int i = 0; i < connections; ++i) opened.push_back(virConnectOpen(uri.c_str()));
    rollcallMockAddRule(opened[0],
                        "<call name='virDomainDestroy' probability='0.3'><error code='1'/></call>");
    return opened;
  }

  static void close(const std::vector<virConnectPtr>& connections) {
    for (virConnectPtr conn : connections) virConnectClose(conn);
  }

  /// What each thread was answered. `last_first`: in which order the threads begin.
  static Answers ask_all(const std::vector<virConnectPtr>& connections, bool last_first) {
    Answers answers;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < connections.size(); ++i) {
      const std::size_t number = last_first ? connections.size() - 1 - i : i;
      threads.emplace_back([&, number] { answers[number] = ask(connections[number]); });
    }
    for (std::thread& thread : threads) thread.join();
    return answers;
  }

  /// A trace of three calls on one connection.
  std::string short_trace() {
    const std::vector<virConnectPtr> host = open(1);
    EXPECT_EQ(rollcallMockTrace(host[0], path_.c_str()), 0);
    for (int i = 0; i < 3; ++i) virConnectNumOfDomains(host[0]);
    EXPECT_EQ(rollcallMockTrace(host[0], nullptr), 0);
    close(host);
    return folder_.read("trace.jsonl");
  }

  const TemporaryFolder folder_;
  const std::string path_ = folder_.file("trace.jsonl");
};

TEST_F(Replay, GivesThreadsThatRaceTheAnswersThatTheyHad) {
  std::vector<virConnectPtr> host = open(kThreads);
  ASSERT_EQ(rollcallMockTrace(host[0], path_.c_str()), 0);
  const Answers first = ask_all(host, false);
  ASSERT_EQ(rollcallMockTrace(host[0], nullptr), 0);
  close(host);
  for (const std::string& answers : first)
    EXPECT_THAT(answers, AllOf(HasSubstr("0 "), HasSubstr("! ")));

  for (int repetition = 0; repetition < 3; ++repetition) {
    host = open(kThreads);
    ASSERT_EQ(rollcallMockReplay(host[0], path_.c_str()), 0) << virGetLastErrorMessage();
    EXPECT_EQ(ask_all(host, true), first);
    EXPECT_EQ(rollcallMockTrace(host[0], nullptr), 0) << virGetLastErrorMessage();
    close(host);
  }
}

TEST_F(Replay, ReleasesCallsThatWereHeldWhereTheyWereReleased) {
  std::string answers[2];
  for (const bool is_replay : {false, true}) {
    const std::vector<virConnectPtr> host = open(2);
    const int rule =
        rollcallMockAddRule(host[0], "<call name='virDomainSuspend' nth='1'><hold/></call>");
    ASSERT_EQ((is_replay ? rollcallMockReplay : rollcallMockTrace)(host[0], path_.c_str()), 0);
    std::thread held([&] { ask(host[1]); });
    ASSERT_EQ(rollcallMockWaitHeld(host[0], rule, 1, kPatienceMs), 1);
    answers[is_replay] = std::to_string(virConnectNumOfDomains(host[0]));
    EXPECT_EQ(rollcallMockPerform(host[0], "<vanish domain='fleet-0000001'/>"), 1);
    EXPECT_EQ(rollcallMockRelease(host[0], rule), 1);
    answers[is_replay] += ask(host[0]);
    held.join();
    EXPECT_EQ(rollcallMockTrace(host[0], nullptr), 0) << virGetLastErrorMessage();
    close(host);
  }
  EXPECT_EQ(answers[0], answers[1]);
}

TEST_F(Replay, NamesTheLineAtWhichACallDeparts) {
  short_trace();
  const std::vector<virConnectPtr> host = open(1);
  ASSERT_EQ(rollcallMockReplay(host[0], path_.c_str()), 0);
  EXPECT_EQ(virConnectNumOfDomains(host[0]), 4);
  EXPECT_EQ(virConnectNumOfDefinedDomains(host[0]), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INVALID_ARG);
  const std::string where = path_ + ":10: the replay departs from the trace: expected ";
  EXPECT_THAT(
      virGetLastErrorMessage(),
      AllOf(HasSubstr(where), HasSubstr(R"("c":0,"call":"virConnectNumOfDomains"}', found)"),
            HasSubstr(R"("c":0,"call":"virConnectNumOfDefinedDomains"}')")));
  EXPECT_EQ(virConnectNumOfDefinedDomains(host[0]), 2);
  EXPECT_EQ(rollcallMockTrace(host[0], nullptr), -1);
  EXPECT_THAT(virGetLastErrorMessage(), HasSubstr(where));
  close(host);
}

TEST_F(Replay, NamesTheLineThatComesOutOtherwise) {
  const std::string trace = short_trace();
  std::string changed = trace;
  changed.replace(changed.find(R"("error":0)"), 9, R"("error":7)");
  folder_.write("trace.jsonl", changed);
  const std::vector<virConnectPtr> host = open(1);
  ASSERT_EQ(rollcallMockReplay(host[0], path_.c_str()), 0);
  EXPECT_EQ(virConnectNumOfDomains(host[0]), -1);
  EXPECT_THAT(virGetLastErrorMessage(),
              AllOf(HasSubstr(path_ + ":9: "), HasSubstr(R"("error":7}', found)")));
  close(host);
}

TEST_F(Replay, SaysBeforeWhichLineItEnds) {
  short_trace();
  const std::vector<virConnectPtr> host = open(1);
  ASSERT_EQ(rollcallMockReplay(host[0], path_.c_str()), 0);
  virConnectNumOfDomains(host[0]);
  EXPECT_EQ(rollcallMockTrace(host[0], nullptr), -1);
  EXPECT_THAT(virGetLastErrorMessage(),
              AllOf(HasSubstr(path_ + ":10: "), HasSubstr("found the end of the replay")));
  close(host);
}

TEST_F(Replay, GoesNoFurtherThanItsTrace) {
  short_trace();
  const std::vector<virConnectPtr> host = open(1);
  ASSERT_EQ(rollcallMockReplay(host[0], path_.c_str()), 0);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(virConnectNumOfDomains(host[0]), 4);
  EXPECT_EQ(virConnectNumOfDomains(host[0]), -1);
  EXPECT_THAT(virGetLastErrorMessage(), HasSubstr(path_ + ":14: the replay departs from the trace: "
                                                          "expected nothing more, found"));
  close(host);
}

TEST_F(Replay, NeedsAHostThatIsAsTheTracedOneWas) {
  short_trace();
  const std::vector<virConnectPtr> host = open(1);
  EXPECT_EQ(rollcallMockPerform(host[0], "<vanish domain='fleet-0000001'/>"), 1);
  EXPECT_EQ(rollcallMockReplay(host[0], path_.c_str()), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INVALID_ARG);
  EXPECT_THAT(virGetLastErrorMessage(), HasSubstr(path_ + ":2: "));
  EXPECT_EQ(virConnectNumOfDefinedDomains(host[0]), 2);
  EXPECT_EQ(rollcallMockTrace(host[0], nullptr), 0);
  close(host);
}

TEST_F(Replay, TakesNothingButTraces) {
  const std::vector<virConnectPtr> host = open(1);
  const auto complaint = [&](const char* content) {
    folder_.write("trace.jsonl", content);
    EXPECT_EQ(rollcallMockReplay(host[0], path_.c_str()), -1);
    EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INVALID_ARG);
    return std::string(virGetLastErrorMessage());
  };
  EXPECT_THAT(complaint(""), HasSubstr(path_ + R"(:1: expected '{"trace":1}', found the end)"));
  EXPECT_THAT(complaint("{\"trace\":2}\n"),
              HasSubstr(R"(:1: expected '{"trace":1}', found '{"tr)"));
  EXPECT_THAT(complaint("{\"trace\":1}\nnonsense\n"),
              HasSubstr(":2: expected a line of a trace, which begins with its time, found 'nons"));
  EXPECT_EQ(rollcallMockReplay(host[0], "/nonexistent/trace.jsonl"), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_SYSTEM_ERROR);
  EXPECT_THAT(virGetLastErrorMessage(), HasSubstr("'/nonexistent/trace.jsonl' cannot be read: No"));
  close(host);
}

TEST_F(Replay, IsRefusedWhereTimeFollowsTheRealOne) {
  short_trace();
  virConnectPtr host = virConnectOpen("mock:///empty?domains=6&running=4&clock=real");
  EXPECT_EQ(rollcallMockReplay(host, path_.c_str()), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_OPERATION_INVALID);
  virConnectClose(host);
}

}  // namespace
}  // namespace rollcall
