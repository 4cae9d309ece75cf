#include "api/rpc/server/log.hpp"

#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <string>

namespace rollcall::rpc {
namespace {

const char* name_of(LogLevel level) noexcept {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      break;
  }
  return "error";
}

}  // namespace

void Log::write(LogLevel level, std::string_view message) const noexcept try {
  if (!shows(level)) return;
  timeval now{};
  gettimeofday(&now, nullptr);
  tm parts{};
  gmtime_r(&now.tv_sec, &parts);
  char stamp[80];
  const std::size_t date = std::strftime(stamp, sizeof(stamp), "%Y-%m-%d %H:%M:%S", &parts);
  std::snprintf(stamp + date, sizeof(stamp) - date,
                ".%03ld+0000: %ld: ", static_cast<long>(now.tv_usec / 1000), ::syscall(SYS_gettid));
  std::string line = stamp;
  line.append(name_of(level)).append(" : ").append(message).append("\n");
  static_cast<void>(!::write(fd_, line.data(), line.size()));
} catch (...) {
  // Without memory for a line, the daemon goes on without it.
}

}  // namespace rollcall::rpc
