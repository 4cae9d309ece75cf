// RecordWriter: brings the records of guests up to date on a thread of its own, so that neither the
// event loop nor an operation waits for a file.

#pragma once

#include <chrono>
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
  using Write = std::function<void(const GuestPtr&)>;

  /// How long changes are gathered before they are written. Operations on a guest often follow one
  /// another; the second shall not compete with the record of the first for disk and processor.
  static constexpr std::chrono::milliseconds kGatherTime{50};

  /// `write` is called on the writer's thread, for one guest at a time.
  explicit RecordWriter(Write write, std::chrono::milliseconds gather_time = kGatherTime);
  RecordWriter(const RecordWriter&) = delete;
  RecordWriter& operator=(const RecordWriter&) = delete;
  ~RecordWriter() { stop(); }

  /// The guest's record is out of date; it is written soon, once for all that has changed until
  /// then.
  void note(GuestPtr guest);

  /// Returns when every record noted so far has been written, which begins at once.
  void wait_until_idle();

  /// Writes what is out of date and ends the thread. Nothing may be noted any more.
  void stop();

 private:
  void run();

  const Write write_;
  const std::chrono::milliseconds gather_time_;
  std::mutex mutex_;
  std::condition_variable noted_;
  std::condition_variable hurried_;
  std::condition_variable idle_;
  std::set<GuestPtr> outdated_;
  int waiting_ = 0;  // threads in wait_until_idle()
  bool writing_ = false;
  bool stopping_ = false;
  std::thread thread_;  // the last, since it uses the others
};

}  // namespace rollcall::kvm
