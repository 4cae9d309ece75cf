#include "api/public/close_callback.hpp"

#include <utility>

#include "api/public/arguments.hpp"
#include "api/public/entry.hpp"

namespace rollcall {

CloseCallback::~CloseCallback() { give_back(data_); }

Status CloseCallback::set(virConnectCloseFunc function, CallerData data) {
  const std::lock_guard lock(mutex_);
  if (function_ != nullptr) {
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
    cleared = std::exchange(data_, {});
  }
  give_back(cleared);
  return {};
}

}  // namespace rollcall

using rollcall::Access;
using rollcall::HostConnection;
using rollcall::must_be_given;
using rollcall::run_on_host;

int virConnectRegisterCloseCallback(virConnectPtr conn, virConnectCloseFunc cb, void* opaque,
                                    virFreeCallback freecb) {
  return run_on_host(conn, Access::kRead, [&](HostConnection&) {
    return must_be_given("cb", cb != nullptr).and_then([&] {
      return conn->close_callback.set(cb, {opaque, freecb});
    });
  });
}

int virConnectUnregisterCloseCallback(virConnectPtr conn, virConnectCloseFunc cb) {
  return run_on_host(conn, Access::kRead, [&](HostConnection&) {
    return must_be_given("cb", cb != nullptr).and_then([&] {
      return conn->close_callback.clear(cb);
    });
  });
}
