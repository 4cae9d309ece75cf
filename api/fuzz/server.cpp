// Fuzz target: what a client may send to the server. The first byte chooses how the rest is read:
// as the bytes of a connection, or as calls of which only procedure and arguments are arbitrary
// (two bytes of number, two of length), which gets further. Each input has a host of its own.

#include <cstddef>
#include <cstdint>
#include <memory>

#include "api/rpc/server/conversation.hpp"
#include "api/rpc/server/event_thread.hpp"
#include "api/rpc/wire/packet_assembler.hpp"

namespace {

using namespace rollcall::rpc;  // a target is about one namespace

constexpr char kHost[] = "mock:///default?domains=3&instance=fuzz";

class Nowhere final : public MessageSink {
 public:
  void post(Bytes packet) override { check(packet); }

  /// Every packet of the server is well-formed.
  static void check(const Bytes& packet) {
    if (packet.size() < kHeaderSize || packet_length(packet) != packet.size()) __builtin_trap();
  }
};

/// Procedures that write and read files of any name have no place in a fuzzer.
bool touches_files(std::int32_t procedure) {
  switch (procedure) {
    case DomainSave::kNumber:
    case DomainSaveFlags::kNumber:
    case DomainRestore::kNumber:
    case DomainRestoreFlags::kNumber:
    case DomainCoreDump::kNumber:
    case DomainCoreDumpWithFormat::kNumber:
      return true;
    default:
      return false;
  }
}

/// Returns: whether the conversation goes on.
bool converse(Conversation& conversation, Packet packet) {
  if (touches_files(packet.header.procedure)) return true;
  auto answer = conversation.receive(std::move(packet));
  if (answer.reply) Nowhere::check(*answer.reply);
  if (answer.slow) Nowhere::check(answer.slow->run());
  return !answer.hang_up;
}

Packet make_packet(std::int32_t procedure, ByteView arguments) {
  Packet packet;
  packet.header.procedure = procedure;
  XdrWriter writer = begin_packet(packet.header);
  writer.raw(arguments.data(), arguments.size());
  packet.bytes = finish_packet(std::move(writer)).value();
  return packet;
}

void converse_in_bytes(Conversation& conversation, ByteView bytes) {
  PacketAssembler assembler;
  assembler.feed(bytes);
  while (auto packet = assembler.next()) {
    if (!converse(conversation, std::move(*packet))) return;
  }
}

void converse_in_calls(Conversation& conversation, ByteView rest) {
  XdrWriter opening(kPacketMax);
  encode(opening, ConnectOpen::Arguments{kHost, 0});
  converse(conversation, make_packet(AuthList::kNumber, {}));
  converse(conversation, make_packet(ConnectOpen::kNumber, opening.take()));
  while (rest.size() >= 4) {
    const std::int32_t procedure = rest[0] | rest[1] << 8;
    const std::size_t length = std::min<std::size_t>(rest[2] | rest[3] << 8, rest.size() - 4);
    const bool goes_on = converse(conversation, make_packet(procedure, rest.subspan(4, length)));
    if (!goes_on) return;
    rest = rest.subspan(4 + length);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const EventThread events;
  static const bool quiet = (virSetErrorFunc(nullptr, [](void*, virErrorPtr) {}), true);
  static_cast<void>(quiet);
  static const Limits limits;
  if (size == 0) return 0;
  ServedHosts hosts;
  if (hosts.add(kHost, kHost)) __builtin_trap();
  Conversation conversation(hosts, limits, (data[0] & 2) != 0, std::make_shared<Nowhere>());
  const ByteView rest(data + 1, size - 1);
  if ((data[0] & 1) == 0) {
    converse_in_bytes(conversation, rest);
  } else {
    converse_in_calls(conversation, rest);
  }
  return 0;
}
