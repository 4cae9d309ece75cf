// CallerData: what a caller hands over together with a callback.

#pragma once

#include <libvirt/libvirt.h>

namespace rollcall {

/// A callback's argument, and how to give it back when the callback is done with.
struct CallerData {
  void* opaque = nullptr;
  virFreeCallback free_callback = nullptr;
};

/// Gives the data back to the caller. Call once.
inline void give_back(const CallerData& data) {
  if (data.free_callback != nullptr) data.free_callback(data.opaque);
}

}  // namespace rollcall
