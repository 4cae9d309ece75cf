// RecordWriter: brings the records of guests up to date on a thread of its own, so that neither the
// event loop nor an operation waits for a file.

#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

namespace rollcall::kvm {

class Guest;
using GuestPtr = std::shared_ptr<Guest>;

/// Threading: every member from any thread, stop() from one.
class RecordWriter {
 public:
  /// `write` is called on the writer's thread, for one guest at a time.
  explicit RecordWriter(std::function<void(const GuestPtr&)> write);
  RecordWriter(const RecordWriter&) = delete;
  RecordWriter& operator=(const RecordWriter&) = delete;
  ~RecordWriter() { stop(); }

  /// The guest's record is out of date; it is written soon, once for all that has changed until
  /// then.
  void note(GuestPtr guest);

  /// Returns when every record noted so far has been written.
  void wait_until_idle();

  /// Writes what is out of date and ends the thread. Nothing may be noted any more.
  void stop();

 private:
  void run();

  const std::function<void(const GuestPtr&)> write_;
  std::mutex mutex_;
  std::condition_variable noted_;
  std::condition_variable idle_;
  std::set<GuestPtr> outdated_;
  bool writing_ = false;
  bool stopping_ = false;
  std::thread thread_;  // the last, since it uses the others
};

}  // namespace rollcall::kvm
