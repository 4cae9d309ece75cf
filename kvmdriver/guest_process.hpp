// GuestProcess: the QEMU process of one guest, known by a descriptor that no other process can
// have.
//
// A pid may be used again by a stranger, a pidfd never is. So a process is signalled and awaited by
// its pidfd only, and one found again after the driver's own death is first identified by boot, pid
// and start time.

#pragma once

#include <sched.h>
#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/core/result.hpp"
#include "kvmdriver/unique_fd.hpp"

namespace rollcall::kvm {

/// What tells a process apart from every other one that this machine has ever run.
struct ProcessIdentity {
  pid_t pid = 0;
  std::uint64_t start_time = 0;  ///< clock ticks after boot, field 22 of /proc/PID/stat
  std::string boot_id{};

  bool operator==(const ProcessIdentity&) const = default;
};

/// The id of this boot; empty when /proc does not tell.
std::string current_boot_id();

/// How a process ended.
struct ProcessEnd {
  bool by_signal = false;
  int number = 0;  ///< of the signal, else its exit status

  bool succeeded() const noexcept { return !by_signal && number == 0; }
};

/// For people: "with status 1", "by signal 9 (Killed)".
std::string to_string(const ProcessEnd& end);

/// How to start a process.
struct ProcessCommand {
  std::vector<std::string> arguments;  ///< the first one is the program, looked up in PATH
  std::string log_file;                ///< gets standard output and error, after what it has
  int inherited_fd = -1;  ///< the process finds it as kInheritedFd; every other one is closed
};

inline constexpr int kInheritedFd = 3;

/// Threading: const members from any thread.
class GuestProcess {
 public:
  /// Starts a process in a session of its own, with default signal handling.
  ///
  /// Errors: SYSTEM_ERROR naming the program or the log file.
  static Result<GuestProcess> spawn(const ProcessCommand& command);

  /// The process of that identity; nothing when it is no more.
  static std::optional<GuestProcess> find(const ProcessIdentity& identity);

  /// The process `pid` if it was started with exactly `arguments`.
  static std::optional<GuestProcess> find(pid_t pid, const std::vector<std::string>& arguments);

  const ProcessIdentity& identity() const noexcept { return identity_; }

  /// Readable once the process has ended.
  int pidfd() const noexcept { return pidfd_.get(); }

  /// Errors: none; a process that has ended takes no signals.
  void signal(int number) const noexcept;

  /// Lets go of an ended process if it is our child.
  ///
  /// Returns: how it ended; nothing when it has not, or is not our child.
  std::optional<ProcessEnd> reap() const noexcept;

  /// Waits until the process has ended.
  ///
  /// Returns: whether it has within `timeout_ms`.
  bool wait_for_end(int timeout_ms) const noexcept;

  /// Time that the process has spent on processors, in ns; nothing when it is gone.
  std::optional<std::uint64_t> cpu_time_ns() const;

  /// Memory of the machine that the process occupies, in bytes; nothing when it is gone.
  std::optional<std::uint64_t> resident_bytes() const;

  /// What one of the process's threads uses.
  struct ThreadUsage {
    std::uint64_t cpu_time_ns;
    int cpu;              ///< on which it runs, or ran last
    cpu_set_t permitted;  ///< on which it may run
  };
  /// Returns: nothing when it is gone.
  std::optional<ThreadUsage> thread_usage(pid_t thread) const;

 private:
  GuestProcess(UniqueFd pidfd, ProcessIdentity identity)
      : pidfd_(std::move(pidfd)), identity_(std::move(identity)) {}

  std::vector<std::string> own_stat_fields() const;

  UniqueFd pidfd_;
  ProcessIdentity identity_;
};

/// Processes that were started with exactly `arguments`, by pid.
std::vector<pid_t> processes_started_with(const std::vector<std::string>& arguments);

}  // namespace rollcall::kvm
