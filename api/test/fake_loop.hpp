// An event loop for tests: it has timeouts only, and runs what is due when the test says so.

#pragma once

#include <libvirt/libvirt.h>

#include <algorithm>
#include <mutex>
#include <vector>

#include "api/public/caller_data.hpp"

namespace rollcall {

/// Threading: run() in one thread, the rest in any.
class FakeLoop {
 public:
  /// The process's loop, which stays registered for ever.
  static FakeLoop& registered() {
    static FakeLoop* const loop = [] {
      auto* made = new FakeLoop;
      current() = made;
      virEventRegisterImpl(
          [](int, int, virEventHandleCallback, void*, virFreeCallback) { return -1; },
          [](int, int) {}, [](int) { return -1; },
          [](int interval, virEventTimeoutCallback callback, void* opaque, virFreeCallback free) {
            return current()->add({0, interval, callback, {opaque, free}});
          },
          [](int timer, int interval) { current()->update(timer, interval); },
          [](int timer) { return current()->remove(timer); });
      return made;
    }();
    return *loop;
  }

  /// Calls back every timeout of interval 0, round by round, until there is none.
  void run() {
    for (std::vector<Timeout> due = take_due(); !due.empty(); due = take_due()) {
      for (const Timeout& timeout : due) timeout.callback(timeout.number, timeout.data.opaque);
    }
    free_removed();
  }

  std::size_t size() {
    const std::lock_guard lock(mutex_);
    return timeouts_.size();
  }

 private:
  struct Timeout {
    int number;
    int interval;
    virEventTimeoutCallback callback;
    CallerData data;
  };

  static FakeLoop*& current() {
    static FakeLoop* loop = nullptr;
    return loop;
  }

  int add(Timeout timeout) {
    const std::lock_guard lock(mutex_);
    timeout.number = ++last_number_;
    timeouts_.push_back(timeout);
    return timeout.number;
  }

  void update(int number, int interval) {
    const std::lock_guard lock(mutex_);
    for (Timeout& timeout : timeouts_) {
      if (timeout.number == number) timeout.interval = interval;
    }
  }

  int remove(int number) {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(timeouts_.begin(), timeouts_.end(),
                                    [=](const Timeout& each) { return each.number == number; });
    if (found == timeouts_.end()) return -1;
    removed_.push_back(found->data);
    timeouts_.erase(found);
    return 0;
  }

  std::vector<Timeout> take_due() {
    const std::lock_guard lock(mutex_);
    std::vector<Timeout> due;
    std::copy_if(timeouts_.begin(), timeouts_.end(), std::back_inserter(due),
                 [](const Timeout& timeout) { return timeout.interval == 0; });
    return due;
  }

  void free_removed() {
    std::vector<CallerData> removed;
    {
      const std::lock_guard lock(mutex_);
      removed.swap(removed_);
    }
    for (const CallerData& data : removed) give_back(data);
  }

  std::mutex mutex_;  // guards all below
  std::vector<Timeout> timeouts_;
  std::vector<CallerData> removed_;
  int last_number_ = 0;
};

}  // namespace rollcall
