// DomainProcess: the process of this machine that runs a domain, where there is one.

#pragma once

#include <optional>
#include <string>

namespace rollcall::sut {

/// Known by pidfd, so that a stranger who gets its pid is never signalled.
class DomainProcess {
 public:
  /// The process that names this uuid after -uuid on its command line, as every QEMU does that a
  /// driver started (qemu-system-x86_64(1)).
  ///
  /// Returns: nothing when there is none, as for a simulated or a remote domain, or more than one:
  /// hosts with other files may have a domain of the same uuid.
  static std::optional<DomainProcess> find(const std::string& uuid);

  DomainProcess(DomainProcess&& other) noexcept;
  DomainProcess& operator=(DomainProcess&&) = delete;
  /// Lets the process go on.
  ~DomainProcess();

  /// Stops the process, all its threads, until go_on(). Returns: whether that was permitted.
  bool stop();
  void go_on();

 private:
  explicit DomainProcess(int pidfd) : pidfd_(pidfd) {}

  int pidfd_;  // owned; negative when it was moved from
  bool stopped_ = false;
};

}  // namespace rollcall::sut
