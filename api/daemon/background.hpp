// Going on in the background: the first process waits until the second is ready, then ends.

#pragma once

namespace rollcall::daemon {

/// What the process in the background tells the one that the user started.
class Readiness {
 public:
  /// Nobody waits to be told.
  Readiness() = default;
  /// The other end of `fd` waits.
  explicit Readiness(int fd) : fd_(fd) {}
  /// Lets the first process end with success.
  void tell();

 private:
  int fd_ = -1;
};

/// Continues in a new session, in the background. Does not return in the first process: that one
/// ends with 0 once the second is ready, or with 1 when the second ended before.
///
/// Pre: there is one thread.
Readiness continue_in_background();

/// Gives up the terminal: standard input, output and errors become /dev/null.
void leave_terminal();

}  // namespace rollcall::daemon
