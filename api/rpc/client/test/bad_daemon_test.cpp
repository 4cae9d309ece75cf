// What a daemon does wrong is a clear error, never a crash and never a hang.

#include <future>

#include "api/rpc/client/test/remote_fixture.hpp"

using testing::HasSubstr;

namespace rollcall::rpc {
namespace {

class BadDaemon : public RemoteTest {
 protected:
  void SetUp() override { open(); }

  /// Answers listings with a reply whose header is spoilt.
  template <class Spoil>
  void spoil_header(Spoil spoil) {
    daemon.on(ConnectListAllDomains::kNumber, [spoil](FakeDaemon& fake, const Packet& call) {
      PacketHeader header = reply_header(call.header, PacketStatus::kOk);
      spoil(header);
      fake.send(FakeDaemon::packet(header, FakeDaemon::bytes_of(std::tuple(0, 0))));
    });
  }

  void expect_lost(const std::string& message, int code = VIR_ERR_RPC) {
    const auto listed = list();
    ASSERT_FALSE(listed);
    EXPECT_EQ(listed.error().code, code);
    EXPECT_EQ(listed.error().domain, VIR_FROM_RPC);
    EXPECT_THAT(listed.error().message, HasSubstr(message));
    EXPECT_EQ(host->is_alive(), false);
    EXPECT_THAT(list().error().message, HasSubstr(message)) << "later calls say it too";
  }

  void expect_failed_call(const std::string& message) {
    const auto listed = list();
    ASSERT_FALSE(listed);
    EXPECT_EQ(listed.error().code, VIR_ERR_RPC);
    EXPECT_THAT(listed.error().message, HasSubstr(message));
    EXPECT_EQ(host->is_alive(), true) << "the connection lives on";
    daemon.answer<ConnectGetHostname>(Text("here"));
    EXPECT_EQ(host->hostname(), std::string("here"));
  }
};

TEST_F(BadDaemon, ThatAnswersAnotherSerialIsLost) {
  spoil_header([](PacketHeader& header) { header.serial += 1000; });
  expect_lost("which is not waiting");
}

TEST_F(BadDaemon, ThatAnswersForAnotherProgramIsLost) {
  spoil_header([](PacketHeader& header) { header.program = kQemuProgram; });
  expect_lost("for program 0x20008087, version 1");
}

TEST_F(BadDaemon, ThatAnswersForAnotherVersionIsLost) {
  spoil_header([](PacketHeader& header) { header.version = 2; });
  expect_lost("for program 0x20008086, version 2");
}

TEST_F(BadDaemon, ThatSendsACallIsLost) {
  spoil_header([](PacketHeader& header) { header.type = PacketType::kCall; });
  expect_lost("packet of type 0");
}

TEST_F(BadDaemon, ThatSendsAnUnknownTypeIsLost) {
  spoil_header([](PacketHeader& header) { header.type = static_cast<PacketType>(99); });
  expect_lost("packet of type 99");
}

TEST_F(BadDaemon, ThatSendsMessagesOfAnUnknownProgramIsLost) {
  spoil_header([](PacketHeader& header) {
    header.type = PacketType::kMessage;
    header.program = 0x12345678;
  });
  expect_lost("program 0x12345678");
}

TEST_F(BadDaemon, ThatAnswersAnotherProcedureFailsTheCall) {
  spoil_header([](PacketHeader& header) { header.procedure = 24; });
  expect_failed_call("answered procedure 24 instead of 273");
}

TEST_F(BadDaemon, ThatContinuesACallFailsIt) {
  spoil_header([](PacketHeader& header) { header.status = PacketStatus::kContinue; });
  expect_failed_call("status 2");
}

TEST_F(BadDaemon, ThatSendsTooShortALengthIsLost) {
  daemon.on(ConnectListAllDomains::kNumber, [](FakeDaemon& fake, const Packet&) {
    fake.send({0, 0, 0, 27, 0, 0, 0, 0});
  });
  expect_lost("impossible length");
}

TEST_F(BadDaemon, ThatAnnouncesMoreThanAPacketHoldsIsLost) {
  daemon.on(ConnectListAllDomains::kNumber, [](FakeDaemon& fake, const Packet&) {
    fake.send({0xff, 0xff, 0xff, 0xff});
  });
  expect_lost("impossible length");
}

TEST_F(BadDaemon, ThatGoesInTheMiddleOfAPacketIsLost) {
  daemon.on(ConnectListAllDomains::kNumber, [](FakeDaemon& fake, const Packet&) {
    fake.send({0, 0, 1, 0, 0x20, 0, 0x80});
    fake.hang_up();
  });
  expect_lost("in the middle of a packet", VIR_ERR_SYSTEM_ERROR);
}

TEST_F(BadDaemon, ThatHangsUpIsLost) {
  daemon.on(ConnectListAllDomains::kNumber,
            [](FakeDaemon& fake, const Packet&) { fake.hang_up(); });
  expect_lost("the daemon closed the connection", VIR_ERR_SYSTEM_ERROR);
}

TEST_F(BadDaemon, ThatSendsTooLittleFailsTheCall) {
  answer_list_with({0, 0, 0, 1, 0, 0, 0, 3, 'v', 'm'});
  expect_failed_call("cannot be decoded");
}

TEST_F(BadDaemon, ThatAnnouncesAnArrayLongerThanItsPacketFailsTheCall) {
  answer_list_with({0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0});
  expect_failed_call("cannot be decoded");
}

TEST_F(BadDaemon, ThatAnnouncesMoreDomainsThanItSendsFailsTheCall) {
  answer_list_with(FakeDaemon::bytes_of(std::tuple(List<Domain>{{{"vm", {}, 7}}}, 2u)));
  expect_failed_call("announced 2 domains and sent 1");
}

TEST_F(BadDaemon, ThatAnnouncesFewerDomainsThanItSendsFailsTheCall) {
  answer_list_with(FakeDaemon::bytes_of(std::tuple(List<Domain>{{{"vm", {}, 7}}}, 0u)));
  expect_failed_call("announced 0 domains and sent 1");
}

TEST_F(BadDaemon, WhoseErrorCannotBeDecodedFailsTheCall) {
  spoil_header([](PacketHeader& header) { header.status = PacketStatus::kError; });
  expect_failed_call("the daemon's error cannot be decoded");
}

TEST_F(BadDaemon, ThatGivesNoReasonStillFailsTheCall) {
  daemon.refuse<ConnectListAllDomains>({.code = 0, .domain = 0});
  const auto listed = list();
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().code, VIR_ERR_INTERNAL_ERROR);
  EXPECT_EQ(listed.error().message, "the daemon gave no reason");
}

TEST_F(BadDaemon, WhoseEventsAreDamagedIsHeardNoMoreOfThem) {
  daemon.on(ConnectListAllDomains::kNumber, [](FakeDaemon& fake, const Packet& call) {
    PacketHeader header{.procedure = LifecycleEvent::kNumber, .type = PacketType::kMessage};
    fake.send(FakeDaemon::packet(header, {0, 0, 0, 0, 0xff}));
    header.procedure = 9999;
    fake.send(FakeDaemon::packet(header, {}));
    fake.reply(call, FakeDaemon::bytes_of(std::tuple(0, 0)));
  });
  EXPECT_TRUE(list());
}

TEST_F(BadDaemon, ThatSendsByteByByteIsUnderstood) {
  daemon.on(ConnectListAllDomains::kNumber, [](FakeDaemon& fake, const Packet& call) {
    const Bytes bytes =
        FakeDaemon::packet(reply_header(call.header, PacketStatus::kOk),
                           FakeDaemon::bytes_of(std::tuple(List<Domain>{{{"vm", {}, 7}}}, 1u)));
    for (const std::uint8_t byte : bytes) fake.send({byte});
  });
  const auto listed = list();
  ASSERT_TRUE(listed) << listed.error().message;
  EXPECT_EQ(listed->size(), 1u);
}

class SilentDaemon : public RemoteTest {
 protected:
  static void say_nothing(FakeDaemon&, const Packet&) {}
};

TEST_F(SilentDaemon, IsGivenUpWhenItStopsAnswering) {
  open(kImpatient);
  daemon.on(ConnectListAllDomains::kNumber, say_nothing);
  daemon.mute_keepalive();
  const auto listed = list();
  ASSERT_FALSE(listed);
  EXPECT_THAT(listed.error().message, HasSubstr("taken for dead"));
  EXPECT_EQ(host->is_alive(), false);
}

TEST_F(SilentDaemon, IsGivenUpWhenItNeverAnswersAtAll) {
  daemon.on(AuthList::kNumber, say_nothing);
  daemon.mute_keepalive();
  const auto opened = try_open(kImpatient);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message, HasSubstr("taken for dead"));
}

TEST_F(SilentDaemon, ThatStillAnswersKeepaliveIsWaitedFor) {
  open(kImpatient);
  std::promise<Packet> asked;
  daemon.on(ConnectGetHostname::kNumber,
            [&](FakeDaemon&, const Packet& call) { asked.set_value(call); });
  auto hostname = std::async(std::launch::async, [&] { return host->hostname(); });
  const Packet call = asked.get_future().get();
  const auto pings = [&] {
    const auto received = daemon.received();
    return std::count_if(received.begin(), received.end(), [](const PacketHeader& header) {
      return header.program == kKeepaliveProgram && header.procedure == kKeepalivePing;
    });
  };
  while (pings() < 4) std::this_thread::yield();
  daemon.reply(call, FakeDaemon::bytes_of(Text("here")));
  EXPECT_EQ(hostname.get(), std::string("here"));
}

TEST_F(SilentDaemon, ThatKnowsNoKeepaliveIsNeverAsked) {
  daemon.answer<SupportsFeature>(0);
  open(kImpatient);
  EXPECT_EQ(host->set_keepalive(1, 1), false);
}

}  // namespace
}  // namespace rollcall::rpc
