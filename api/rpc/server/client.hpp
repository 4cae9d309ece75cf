// Client: what the server knows of one connection.

#pragma once

#include <memory>

#include "api/rpc/server/event_relay.hpp"
#include "api/rpc/server/handles.hpp"
#include "api/rpc/server/served_hosts.hpp"

namespace rollcall::rpc {

/// Threading: one thread at a time: that of the connection.
struct Client {
  Client(const ServedHosts& served, bool read_only_socket, std::shared_ptr<MessageSink> messages)
      : hosts(served), read_only(read_only_socket), events(std::move(messages)) {}

  const ServedHosts& hosts;
  bool read_only;              ///< whatever the client asks for
  bool authenticated = false;  ///< it asked how to authenticate: no more is needed
  bool answers_pings = false;
  bool wants_close_callback = false;
  bool closing = false;  ///< it said goodbye
  OwnedConnect conn;     ///< null until a host is open
  EventRelay events;
};

}  // namespace rollcall::rpc
