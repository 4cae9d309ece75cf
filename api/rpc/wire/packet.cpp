#include "api/rpc/wire/packet.hpp"

#include <utility>

namespace rollcall::rpc {

std::uint32_t packet_length(ByteView bytes) noexcept { return XdrReader(bytes).u32(); }

PacketHeader decode_header(ByteView bytes) noexcept {
  XdrReader reader(bytes.subspan(kLengthSize));
  PacketHeader header;
  decode(reader, header.program);
  decode(reader, header.version);
  decode(reader, header.procedure);
  header.type = static_cast<PacketType>(reader.u32());
  decode(reader, header.serial);
  header.status = static_cast<PacketStatus>(reader.u32());
  return header;
}

XdrWriter begin_packet(const PacketHeader& header, std::size_t limit, ListBounds lists) {
  XdrWriter writer(limit, lists);
  writer.u32(0);
  encode(writer, header.program);
  encode(writer, header.version);
  encode(writer, header.procedure);
  encode(writer, static_cast<std::int32_t>(header.type));
  encode(writer, header.serial);
  encode(writer, static_cast<std::int32_t>(header.status));
  return writer;
}

std::optional<Bytes> finish_packet(XdrWriter writer) {
  if (!writer.ok()) return std::nullopt;
  writer.overwrite_u32(0, static_cast<std::uint32_t>(writer.size()));
  return writer.take();
}

PacketHeader reply_header(const PacketHeader& call, PacketStatus status) noexcept {
  PacketHeader header = call;
  header.type = PacketType::kReply;
  header.status = status;
  return header;
}

Bytes keepalive_packet(std::int32_t procedure) {
  PacketHeader header;
  header.program = kKeepaliveProgram;
  header.procedure = procedure;
  header.type = PacketType::kMessage;
  return finish_packet(begin_packet(header)).value();
}

}  // namespace rollcall::rpc
