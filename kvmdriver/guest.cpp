#include "kvmdriver/guest.hpp"

#include <fcntl.h>
#include <signal.h>

#include <asio/post.hpp>
#include <future>
#include <utility>

#include "kvmdriver/errors.hpp"

namespace rollcall::kvm {
namespace {

constexpr std::chrono::seconds kTimeToObey{2};

}  // namespace

Guest::Guest(const Surroundings& host, const Uuid& uuid, GuestProcess process,
             std::vector<std::string> arguments)
    : host_(host),
      uuid_(uuid),
      process_(std::move(process)),
      arguments_(std::move(arguments)),
      pidfd_(host.io),
      kill_timer_(host.io),
      reconnect_timer_(host.io) {}

void Guest::watch(UniqueFd monitor) {
  auto socket = std::make_shared<UniqueFd>(std::move(monitor));
  asio::post(host_.io, [self = shared_from_this(), socket] {
    self->watch_process();
    if (socket->is_open()) self->connect(std::move(*socket));
  });
}

void Guest::watch_process() {
  // The loop closes what it watches, hence a copy.
  pidfd_.assign(::fcntl(process_.pidfd(), F_DUPFD_CLOEXEC, 0));
  pidfd_.async_wait(asio::posix::stream_descriptor::wait_read,
                    [self = shared_from_this()](const asio::error_code& stopped) {
                      if (stopped) return;
                      self->kill_timer_.cancel();
                      self->reconnect_timer_.cancel();
                      if (self->monitor_) self->monitor_->close();
                      self->process_.reap();
                      self->host_.listener.on_guest_dead(self);
                    });
}

void Guest::connect(UniqueFd monitor) {
  const std::weak_ptr<Guest> weak = weak_from_this();
  monitor_ = std::make_shared<QmpClient>(
      host_.io, std::move(monitor),
      QmpClient::Handlers{[weak](const Json& event) {
                            const GuestPtr self = weak.lock();
                            if (self) self->host_.listener.on_guest_event(self, event);
                          },
                          [weak] {
                            if (const GuestPtr self = weak.lock()) self->on_monitor_closed();
                          }});
  monitor_->start();
}

// The monitor of a process that ends closes first. If the process goes on, the conversation alone
// was broken off, and is begun again once.
void Guest::on_monitor_closed() {
  reconnect_timer_.expires_after(kTimeToObey);
  reconnect_timer_.async_wait([self = shared_from_this()](const asio::error_code& stopped) {
    if (stopped) return;
    self->silent_ = true;
    if (std::exchange(self->reconnected_, true)) return;
    Result<UniqueFd> monitor = self->host_.folder.connect_monitor(self->uuid_);
    if (monitor) self->connect(*std::move(monitor));
  });
}

QmpCommand Guest::command(std::string name, Json arguments) const {
  return {std::move(name), std::move(arguments), host_.command_timeout, nullptr};
}

void Guest::ask(QmpCommand command, QmpClient::Reply done) {
  ++commands_in_flight_;
  asio::post(host_.io, [self = shared_from_this(), command = std::move(command),
                        done = std::move(done)]() mutable {
    auto answered = [self, done = std::move(done)](Result<Json> result) {
      if (result) self->silent_ = false;
      if (!result && result.error().code == VIR_ERR_OPERATION_TIMEOUT) self->silent_ = true;
      --self->commands_in_flight_;
      done(std::move(result));
    };
    if (self->monitor_) return self->monitor_->send(std::move(command), std::move(answered));
    answered(fail_kvm(VIR_ERR_OPERATION_FAILED, "QEMU cannot be reached"));
  });
}

void Guest::ask(std::string name, QmpClient::Reply done) {
  ask(command(std::move(name)), std::move(done));
}

Result<Json> Guest::call(QmpCommand command) {
  auto answer = std::make_shared<std::promise<Result<Json>>>();
  ask(std::move(command), [answer](Result<Json> result) { answer->set_value(std::move(result)); });
  return answer->get_future().get();
}

Result<Json> Guest::call(std::string name, Json arguments) {
  return call(command(std::move(name), std::move(arguments)));
}

void Guest::end(Force force) {
  process_.signal(SIGTERM);
  if (force == Force::kAsk) return;
  asio::post(host_.io, [self = shared_from_this()] {
    self->kill_timer_.expires_after(kTimeToObey);
    self->kill_timer_.async_wait([self](const asio::error_code& stopped) {
      if (!stopped) self->process_.signal(SIGKILL);
    });
  });
}

bool Guest::wait_until_dead(std::chrono::milliseconds patience) {
  std::unique_lock lock(dead_mutex_);
  return died_.wait_for(lock, patience, [this] { return dead_; });
}

void Guest::set_dead() {
  {
    const std::lock_guard lock(dead_mutex_);
    dead_ = true;
  }
  died_.notify_all();
}

}  // namespace rollcall::kvm
