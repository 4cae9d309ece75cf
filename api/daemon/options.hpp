// What the daemon is told to do.

#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "api/rpc/server/limits.hpp"
#include "api/rpc/server/log.hpp"

namespace rollcall::daemon {

inline constexpr int kFailed = 1;
inline constexpr int kBadUsage = 4;

/// A name that clients open, and the host that then answers.
struct Mapping {
  std::string name;
  std::string uri;
};

struct Options {
  std::vector<Mapping> mappings;  ///< at least one
  std::string socket;             ///< empty: default_socket_path()
  std::string read_only_socket;   ///< empty: none, or the usual one if `socket` is empty too
  std::string control_socket;     ///< empty: none
  mode_t mode = 0700;
  mode_t read_only_mode = 0777;
  std::string group;
  std::optional<std::uint16_t> tcp_port;
  std::string tcp_address = "127.0.0.1";
  bool print_env = false;
  std::string pid_file;
  bool background = false;
  rpc::LogLevel log_level = rpc::LogLevel::kWarning;
  std::string log_file;
  rpc::Limits limits;
  bool list_procedures = false;
};

/// Reads the command line, and the configuration file that it names.
///
/// Returns: the options, or the exit code of a program that has said what it had to say.
std::variant<Options, int> parse_options(int argc, const char* const* argv);

}  // namespace rollcall::daemon
