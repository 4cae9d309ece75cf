#include "kvmdriver/guest.hpp"

#include <fcntl.h>
#include <signal.h>

#include <algorithm>
#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <future>
#include <utility>

#include <fmt/format.h>

#include "kvmdriver/errors.hpp"
#include "kvmdriver/qmp_client.hpp"

namespace rollcall::kvm {
namespace {

constexpr std::chrono::seconds kTimeToObey{2};
constexpr std::chrono::milliseconds kProgressPause{200};
constexpr const char* kJobId = "rollcall";

}  // namespace

struct Guest::Watch {
  explicit Watch(asio::io_context& io) : pidfd(io), kill_timer(io), reconnect_timer(io) {}

  asio::posix::stream_descriptor pidfd;
  asio::steady_timer kill_timer;
  asio::steady_timer reconnect_timer;
  std::shared_ptr<QmpClient> monitor{};
  bool reconnected = false;
};

Guest::Guest(const Surroundings& host, const Uuid& uuid, GuestProcess process,
             std::vector<std::string> arguments)
    : host_(host),
      uuid_(uuid),
      process_(std::move(process)),
      arguments_(std::move(arguments)),
      watch_(std::make_unique<Watch>(host.io)) {}

Guest::~Guest() = default;

void Guest::watch(UniqueFd monitor) {
  auto socket = std::make_shared<UniqueFd>(std::move(monitor));
  asio::post(host_.io, [self = shared_from_this(), socket] {
    self->watch_process();
    if (socket->is_open()) self->connect(std::move(*socket));
  });
}

void Guest::watch_process() {
  // The loop closes what it watches, hence a copy.
  watch_->pidfd.assign(::fcntl(process_.pidfd(), F_DUPFD_CLOEXEC, 0));
  await_end();
}

void Guest::await_end() {
  watch_->pidfd.async_wait(asio::posix::stream_descriptor::wait_read,
                           [self = shared_from_this()](const asio::error_code& stopped) {
                             if (stopped) return;
                             // The loop may report what happened to a descriptor that is closed by
                             // now and whose place this one has taken.
                             if (!self->process_.wait_for_end(0)) return self->await_end();
                             self->watch_->kill_timer.cancel();
                             self->watch_->reconnect_timer.cancel();
                             if (self->watch_->monitor) self->watch_->monitor->close();
                             self->host_.listener.on_guest_dead(self);
                           });
}

void Guest::connect(UniqueFd monitor) {
  const std::weak_ptr<Guest> weak = weak_from_this();
  watch_->monitor = std::make_shared<QmpClient>(
      host_.io, std::move(monitor),
      QmpClient::Handlers{[weak](const Json& event) {
                            const GuestPtr self = weak.lock();
                            if (self) self->host_.listener.on_guest_event(self, event);
                          },
                          [weak] {
                            if (const GuestPtr self = weak.lock()) self->on_monitor_closed();
                          }});
  watch_->monitor->start();
}

// The monitor of a process that ends closes first. If the process goes on, the conversation alone
// was broken off, and is begun again once.
void Guest::on_monitor_closed() {
  watch_->reconnect_timer.expires_after(kTimeToObey);
  watch_->reconnect_timer.async_wait([self = shared_from_this()](const asio::error_code& stopped) {
    if (stopped) return;
    self->silent_ = true;
    if (std::exchange(self->watch_->reconnected, true)) return;
    Result<UniqueFd> monitor = self->host_.folder.connect_monitor(self->uuid_);
    if (monitor) self->connect(*std::move(monitor));
  });
}

QmpCommand Guest::command(std::string name, Json arguments) const {
  return {std::move(name), std::move(arguments), host_.command_timeout, nullptr};
}

void Guest::ask(QmpCommand command, QmpReply done) {
  ++commands_in_flight_;
  asio::post(host_.io, [self = shared_from_this(), command = std::move(command),
                        done = std::move(done)]() mutable {
    auto answered = [self, done = std::move(done)](Result<Json> result) {
      if (result) self->silent_ = false;
      if (!result && result.error().code == VIR_ERR_OPERATION_TIMEOUT) self->silent_ = true;
      --self->commands_in_flight_;
      done(std::move(result));
    };
    if (self->watch_->monitor)
      return self->watch_->monitor->send(std::move(command), std::move(answered));
    answered(fail_kvm(VIR_ERR_OPERATION_FAILED, "QEMU cannot be reached"));
  });
}

void Guest::ask(std::string name, QmpReply done) { ask(command(std::move(name)), std::move(done)); }

Result<Json> Guest::call(QmpCommand command) {
  auto answer = std::make_shared<std::promise<Result<Json>>>();
  ask(std::move(command), [answer](Result<Json> result) { answer->set_value(std::move(result)); });
  return answer->get_future().get();
}

Result<Json> Guest::call(std::string name, Json arguments) {
  return call(command(std::move(name), std::move(arguments)));
}

void Guest::note_progress() {
  {
    const std::lock_guard lock(progress_mutex_);
    ++progress_;
  }
  progressed_.notify_all();
}

std::uint64_t Guest::progress() {
  const std::lock_guard lock(progress_mutex_);
  return progress_;
}

void Guest::wait_for_progress(std::uint64_t seen) {
  std::unique_lock lock(progress_mutex_);
  progressed_.wait_for(lock, kProgressPause, [&] { return progress_ != seen; });
}

Status Guest::wait_for_migration() {
  for (;;) {
    const std::uint64_t seen = progress();
    const Result<Json> answer = call("query-migrate");
    if (!answer) return fail(answer.error());
    const std::string status = text_in(*answer, "status");
    if (status == "completed") return {};
    if (status == "failed" || status == "cancelled") {
      return fail_kvm(VIR_ERR_OPERATION_FAILED,
                      fmt::format("QEMU could not move the guest's memory: {}",
                                  text_in(*answer, "error-desc")));
    }
    wait_for_progress(seen);
  }
}

Status Guest::await_job() {
  for (;;) {
    const std::uint64_t seen = progress();
    const Result<Json> jobs = call("query-jobs");
    if (!jobs) return fail(jobs.error());
    const auto job = std::find_if(jobs->begin(), jobs->end(),
                                  [](const Json& one) { return text_in(one, "id") == kJobId; });
    if (job == jobs->end()) return {};
    if (text_in(*job, "status") == "concluded") {
      const std::string error = text_in(*job, "error");
      // Until it is dismissed, no other job can have its name.
      if (const Result<Json> gone = call("job-dismiss", {{"id", kJobId}}); !gone) {
        return fail(gone.error());
      }
      if (error.empty()) return {};
      return fail_kvm(VIR_ERR_OPERATION_FAILED, fmt::format("QEMU failed: {}", error));
    }
    wait_for_progress(seen);
  }
}

Status Guest::run_job(const std::string& command, Json arguments) {
  // One that a driver began which was killed; nobody asks any more what became of it.
  (void)await_job();
  arguments["job-id"] = kJobId;
  if (const Result<Json> begun = call(command, std::move(arguments)); !begun) {
    return fail(begun.error());
  }
  return await_job();
}

void Guest::end(Force force) {
  process_.signal(SIGTERM);
  if (force == Force::kAsk) return;
  asio::post(host_.io, [self = shared_from_this()] {
    self->watch_->kill_timer.expires_after(kTimeToObey);
    self->watch_->kill_timer.async_wait([self](const asio::error_code& stopped) {
      if (!stopped) self->process_.signal(SIGKILL);
    });
  });
}

bool Guest::wait_until_dead(std::chrono::milliseconds patience) {
  std::unique_lock lock(dead_mutex_);
  return died_.wait_for(lock, patience, [this] { return dead_; });
}

void Guest::forget() {
  if (watch_->monitor) watch_->monitor->forget();
}

std::optional<ProcessEnd> Guest::how_it_ended() {
  const std::lock_guard lock(dead_mutex_);
  return process_end_;
}

void Guest::set_dead() {
  {
    const std::lock_guard lock(dead_mutex_);
    process_end_ = process_.reap();
    dead_ = true;
  }
  died_.notify_all();
}

}  // namespace rollcall::kvm
