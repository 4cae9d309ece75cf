#include "api/public/close_callback.hpp"

#include <thread>
#include <utility>

#include "api/public/arguments.hpp"
#include "api/public/entry.hpp"
#include "api/public/libvirt_event.hpp"

namespace rollcall {

Status CloseCallback::set(virConnectCloseFunc function, CallerData data) {
  const std::lock_guard lock(mutex_);
  if (function_ != nullptr || cleared_while_running_) {
    return fail(VIR_ERR_OPERATION_INVALID, VIR_FROM_NONE,
                "the connection has a close callback already");
  }
  function_ = function;
  data_ = data;
  return {};
}

Status CloseCallback::clear(virConnectCloseFunc function) {
  CallerData cleared;
  {
    const std::lock_guard lock(mutex_);
    if (function_ == nullptr || function_ != function) {
      return fail(VIR_ERR_OPERATION_INVALID, VIR_FROM_NONE,
                  "this function is not the connection's close callback");
    }
    function_ = nullptr;
    cleared_while_running_ = running_;
    if (!running_) cleared = std::exchange(data_, {});
  }
  give_back(cleared);
  return {};
}

void CloseCallback::call_soon(virConnectCloseReason reason) {
  struct Keeper {
    std::shared_ptr<CloseCallback> callback;
    virConnectCloseReason reason;
  };
  if (!event_loop_registered()) {
    std::thread([self = shared_from_this(), reason] { self->call(reason); }).detach();
    return;
  }
  auto* keeper = new Keeper{shared_from_this(), reason};
  const int timer = virEventAddTimeout(
      0,
      [](int number, void* opaque) {
        const auto* kept = static_cast<Keeper*>(opaque);
        virEventRemoveTimeout(number);
        kept->callback->call(kept->reason);
      },
      keeper, [](void* opaque) { delete static_cast<Keeper*>(opaque); });
  if (timer < 0) delete keeper;
}

void CloseCallback::call(virConnectCloseReason reason) {
  _virConnect* conn = nullptr;
  virConnectCloseFunc function = nullptr;
  void* opaque = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (function_ == nullptr || conn_ == nullptr || !conn_->retain_unless_gone()) return;
    running_ = true;
    conn = conn_;
    function = function_;
    opaque = data_.opaque;
  }
  function(conn, reason, opaque);
  end_call();
  conn->release();
}

void CloseCallback::end_call() {
  CallerData cleared;
  {
    const std::lock_guard lock(mutex_);
    running_ = false;
    if (std::exchange(cleared_while_running_, false)) cleared = std::exchange(data_, {});
  }
  give_back(cleared);
}

void CloseCallback::forget_connection() {
  CallerData data;
  {
    const std::lock_guard lock(mutex_);
    conn_ = nullptr;
    function_ = nullptr;
    data = std::exchange(data_, {});
  }
  give_back(data);
}

}  // namespace rollcall

using rollcall::Access;
using rollcall::HostConnection;
using rollcall::must_be_given;
using rollcall::run_on_host;

int virConnectRegisterCloseCallback(virConnectPtr conn, virConnectCloseFunc cb, void* opaque,
                                    virFreeCallback freecb) {
  return run_on_host(conn, Access::kRead, [&](HostConnection& host) {
    return must_be_given("cb", cb != nullptr)
        .and_then([&] {
          return host.on_close([callback = conn->close_callback](virConnectCloseReason reason) {
            callback->call_soon(reason);
          });
        })
        .and_then([&] {
          return conn->close_callback->set(cb, {opaque, freecb});
        });
  });
}

int virConnectUnregisterCloseCallback(virConnectPtr conn, virConnectCloseFunc cb) {
  return run_on_host(conn, Access::kRead, [&](HostConnection&) {
    return must_be_given("cb", cb != nullptr).and_then([&] {
      return conn->close_callback->clear(cb);
    });
  });
}
