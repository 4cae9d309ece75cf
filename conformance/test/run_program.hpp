// Runs the conformance runner as a program and collects what it printed.

#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

namespace rollcall::conformance {

/// What a program left behind.
struct ProgramResult {
  int exit_code = -1;
  std::string output;  ///< stdout and stderr
};

/// Runs a command line of a shell.
inline ProgramResult run_command(const std::string& command) {
  ProgramResult result;
  FILE* pipe = popen(("{ " + command + "; } 2>&1").c_str(), "r");
  if (pipe == nullptr) return result;
  std::array<char, 4096> buffer{};
  std::size_t read = 0;
  while ((read = fread(buffer.data(), 1, buffer.size(), pipe)) > 0) {
    result.output.append(buffer.data(), read);
  }
  const int status = pclose(pipe);
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  return result;
}

/// Runs rollcall-conformance with `arguments`, words for a shell.
inline ProgramResult run_conformance(const std::string& arguments) {
  return run_command(ROLLCALL_CONFORMANCE " " + arguments);
}

}  // namespace rollcall::conformance
