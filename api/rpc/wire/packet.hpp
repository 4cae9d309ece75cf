// Packet: the frame of libvirt's RPC (src/rpc/virnetprotocol.x): a length, six words that say what
// the message is, and its payload.

#pragma once

#include <cstdint>
#include <optional>

#include "api/rpc/wire/codec.hpp"

namespace rollcall::rpc {

inline constexpr std::uint32_t kRemoteProgram = 0x20008086;
inline constexpr std::uint32_t kQemuProgram = 0x20008087;
inline constexpr std::uint32_t kKeepaliveProgram = 0x6b656570;  ///< "keep"
inline constexpr std::uint32_t kProgramVersion = 1;             ///< of each of them

inline constexpr std::int32_t kKeepalivePing = 1;
inline constexpr std::int32_t kKeepalivePong = 2;

enum class PacketType : std::int32_t {
  kCall = 0,
  kReply = 1,
  kMessage = 2,  ///< an event or a keep-alive packet: never answered by a reply
  kStream = 3,
  kCallWithFds = 4,
  kReplyWithFds = 5,
  kStreamHole = 6,
};

enum class PacketStatus : std::int32_t { kOk = 0, kError = 1, kContinue = 2 };

inline constexpr std::uint32_t kLengthSize = 4;
inline constexpr std::uint32_t kHeaderSize = 28;                     ///< with the length
inline constexpr std::uint32_t kPacketMin = kHeaderSize;             ///< of the length field
inline constexpr std::uint32_t kPacketMax = 33554432 + kLengthSize;  ///< of the length field
inline constexpr std::uint32_t kPacketFdsMax = 32;

/// What a packet says before its payload. `type` and `status` may be numbers that no enumerator
/// has.
struct PacketHeader {
  std::uint32_t program = kRemoteProgram;
  std::uint32_t version = kProgramVersion;
  std::int32_t procedure = 0;
  PacketType type = PacketType::kCall;
  std::uint32_t serial = 0;
  PacketStatus status = PacketStatus::kOk;
  bool operator==(const PacketHeader&) const = default;
};

/// A packet that was received whole.
struct Packet {
  PacketHeader header;
  Bytes bytes;  ///< all of it, header included
  ByteView payload() const noexcept { return ByteView(bytes).subspan(kHeaderSize); }
};

/// The length field of a packet whose first bytes these are.
///
/// Pre: at least kLengthSize bytes.
std::uint32_t packet_length(ByteView bytes) noexcept;

/// Reads the header of a packet.
///
/// Pre: at least kHeaderSize bytes.
PacketHeader decode_header(ByteView bytes) noexcept;

/// A writer that holds a header; append the payload, then call finish_packet().
///
/// `limit`: the longest packet allowed. `lists`: whether arrays are bounded as in the protocol.
XdrWriter begin_packet(const PacketHeader& header, std::size_t limit = kPacketMax,
                       ListBounds lists = ListBounds::kProtocol);

/// The packet with its length filled in, or nothing when the payload could not be written.
std::optional<Bytes> finish_packet(XdrWriter writer);

/// A packet whose payload is `fields`, one after another; nothing when it would be too long.
template <class... Fields>
std::optional<Bytes> encode_packet(const PacketHeader& header, const Fields&... fields) {
  XdrWriter writer = begin_packet(header);
  (encode(writer, fields), ...);
  return finish_packet(std::move(writer));
}

/// The payload as a `T` (a record, or a tuple of them); nothing when it does not fit. Bytes behind
/// it are ignored, as libvirt does. Views in the result live as long as `payload`.
template <class T>
std::optional<T> decode_payload(ByteView payload, ListBounds lists = ListBounds::kProtocol) {
  XdrReader reader(payload, lists);
  T value{};
  decode(reader, value);
  if (!reader.ok()) return std::nullopt;
  return value;
}

/// The header of the reply to `call`: all that a client compares is the same.
PacketHeader reply_header(const PacketHeader& call, PacketStatus status) noexcept;

/// A keep-alive packet: `procedure` is kKeepalivePing or kKeepalivePong.
Bytes keepalive_packet(std::int32_t procedure);

}  // namespace rollcall::rpc
