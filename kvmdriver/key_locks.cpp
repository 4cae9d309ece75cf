#include "kvmdriver/key_locks.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "kvmdriver/errors.hpp"

namespace rollcall::kvm {

Result<KeyLocks::Held> KeyLocks::acquire(std::vector<std::string> keys,
                                         std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  const auto is_free = [&] {
    return std::none_of(keys.begin(), keys.end(),
                        [&](const std::string& key) { return held_.contains(key); });
  };
  if (!released_.wait_for(lock, patience, is_free)) {
    return fail_kvm(VIR_ERR_OPERATION_TIMEOUT,
                    fmt::format("another operation on the domain has not ended within {} ms",
                                patience.count()));
  }
  held_.insert(keys.begin(), keys.end());
  return Held(*this, std::move(keys));
}

void KeyLocks::release(const std::vector<std::string>& keys) {
  {
    const std::lock_guard lock(mutex_);
    for (const std::string& key : keys) held_.erase(key);
  }
  released_.notify_all();
}

}  // namespace rollcall::kvm
