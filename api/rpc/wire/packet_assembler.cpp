#include "api/rpc/wire/packet_assembler.hpp"

namespace rollcall::rpc {

void PacketAssembler::feed(ByteView bytes) {
  if (broken_) return;
  received_.erase(received_.begin(), received_.begin() + static_cast<std::ptrdiff_t>(begin_));
  begin_ = 0;
  received_.insert(received_.end(), bytes.begin(), bytes.end());
}

std::optional<Packet> PacketAssembler::next() {
  const ByteView rest = ByteView(received_).subspan(begin_);
  if (broken_ || rest.size() < kLengthSize) return std::nullopt;
  const std::uint32_t length = packet_length(rest);
  if (length < kPacketMin || length > limit_) {
    broken_ = true;
    received_ = {};
    begin_ = 0;
    return std::nullopt;
  }
  if (rest.size() < length) return std::nullopt;
  Packet packet;
  packet.header = decode_header(rest);
  if (begin_ == 0 && rest.size() == length) {
    packet.bytes = std::move(received_);
    received_ = {};
    return packet;
  }
  packet.bytes.assign(rest.begin(), rest.begin() + length);
  begin_ += length;
  return packet;
}

}  // namespace rollcall::rpc
