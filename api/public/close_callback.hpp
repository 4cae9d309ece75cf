// CloseCallback: the one function that a caller wants told when a connection is lost.

#pragma once

#include <memory>
#include <mutex>

#include <libvirt/libvirt.h>

#include "api/core/result.hpp"
#include "api/public/caller_data.hpp"

namespace rollcall {

/// Threading: every member from any thread. The function runs in the thread of the event loop, or,
///            when none is registered, in one of its own; with no locks held.
class CloseCallback : public std::enable_shared_from_this<CloseCallback> {
 public:
  /// Of `conn`, which must say so when it goes.
  explicit CloseCallback(_virConnect& conn) noexcept : conn_(&conn) {}
  CloseCallback(const CloseCallback&) = delete;
  CloseCallback& operator=(const CloseCallback&) = delete;

  /// Pre:       `function` is not null.
  /// Errors:    VIR_ERR_OPERATION_INVALID when one is set.
  /// Ownership: `data` is given back when the callback is cleared; on error it stays the caller's.
  Status set(virConnectCloseFunc function, CallerData data);

  /// Errors: VIR_ERR_OPERATION_INVALID unless `function` is what is set.
  Status clear(virConnectCloseFunc function);

  /// Has the function called, if one is set by then and the connection is still there.
  void call_soon(virConnectCloseReason reason);

  /// The connection goes away: gives back the data of a callback that is still set.
  void forget_connection();

 private:
  void call(virConnectCloseReason reason);
  void end_call();

  std::mutex mutex_;  // guards all below
  _virConnect* conn_;
  virConnectCloseFunc function_ = nullptr;
  CallerData data_;
  bool running_ = false;
  bool cleared_while_running_ = false;  // data_ is to be given back when the call returns
};

}  // namespace rollcall
