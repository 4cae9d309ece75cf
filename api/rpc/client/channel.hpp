// Channel: one connection to a daemon that speaks libvirt's remote protocol. Callers send their
// calls themselves and wait each for its own reply; a thread of the channel reads all that comes,
// hands replies out by serial, answers keep-alive packets and asks for signs of life.

#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <libvirt/libvirt.h>

#include "api/core/file_descriptor.hpp"
#include "api/core/result.hpp"
#include "api/rpc/client/keepalive_clock.hpp"
#include "api/rpc/client/outbox.hpp"
#include "api/rpc/client/remote_error.hpp"
#include "api/rpc/wire/packet.hpp"
#include "api/rpc/wire/packet_assembler.hpp"
#include "api/rpc/wire/procedures.hpp"

namespace rollcall::rpc {

/// Told what a daemon says unasked. Called from the channel's thread, which must not wait for an
/// answer of the daemon.
class ChannelListener {
 public:
  virtual ~ChannelListener() = default;

  /// An event of the remote program.
  virtual void on_message(const Packet& message) noexcept = 0;
  /// Nothing more will come: every call has failed or will. Called once, unless the channel's owner
  /// ends it first.
  virtual void on_lost(virConnectCloseReason reason) noexcept = 0;
};

/// The result of a call; text in it is a view into the packet.
template <class Results>
struct Answer {
  Packet packet;
  Results results;
};

/// The longest packet taken, as its length field counts it: longer than libvirt's, for daemons
/// whose limits are lifted. Memory grows with what has arrived only.
inline constexpr std::uint32_t kReplyMax = 1U << 30;

/// Threading: call() and the rest from any thread, but not from the listener.
class Channel {
 public:
  /// `socket`: connected, never waits. `listener`: must outlive the channel.
  Channel(FileDescriptor socket, KeepaliveLimits keepalive, ChannelListener& listener);
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  /// Pre: no call is in progress.
  ~Channel();

  /// Calls a procedure and waits for its reply, or for the end of the channel. The results are
  /// decoded as `Results`, which differs from the procedure's only in how long lists may be.
  ///
  /// Errors: the daemon's; VIR_ERR_RPC for a reply that cannot be understood and arguments that
  ///         cannot be sent; what ended the channel.
  template <class Procedure, class Results = typename Procedure::Results, class... Values>
  Result<Answer<Results>> call(const Values&... values) {
    PacketHeader header;
    header.procedure = Procedure::kNumber;
    header.serial = next_serial_.fetch_add(1, std::memory_order_relaxed);
    const auto request = encode_packet(header, typename Procedure::Arguments(values...));
    if (!request) return fail(too_long(Procedure::kName));
    auto reply = exchange(header, *request);
    if (!reply) return fail(std::move(reply.error()));
    auto results = decode_payload<Results>(reply->payload());
    if (!results) return fail(undecodable(Procedure::kName));
    return Answer<Results>{*std::move(reply), *std::move(results)};
  }

  /// Whether the daemon can still be talked to, or why not.
  Status state() const;

  /// From now on the daemon may be silent for so long.
  void set_keepalive(KeepaliveLimits limits);

 private:
  struct Call {
    PacketHeader header;
    std::condition_variable answered;
    std::optional<Result<Packet>> reply;
  };
  /// How a channel ends.
  struct Loss {
    Error error;
    virConnectCloseReason reason;
  };

  static Error too_long(std::string_view procedure);
  static Error undecodable(std::string_view procedure);

  Result<Packet> exchange(const PacketHeader& header, ByteView request);

  // The channel's thread.
  void read_until_lost();
  std::optional<Loss> wait_and_read();
  std::optional<Loss> receive();
  std::optional<Loss> take(Packet packet);
  std::optional<Loss> take_reply(Packet packet);
  std::optional<Loss> keep_alive();
  int milliseconds_to_wait() const;
  void end(const Loss& loss);

  void wake() const noexcept;

  const FileDescriptor socket_;
  const FileDescriptor wake_;  // an eventfd: there is something new for the thread
  ChannelListener& listener_;
  Outbox outbox_;
  std::atomic<std::uint32_t> next_serial_{0};
  std::atomic<bool> closing_{false};

  mutable std::mutex mutex_;  // guards calls_, their replies, loss_ and clock_
  std::unordered_map<std::uint32_t, Call*> calls_;
  std::optional<Error> loss_;
  KeepaliveClock clock_;

  Bytes buffer_;                          // the thread's
  PacketAssembler assembler_{kReplyMax};  // the thread's
  std::thread reader_;
};

}  // namespace rollcall::rpc
