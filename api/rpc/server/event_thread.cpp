#include "api/rpc/server/event_thread.hpp"

#include <libvirt/libvirt.h>

namespace rollcall::rpc {

EventThread::EventThread() {
  virEventRegisterDefaultImpl();
  thread_ = std::thread([this] {
    while (!ending_) {
      if (virEventRunDefaultImpl() < 0) return;
    }
  });
}

EventThread::~EventThread() {
  ending_ = true;
  // A timeout that is due at once ends the turn that the loop may be waiting in.
  const int timer = virEventAddTimeout(
      0, [](int, void*) {}, nullptr, nullptr);
  thread_.join();
  if (timer >= 0) virEventRemoveTimeout(timer);
}

}  // namespace rollcall::rpc
