#include "kvmdriver/event_loop.hpp"

#include <pthread.h>
#include <signal.h>

namespace rollcall::kvm {

EventLoop::EventLoop() {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  // A new thread inherits the mask, so that no signal reaches it even at its beginning.
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this] { io_.run(); });
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void EventLoop::stop() {
  if (!thread_.joinable()) return;
  work_.reset();
  io_.stop();
  thread_.join();
}

}  // namespace rollcall::kvm
