// EventLoop: the one thread of a host that hears from its guests.
//
// Nothing on it ever waits: monitors are read and written as they are ready, deadlines are timers.

#pragma once

#include <memory>

namespace asio {
class io_context;
}

namespace rollcall::kvm {

/// Threading: io() from any thread; the rest from one.
class EventLoop {
 public:
  /// Starts the thread. It takes no signals, which belong to the program that uses the library.
  EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  ~EventLoop();

  asio::io_context& io() noexcept;

  /// Returns when nothing runs on the thread any more. What was still to run never will.
  void stop();

 private:
  struct Parts;

  const std::unique_ptr<Parts> parts_;
};

}  // namespace rollcall::kvm
