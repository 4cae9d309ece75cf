// Session: one connection: bytes in, bytes out, and how much of either is put up with.

#pragma once

#include <asio/generic/stream_protocol.hpp>
#include <asio/io_context.hpp>
#include <asio/strand.hpp>
#include <asio/thread_pool.hpp>
#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <string>

#include "api/rpc/server/conversation.hpp"
#include "api/rpc/server/log.hpp"
#include "api/rpc/wire/packet_assembler.hpp"

namespace rollcall::rpc {

/// What all sessions of a server share.
struct SessionEnvironment {
  const ServedHosts& hosts;
  const Limits& limits;
  const Log& log;
  asio::thread_pool& workers;
};

/// Threading: the public members from any thread; the rest runs on the session's strand.
class Session final : public MessageSink, public std::enable_shared_from_this<Session> {
 public:
  using Socket = asio::generic::stream_protocol::socket;
  using Strand = asio::strand<asio::io_context::executor_type>;
  using Clock = std::chrono::steady_clock;

  /// Told when the client authenticated itself, and when the session is over.
  class Owner {
   public:
    virtual ~Owner() = default;
    virtual void on_authenticated() = 0;
    virtual void on_over(const std::shared_ptr<Session>& session) = 0;
  };

  /// `number`: for the log. The strand is that of the socket.
  Session(Socket socket, Strand strand, bool read_only, std::uint64_t number,
          const SessionEnvironment& environment, Owner& owner);

  /// Begins to read.
  void start();
  /// Finishes the calls that are in work, sends their replies, and ends.
  void finish();
  /// To be called every second: pings, and ends what has been silent or deaf for too long.
  void tick();

  /// Pre: the session is over.
  bool was_authenticated() const noexcept { return authenticated_; }

  void post(Bytes packet) override;

 private:
  void wait_until_readable();
  void read();
  void take_packets();
  bool may_work() const noexcept;
  void log_packet(const PacketHeader& header) const;
  void work_off(Packet packet);
  void run_slowly(SlowCall call);

  void send(Bytes packet);
  void write();
  void wait_until_writable();

  void check_time();
  void end(std::string_view why);
  /// Goes on with the calls that wait, or ends.
  void go_on();

  const SessionEnvironment environment_;
  Owner& owner_;
  const std::uint64_t number_;
  Socket socket_;
  Strand strand_;
  std::unique_ptr<Conversation> conversation_;
  PacketAssembler assembler_;
  std::deque<Packet> waiting_;  // calls, for their turn
  std::size_t waiting_bytes_ = 0;
  std::size_t in_work_ = 0;

  std::deque<Bytes> output_;
  std::size_t output_bytes_ = 0;
  std::size_t written_ = 0;                   // of the first packet
  std::atomic<std::size_t> posted_bytes_{0};  // of messages on their way to output_

  bool read_only_;
  bool reading_ = false;
  bool writing_ = false;
  bool finishing_ = false;  // no further calls are taken
  bool over_ = false;
  bool authenticated_ = false;
  Clock::time_point began_ = Clock::now();
  Clock::time_point heard_ = Clock::now();
  Clock::time_point progressed_ = Clock::now();
  int unanswered_pings_ = 0;
};

}  // namespace rollcall::rpc
