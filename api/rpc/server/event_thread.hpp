// EventThread: registers the C library's event loop and runs it, so that callbacks for events come.

#pragma once

#include <atomic>
#include <thread>

namespace rollcall::rpc {

/// At most one in a process: the C library has one loop.
class EventThread {
 public:
  EventThread();
  EventThread(const EventThread&) = delete;
  EventThread& operator=(const EventThread&) = delete;
  /// Returns when no callback runs any more.
  ~EventThread();

 private:
  std::atomic<bool> ending_{false};
  std::thread thread_;
};

}  // namespace rollcall::rpc
