// EventLoop: the event loop built into the library. It waits with poll() for file descriptors and
// timeouts and calls back without locks; changes made by other threads wake it up.
//
// Representation: two lists in the order of addition. Entries are removed in two steps: marked at
// once, so that they are not called again, and erased at the end of a round, when no callback of
// theirs can be running; then their free callback is called.

#pragma once

#include <poll.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <libvirt/libvirt.h>

#include "api/core/result.hpp"
#include "api/public/caller_data.hpp"

namespace rollcall {

/// Threading: every member from any thread, from callbacks too, except as noted.
class EventLoop {
 public:
  /// Errors: VIR_ERR_SYSTEM_ERROR when the descriptor that wakes the loop cannot be made.
  static Result<std::unique_ptr<EventLoop>> create();

  /// Pre: nobody else uses the loop any more. Calls the free callbacks of all that is left.
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// Watches `fd` for `events` (virEventHandleType). Returns: the watch's number, 1 or more.
  int add_handle(int fd, int events, virEventHandleCallback callback, CallerData data);
  void update_handle(int watch, int events);
  /// Returns: whether there was such a watch.
  bool remove_handle(int watch);

  /// Calls back every `interval_ms`; 0: every round; negative: never. Returns: the timeout's
  /// number.
  int add_timeout(int interval_ms, virEventTimeoutCallback callback, CallerData data);
  void update_timeout(int timer, int interval_ms);
  /// Returns: whether there was such a timeout.
  bool remove_timeout(int timer);

  /// Waits until something is due, then calls back what is due.
  ///
  /// Errors: VIR_ERR_OPERATION_INVALID while a round is already running; VIR_ERR_SYSTEM_ERROR when
  ///         poll() fails.
  Status run_once();

 private:
  using Clock = std::chrono::steady_clock;

  struct Handle {
    int number;
    int fd;
    int events;
    virEventHandleCallback callback;
    CallerData data;
    bool removed;
  };

  struct Timeout {
    int number;
    int interval_ms;  // negative: never
    Clock::time_point due;
    virEventTimeoutCallback callback;
    CallerData data;
    bool removed;
  };

  explicit EventLoop(int wake_fd) noexcept : wake_fd_(wake_fd) {}

  /// Makes a poll() in another thread return.
  void wake() noexcept;
  Status wait_and_call();
  int milliseconds_to_next_timeout() const;                        // with mutex_ held
  std::vector<pollfd> poll_list(std::vector<int>& watches) const;  // with mutex_ held
  void call_due_timeouts();
  void call_ready_handles(const std::vector<pollfd>& polled, const std::vector<int>& watches);
  void erase_removed();

  const int wake_fd_;
  std::atomic<std::thread::id> runner_{};  // the thread inside run_once()
  std::mutex mutex_;                       // guards all below
  std::vector<Handle> handles_;
  std::vector<Timeout> timeouts_;
  int last_watch_ = 0;
  int last_timer_ = 0;
};

}  // namespace rollcall
