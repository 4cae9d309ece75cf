// HeldCalls: calls that stay where they are until somebody lets them go, and the jobs that they
// have on their domains meanwhile.

#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <optional>

#include "api/core/result.hpp"
#include "api/core/uuid.hpp"

namespace rollcall {

/// What changes a domain has a job on it, so that nothing else does at the same time.
struct DomainJob {
  const char* function;    ///< the C function that has it
  std::uint64_t since_ns;  ///< virtual time
};

/// Threading: every member from any thread.
class HeldCalls {
 public:
  /// What a held call needs; both are called with the lock held.
  struct Listener {
    std::function<void()> is_held;  ///< others see it held from now on
    std::function<bool()> is_gone;  ///< whether the rule is gone; asked when calls are released
  };

  /// Holds the calling thread until the rule's calls are released, the rule is gone, or the call is
  /// given up. `uuid_or_null`: the domain that the call has its job on.
  ///
  /// Errors: that with which it was given up.
  Status hold(int rule, const Uuid* uuid_or_null, const DomainJob& job, const Listener& listener);

  /// Waits until the rule holds `count` calls. Returns: how many it holds.
  ///
  /// Errors: OPERATION_TIMEOUT.
  Result<unsigned> wait(int rule, unsigned count, std::chrono::milliseconds timeout);

  /// Lets go what the rule holds. Returns: how many calls that are.
  unsigned release(int rule);

  /// Lets go the call that has the domain's job, which ends with the error. Returns: whether there
  /// was one.
  bool give_up(const Uuid& uuid, const Error& error);

  /// Lets go all calls, which end with the error.
  void give_up_all(const Error& error);

  bool empty() const noexcept { return count_.load(std::memory_order_relaxed) == 0; }

  /// The job that a held call has on the domain.
  std::optional<DomainJob> job_on(const Uuid& uuid) const;

 private:
  struct Held {
    int rule;
    std::optional<Uuid> uuid;
    DomainJob job;
    bool goes_on = false;
    std::optional<Error> error{};
  };

  unsigned held_by(int rule) const;
  template <typename Condition>
  bool give_up_if(Condition condition, const Error& error);

  std::atomic<std::size_t> count_{0};  // size of calls_
  mutable std::mutex mutex_;           // guards all below
  std::condition_variable changed_;
  std::list<Held> calls_;
};

}  // namespace rollcall
