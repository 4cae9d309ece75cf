#include "mockdriver/held_calls.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace rollcall {

Status HeldCalls::hold(int rule, const Uuid* uuid_or_null, const DomainJob& job,
                       const Listener& listener) {
  std::unique_lock lock(mutex_);
  const auto uuid = uuid_or_null == nullptr ? std::nullopt : std::optional<Uuid>(*uuid_or_null);
  const auto held = calls_.insert(calls_.end(), {rule, uuid, job});
  count_.store(calls_.size(), std::memory_order_relaxed);
  listener.is_held();
  changed_.notify_all();
  changed_.wait(lock, [&] { return held->goes_on || listener.is_gone(); });
  std::optional<Error> error = std::move(held->error);
  calls_.erase(held);
  count_.store(calls_.size(), std::memory_order_relaxed);
  if (error) return fail(*std::move(error));
  return {};
}

unsigned HeldCalls::held_by(int rule) const {
  return static_cast<unsigned>(
      std::count_if(calls_.begin(), calls_.end(),
                    [rule](const Held& held) { return held.rule == rule && !held.goes_on; }));
}

Result<unsigned> HeldCalls::wait(int rule, unsigned count, std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, timeout, [&] { return held_by(rule) >= count; })) {
    return fail(VIR_ERR_OPERATION_TIMEOUT, VIR_FROM_TEST,
                fmt::format("rule {} holds {} calls after {} ms, not {}", rule, held_by(rule),
                            timeout.count(), count));
  }
  return held_by(rule);
}

unsigned HeldCalls::release(int rule) {
  const std::lock_guard lock(mutex_);
  const unsigned count = held_by(rule);
  for (Held& held : calls_) {
    if (held.rule == rule) held.goes_on = true;
  }
  changed_.notify_all();
  return count;
}

bool HeldCalls::give_up(const Uuid& uuid, const Error& error) {
  return give_up_if([&](const Held& held) { return held.uuid == uuid; }, error);
}

void HeldCalls::give_up_all(const Error& error) {
  give_up_if([](const Held&) { return true; }, error);
}

template <typename Condition>
bool HeldCalls::give_up_if(Condition condition, const Error& error) {
  const std::lock_guard lock(mutex_);
  bool found = false;
  for (Held& held : calls_) {
    if (held.goes_on || !condition(held)) continue;
    held.goes_on = true;
    held.error = error;
    found = true;
  }
  changed_.notify_all();
  return found;
}

std::optional<DomainJob> HeldCalls::job_on(const Uuid& uuid) const {
  if (empty()) return std::nullopt;
  const std::lock_guard lock(mutex_);
  for (const Held& held : calls_) {
    if (held.uuid == uuid && !held.goes_on) return held.job;
  }
  return std::nullopt;
}

}  // namespace rollcall
