// A daemon for tests, at the other end of a pair of sockets: it answers what a client needs to open
// a host, and whatever else the test tells it to, well or badly.

#pragma once

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "api/core/file_descriptor.hpp"
#include "api/rpc/wire/packet.hpp"
#include "api/rpc/wire/packet_assembler.hpp"
#include "api/rpc/wire/procedures.hpp"

namespace rollcall::rpc {

/// Threading: a thread of its own answers; the members may be called from any.
class FakeDaemon {
 public:
  /// What to do about a call; send() answers it.
  using Behaviour = std::function<void(FakeDaemon& daemon, const Packet& call)>;

  FakeDaemon() {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0) {
      throw std::runtime_error("no pair of sockets");
    }
    socket_ = FileDescriptor(ends[0]);
    client_end_ = FileDescriptor(ends[1]);
    stop_ = FileDescriptor(::eventfd(0, EFD_CLOEXEC));
    answer<AuthList>(List<Int, kAuthTypesMax>{{kAuthNone}});
    answer<SupportsFeature>(1);
    answer<ConnectOpen>();
    answer<ConnectGetType>(Text("FAKE"));
    answer<ConnectClose>();
    answer<CloseCallbackOn>();
  }
  FakeDaemon(const FakeDaemon&) = delete;
  FakeDaemon& operator=(const FakeDaemon&) = delete;
  ~FakeDaemon() {
    const std::uint64_t one = 1;
    (void)!::write(stop_.get(), &one, sizeof(one));
    if (thread_.joinable()) thread_.join();
  }

  /// Begins to serve. Returns: the client's end.
  FileDescriptor start() {
    thread_ = std::thread([this] { serve(); });
    return std::move(client_end_);
  }

  void on(std::int32_t procedure, Behaviour behaviour) {
    const std::lock_guard lock(mutex_);
    behaviours_[procedure] = std::move(behaviour);
  }
  /// Answers a procedure always with these results.
  template <class Procedure, class... Values>
  void answer(const Values&... values) {
    const Bytes payload = bytes_of(typename Procedure::Results(values...));
    on(Procedure::kNumber,
       [payload](FakeDaemon& daemon, const Packet& call) { daemon.reply(call, payload); });
  }
  template <class Procedure>
  void refuse(const RemoteError& error) {
    const Bytes payload = bytes_of(error);
    on(Procedure::kNumber, [payload](FakeDaemon& daemon, const Packet& call) {
      daemon.send(packet(reply_header(call.header, PacketStatus::kError), payload));
    });
  }

  /// Answers no keep-alive messages from now on.
  void mute_keepalive() {
    const std::lock_guard lock(mutex_);
    on_keepalive_ = nullptr;
  }

  void reply(const Packet& call, const Bytes& payload) {
    send(packet(reply_header(call.header, PacketStatus::kOk), payload));
  }
  /// Sends a modern event message: the payload behind the number of the registration.
  template <class Kind, class... Values>
  void tell(const Values&... values) {
    send(*encode_packet({.procedure = Kind::kNumber, .type = PacketType::kMessage}, Int{0},
                        values...));
  }
  void send(const Bytes& bytes) {
    for (std::size_t sent = 0; sent < bytes.size();) {
      pollfd room{socket_.get(), POLLOUT, 0};
      ::poll(&room, 1, -1);
      const ssize_t taken =
          ::send(socket_.get(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (taken < 0) return;
      sent += static_cast<std::size_t>(taken);
    }
  }
  /// No more will be sent or taken.
  void hang_up() { ::shutdown(socket_.get(), SHUT_RDWR); }

  /// The calls so far.
  std::vector<PacketHeader> received() const {
    const std::lock_guard lock(mutex_);
    return received_;
  }

  template <class T>
  static Bytes bytes_of(const T& value) {
    XdrWriter writer(kPacketMax);
    encode(writer, value);
    return writer.take();
  }
  static Bytes packet(const PacketHeader& header, const Bytes& payload) {
    Bytes bytes = finish_packet(begin_packet(header)).value();
    bytes.insert(bytes.end(), payload.begin(), payload.end());
    XdrWriter length(4);
    length.u32(static_cast<std::uint32_t>(bytes.size()));
    const Bytes size = length.take();
    std::copy(size.begin(), size.end(), bytes.begin());
    return bytes;
  }

 private:
  void serve() {
    PacketAssembler assembler;
    Bytes buffer(65536);
    for (;;) {
      pollfd watched[] = {{socket_.get(), POLLIN, 0}, {stop_.get(), POLLIN, 0}};
      ::poll(watched, 2, -1);
      if (watched[1].revents != 0) return;
      const ssize_t size = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
      if (size == 0 || (size < 0 && errno != EAGAIN)) return;
      if (size < 0) continue;
      assembler.feed(ByteView(buffer).first(static_cast<std::size_t>(size)));
      while (const auto call = assembler.next()) take(*call);
    }
  }

  void take(const Packet& call) {
    Behaviour behaviour;
    {
      const std::lock_guard lock(mutex_);
      received_.push_back(call.header);
      if (call.header.program == kKeepaliveProgram) {
        behaviour = on_keepalive_;
      } else if (const auto found = behaviours_.find(call.header.procedure);
                 found != behaviours_.end()) {
        behaviour = found->second;
      }
    }
    if (behaviour) behaviour(*this, call);
  }

  FileDescriptor socket_;
  FileDescriptor client_end_;
  FileDescriptor stop_;
  mutable std::mutex mutex_;  // guards all below
  std::map<std::int32_t, Behaviour> behaviours_;
  Behaviour on_keepalive_ = [](FakeDaemon& daemon, const Packet& packet) {
    if (packet.header.procedure == kKeepalivePing) daemon.send(keepalive_packet(kKeepalivePong));
  };
  std::vector<PacketHeader> received_;
  std::thread thread_;
};

}  // namespace rollcall::rpc
