#include "kvmdriver/event_loop.hpp"

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <thread>

#include "api/core/quiet_thread.hpp"

namespace rollcall::kvm {

struct EventLoop::Parts {
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  std::thread thread;
};

EventLoop::EventLoop() : parts_(std::make_unique<Parts>()) {
  parts_->thread = quiet_thread([this] { parts_->io.run(); });
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
