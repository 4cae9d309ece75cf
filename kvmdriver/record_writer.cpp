#include "kvmdriver/record_writer.hpp"

#include <utility>

#include "api/core/quiet_thread.hpp"
#include "kvmdriver/guest.hpp"

namespace rollcall::kvm {

RecordWriter::RecordWriter(std::function<void(const GuestPtr&)> write)
    : write_(std::move(write)), thread_(quiet_thread([this] { run(); })) {}

void RecordWriter::note(GuestPtr guest) {
  {
    const std::lock_guard lock(mutex_);
    outdated_.insert(std::move(guest));
  }
  noted_.notify_one();
}

void RecordWriter::wait_until_idle() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return outdated_.empty() && !writing_; });
}

void RecordWriter::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  noted_.notify_one();
  thread_.join();
}

void RecordWriter::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    noted_.wait(lock, [this] { return stopping_ || !outdated_.empty(); });
    if (outdated_.empty()) return;
    GuestPtr guest = std::move(outdated_.extract(outdated_.begin()).value());
    writing_ = true;
    lock.unlock();
    write_(guest);
    guest.reset();  // it may be the last to know the guest
    lock.lock();
    writing_ = false;
    if (outdated_.empty()) idle_.notify_all();
  }
}

}  // namespace rollcall::kvm
