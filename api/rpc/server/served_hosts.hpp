// ServedHosts: which hypervisor answers to the name that a client opens.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/rpc/server/handles.hpp"

namespace rollcall::rpc {

/// Filled once, then read.
///
/// Threading: filled by one thread; open() from any thread after that.
class ServedHosts {
 public:
  /// Lets clients that open `name` reach the host of `uri`. One connection to it stays open, so
  /// that it lives for as long as the daemon.
  ///
  /// Returns: nothing, or why the host cannot be opened.
  std::optional<std::string> add(std::string name, std::string uri);

  /// Opens the host for a client. An empty name is that of the first host. A name with no query
  /// also means the host that was added under it with a query.
  ///
  /// Returns: null for a name that no host has (`known` is false then), or on an error, which is
  /// the
  ///          last error of the thread.
  OwnedConnect open(std::string_view name, bool read_only, bool& known) const;

  /// The connection that keeps the host; null for a name that no host has. The names are those of
  /// open().
  virConnectPtr kept_open(std::string_view name) const;

  /// The name of the first host; empty when there is none.
  std::string first_name() const;
  /// All names, in quotes and with commas, for messages.
  std::string names() const;

 private:
  struct Host {
    std::string name;
    std::string uri;
    OwnedConnect kept_open;
  };
  const Host* find(std::string_view name) const;

  std::vector<Host> hosts_;
};

}  // namespace rollcall::rpc
