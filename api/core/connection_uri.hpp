// ConnectionUri: the parts of a URI that names a host, such as mock:///default?domains=100&seed=7.

#pragma once

#include <map>
#include <string>
#include <string_view>

#include "api/core/result.hpp"

namespace rollcall {

struct ConnectionUri {
  std::string text;       ///< as the caller wrote it
  std::string scheme;     ///< before ":" and before a "+transport"
  std::string transport;  ///< "unix", "tcp", ...; empty when none is named
  std::string server;     ///< between "//" and the path, user and port included; usually empty
  std::string path;       ///< from the first "/" on, percent-decoded
  std::map<std::string, std::string> query;  ///< decoded; a key without "=" has an empty value

  /// Whether it says how to reach a daemon, of whatever scheme, rather than a host that a driver of
  /// this process has.
  bool names_daemon() const { return !transport.empty() || query.contains("socket"); }
};

/// Takes a URI apart.
///
/// Errors: VIR_ERR_INVALID_ARG saying which part is wrong.
Result<ConnectionUri> parse_connection_uri(std::string_view text);

}  // namespace rollcall
