// QmpClient: a conversation with one QEMU in its machine protocol.
//
// Source: docs/interop/qmp-spec of QEMU. Replies and events are handed on in the order of the
// stream, on the event loop's thread; so what a handler concludes from a reply is in order with
// what it concludes from events. QEMU replies in the order of the commands, so they need no ids;
// and it reads its monitor byte by byte, so ids would add to the time of each.

#pragma once

#include <array>
#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "kvmdriver/qmp_command.hpp"

namespace rollcall::kvm {

/// Threading: send() and close() from any thread; handlers run on the loop's thread. Lifetime:  by
/// shared_ptr; lives on while handlers are due.
class QmpClient : public std::enable_shared_from_this<QmpClient> {
 public:
  struct Handlers {
    std::function<void(const Json& event)> on_event;
    std::function<void()> on_closed;  ///< called once, when QEMU has ended the conversation
  };

  /// `socket`: connected. The conversation begins with start().
  QmpClient(asio::io_context& io, UniqueFd socket, Handlers handlers);

  /// Begins to read. Commands wait until QEMU has greeted, which it does to one client at a time.
  void start();

  void send(QmpCommand command, QmpReply done);

  /// Ends the conversation. Commands that wait fail; no handler is called afterwards but theirs.
  void close();

  /// Forgets the commands that wait, whose answers nobody will hear of. Pre: the loop has stopped.
  void forget();

  /// Longest message that is read, in bytes. QEMU that says more is not to be trusted.
  static constexpr std::size_t kMessageBytesMax = std::size_t{10} * 1024 * 1024;

 private:
  struct Asked {
    std::string name;
    QmpReply done;  ///< empty once it has been called: the time was up
    asio::steady_timer deadline;
  };
  struct Outgoing {
    std::string bytes;
    std::size_t sent = 0;
    std::shared_ptr<UniqueFd> descriptor;
  };

  void queue(const Json& message, std::shared_ptr<UniqueFd> descriptor);
  void read_more();
  void take_messages();
  void take_message(std::string_view line);
  void take_reply(const Json& message);
  void negotiate();
  void write_queued();
  void wait_until_writable();
  static void complete(Asked& asked, Result<Json> result);
  void end(std::string why, bool tell);

  asio::io_context& io_;
  asio::local::stream_protocol::socket socket_;
  Handlers handlers_;
  std::deque<std::shared_ptr<Asked>> asked_;  // without a reply yet, in their order
  std::deque<Outgoing> held_back_;            // until QEMU has greeted
  std::deque<Outgoing> outgoing_;
  std::array<char, 16384> chunk_{};
  std::string inbox_;
  std::size_t scanned_ = 0;  // of inbox_, without a line's end
  bool greeted_ = false;
  bool ready_ = false;
  bool ended_ = false;
  std::string why_ended_;
  bool writing_ = false;
};

}  // namespace rollcall::kvm
