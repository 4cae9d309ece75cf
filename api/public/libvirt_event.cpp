// The functions of libvirt-event.h: they forward to whichever loop is registered.

#include <libvirt/libvirt.h>

#include <mutex>

#include "api/public/entry.hpp"
#include "api/public/event_loop.hpp"
#include "api/public/libvirt_event.hpp"

namespace rollcall {
namespace {

/// The six operations of a loop. All are null before a loop is registered.
struct EventOperations {
  virEventAddHandleFunc add_handle = nullptr;
  virEventUpdateHandleFunc update_handle = nullptr;
  virEventRemoveHandleFunc remove_handle = nullptr;
  virEventAddTimeoutFunc add_timeout = nullptr;
  virEventUpdateTimeoutFunc update_timeout = nullptr;
  virEventRemoveTimeoutFunc remove_timeout = nullptr;
};

std::mutex registration_mutex;
EventOperations registered;          // guarded by registration_mutex
EventLoop* built_in_loop = nullptr;  // guarded too; never freed: threads may use it during exit

EventOperations operations() noexcept {
  const std::lock_guard lock(registration_mutex);
  return registered;
}

EventLoop* built_in() noexcept {
  const std::lock_guard lock(registration_mutex);
  return built_in_loop;
}

Failure no_loop() noexcept {
  return report(nullptr, make_error(VIR_ERR_OPERATION_INVALID, VIR_FROM_EVENT,
                                    "no event loop is registered"));
}

constexpr EventOperations kBuiltInOperations{
    [](int fd, int events, virEventHandleCallback callback, void* opaque, virFreeCallback free) {
      return built_in()->add_handle(fd, events, callback, {opaque, free});
    },
    [](int watch, int events) { built_in()->update_handle(watch, events); },
    [](int watch) { return built_in()->remove_handle(watch) ? 0 : -1; },
    [](int interval_ms, virEventTimeoutCallback callback, void* opaque, virFreeCallback free) {
      return built_in()->add_timeout(interval_ms, callback, {opaque, free});
    },
    [](int timer, int interval_ms) { built_in()->update_timeout(timer, interval_ms); },
    [](int timer) { return built_in()->remove_timeout(timer) ? 0 : -1; },
};

}  // namespace

bool event_loop_registered() noexcept { return operations().add_timeout != nullptr; }

}  // namespace rollcall

using namespace rollcall;

void virEventRegisterImpl(virEventAddHandleFunc add_handle, virEventUpdateHandleFunc update_handle,
                          virEventRemoveHandleFunc remove_handle,
                          virEventAddTimeoutFunc add_timeout,
                          virEventUpdateTimeoutFunc update_timeout,
                          virEventRemoveTimeoutFunc remove_timeout) {
  reset_last_error();
  const std::lock_guard lock(registration_mutex);
  if (registered.add_handle != nullptr) return;
  registered = {add_handle,  update_handle,  remove_handle,
                add_timeout, update_timeout, remove_timeout};
}

int virEventRegisterDefaultImpl(void) {
  reset_last_error();
  const std::lock_guard lock(registration_mutex);
  if (registered.add_handle != nullptr) return 0;
  auto loop = EventLoop::create();
  if (!loop) return report(nullptr, loop.error());
  built_in_loop = loop->release();
  registered = kBuiltInOperations;
  return 0;
}

int virEventRunDefaultImpl(void) {
  reset_last_error();
  EventLoop* loop = built_in();
  if (loop == nullptr) {
    return report(nullptr, make_error(VIR_ERR_OPERATION_INVALID, VIR_FROM_EVENT,
                                      "the built-in event loop is not registered"));
  }
  const Status result = loop->run_once();
  if (!result) return report(nullptr, result.error());
  return 0;
}

int virEventAddHandle(int fd, int events, virEventHandleCallback cb, void* opaque,
                      virFreeCallback ff) {
  reset_last_error();
  if (cb == nullptr) return bad_argument(nullptr, "cb", "is null");
  const auto add_handle = operations().add_handle;
  if (add_handle == nullptr) return no_loop();
  return add_handle(fd, events, cb, opaque, ff);
}

void virEventUpdateHandle(int watch, int events) {
  reset_last_error();
  if (const auto update_handle = operations().update_handle) update_handle(watch, events);
}

int virEventRemoveHandle(int watch) {
  reset_last_error();
  const auto remove_handle = operations().remove_handle;
  if (remove_handle == nullptr) return no_loop();
  return remove_handle(watch);
}

int virEventAddTimeout(int frequency, virEventTimeoutCallback cb, void* opaque,
                       virFreeCallback ff) {
  reset_last_error();
  if (cb == nullptr) return bad_argument(nullptr, "cb", "is null");
  const auto add_timeout = operations().add_timeout;
  if (add_timeout == nullptr) return no_loop();
  return add_timeout(frequency, cb, opaque, ff);
}

void virEventUpdateTimeout(int timer, int frequency) {
  reset_last_error();
  if (const auto update_timeout = operations().update_timeout) update_timeout(timer, frequency);
}

int virEventRemoveTimeout(int timer) {
  reset_last_error();
  const auto remove_timeout = operations().remove_timeout;
  if (remove_timeout == nullptr) return no_loop();
  return remove_timeout(timer);
}
