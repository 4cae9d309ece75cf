#include "api/rpc/proxy/wire_proxy.hpp"

#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <system_error>
#include <utility>

#include "api/rpc/wire/packet.hpp"
#include "api/rpc/wire/packet_assembler.hpp"
#include "api/rpc/wire/procedures.hpp"

namespace rollcall::rpc {
namespace {

[[noreturn]] void fail_with(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

// Binds or connects (`call`) a new UNIX socket at a path. Returns: none on failure, see errno.
template <class Call>
FileDescriptor socket_at(const std::string& path, Call call) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  errno = ENAMETOOLONG;
  if (path.size() >= sizeof(address.sun_path)) return FileDescriptor();
  path.copy(address.sun_path, path.size());
  FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (call(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    return FileDescriptor();
  }
  return socket;
}

bool send_all(int socket, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EINTR) return false;
    if (sent > 0) bytes = bytes.subspan(static_cast<std::size_t>(sent));
  }
  return true;
}

// The reply to a listing with no more than `count_max` domains in it.
Bytes partial_list(const Packet& reply, std::size_t count_max) {
  auto results = decode_payload<ConnectListAllDomains::Results>(reply.payload());
  if (!results || reply.header.status != PacketStatus::kOk) return reply.bytes;
  auto& [domains, count] = *results;
  if (domains.items.size() <= count_max) return reply.bytes;
  domains.items.resize(count_max);
  count = static_cast<std::uint32_t>(count_max);
  return encode_packet(reply.header, *results).value();
}

}  // namespace

/// One client, its connection to the daemon, and the threads that carry packets.
class ProxiedClient {
 public:
  ProxiedClient(FileDescriptor client, FileDescriptor daemon, const WireFaults& faults)
      : client_(std::move(client)),
        daemon_(std::move(daemon)),
        faults_(faults),
        to_daemon_([this] { carry(client_.get(), &ProxiedClient::pass_call); }),
        to_client_([this] { carry(daemon_.get(), &ProxiedClient::pass_answer); }) {}
  ProxiedClient(const ProxiedClient&) = delete;
  ProxiedClient& operator=(const ProxiedClient&) = delete;
  ~ProxiedClient() {
    cut();
    to_daemon_.join();
    to_client_.join();
  }

  void set(const WireFaults& faults) {
    const std::lock_guard lock(mutex_);
    faults_ = faults;
  }

  bool over() const { return over_; }

 private:
  void cut() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    hurry_.notify_all();
    ::shutdown(client_.get(), SHUT_RDWR);
    ::shutdown(daemon_.get(), SHUT_RDWR);
  }

  WireFaults faults() const {
    const std::lock_guard lock(mutex_);
    return faults_;
  }

  void carry(int from, bool (ProxiedClient::*pass)(const Packet&)) {
    PacketAssembler assembler(UINT32_MAX);
    Bytes buffer(65536);
    for (bool going_on = true; going_on;) {
      const ssize_t size = ::recv(from, buffer.data(), buffer.size(), 0);
      if (size < 0 && errno == EINTR) continue;
      if (size <= 0) break;
      assembler.feed(ByteView(buffer).first(static_cast<std::size_t>(size)));
      while (going_on) {
        const auto packet = assembler.next();
        if (!packet) break;
        going_on = (this->*pass)(*packet);
      }
      going_on = going_on && !assembler.broken();
    }
    cut();
  }

  bool pass_call(const Packet& call) {
    if (call.header.program == kKeepaliveProgram && faults().mute_keepalive) return true;
    return send_all(daemon_.get(), call.bytes);
  }

  bool pass_answer(const Packet& answer) {
    const WireFaults faults = this->faults();
    const PacketHeader& header = answer.header;
    if (header.program == kKeepaliveProgram) return faults.mute_keepalive || tell(answer.bytes);
    const bool meant = header.type == PacketType::kReply &&
                       faults.procedure.value_or(header.procedure) == header.procedure;
    if (meant && faults.drop_replies) return true;
    if (meant) wait(faults.delay);
    if (meant && faults.list_max && header.procedure == ConnectListAllDomains::kNumber) {
      return tell(partial_list(answer, *faults.list_max));
    }
    return tell(answer.bytes);
  }

  void wait(std::chrono::milliseconds delay) {
    std::unique_lock lock(mutex_);
    hurry_.wait_for(lock, delay, [this] { return over_.load(); });
  }

  // Sends to the client, as far as a cut lets it.
  bool tell(const Bytes& bytes) {
    const std::size_t allowed = faults().cut_after_bytes.value_or(SIZE_MAX);
    const std::size_t size = std::min(bytes.size(), allowed - std::min(allowed, told_));
    told_ += size;
    return send_all(client_.get(), ByteView(bytes).first(size)) && size == bytes.size();
  }

  const FileDescriptor client_;
  const FileDescriptor daemon_;
  std::size_t told_ = 0;      // bytes; to_client_'s
  mutable std::mutex mutex_;  // guards faults_
  std::condition_variable hurry_;
  WireFaults faults_;
  std::atomic<bool> over_{false};
  std::thread to_daemon_;  // these two use all the others
  std::thread to_client_;
};

WireProxy::WireProxy(std::string own_socket, std::string daemon_socket, WireFaults faults)
    : own_socket_(std::move(own_socket)),
      daemon_socket_(std::move(daemon_socket)),
      listener_(socket_at(own_socket_, ::bind)),
      faults_(faults) {
  if (listener_.get() < 0) fail_with(own_socket_);
  if (::listen(listener_.get(), SOMAXCONN) != 0) fail_with(own_socket_);
  acceptor_ = std::thread([this] { accept_clients(); });
}

WireProxy::~WireProxy() {
  ::shutdown(listener_.get(), SHUT_RDWR);
  acceptor_.join();
  ::unlink(own_socket_.c_str());
}

void WireProxy::accept_clients() {
  for (;;) {
    FileDescriptor client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (client.get() < 0 && errno == EINTR) continue;
    if (client.get() < 0) return;
    FileDescriptor daemon = socket_at(daemon_socket_, ::connect);
    if (daemon.get() < 0) continue;
    const std::lock_guard lock(mutex_);
    std::erase_if(clients_, [](const auto& each) { return each->over(); });
    clients_.push_back(
        std::make_unique<ProxiedClient>(std::move(client), std::move(daemon), faults_));
  }
}

void WireProxy::set(const WireFaults& faults) {
  const std::lock_guard lock(mutex_);
  faults_ = faults;
  for (const auto& client : clients_) client->set(faults);
}

void WireProxy::restart() {
  std::vector<std::unique_ptr<ProxiedClient>> cut;
  const std::lock_guard lock(mutex_);
  cut.swap(clients_);
}

}  // namespace rollcall::rpc
