#include "kvmdriver/record_writer.hpp"

#include <utility>

#include "api/core/quiet_thread.hpp"
#include "kvmdriver/guest.hpp"

namespace rollcall::kvm {

RecordWriter::RecordWriter(Write write, std::chrono::milliseconds gather_time)
    : write_(std::move(write)),
      gather_time_(gather_time),
      thread_(quiet_thread([this] { run(); })) {}

void RecordWriter::note(GuestPtr guest) {
  bool is_first = false;
  {
    const std::lock_guard lock(mutex_);
    is_first = outdated_.empty();
    outdated_.insert(std::move(guest));
  }
  if (is_first) noted_.notify_one();
}

void RecordWriter::wait_until_idle() {
  std::unique_lock lock(mutex_);
  ++waiting_;
  hurried_.notify_one();
  idle_.wait(lock, [this] { return outdated_.empty() && !writing_; });
  --waiting_;
}

void RecordWriter::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  noted_.notify_one();
  hurried_.notify_one();
  thread_.join();
}

void RecordWriter::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    noted_.wait(lock, [this] { return stopping_ || !outdated_.empty(); });
    if (outdated_.empty()) return;
    hurried_.wait_for(lock, gather_time_, [this] { return stopping_ || waiting_ > 0; });
    std::set<GuestPtr> gathered = std::exchange(outdated_, {});
    writing_ = true;
    lock.unlock();
    for (const GuestPtr& guest : gathered) write_(guest);
    gathered.clear();  // it may be the last to know a guest
    lock.lock();
    writing_ = false;
    if (outdated_.empty()) idle_.notify_all();
  }
}

}  // namespace rollcall::kvm
