// Pacer: has things happen at their time on a host whose virtual time follows the real one, when
// nobody calls it.

#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

namespace rollcall {

class MockHost;

class Pacer {
 public:
  /// `host` outlives the pacer.
  explicit Pacer(MockHost& host);
  Pacer(const Pacer&) = delete;
  Pacer& operator=(const Pacer&) = delete;
  ~Pacer();

  /// Something is due sooner than what it waits for. From any thread, the host's lock held or not.
  void look_again();

 private:
  void run();

  MockHost& host_;
  std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  bool is_stale_ = false;  // what it waits for may not be the next thing any more
  bool is_over_ = false;
  std::thread thread_;
};

}  // namespace rollcall
