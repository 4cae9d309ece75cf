#include "api/daemon/background.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "api/daemon/options.hpp"

namespace rollcall::daemon {

void Readiness::tell() {
  if (fd_ < 0) return;
  const char ready = 1;
  static_cast<void>(!::write(fd_, &ready, 1));
  ::close(std::exchange(fd_, -1));
}

Readiness continue_in_background() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) < 0) std::_Exit(kFailed);
  const pid_t child = ::fork();
  if (child < 0) std::_Exit(kFailed);
  if (child == 0) {
    ::close(ends[0]);
    ::setsid();
    static_cast<void>(!::chdir("/"));
    return Readiness(ends[1]);
  }
  ::close(ends[1]);
  char ready = 0;
  std::_Exit(::read(ends[0], &ready, 1) == 1 ? 0 : kFailed);
}

void leave_terminal() {
  const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nowhere, fd);
  ::close(nowhere);
}

}  // namespace rollcall::daemon
