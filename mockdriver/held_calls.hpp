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
  /// Holds the calling thread until the rule's calls are released, the rule is gone, or the call is
  /// given up. `uuid_or_null`: the domain that the call has its job on. `is_gone`: asked with the
  /// lock held whenever calls are released.
  ///
  /// Errors: that with which it was given up.
  Status hold(int rule, const Uuid* uuid_or_null, const DomainJob& job,
              const std::function<bool()>& is_gone);

  /// Waits until the rule holds `count` calls. Returns: how many it holds.
  ///
  /// Errors: OPERATION_TIMEOUT.
  Result<unsigned> wait(int rule, unsigned count, std::chrono::milliseconds timeout);

  /// Lets go what the rule holds. Returns: how many calls that are.
  unsigned release(int rule);

  /// Lets go the call that has the domain's job, which ends with the error. Returns: whether there
  /// was one.
  bool give_up(const Uuid& uuid, const Error& error);

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

  std::atomic<std::size_t> count_{0};  // size of calls_
  mutable std::mutex mutex_;           // guards all below
  std::condition_variable changed_;
  std::list<Held> calls_;
};

}  // namespace rollcall
