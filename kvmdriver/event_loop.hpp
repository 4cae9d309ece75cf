// EventLoop: the one thread of a host that hears from its guests.
//
// Nothing on it ever waits: monitors are read and written as they are ready, deadlines are timers.

#pragma once

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <thread>

namespace rollcall::kvm {

/// Threading: io() from any thread; the rest from one.
class EventLoop {
 public:
  /// Starts the thread. It takes no signals, which belong to the program that uses the library.
  EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  ~EventLoop() { stop(); }

  asio::io_context& io() noexcept { return io_; }

  /// Returns when nothing runs on the thread any more. What was still to run never will.
  void stop();

 private:
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  std::thread thread_;
};

}  // namespace rollcall::kvm
