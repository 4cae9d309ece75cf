// Packets that stock clients and libvirtd exchange, byte for byte.

#include <gtest/gtest.h>

#include <numeric>

#include "api/rpc/test/hex.hpp"
#include "api/rpc/wire/packet.hpp"
#include "api/rpc/wire/procedures.hpp"

namespace rollcall::rpc {
namespace {

Uuid counting_from(std::uint8_t first) {
  Uuid uuid;
  std::iota(uuid.begin(), uuid.end(), first);
  return uuid;
}

const Domain kVm1{.name = "vm1", .uuid = counting_from(0x00), .id = 7};
const Domain kOff{.name = "off", .uuid = counting_from(0x10), .id = -1};

template <class Called>
PacketHeader call_of(std::uint32_t serial) {
  return {.procedure = Called::kNumber, .serial = serial};
}

template <class Called>
PacketHeader reply_of(std::uint32_t serial) {
  return reply_header(call_of<Called>(serial), PacketStatus::kOk);
}

TEST(WireVector, AuthListAndItsReply) {
  EXPECT_EQ(encode_packet(call_of<AuthList>(0)),
            from_hex("0000001c 20008086 00000001 00000042 00000000 00000000 00000000"));
  EXPECT_EQ(
      encode_packet(reply_of<AuthList>(0), AuthList::Results{{{kAuthNone}}}),
      from_hex("00000024 20008086 00000001 00000042 00000001 00000000 00000000 00000001 00000000"));
}

TEST(WireVector, QuestionForAFeature) {
  EXPECT_EQ(encode_packet(call_of<SupportsFeature>(1), Feature::kKeepalive == Feature{10} ? 10 : 0),
            from_hex("00000020 20008086 00000001 0000003c 00000000 00000001 00000000 0000000a"));
}

TEST(WireVector, OpenOfTheCLibrary) {
  const Bytes expected = from_hex(
      "00000038 20008086 00000001 00000001 00000000 00000002 00000000 00000001 0000000f"
      "6d6f636b 3a2f2f2f 64656661 756c7400 00000000");
  EXPECT_EQ(encode_packet(call_of<ConnectOpen>(2), OptionalText("mock:///default"), Flags{0}),
            expected);
}

TEST(WireVector, OpenOfGoLibvirtWithItsFlagTheOtherWayRound) {
  const Bytes packet = from_hex(
      "00000038 20008086 00000001 00000001 00000000 00000002 00000000 01000000 0000000f"
      "6d6f636b 3a2f2f2f 64656661 756c7400 00000000");
  const auto arguments =
      decode_payload<ConnectOpen::Arguments>(ByteView(packet).subspan(kHeaderSize));
  ASSERT_TRUE(arguments);
  EXPECT_EQ(std::get<0>(*arguments), "mock:///default");
  EXPECT_EQ(std::get<1>(*arguments), 0U);
}

TEST(WireVector, ListOfAllDomainsAndItsReply) {
  EXPECT_EQ(
      encode_packet(call_of<ConnectListAllDomains>(6), NeedResults{1}, Flags{3}),
      from_hex("00000024 20008086 00000001 00000111 00000000 00000006 00000000 00000001 00000003"));
  const ConnectListAllDomains::Results results{List<Domain>{{kVm1, kOff}}, 2};
  const Bytes reply = from_hex(
      "0000005c 20008086 00000001 00000111 00000001 00000006 00000000 00000002"
      "00000003 766d3100 00010203 04050607 08090a0b 0c0d0e0f 00000007"
      "00000003 6f666600 10111213 14151617 18191a1b 1c1d1e1f ffffffff 00000002");
  EXPECT_EQ(encode_packet(reply_of<ConnectListAllDomains>(6), results), reply);
  EXPECT_EQ(decode_payload<ConnectListAllDomains::Results>(ByteView(reply).subspan(kHeaderSize)),
            results);
}

TEST(WireVector, ErrorForAProcedureThatNobodyKnows) {
  const PacketHeader call{.procedure = 999, .serial = 9};
  const RemoteError error{.code = 39, .domain = 7, .message = "unknown procedure: 999"};
  EXPECT_EQ(encode_packet(reply_header(call, PacketStatus::kError), error),
            from_hex("00000064 20008086 00000001 000003e7 00000001 00000009 00000001"
                     "00000027 00000007 00000001 00000016 756e6b6e 6f776e20 70726f63 65647572"
                     "653a2039 39390000 00000002 00000000 00000000 00000000 00000000"
                     "ffffffff ffffffff 00000000"));
}

TEST(WireVector, LifecycleEvent) {
  const PacketHeader header{.procedure = rpc::LifecycleEvent::kNumber,
                            .type = PacketType::kMessage};
  EXPECT_EQ(encode_packet(header, EventMessage<LifecycleEvent>{0, kVm1, 2, 0}),
            from_hex("00000044 20008086 00000001 0000013e 00000002 00000000 00000000 00000000"
                     "00000003 766d3100 00010203 04050607 08090a0b 0c0d0e0f 00000007"
                     "00000002 00000000"));
}

TEST(WireVector, KeepalivePing) {
  EXPECT_EQ(keepalive_packet(kKeepalivePing),
            from_hex("0000001c 6b656570 00000001 00000001 00000002 00000000 00000000"));
}

TEST(WireVector, StatisticsOfADomain) {
  const StatsRecord record{
      .domain = kVm1, .params = {{TypedParam{.field = "state.state", .value = std::int32_t{1}}}}};
  EXPECT_EQ(encode_packet(reply_of<ConnectGetAllDomainStats>(8), List<StatsRecord>{{record}}),
            from_hex("00000058 20008086 00000001 00000158 00000001 00000008 00000000 00000001"
                     "00000003 766d3100 00010203 04050607 08090a0b 0c0d0e0f 00000007 00000001"
                     "0000000b 73746174 652e7374 61746500 00000001 00000001"));
}

}  // namespace
}  // namespace rollcall::rpc
