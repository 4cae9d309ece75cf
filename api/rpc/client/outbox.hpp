// Outbox: what is to be sent. Nobody waits for the peer to take it: what the socket does not take
// at once stays here until there is room.

#pragma once

#include <cstddef>
#include <mutex>

#include "api/rpc/wire/xdr_writer.hpp"

namespace rollcall::rpc {

/// Threading: every member from any thread. Packets go out whole and in the order of send().
class Outbox {
 public:
  /// `socket`: connected, never waits; must outlive the outbox.
  explicit Outbox(int socket) noexcept : socket_(socket) {}

  /// Sends a packet, as far as the socket takes it.
  ///
  /// Returns: whether all is sent; otherwise flush() is to be called when there is room.
  bool send(ByteView packet);

  /// Sends more of what waits. Returns: whether all is sent.
  bool flush();

  /// Whether something waits for room.
  bool waiting() const;

 private:
  bool send_waiting();

  const int socket_;
  mutable std::mutex mutex_;  // guards all below
  Bytes waiting_;
  std::size_t sent_ = 0;  // of waiting_
};

}  // namespace rollcall::rpc
