// Conversation: what each packet of a client gets for an answer. Knows no sockets and no threads,
// so that a test or a fuzzer can hold one.

#pragma once

#include <memory>
#include <optional>

#include "api/rpc/server/client.hpp"
#include "api/rpc/server/dispatch.hpp"

namespace rollcall::rpc {

/// A call that may take its time: to be run once, in any thread.
class SlowCall {
 public:
  SlowCall(Packet packet, ByteView arguments, const Served& served, virConnectPtr conn,
           const Limits& limits)
      : packet_(std::move(packet)),
        arguments_(arguments),
        served_(&served),
        conn_(share(conn)),
        limits_(&limits) {}

  const Served& served() const noexcept { return *served_; }
  /// Returns: the packet to send.
  Bytes run() const;

 private:
  Packet packet_;
  ByteView arguments_;  // of packet_, whose bytes stay where they are when it moves
  const Served* served_;
  OwnedConnect conn_;
  const Limits* limits_;
};

/// Threading: one thread at a time.
class Conversation {
 public:
  /// `served` and `limits` outlive the conversation and its slow calls.
  Conversation(const ServedHosts& served, const Limits& limits, bool read_only_socket,
               std::shared_ptr<MessageSink> messages)
      : client_(served, read_only_socket, std::move(messages)), limits_(limits) {}
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;
  /// Ends registrations and closes the host, which may take a while: domains with autodestroy end.
  ~Conversation() {
    if (client_.conn) client_.events.clear(client_.conn.get());
  }

  /// What to do about a packet. At most one of the two is there.
  struct Answer {
    std::optional<Bytes> reply{};
    std::optional<SlowCall> slow{};
    bool hang_up = false;  ///< after the reply, if any, was sent
  };
  Answer receive(Packet packet);

  const Client& client() const noexcept { return client_; }

 private:
  Answer receive_call(Packet packet);
  bool may_call(Call& call, const Served& served) const;

  Client client_;
  const Limits& limits_;
};

/// Whether the packet is about keeping the connection alive, and needs no place among the requests
/// in work.
inline bool is_keepalive(const PacketHeader& header) noexcept {
  return header.program == kKeepaliveProgram;
}

/// The packet that tells a client why its call failed.
Bytes error_reply(const PacketHeader& call, const RemoteError& error);

}  // namespace rollcall::rpc
