#include "kvmdriver/event_loop.hpp"

#include <pthread.h>
#include <signal.h>

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <thread>

namespace rollcall::kvm {

struct EventLoop::Parts {
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  std::thread thread;
};

EventLoop::EventLoop() : parts_(std::make_unique<Parts>()) {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  // A new thread inherits the mask, so that no signal reaches it even at its beginning.
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  parts_->thread = std::thread([this] { parts_->io.run(); });
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

EventLoop::~EventLoop() { stop(); }

asio::io_context& EventLoop::io() noexcept { return parts_->io; }

void EventLoop::stop() {
  if (!parts_->thread.joinable()) return;
  parts_->work.reset();
  parts_->io.stop();
  parts_->thread.join();
}

}  // namespace rollcall::kvm
