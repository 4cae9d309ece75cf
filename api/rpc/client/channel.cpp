#include "api/rpc/client/channel.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <cerrno>
#include <string>

#include "api/core/quiet_thread.hpp"

namespace rollcall::rpc {
namespace {

constexpr std::size_t kReadSize = 262144;

KeepaliveClock::Time now() { return std::chrono::steady_clock::now(); }

}  // namespace

Channel::Channel(FileDescriptor socket, KeepaliveLimits keepalive, ChannelListener& listener)
    : socket_(std::move(socket)),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      listener_(listener),
      outbox_(socket_.get()),
      clock_(keepalive, now()),
      buffer_(kReadSize),
      reader_(quiet_thread([this] { read_until_lost(); })) {}

Channel::~Channel() {
  closing_ = true;
  wake();
  reader_.join();
}

Error Channel::too_long(std::string_view procedure) {
  return protocol_error(fmt::format("the arguments of {} do not fit into a message", procedure));
}

Error Channel::undecodable(std::string_view procedure) {
  return protocol_error(fmt::format("the daemon's answer to {} cannot be decoded", procedure));
}

Status Channel::state() const {
  const std::lock_guard lock(mutex_);
  if (loss_) return fail(*loss_);
  return {};
}

void Channel::set_keepalive(KeepaliveLimits limits) {
  {
    const std::lock_guard lock(mutex_);
    clock_.restart(limits, now());
  }
  wake();
}

Result<Packet> Channel::exchange(const PacketHeader& header, ByteView request) {
  Call call{header, {}, {}};
  {
    const std::lock_guard lock(mutex_);
    if (loss_) return fail(*loss_);
    calls_.emplace(header.serial, &call);
  }
  if (!outbox_.send(request)) wake();
  std::unique_lock lock(mutex_);
  call.answered.wait(lock, [&] { return call.reply.has_value(); });
  return *std::move(call.reply);
}

void Channel::wake() const noexcept {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof(one));
}

void Channel::read_until_lost() {
  std::optional<Loss> loss;
  while (!loss && !closing_) loss = wait_and_read();
  if (closing_) return;
  end(*loss);
  listener_.on_lost(loss->reason);
}

void Channel::end(const Loss& loss) {
  ::shutdown(socket_.get(), SHUT_RDWR);
  const std::lock_guard lock(mutex_);
  loss_ = loss.error;
  for (auto& [serial, call] : calls_) {
    call->reply = fail(loss.error);
    call->answered.notify_one();
  }
  calls_.clear();
}

int Channel::milliseconds_to_wait() const {
  const std::lock_guard lock(mutex_);
  const auto rest = clock_.rest(now());
  return rest ? static_cast<int>(rest->count()) : -1;
}

std::optional<Channel::Loss> Channel::wait_and_read() {
  const short wanted = static_cast<short>(outbox_.waiting() ? POLLIN | POLLOUT : POLLIN);
  pollfd watched[] = {{socket_.get(), wanted, 0}, {wake_.get(), POLLIN, 0}};
  if (::poll(watched, 2, milliseconds_to_wait()) < 0 && errno != EINTR) {
    return Loss{socket_error("waiting for the daemon failed", errno),
                VIR_CONNECT_CLOSE_REASON_ERROR};
  }
  if ((watched[1].revents & POLLIN) != 0) {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto read = ::read(wake_.get(), &count, sizeof(count));
  }
  if ((watched[0].revents & POLLOUT) != 0) outbox_.flush();
  if ((watched[0].revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
    if (auto loss = receive()) return loss;
  }
  return keep_alive();
}

std::optional<Channel::Loss> Channel::keep_alive() {
  KeepaliveClock::Due due{};
  {
    const std::lock_guard lock(mutex_);
    due = clock_.due(now());
  }
  if (due == KeepaliveClock::Due::kPing) outbox_.send(keepalive_packet(kKeepalivePing));
  if (due != KeepaliveClock::Due::kGiveUp) return std::nullopt;
  return Loss{make_error(VIR_ERR_INTERNAL_ERROR, VIR_FROM_RPC,
                         "the daemon is taken for dead: it answers no keep-alive messages"),
              VIR_CONNECT_CLOSE_REASON_KEEPALIVE};
}

std::optional<Channel::Loss> Channel::receive() {
  const ssize_t size = ::recv(socket_.get(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
  if (size < 0) {
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return std::nullopt;
    return Loss{socket_error("reading from the daemon failed", errno),
                VIR_CONNECT_CLOSE_REASON_ERROR};
  }
  if (size == 0) {
    const char* where = assembler_.pending() == 0 ? "" : " in the middle of a packet";
    return Loss{socket_error(fmt::format("the daemon closed the connection{}", where), EPIPE),
                VIR_CONNECT_CLOSE_REASON_EOF};
  }
  assembler_.feed(ByteView(buffer_).first(static_cast<std::size_t>(size)));
  while (auto packet = assembler_.next()) {
    if (auto loss = take(*std::move(packet))) return loss;
  }
  if (!assembler_.broken()) return std::nullopt;
  return Loss{protocol_error("the daemon sent a packet of an impossible length"),
              VIR_CONNECT_CLOSE_REASON_ERROR};
}

std::optional<Channel::Loss> Channel::take(Packet packet) {
  {
    const std::lock_guard lock(mutex_);
    clock_.heard(now());
  }
  const PacketHeader& header = packet.header;
  if (header.type == PacketType::kReply) return take_reply(std::move(packet));
  if (header.type == PacketType::kMessage && header.version == kProgramVersion) {
    if (header.program == kKeepaliveProgram) {
      if (header.procedure == kKeepalivePing) outbox_.send(keepalive_packet(kKeepalivePong));
      return std::nullopt;
    }
    if (header.program == kRemoteProgram) {
      listener_.on_message(packet);
      return std::nullopt;
    }
  }
  return Loss{protocol_error(fmt::format(
                  "the daemon sent a packet of type {}, program {:#x}, version {}: nobody asked",
                  static_cast<std::int32_t>(header.type), header.program, header.version)),
              VIR_CONNECT_CLOSE_REASON_ERROR};
}

std::optional<Channel::Loss> Channel::take_reply(Packet packet) {
  const PacketHeader header = packet.header;
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(header.serial);
  if (found == calls_.end()) {
    return Loss{protocol_error(fmt::format("the daemon answered call {}, which is not waiting",
                                           header.serial)),
                VIR_CONNECT_CLOSE_REASON_ERROR};
  }
  Call& call = *found->second;
  if (header.program != call.header.program || header.version != call.header.version) {
    return Loss{
        protocol_error(fmt::format("the daemon answered call {} for program {:#x}, version {}",
                                   header.serial, header.program, header.version)),
        VIR_CONNECT_CLOSE_REASON_ERROR};
  }
  if (header.procedure != call.header.procedure) {
    call.reply = fail(protocol_error(fmt::format("the daemon answered procedure {} instead of {}",
                                                 header.procedure, call.header.procedure)));
  } else if (header.status == PacketStatus::kError) {
    call.reply = fail(error_of_reply(packet.payload()));
  } else if (header.status != PacketStatus::kOk) {
    call.reply = fail(protocol_error(fmt::format("the daemon answered with the status {}",
                                                 static_cast<std::int32_t>(header.status))));
  } else {
    call.reply = std::move(packet);
  }
  calls_.erase(found);
  call.answered.notify_one();
  return std::nullopt;
}

}  // namespace rollcall::rpc
