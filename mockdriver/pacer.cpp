#include "mockdriver/pacer.hpp"

#include <chrono>
#include <optional>

#include "mockdriver/host_call.hpp"
#include "mockdriver/mock_host.hpp"

namespace rollcall {

Pacer::Pacer(MockHost& host) : host_(host), thread_([this] { run(); }) {}

Pacer::~Pacer() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Pacer::look_again() {
  {
    const std::lock_guard lock(mutex_);
    is_stale_ = true;
  }
  changed_.notify_all();
}

void Pacer::run() {
  std::unique_lock lock(mutex_);
  while (!is_over_) {
    is_stale_ = false;
    lock.unlock();
    // What is due happens as the call begins.
    const std::optional<std::chrono::nanoseconds> wait =
        HostCall(host_, 0, HostCall::Takes::kNoTime).real_time_to_next();
    lock.lock();
    const auto is_enough = [this] { return is_over_ || is_stale_; };
    if (wait) {
      changed_.wait_for(lock, *wait, is_enough);
    } else {
      changed_.wait(lock, is_enough);
    }
  }
}

}  // namespace rollcall
