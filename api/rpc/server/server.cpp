#include "api/rpc/server/server.hpp"

#include <malloc.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <asio/basic_socket_acceptor.hpp>
#include <asio/bind_executor.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/generic/stream_protocol.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <asio/thread_pool.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

#include "api/rpc/server/event_thread.hpp"
#include "api/rpc/server/session.hpp"

namespace rollcall::rpc {
namespace {

using Protocol = asio::generic::stream_protocol;
using Acceptor = asio::basic_socket_acceptor<Protocol>;

// I/O threads answer what needs no waiting; more than a few would only take turns.
unsigned io_threads() { return std::clamp(std::thread::hardware_concurrency(), 2U, 4U); }

constexpr std::chrono::seconds kTick{1};
constexpr std::chrono::milliseconds kAcceptPause{100};  // when descriptors are out

}  // namespace

// All below runs on control_, but for what says otherwise.
class Server::Implementation final : public Session::Owner {
 public:
  Implementation(const ServedHosts& hosts, const Limits& limits, const Log& log)
      : limits_(limits),
        log_(log),
        workers_(limits.workers),
        environment_{hosts, limits_, log_, workers_} {}
  ~Implementation() override { stop(std::chrono::milliseconds(0)); }

  std::optional<std::string> listen_on(int fd, bool read_only);
  void start();
  bool stop(std::chrono::milliseconds patience);
  std::size_t clients() const {
    const std::lock_guard lock(mutex_);
    return count_;
  }

  // From any thread.
  void on_authenticated() override;
  void on_over(const std::shared_ptr<Session>& session) override;

 private:
  struct Listener {
    Listener(asio::io_context& io, Protocol protocol, int fd, bool for_reading)
        : acceptor(io, protocol, fd), retry(io), read_only(for_reading) {}
    Acceptor acceptor;
    asio::steady_timer retry;
    bool read_only;
    bool accepting = false;
  };

  bool full() const {
    return sessions_.size() >= limits_.clients_max ||
           unauthenticated_ >= limits_.unauthenticated_clients_max;
  }
  void accept_on_all();
  void accept(Listener& listener);
  void accepted(Listener& listener, asio::error_code error, Session::Socket socket,
                Session::Strand strand);
  void tick();
  void set_count();

  const Limits limits_;
  const Log& log_;
  EventThread events_;
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> busy_{io_.get_executor()};
  asio::strand<asio::io_context::executor_type> control_{io_.get_executor()};
  asio::thread_pool workers_;
  const SessionEnvironment environment_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<std::thread> threads_;
  asio::steady_timer ticker_{io_};

  std::unordered_set<std::shared_ptr<Session>> sessions_;
  std::size_t unauthenticated_ = 0;
  std::uint64_t next_number_ = 1;
  bool stopping_ = false;
  bool untrimmed_ = false;  // somebody was there since memory was given back

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable none_left_;
  std::size_t count_ = 0;
  bool stopped_ = false;  // nobody can come any more
};

std::optional<std::string> Server::Implementation::listen_on(int fd, bool read_only) {
  int listens = 0;
  int family = 0;
  int type = 0;
  socklen_t size = sizeof(int);
  if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) < 0 || listens == 0 ||
      getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &size) < 0 ||
      getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) < 0 || type != SOCK_STREAM) {
    return "descriptor " + std::to_string(fd) + " is no stream socket that listens";
  }
  listeners_.push_back(std::make_unique<Listener>(io_, Protocol(family, 0), fd, read_only));
  return std::nullopt;
}

void Server::Implementation::start() {
  asio::post(control_, [this] {
    accept_on_all();
    tick();
  });
  for (unsigned i = 0; i < io_threads(); ++i) threads_.emplace_back([this] { io_.run(); });
}

void Server::Implementation::accept_on_all() {
  for (const auto& listener : listeners_) accept(*listener);
}

// With no place for one more client, the next waits in the socket's queue, as with libvirtd.
void Server::Implementation::accept(Listener& listener) {
  if (listener.accepting || stopping_ || full()) return;
  listener.accepting = true;
  auto strand = asio::make_strand(io_);
  listener.acceptor.async_accept(
      strand,
      asio::bind_executor(control_, [this, &listener, strand](asio::error_code error, auto socket) {
        accepted(listener, error, Session::Socket(std::move(socket)), strand);
      }));
}

void Server::Implementation::accepted(Listener& listener, asio::error_code error,
                                      Session::Socket socket, Session::Strand strand) {
  listener.accepting = false;
  if (stopping_ || error == asio::error::operation_aborted) return;
  if (error) {
    log_.warning("cannot accept a client: " + error.message());
    listener.retry.expires_after(kAcceptPause);
    listener.retry.async_wait(
        asio::bind_executor(control_, [this, &listener](asio::error_code) { accept(listener); }));
    return;
  }
  const auto session = std::make_shared<Session>(
      std::move(socket), std::move(strand), listener.read_only, next_number_, environment_, *this);
  log_.debug("client " + std::to_string(next_number_++) + " connects");
  sessions_.insert(session);
  untrimmed_ = true;
  ++unauthenticated_;
  set_count();
  session->start();
  accept(listener);
}

void Server::Implementation::on_authenticated() {
  asio::post(control_, [this] {
    --unauthenticated_;
    accept_on_all();
  });
}

void Server::Implementation::on_over(const std::shared_ptr<Session>& session) {
  asio::post(control_, [this, session] {
    if (sessions_.erase(session) == 0) return;
    if (!session->was_authenticated()) --unauthenticated_;
    set_count();
    accept_on_all();
  });
}

void Server::Implementation::set_count() {
  const std::lock_guard lock(mutex_);
  count_ = sessions_.size();
  stopped_ = stopping_;
  if (count_ == 0) none_left_.notify_all();
}

void Server::Implementation::tick() {
  for (const auto& session : sessions_) session->tick();
  // Replies are large and short-lived: what they leave is given back once nobody is there.
  if (sessions_.empty() && std::exchange(untrimmed_, false)) malloc_trim(0);
  ticker_.expires_after(kTick);
  ticker_.async_wait(asio::bind_executor(control_, [this](asio::error_code error) {
    if (!error) tick();
  }));
}

bool Server::Implementation::stop(std::chrono::milliseconds patience) {
  if (threads_.empty()) return true;
  asio::post(control_, [this] {
    stopping_ = true;
    asio::error_code ignored;
    for (const auto& listener : listeners_) listener->acceptor.close(ignored);
    for (const auto& session : sessions_) session->finish();
    set_count();
  });
  bool all_over = false;
  {
    std::unique_lock lock(mutex_);
    all_over = none_left_.wait_for(lock, patience, [this] { return stopped_ && count_ == 0; });
  }
  io_.stop();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  return all_over;
}

Server::Server(const ServedHosts& hosts, const Limits& limits, const Log& log)
    : implementation_(std::make_unique<Implementation>(hosts, limits, log)) {}
Server::~Server() = default;

std::optional<std::string> Server::listen_on(int fd, bool read_only) {
  return implementation_->listen_on(fd, read_only);
}
void Server::start() { implementation_->start(); }
bool Server::stop(std::chrono::milliseconds patience) { return implementation_->stop(patience); }
std::size_t Server::clients() const { return implementation_->clients(); }

}  // namespace rollcall::rpc
