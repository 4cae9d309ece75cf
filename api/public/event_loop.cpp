#include "api/public/event_loop.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <limits>

namespace rollcall {
namespace {

Error system_error(const char* call, int code) {
  Error error =
      make_error(VIR_ERR_SYSTEM_ERROR, VIR_FROM_EVENT,
                 std::string("the event loop's ") + call + " failed: " + std::strerror(code));
  error.int1 = code;
  return error;
}

short to_poll_events(int events) noexcept {
  int result = 0;
  if (events & VIR_EVENT_HANDLE_READABLE) result |= POLLIN;
  if (events & VIR_EVENT_HANDLE_WRITABLE) result |= POLLOUT;
  if (events & VIR_EVENT_HANDLE_ERROR) result |= POLLERR;
  if (events & VIR_EVENT_HANDLE_HANGUP) result |= POLLHUP;
  return static_cast<short>(result);
}

int from_poll_events(short events) noexcept {
  int result = 0;
  if (events & POLLIN) result |= VIR_EVENT_HANDLE_READABLE;
  if (events & POLLOUT) result |= VIR_EVENT_HANDLE_WRITABLE;
  if (events & (POLLERR | POLLNVAL)) result |= VIR_EVENT_HANDLE_ERROR;
  if (events & POLLHUP) result |= VIR_EVENT_HANDLE_HANGUP;
  return result;
}

// The entry of that number which has not been removed, or null.
template <typename Entry>
Entry* find_live(std::vector<Entry>& entries, int number) noexcept {
  const auto found = std::find_if(entries.begin(), entries.end(), [number](const Entry& entry) {
    return entry.number == number && !entry.removed;
  });
  return found != entries.end() ? &*found : nullptr;
}

template <typename Entry>
bool mark_removed(std::vector<Entry>& entries, int number) noexcept {
  Entry* entry = find_live(entries, number);
  if (entry != nullptr) entry->removed = true;
  return entry != nullptr;
}

template <typename Entry>
void take_removed(std::vector<Entry>& entries, std::vector<CallerData>& taken) {
  std::erase_if(entries, [&taken](const Entry& entry) {
    if (entry.removed) taken.push_back(entry.data);
    return entry.removed;
  });
}

}  // namespace

Result<std::unique_ptr<EventLoop>> EventLoop::create() {
  const int wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (wake_fd < 0) return fail(system_error("eventfd()", errno));
  return std::unique_ptr<EventLoop>(new EventLoop(wake_fd));
}

EventLoop::~EventLoop() {
  for (const Handle& handle : handles_) give_back(handle.data);
  for (const Timeout& timeout : timeouts_) give_back(timeout.data);
  close(wake_fd_);
}

int EventLoop::add_handle(int fd, int events, virEventHandleCallback callback, CallerData data) {
  const std::lock_guard lock(mutex_);
  handles_.push_back({++last_watch_, fd, events, callback, data, false});
  wake();
  return last_watch_;
}

void EventLoop::update_handle(int watch, int events) {
  const std::lock_guard lock(mutex_);
  Handle* handle = find_live(handles_, watch);
  if (handle == nullptr) return;
  handle->events = events;
  wake();
}

bool EventLoop::remove_handle(int watch) {
  const std::lock_guard lock(mutex_);
  const bool found = mark_removed(handles_, watch);
  if (found) wake();
  return found;
}

int EventLoop::add_timeout(int interval_ms, virEventTimeoutCallback callback, CallerData data) {
  const auto due = Clock::now() + std::chrono::milliseconds(interval_ms);
  const std::lock_guard lock(mutex_);
  timeouts_.push_back({++last_timer_, interval_ms, due, callback, data, false});
  wake();
  return last_timer_;
}

void EventLoop::update_timeout(int timer, int interval_ms) {
  const auto due = Clock::now() + std::chrono::milliseconds(interval_ms);
  const std::lock_guard lock(mutex_);
  Timeout* timeout = find_live(timeouts_, timer);
  if (timeout == nullptr) return;
  timeout->interval_ms = interval_ms;
  timeout->due = due;
  wake();
}

bool EventLoop::remove_timeout(int timer) {
  const std::lock_guard lock(mutex_);
  const bool found = mark_removed(timeouts_, timer);
  if (found) wake();
  return found;
}

void EventLoop::wake() noexcept {
  if (runner_.load() == std::this_thread::get_id()) return;
  const std::uint64_t one = 1;
  // A full counter means that the loop is about to wake up anyway.
  [[maybe_unused]] const ssize_t written = write(wake_fd_, &one, sizeof one);
}

Status EventLoop::run_once() {
  std::thread::id nobody;
  if (!runner_.compare_exchange_strong(nobody, std::this_thread::get_id())) {
    return fail(VIR_ERR_OPERATION_INVALID, VIR_FROM_EVENT, "the event loop is already running");
  }
  Status result = wait_and_call();
  erase_removed();
  runner_.store(std::thread::id());
  return result;
}

Status EventLoop::wait_and_call() {
  std::vector<int> watches;
  std::vector<pollfd> polled;
  int wait_ms = 0;
  {
    const std::lock_guard lock(mutex_);
    polled = poll_list(watches);
    wait_ms = milliseconds_to_next_timeout();
  }
  const int ready = poll(polled.data(), polled.size(), wait_ms);
  if (ready < 0 && errno != EINTR) return fail(system_error("poll()", errno));
  call_due_timeouts();
  if (ready > 0) call_ready_handles(polled, watches);
  return {};
}

// The watches come after the descriptor that wakes the loop, in the order of `watches`.
std::vector<pollfd> EventLoop::poll_list(std::vector<int>& watches) const {
  std::vector<pollfd> list{{wake_fd_, POLLIN, 0}};
  for (const Handle& handle : handles_) {
    if (handle.removed || handle.events == 0) continue;
    list.push_back({handle.fd, to_poll_events(handle.events), 0});
    watches.push_back(handle.number);
  }
  return list;
}

int EventLoop::milliseconds_to_next_timeout() const {
  auto next = Clock::time_point::max();
  for (const Timeout& timeout : timeouts_) {
    if (!timeout.removed && timeout.interval_ms >= 0) next = std::min(next, timeout.due);
  }
  if (next == Clock::time_point::max()) return -1;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now()).count();
  return static_cast<int>(std::clamp<long long>(wait, 0, std::numeric_limits<int>::max()));
}

void EventLoop::call_due_timeouts() {
  const auto now = Clock::now();
  std::unique_lock lock(mutex_);
  // By index and only up to the present end: callbacks may add timeouts, which are for later
  // rounds.
  const std::size_t count = timeouts_.size();
  for (std::size_t index = 0; index < count; ++index) {
    Timeout& timeout = timeouts_[index];
    if (timeout.removed || timeout.interval_ms < 0 || timeout.due > now) continue;
    timeout.due = now + std::chrono::milliseconds(timeout.interval_ms);
    const Timeout called = timeout;
    lock.unlock();
    called.callback(called.number, called.data.opaque);
    lock.lock();
  }
}

void EventLoop::call_ready_handles(const std::vector<pollfd>& polled,
                                   const std::vector<int>& watches) {
  if (polled[0].revents != 0) {
    std::uint64_t wakes = 0;
    [[maybe_unused]] const ssize_t got = read(wake_fd_, &wakes, sizeof wakes);
  }
  std::unique_lock lock(mutex_);
  for (std::size_t index = 0; index < watches.size(); ++index) {
    const int events = from_poll_events(polled[index + 1].revents);
    const Handle* handle = find_live(handles_, watches[index]);
    if (events == 0 || handle == nullptr || handle->events == 0) continue;
    const Handle called = *handle;
    lock.unlock();
    called.callback(called.number, called.fd, events, called.data.opaque);
    lock.lock();
  }
}

void EventLoop::erase_removed() {
  std::vector<CallerData> erased;
  {
    const std::lock_guard lock(mutex_);
    take_removed(handles_, erased);
    take_removed(timeouts_, erased);
  }
  for (const CallerData& data : erased) give_back(data);
}

}  // namespace rollcall
