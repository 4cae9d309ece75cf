#include "kvmdriver/qmp_client.hpp"

#include <sys/socket.h>

#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "kvmdriver/errors.hpp"

namespace rollcall::kvm {
namespace {

// The id of the negotiation. What comes before its reply answers an earlier client of this QEMU.
constexpr const char* kNegotiation = "negotiation";

Error refusal(const std::string& command, const Json& error) {
  std::string why = "it gave no reason";
  if (error.is_object() && error.contains("desc") && error["desc"].is_string()) {
    why = error["desc"].get<std::string>();
  }
  return make_error(VIR_ERR_INTERNAL_ERROR, VIR_FROM_QEMU,
                    fmt::format("QEMU refused '{}': {}", command, why));
}

Error conversation_over(const std::string& why, const std::string& command) {
  return make_error(VIR_ERR_OPERATION_FAILED, VIR_FROM_QEMU,
                    fmt::format("{} before it answered '{}'", why, command));
}

// A reset connection is one that was closed before QEMU had read everything.
std::string why_broken_off(const asio::error_code& error) {
  if (error == asio::error::eof || error == asio::error::connection_reset) {
    return "QEMU closed its monitor";
  }
  return fmt::format("QEMU's monitor failed ({})", error.message());
}

// One sendmsg() with the descriptor, if any, on its first byte.
ssize_t send_some(int socket, std::string_view bytes, int descriptor) {
  iovec part{const_cast<char*>(bytes.data()), bytes.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  if (descriptor >= 0) {
    message.msg_control = control;
    message.msg_controllen = sizeof(control);
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
  }
  ssize_t sent = 0;
  do {
    sent = ::sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent;
}

}  // namespace

QmpClient::QmpClient(asio::io_context& io, UniqueFd socket, Handlers handlers)
    : io_(io),
      socket_(io, asio::local::stream_protocol(), socket.release()),
      handlers_(std::move(handlers)) {}

void QmpClient::start() {
  asio::post(io_, [self = shared_from_this()] { self->read_more(); });
}

void QmpClient::send(QmpCommand command, QmpReply done) {
  asio::post(io_, [self = shared_from_this(), command = std::move(command),
                   done = std::move(done)]() mutable {
    if (self->ended_) return done(fail(conversation_over(self->why_ended_, command.name)));
    const auto asked = std::make_shared<Asked>(
        Asked{command.name, std::move(done), asio::steady_timer(self->io_, command.timeout)});
    asked->deadline.async_wait([asked, timeout = command.timeout](const asio::error_code& stopped) {
      if (stopped) return;
      complete(*asked, fail_kvm(VIR_ERR_OPERATION_TIMEOUT,
                                fmt::format("QEMU has not answered '{}' within {} ms", asked->name,
                                            timeout.count())));
    });
    self->asked_.push_back(asked);
    Json message = {{"execute", command.name}};
    if (!command.arguments.empty()) message["arguments"] = command.arguments;
    self->queue(message, command.descriptor);
  });
}

void QmpClient::close() {
  asio::post(io_, [self = shared_from_this()] { self->end("QEMU ended", false); });
}

void QmpClient::forget() {
  // What they keep alive may keep this client.
  const auto kept = shared_from_this();
  for (const std::shared_ptr<Asked>& asked : std::exchange(asked_, {})) asked->done = nullptr;
}

void QmpClient::queue(const Json& message, std::shared_ptr<UniqueFd> descriptor) {
  const bool may_go = ready_ || message.contains("id");
  Outgoing outgoing{message.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n", 0,
                    std::move(descriptor)};
  (may_go ? outgoing_ : held_back_).push_back(std::move(outgoing));
  if (may_go) write_queued();
}

void QmpClient::read_more() {
  if (ended_) return;
  socket_.async_read_some(
      asio::buffer(chunk_),
      [self = shared_from_this()](const asio::error_code& error, std::size_t size) {
        if (self->ended_) return;
        if (error) return self->end(why_broken_off(error), true);
        self->inbox_.append(self->chunk_.data(), size);
        self->take_messages();
        self->read_more();
      });
}

void QmpClient::take_messages() {
  std::size_t begin = 0;
  for (std::size_t end = inbox_.find('\n', scanned_); end != std::string::npos && !ended_;
       end = inbox_.find('\n', begin)) {
    take_message(std::string_view(inbox_).substr(begin, end - begin));
    begin = end + 1;
  }
  inbox_.erase(0, begin);
  scanned_ = inbox_.size();
  if (inbox_.size() > kMessageBytesMax) end("QEMU sent too long a message", true);
}

void QmpClient::take_message(std::string_view line) {
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
  const Json message = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  // What is not the protocol cannot be followed any further.
  if (!message.is_object()) return end("QEMU sent what is no message", true);
  if (message.contains("QMP")) {
    if (!std::exchange(greeted_, true)) negotiate();
  } else if (message.contains("event")) {
    if (message["event"].is_string()) handlers_.on_event(message);
  } else if (message.contains("return") || message.contains("error")) {
    take_reply(message);
  }
}

void QmpClient::take_reply(const Json& message) {
  if (!ready_) {
    if (text_in(message, "id") != kNegotiation) return;
    ready_ = true;
    for (Outgoing& held : held_back_) outgoing_.push_back(std::move(held));
    held_back_.clear();
    return write_queued();
  }
  if (asked_.empty()) return;
  const std::shared_ptr<Asked> asked = std::move(asked_.front());
  asked_.pop_front();
  if (message.contains("return")) return complete(*asked, message["return"]);
  complete(*asked, fail(refusal(asked->name, message["error"])));
}

void QmpClient::negotiate() {
  queue({{"execute", "qmp_capabilities"}, {"id", kNegotiation}}, nullptr);
}

void QmpClient::write_queued() {
  while (!outgoing_.empty() && !writing_ && !ended_) {
    Outgoing& first = outgoing_.front();
    const int descriptor = first.sent == 0 && first.descriptor ? first.descriptor->get() : -1;
    const ssize_t sent = send_some(socket_.native_handle(),
                                   std::string_view(first.bytes).substr(first.sent), descriptor);
    if (sent < 0) {
      // Anything but a full buffer shows when reading, too.
      if (errno == EAGAIN || errno == EWOULDBLOCK) wait_until_writable();
      return;
    }
    first.sent += static_cast<std::size_t>(sent);
    if (first.sent == first.bytes.size()) outgoing_.pop_front();
  }
}

void QmpClient::wait_until_writable() {
  writing_ = true;
  socket_.async_wait(asio::local::stream_protocol::socket::wait_write,
                     [self = shared_from_this()](const asio::error_code& error) {
                       self->writing_ = false;
                       if (!error) self->write_queued();
                     });
}

void QmpClient::complete(Asked& asked, Result<Json> result) {
  asked.deadline.cancel();
  if (asked.done) std::exchange(asked.done, nullptr)(std::move(result));
}

void QmpClient::end(std::string why, bool tell) {
  if (std::exchange(ended_, true)) return;
  why_ended_ = std::move(why);
  asio::error_code ignored;
  socket_.close(ignored);
  outgoing_.clear();
  held_back_.clear();
  for (const std::shared_ptr<Asked>& asked : std::exchange(asked_, {})) {
    complete(*asked, fail(conversation_over(why_ended_, asked->name)));
  }
  const auto on_closed = std::move(handlers_.on_closed);
  handlers_ = {};
  handlers_.on_event = [](const Json&) {};
  if (tell && on_closed) on_closed();
}

}  // namespace rollcall::kvm
