// Log: lines to a file descriptor, in the form and with the levels of libvirt's daemons.

#pragma once

#include <string_view>

namespace rollcall::rpc {

enum class LogLevel { kDebug = 1, kInfo = 2, kWarning = 3, kError = 4 };

/// Threading: every member from any thread; a line is written whole.
class Log {
 public:
  /// `fd` stays the caller's.
  Log(int fd, LogLevel least) : fd_(fd), least_(least) {}

  bool shows(LogLevel level) const noexcept { return level >= least_; }
  void write(LogLevel level, std::string_view message) const noexcept;

  void debug(std::string_view message) const noexcept { write(LogLevel::kDebug, message); }
  void info(std::string_view message) const noexcept { write(LogLevel::kInfo, message); }
  void warning(std::string_view message) const noexcept { write(LogLevel::kWarning, message); }
  void error(std::string_view message) const noexcept { write(LogLevel::kError, message); }

 private:
  int fd_;
  LogLevel least_;
};

}  // namespace rollcall::rpc
