#include "api/rpc/wire/codec.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "api/rpc/test/hex.hpp"
#include "api/rpc/wire/packet.hpp"
#include "api/rpc/wire/procedures.hpp"

namespace rollcall::rpc {
namespace {

TEST(XdrReader, TakesNothingFromTooFewBytesAndStaysBroken) {
  const Bytes bytes = from_hex("000000");
  XdrReader reader(bytes);
  EXPECT_EQ(reader.u32(), 0U);
  EXPECT_FALSE(reader.ok());
  EXPECT_EQ(reader.remaining(), 0U);
}

TEST(XdrReader, RefusesTextLongerThanTheMessage) {
  EXPECT_FALSE(decode_payload<Text>(from_hex("00000005 61626364")));
  EXPECT_FALSE(decode_payload<Text>(from_hex("ffffffff 61626364")));
}

TEST(XdrReader, RefusesTextWithoutItsPadding) {
  EXPECT_FALSE(decode_payload<Text>(from_hex("00000001 61")));
}

TEST(XdrReader, TakesPaddingOfAnyContent) {
  const Bytes bytes = from_hex("00000001 61ffffff");
  EXPECT_EQ(decode_payload<Text>(bytes), "a");
}

TEST(XdrReader, RefusesTextBeyondTheProtocolsLimit) {
  Bytes bytes(4 + kTextMax + 4);
  bytes[1] = 0x40;  // 4194304 and
  bytes[3] = 0x01;  // one
  EXPECT_FALSE(decode_payload<Text>(bytes));
  bytes[3] = 0x00;
  ASSERT_TRUE(decode_payload<Text>(bytes));
}

TEST(XdrReader, AllocatesNothingForAnArrayThatTheMessageCannotHold) {
  EXPECT_FALSE(decode_payload<List<Domain>>(from_hex("00004000 00000000")));
  EXPECT_FALSE((decode_payload<List<TypedParam, kStatsMax>>(from_hex("00040000 00000000"))));
}

TEST(XdrReader, RefusesAnArrayBeyondItsLimit) {
  Bytes bytes(4 + 4 * 17);
  bytes[3] = 17;
  EXPECT_TRUE((decode_payload<List<std::int32_t, 17>>(bytes)));
  EXPECT_FALSE((decode_payload<List<std::int32_t, 16>>(bytes)));
}

TEST(XdrReader, TakesAnyNumberButZeroForAnOptionalItem) {
  for (const char* bytes : {"00000001 00000007", "01000000 00000007", "00000002 00000007"}) {
    EXPECT_EQ(decode_payload<std::optional<std::int32_t>>(from_hex(bytes)),
              std::optional<std::int32_t>(7));
  }
  EXPECT_EQ(decode_payload<std::optional<std::int32_t>>(from_hex("00000000")),
            std::optional<std::optional<std::int32_t>>(std::in_place, std::nullopt));
}

TEST(XdrReader, RefusesATypedParameterOfNoKnownKind) {
  for (const char* kind : {"00000000", "00000008", "ffffffff"}) {
    const Bytes bytes = from_hex(std::string("00000001 78000000") + kind + "00000000 00000000");
    EXPECT_FALSE(decode_payload<TypedParam>(bytes)) << kind;
  }
}

TEST(XdrWriter, RefusesWhatWouldExceedItsLimit) {
  XdrWriter writer(8);
  writer.u64(1);
  EXPECT_TRUE(writer.ok());
  writer.u32(1);
  EXPECT_FALSE(writer.ok());
  EXPECT_EQ(writer.size(), 8U);
}

TEST(XdrWriter, RefusesMoreItemsOrTextThanTheProtocolAllows) {
  XdrWriter writer(kPacketMax);
  encode(writer, List<std::int32_t, 2>{{1, 2, 3}});
  EXPECT_FALSE(writer.ok());
  XdrWriter other(kPacketMax);
  encode(other, Text(std::string(kTextMax + 1, 'x')));
  EXPECT_FALSE(other.ok());
}

TEST(Codec, ListsMayBeBoundedByTheMessageAloneWhenBothSidesAgree) {
  const List<std::int32_t, 2> three{{1, 2, 3}};
  XdrWriter writer(kPacketMax, ListBounds::kMessage);
  encode(writer, three);
  ASSERT_TRUE(writer.ok());
  const Bytes bytes = writer.take();
  EXPECT_FALSE((decode_payload<List<std::int32_t, 2>>(bytes)));
  EXPECT_EQ((decode_payload<List<std::int32_t, 2>>(bytes, ListBounds::kMessage)), three);
  EXPECT_FALSE(
      (decode_payload<List<std::int32_t, 2>>(ByteView(bytes).first(12), ListBounds::kMessage)));
}

RC_GTEST_PROP(Codec, EveryListComesBackAsItWasWritten,
              (const std::vector<std::pair<std::string, std::int32_t>>& rows, std::uint32_t ret)) {
  ConnectListAllDomains::Results results{List<Domain>{}, ret};
  for (const auto& [name, id] : rows) {
    std::get<0>(results).items.push_back({.name = name, .uuid = {1, 2, 3}, .id = id});
  }
  XdrWriter writer(kPacketMax);
  encode(writer, results);
  RC_ASSERT(writer.ok() && writer.size() % 4 == 0);
  const Bytes bytes = writer.take();
  RC_ASSERT(decode_payload<ConnectListAllDomains::Results>(bytes) == results);
}

RC_GTEST_PROP(Codec, EveryPrefixOfAMessageIsRefused, (const std::string& name, std::uint8_t kept)) {
  XdrWriter writer(kPacketMax);
  encode(writer, DomainChild{.name = name, .domain = {.name = name, .uuid = {}, .id = 1}});
  Bytes bytes = writer.take();
  bytes.resize(kept % bytes.size());
  RC_ASSERT(!decode_payload<DomainChild>(bytes));
}

RC_GTEST_PROP(Codec, NoBytesAreMoreThanRefused, (const Bytes& bytes)) {
  decode_payload<ConnectGetAllDomainStats::Results>(bytes);
  decode_payload<RemoteError>(bytes);
  decode_payload<DomainGetVcpus::Results>(bytes);
}

}  // namespace
}  // namespace rollcall::rpc
