#include "api/rpc/server/session.hpp"

#include <array>
#include <asio/bind_executor.hpp>
#include <asio/post.hpp>
#include <utility>

namespace rollcall::rpc {
namespace {

constexpr std::size_t kReadSize = 65536;
constexpr int kReadsPerTurn = 16;                // then others have theirs
constexpr std::size_t kWaitingBytesMax = 65536;  // of calls beyond those in work

bool must_wait(const asio::error_code& error) {
  return error == asio::error::would_block || error == asio::error::try_again;
}

}  // namespace

Session::Session(Socket socket, Strand strand, bool read_only, std::uint64_t number,
                 const SessionEnvironment& environment, Owner& owner)
    : environment_(environment),
      owner_(owner),
      number_(number),
      socket_(std::move(socket)),
      strand_(std::move(strand)),
      assembler_(environment.limits.packet_max),
      read_only_(read_only) {}

void Session::start() {
  asio::post(strand_, [self = shared_from_this()] {
    self->conversation_ = std::make_unique<Conversation>(
        self->environment_.hosts, self->environment_.limits, self->read_only_, self);
    asio::error_code error;
    self->socket_.non_blocking(true, error);
    if (error) return self->end(error.message());
    self->wait_until_readable();
  });
}

void Session::finish() {
  asio::post(strand_, [self = shared_from_this()] {
    self->finishing_ = true;
    self->go_on();
  });
}

void Session::tick() {
  asio::post(strand_, [self = shared_from_this()] {
    if (!self->over_) self->check_time();
  });
}

void Session::post(Bytes packet) {
  const std::size_t size = packet.size();
  if (posted_bytes_.fetch_add(size) > environment_.limits.unread_events_max) {
    posted_bytes_ -= size;  // the session ends with those that are on their way
    return;
  }
  asio::post(strand_, [self = shared_from_this(), packet = std::move(packet)]() mutable {
    self->posted_bytes_ -= packet.size();
    if (self->over_) return;
    if (self->output_bytes_ > self->environment_.limits.unread_events_max) {
      return self->end("it does not read its events");
    }
    self->send(std::move(packet));
  });
}

// --- Reading

void Session::wait_until_readable() {
  if (over_ || reading_) return;
  reading_ = true;
  socket_.async_wait(Socket::wait_read,
                     asio::bind_executor(strand_, [self = shared_from_this()](auto error) {
                       self->reading_ = false;
                       if (self->over_) return;
                       if (error) return self->end(error.message());
                       self->read();
                     }));
}

void Session::read() {
  static thread_local std::array<std::uint8_t, kReadSize> buffer;
  for (int turn = 0; turn < kReadsPerTurn && waiting_bytes_ <= kWaitingBytesMax; ++turn) {
    asio::error_code error;
    const std::size_t size = socket_.read_some(asio::buffer(buffer), error);
    if (must_wait(error)) break;
    if (error) return end(error == asio::error::eof ? "it hung up" : error.message());
    heard_ = Clock::now();
    unanswered_pings_ = 0;
    assembler_.feed(ByteView(buffer.data(), size));
    take_packets();
    if (over_) return;
    if (size < buffer.size()) break;
  }
  if (waiting_bytes_ <= kWaitingBytesMax) wait_until_readable();
}

bool Session::may_work() const noexcept {
  return !finishing_ && in_work_ < environment_.limits.requests_per_client_max &&
         output_bytes_ <= environment_.limits.unread_replies_max;
}

void Session::take_packets() {
  while (!over_) {
    auto packet = assembler_.next();
    if (!packet) break;
    if (!is_keepalive(packet->header) && (!waiting_.empty() || !may_work())) {
      waiting_bytes_ += packet->bytes.size();
      waiting_.push_back(std::move(*packet));
    } else {
      work_off(std::move(*packet));
    }
  }
  if (!over_ && assembler_.broken()) end("it sent a packet of an impossible length");
}

void Session::log_packet(const PacketHeader& header) const {
  const bool is_call = header.type == PacketType::kCall && header.program == kRemoteProgram;
  if (!is_call || !environment_.log.shows(LogLevel::kInfo)) return;
  const std::string who = "client " + std::to_string(number_);
  if (const Served* const served = find_served(header.procedure)) {
    environment_.log.debug(who + " calls " + std::string(served->name));
  } else {
    environment_.log.info(who + " calls procedure " + std::to_string(header.procedure) +
                          ", which is not served");
  }
}

void Session::work_off(Packet packet) {
  log_packet(packet.header);
  auto answer = conversation_->receive(std::move(packet));
  if (!authenticated_ && conversation_->client().authenticated) {
    authenticated_ = true;
    owner_.on_authenticated();
  }
  if (answer.slow) return run_slowly(std::move(*answer.slow));
  if (answer.hang_up) finishing_ = true;
  if (answer.reply) send(std::move(*answer.reply));
  if (!over_ && finishing_) go_on();
}

void Session::run_slowly(SlowCall call) {
  ++in_work_;
  asio::post(environment_.workers, [self = shared_from_this(), call = std::move(call)]() mutable {
    Bytes reply = call.run();
    asio::post(self->strand_, [self, reply = std::move(reply)]() mutable {
      --self->in_work_;
      if (!self->over_) self->send(std::move(reply));
      if (!self->over_) self->go_on();
    });
  });
}

// --- Writing

void Session::send(Bytes packet) {
  output_bytes_ += packet.size();
  output_.push_back(std::move(packet));
  if (!writing_) write();
}

void Session::write() {
  while (!output_.empty()) {
    const Bytes& packet = output_.front();
    asio::error_code error;
    const std::size_t size =
        socket_.write_some(asio::buffer(packet.data() + written_, packet.size() - written_), error);
    if (must_wait(error)) return wait_until_writable();
    if (error) return end(error.message());
    progressed_ = Clock::now();
    written_ += size;
    if (written_ < packet.size()) continue;
    output_bytes_ -= packet.size();
    written_ = 0;
    output_.pop_front();
  }
  progressed_ = Clock::now();
}

void Session::wait_until_writable() {
  writing_ = true;
  socket_.async_wait(Socket::wait_write,
                     asio::bind_executor(strand_, [self = shared_from_this()](auto error) {
                       self->writing_ = false;
                       if (self->over_) return;
                       if (error) return self->end(error.message());
                       self->write();
                       if (!self->over_) self->go_on();
                     }));
}

// --- The end

void Session::go_on() {
  while (!over_ && !waiting_.empty() && may_work()) {
    Packet packet = std::move(waiting_.front());
    waiting_.pop_front();
    waiting_bytes_ -= packet.bytes.size();
    work_off(std::move(packet));
  }
  if (over_) return;
  if (finishing_ && in_work_ == 0 && output_.empty()) return end("it is done");
  if (waiting_bytes_ <= kWaitingBytesMax) wait_until_readable();
}

void Session::check_time() {
  const Limits& limits = environment_.limits;
  const auto now = Clock::now();
  if (!output_.empty() && now - progressed_ > limits.unread_time_max) {
    return end("it does not read");
  }
  if (!authenticated_ && now - began_ > limits.first_call_time_max) {
    return end("it said nothing");
  }
  if (!conversation_->client().answers_pings || limits.keepalive_interval.count() <= 0) return;
  if (now - heard_ < limits.keepalive_interval * (unanswered_pings_ + 1)) return;
  if (unanswered_pings_ >= limits.keepalive_count) return end("it does not answer pings");
  ++unanswered_pings_;
  send(keepalive_packet(kKeepalivePing));
}

void Session::end(std::string_view why) {
  if (std::exchange(over_, true)) return;
  environment_.log.debug("client " + std::to_string(number_) + " ends: " + std::string(why));
  asio::error_code ignored;
  socket_.close(ignored);
  output_.clear();
  waiting_.clear();
  // Closing the host ends domains with autodestroy, which may take a while.
  asio::post(environment_.workers,
             [conversation = std::shared_ptr<Conversation>(std::move(conversation_))]() mutable {
               conversation.reset();
             });
  owner_.on_over(shared_from_this());
}

}  // namespace rollcall::rpc
