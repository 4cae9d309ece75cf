// CloseCallback: the one function that a caller wants told when a connection goes away. Hosts in
// this process never do, so it is kept and given back; there is nothing to tell it.

#pragma once

#include <mutex>

#include <libvirt/libvirt.h>

#include "api/core/result.hpp"
#include "api/public/caller_data.hpp"

namespace rollcall {

/// Threading: every member from any thread.
class CloseCallback {
 public:
  CloseCallback() = default;
  CloseCallback(const CloseCallback&) = delete;
  CloseCallback& operator=(const CloseCallback&) = delete;
  /// Gives back the data of a callback that is still set.
  ~CloseCallback();

  /// Pre:       `function` is not null.
  /// Errors:    VIR_ERR_OPERATION_INVALID when one is set.
  /// Ownership: `data` is given back when the callback is cleared; on error it stays the caller's.
  Status set(virConnectCloseFunc function, CallerData data);

  /// Errors: VIR_ERR_OPERATION_INVALID unless `function` is what is set.
  Status clear(virConnectCloseFunc function);

 private:
  std::mutex mutex_;  // guards all below
  virConnectCloseFunc function_ = nullptr;
  CallerData data_;
};

}  // namespace rollcall
