// Yield points: where a thread is about to touch shared memory without a lock. A scheduler that
// wants to decide there who goes first sets a hook; without one a point costs a load and a branch.

#pragma once

#include <atomic>

namespace rollcall {

/// Same type as rollcallYieldHook. `writes`: 1 when the thread is about to write, else 0.
using YieldHook = void (*)(const void* object, int writes);

inline std::atomic<YieldHook> yield_hook{nullptr};

inline void yield_point(const void* object, bool writes) {
  const YieldHook hook = yield_hook.load(std::memory_order_relaxed);
  if (hook != nullptr) [[unlikely]]
    hook(object, writes ? 1 : 0);
}

}  // namespace rollcall
