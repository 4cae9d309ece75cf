// PacketAssembler: cuts the bytes of a connection into packets.

#pragma once

#include <optional>

#include "api/rpc/wire/packet.hpp"

namespace rollcall::rpc {

/// Takes bytes as they arrive, in pieces of any size, and gives whole packets in order. Memory
/// grows with what has arrived, not with what a length field announces.
///
/// Threading: one assembler, one thread.
class PacketAssembler {
 public:
  /// `limit`: the longest packet accepted, as its length field counts it.
  explicit PacketAssembler(std::uint32_t limit = kPacketMax) : limit_(limit) {}

  /// Appends bytes that were received.
  void feed(ByteView bytes);

  /// The next packet, or nothing until more bytes arrive or when broken().
  std::optional<Packet> next();

  /// Whether a length field was out of range: the rest of the connection cannot be understood.
  bool broken() const noexcept { return broken_; }

  /// Bytes of a packet that is not yet whole.
  std::size_t pending() const noexcept { return received_.size() - begin_; }

 private:
  Bytes received_;
  std::size_t begin_ = 0;  // of what was not given away yet
  std::uint32_t limit_;
  bool broken_ = false;
};

}  // namespace rollcall::rpc
