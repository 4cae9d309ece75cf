// A host behind a daemon: what is asked, what is handed on, and what happens when the daemon goes.

#include <future>
#include <set>

#include "api/rpc/client/test/remote_fixture.hpp"

using testing::ElementsAre;
using testing::HasSubstr;

namespace rollcall::rpc {
namespace {

using Uuid = std::array<std::uint8_t, 16>;

constexpr Uuid kUuid{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
const DomainRef kDomain{{kUuid}, "vm"};

class RemoteHost : public RemoteTest {};

TEST_F(RemoteHost, IsOpenedByTheNameInTheAddress) {
  std::promise<std::string> name;
  daemon.on(ConnectOpen::kNumber, [&](FakeDaemon& fake, const Packet& call) {
    const auto arguments = decode_payload<ConnectOpen::Arguments>(call.payload());
    name.set_value(std::string(std::get<0>(*arguments).value_or("none")));
    fake.reply(call, {});
  });
  open();
  EXPECT_EQ(name.get_future().get(), "fake:///default");
  EXPECT_STREQ(host->type(), "FAKE");
  EXPECT_EQ(host->uri(), std::string("fake+unix:///default"));
}

TEST_F(RemoteHost, AuthenticatesByPolkitWhereThatIsAllTheDaemonOffers) {
  daemon.answer<AuthList>(List<Int, kAuthTypesMax>{{2}});
  daemon.answer<AuthPolkit>(1);
  open();
  EXPECT_EQ(daemon.received().at(1).procedure, AuthPolkit::kNumber);
}

TEST_F(RemoteHost, CannotBeOpenedWhereTheDaemonWantsSasl) {
  daemon.answer<AuthList>(List<Int, kAuthTypesMax>{{1}});
  const auto opened = try_open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, VIR_ERR_AUTH_UNAVAILABLE);
}

TEST_F(RemoteHost, HandsOnTheDaemonsErrorWithCodeDomainAndMessage) {
  open();
  daemon.refuse<DomainSuspend>({.code = VIR_ERR_OPERATION_INVALID,
                                .domain = VIR_FROM_TEST,
                                .message = "domain is not running",
                                .str1 = "one",
                                .int1 = 5});
  const Status suspended = host->suspend(kDomain);
  ASSERT_FALSE(suspended);
  EXPECT_EQ(suspended.error().code, VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(suspended.error().domain, VIR_FROM_TEST);
  EXPECT_EQ(suspended.error().message, "domain is not running");
  EXPECT_EQ(suspended.error().str1, "one");
  EXPECT_EQ(suspended.error().int1, 5);
}

TEST_F(RemoteHost, SaysOfUnknownProceduresThatTheyAreNotSupported) {
  open();
  daemon.refuse<DomainSuspend>(
      {.code = VIR_ERR_RPC, .domain = VIR_FROM_RPC, .message = "unknown procedure: 34"});
  EXPECT_EQ(host->suspend(kDomain).error().code, VIR_ERR_NO_SUPPORT);
}

TEST_F(RemoteHost, ListsWhatOneReplyHolds) {
  open();
  List<Domain> domains;
  std::vector<std::string> names;
  for (int i = 0; i < 600; ++i) names.push_back("vm" + std::to_string(i));
  for (int i = 0; i < 600; ++i) {
    Uuid uuid{};
    uuid[0] = static_cast<std::uint8_t>(i);
    uuid[1] = static_cast<std::uint8_t>(i >> 8);
    domains.items.push_back({names[static_cast<std::size_t>(i)], uuid, i % 2 == 0 ? i : -1});
  }
  daemon.answer<ConnectListAllDomains>(domains, 600u);

  const auto listed = list();
  ASSERT_TRUE(listed) << listed.error().message;
  ASSERT_EQ(listed->size(), 600u);
  std::size_t i = 0;
  for (const DomainHandle* handle : *listed) {
    EXPECT_EQ(handle->name(), names[i]);
    EXPECT_EQ(handle->uuid().bytes, domains.items[i].uuid);
    EXPECT_EQ(handle->id(), domains.items[i].id);
    ++i;
  }
  EXPECT_EQ(*(listed->end()), nullptr);
}

TEST_F(RemoteHost, ListsMoreThanLibvirtsLimitWhenTheDaemonSendsThem) {
  open();
  XdrWriter writer(kPacketMax);
  writer.u32(kListMax + 1);
  for (std::uint32_t i = 0; i <= kListMax; ++i) encode(writer, Domain{"vm", kUuid, 1});
  writer.u32(kListMax + 1);
  answer_list_with(writer.take());
  const auto listed = list();
  ASSERT_TRUE(listed) << listed.error().message;
  EXPECT_EQ(listed->size(), kListMax + 1);
}

TEST_F(RemoteHost, ListsNothingWhereThereIsNothing) {
  open();
  daemon.answer<ConnectListAllDomains>(List<Domain>{}, 0u);
  const auto listed = list();
  ASSERT_TRUE(listed);
  EXPECT_EQ(listed->size(), 0u);
}

TEST_F(RemoteHost, CutsNamesAtAZeroAsCDoes) {
  open();
  daemon.answer<ConnectListAllDomains>(List<Domain>{{{Text("vm\0x", 4), kUuid, 1}, {"", {}, -1}}},
                                       2u);
  const auto listed = list();
  ASSERT_TRUE(listed);
  EXPECT_STREQ((*listed->begin())->name(), "vm");
  EXPECT_STREQ((*(listed->begin() + 1))->name(), "");
}

TEST_F(RemoteHost, AsksForTheGroupsOfAFilter) {
  open();
  std::promise<std::uint32_t> asked;
  daemon.on(ConnectListAllDomains::kNumber, [&](FakeDaemon& fake, const Packet& call) {
    asked.set_value(std::get<1>(*decode_payload<ConnectListAllDomains::Arguments>(call.payload())));
    fake.reply(call, FakeDaemon::bytes_of(std::tuple(0, 0)));
  });
  const unsigned flags = VIR_CONNECT_LIST_DOMAINS_ACTIVE | VIR_CONNECT_LIST_DOMAINS_RUNNING |
                         VIR_CONNECT_LIST_DOMAINS_PAUSED;
  EXPECT_TRUE(list(flags));
  EXPECT_EQ(asked.get_future().get(), flags);
}

TEST_F(RemoteHost, AnswersManyCallsAtATimeEachWithItsOwnReply) {
  open();
  // Replies come in the opposite order of the calls.
  constexpr std::size_t kCallers = 16;
  std::vector<Packet> waiting;
  daemon.on(DomainLookupById::kNumber, [&](FakeDaemon& fake, const Packet& call) {
    waiting.push_back(call);
    if (waiting.size() < kCallers) return;
    // With the last reply the test may end, and `waiting` with it.
    const std::vector<Packet> calls = std::exchange(waiting, {});
    for (auto answered = calls.rbegin(); answered != calls.rend(); ++answered) {
      const auto id =
          std::get<0>(*decode_payload<DomainLookupById::Arguments>(answered->payload()));
      fake.reply(*answered, FakeDaemon::bytes_of(Domain{"vm" + std::to_string(id), kUuid, id}));
    }
  });
  std::vector<std::future<Result<DomainRecord>>> found;
  for (int id = 0; id < static_cast<int>(kCallers); ++id) {
    found.push_back(std::async(std::launch::async, [&, id] { return host->find_by_id(id); }));
  }
  for (int id = 0; id < static_cast<int>(kCallers); ++id) {
    const auto record = found[static_cast<std::size_t>(id)].get();
    ASSERT_TRUE(record) << record.error().message;
    EXPECT_EQ(record->name, "vm" + std::to_string(id));
    EXPECT_EQ(record->status.id, id);
  }
}

TEST_F(RemoteHost, FailsEveryCallInFlightWhenTheDaemonGoes) {
  open();
  constexpr int kCallers = 16;
  std::atomic<int> asked = 0;
  daemon.on(DomainLookupById::kNumber, [&](FakeDaemon& fake, const Packet&) {
    if (++asked == kCallers) fake.hang_up();
  });
  std::vector<std::future<Result<DomainRecord>>> found;
  for (int id = 0; id < kCallers; ++id) {
    found.push_back(std::async(std::launch::async, [&, id] { return host->find_by_id(id); }));
  }
  for (auto& future : found) {
    const auto record = future.get();
    ASSERT_FALSE(record);
    EXPECT_THAT(record.error().message, HasSubstr("closed the connection"));
  }
}

TEST_F(RemoteHost, TellsOnceThatTheDaemonIsGone) {
  open();
  std::promise<virConnectCloseReason> told;
  ASSERT_TRUE(host->on_close([&](virConnectCloseReason reason) { told.set_value(reason); }));
  daemon.hang_up();
  EXPECT_EQ(told.get_future().get(), VIR_CONNECT_CLOSE_REASON_EOF);
  EXPECT_FALSE(host->on_close([](virConnectCloseReason) {})) << "it is too late to ask";
}

TEST_F(RemoteHost, TellsWhenTheDaemonLostItsOwnConnection) {
  open();
  std::promise<virConnectCloseReason> told;
  ASSERT_TRUE(host->on_close([&](virConnectCloseReason reason) { told.set_value(reason); }));
  daemon.send(*encode_packet({.procedure = ConnectionClosed::kNumber, .type = PacketType::kMessage},
                             Int{2}));
  EXPECT_EQ(told.get_future().get(), VIR_CONNECT_CLOSE_REASON_KEEPALIVE);
}

TEST_F(RemoteHost, AnswersPings) {
  open();
  daemon.send(keepalive_packet(kKeepalivePing));
  const auto pongs = [&] {
    const auto received = daemon.received();
    return std::count_if(received.begin(), received.end(), [](const PacketHeader& header) {
      return header.program == kKeepaliveProgram && header.procedure == kKeepalivePong;
    });
  };
  while (pongs() == 0) std::this_thread::yield();
  EXPECT_EQ(pongs(), 1);
}

TEST_F(RemoteHost, ToldToCloseSaysSoToTheDaemon) {
  open();
  host.reset();
  EXPECT_EQ(daemon.received().back().procedure, ConnectClose::kNumber);
}

TEST_F(RemoteHost, TellsTheIdOfADomainAfterACallThatDoesNot) {
  open();
  daemon.answer<DomainShutdown>();
  daemon.answer<DomainLookupByUuid>(Domain{"vm", kUuid, 7});
  EXPECT_EQ(host->shutdown(kDomain, 0), 7);
  daemon.refuse<DomainLookupByUuid>(
      {.code = VIR_ERR_NO_DOMAIN, .domain = VIR_FROM_TEST, .message = "gone"});
  EXPECT_EQ(host->shutdown(kDomain, 0), -1);
}

TEST_F(RemoteHost, FindsNoSnapshotWithoutAnError) {
  open();
  const RemoteError none{
      .code = VIR_ERR_NO_DOMAIN_SNAPSHOT, .domain = VIR_FROM_TEST, .message = "none"};
  daemon.refuse<SnapshotCurrent>(none);
  daemon.refuse<SnapshotLookupByName>(none);
  EXPECT_EQ(host->current_snapshot(kDomain, 0).value(), std::nullopt);
  EXPECT_EQ(host->has_snapshot({kDomain, "s"}, 0), false);
  daemon.answer<ListAllSnapshots>(List<DomainChild>{{{"a", {}}, {"b", {}}}}, 2);
  EXPECT_THAT(*host->snapshot_names(kDomain, 0), ElementsAre("a", "b"));
}

class Recorder final : public EventListener {
 public:
  void on_event(const DomainEvent& event) noexcept override { first.set_value(event); }
  std::promise<DomainEvent> first;
};

TEST_F(RemoteHost, AsksForAKindOfEventOnceHoweverManyWatchIt) {
  open();
  daemon.answer<EventRegister>(3);
  daemon.answer<EventDeregister>();
  ASSERT_TRUE(host->watch_events(VIR_DOMAIN_EVENT_ID_REBOOT));
  ASSERT_TRUE(host->watch_events(VIR_DOMAIN_EVENT_ID_REBOOT));
  host->unwatch_events(VIR_DOMAIN_EVENT_ID_REBOOT);
  host->unwatch_events(VIR_DOMAIN_EVENT_ID_REBOOT);
  std::vector<std::int32_t> procedures;
  for (const PacketHeader& header : daemon.received()) procedures.push_back(header.procedure);
  EXPECT_EQ(std::count(procedures.begin(), procedures.end(), EventRegister::kNumber), 1);
  EXPECT_EQ(std::count(procedures.begin(), procedures.end(), EventDeregister::kNumber), 1);
}

TEST_F(RemoteHost, CannotBeWatchedForEventsThatTheDaemonRefuses) {
  open();
  daemon.refuse<EventRegister>(
      {.code = VIR_ERR_NO_SUPPORT, .domain = VIR_FROM_TEST, .message = "no"});
  EXPECT_EQ(host->watch_events(VIR_DOMAIN_EVENT_ID_REBOOT).error().code, VIR_ERR_NO_SUPPORT);
}

TEST_F(RemoteHost, PublishesTheDaemonsEvents) {
  open();
  const auto recorder = std::make_shared<Recorder>();
  host->events().subscribe(recorder);
  daemon.tell<LifecycleEvent>(Domain{"vm", kUuid, 7}, Int{2}, Int{1});
  const DomainEvent event = recorder->first.get_future().get();
  EXPECT_EQ(event.event_id, VIR_DOMAIN_EVENT_ID_LIFECYCLE);
  EXPECT_EQ(event.name, "vm");
  EXPECT_EQ(event.uuid.bytes, kUuid);
  EXPECT_EQ(event.id, 7);
  EXPECT_EQ(event.type, VIR_DOMAIN_EVENT_STARTED);
  EXPECT_EQ(event.detail, 1);
}

}  // namespace
}  // namespace rollcall::rpc
