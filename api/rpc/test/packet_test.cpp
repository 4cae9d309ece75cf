#include "api/rpc/wire/packet.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "api/rpc/test/hex.hpp"
#include "api/rpc/wire/packet_assembler.hpp"

namespace rollcall::rpc {
namespace {

TEST(Packet, HeaderComesBackAsItWasWritten) {
  const PacketHeader header{.program = kQemuProgram,
                            .version = 3,
                            .procedure = -1,
                            .type = PacketType::kStream,
                            .serial = 0xffffffff,
                            .status = PacketStatus::kContinue};
  const Bytes bytes = encode_packet(header, std::int32_t{5}).value();
  EXPECT_EQ(packet_length(bytes), bytes.size());
  EXPECT_EQ(decode_header(bytes), header);
}

TEST(Packet, CannotBeLongerThanTheProtocolAllows) {
  const std::string text(kTextMax, 'x');
  List<Text> eight{{text, text, text, text, text, text, text}};
  EXPECT_TRUE(encode_packet({}, eight));
  eight.items.push_back(text);
  EXPECT_FALSE(encode_packet({}, eight));
}

TEST(PacketAssembler, IsBrokenByALengthOutOfRange) {
  for (const char* length : {"00000000", "0000001b", "02000005", "ffffffff"}) {
    PacketAssembler assembler;
    assembler.feed(from_hex(length));
    EXPECT_FALSE(assembler.next());
    EXPECT_TRUE(assembler.broken()) << length;
    assembler.feed(keepalive_packet(kKeepalivePing));
    EXPECT_FALSE(assembler.next());
  }
}

TEST(PacketAssembler, WaitsForThePacketOfTheGreatestLength) {
  PacketAssembler assembler;
  assembler.feed(from_hex("02000004"));
  EXPECT_FALSE(assembler.next());
  EXPECT_FALSE(assembler.broken());
  EXPECT_EQ(assembler.pending(), 4U);
}

RC_GTEST_PROP(PacketAssembler, GivesTheSamePacketsHoweverTheBytesArriveInPieces,
              (const std::vector<std::uint8_t>& payload_words,
               const std::vector<std::uint8_t>& pieces)) {
  Bytes stream;
  std::vector<Bytes> sent;
  for (const std::uint8_t words : payload_words) {
    XdrWriter writer = begin_packet({.serial = words});
    for (std::uint8_t i = 0; i < words; ++i) writer.u32(i);
    sent.push_back(finish_packet(std::move(writer)).value());
    stream.insert(stream.end(), sent.back().begin(), sent.back().end());
  }
  PacketAssembler assembler;
  std::vector<Bytes> received;
  ByteView rest = stream;
  std::size_t turn = 0;
  while (!rest.empty()) {
    const std::size_t wanted = pieces.empty() ? rest.size() : pieces[turn++ % pieces.size()] + 1U;
    const std::size_t size = std::min(wanted, rest.size());
    assembler.feed(rest.first(size));
    rest = rest.subspan(size);
    while (auto packet = assembler.next()) received.push_back(std::move(packet->bytes));
  }
  RC_ASSERT(received == sent);
  RC_ASSERT(assembler.pending() == 0U && !assembler.broken());
}

}  // namespace
}  // namespace rollcall::rpc
