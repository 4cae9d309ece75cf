// Limits: what the server grants its clients. The defaults are libvirtd's.

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "api/rpc/wire/packet.hpp"

namespace rollcall::rpc {

struct Limits {
  std::size_t clients_max = 5000;
  std::size_t unauthenticated_clients_max = 20;  ///< those that have not asked how to authenticate
  std::size_t requests_per_client_max = 5;       ///< in work at one time; further ones wait
  std::uint32_t packet_max = kPacketMax;         ///< bytes, as the length field counts them
  std::size_t list_max = kListMax;               ///< domains, ids, names, snapshots or records
  ListBounds lists = ListBounds::kProtocol;      ///< kMessage goes with a larger list_max
  std::size_t workers = 20;                      ///< threads for calls that may wait

  /// Bytes that wait for a client before its calls wait too; and how many events may wait before
  /// the client is dropped.
  std::size_t unread_replies_max = 1 << 20;
  std::size_t unread_events_max = 16 << 20;
  /// How long a client may read nothing while something waits for it, and how long it may be silent
  /// before its first call.
  std::chrono::seconds unread_time_max{30};
  std::chrono::seconds first_call_time_max{5};

  /// Pings, for clients that said they answer: after so long a silence, so many times.
  std::chrono::seconds keepalive_interval{5};
  int keepalive_count = 5;

  /// All bounds that only libvirt's own clients need are gone.
  static Limits none() {
    Limits limits;
    limits.clients_max = limits.unauthenticated_clients_max = SIZE_MAX;
    limits.requests_per_client_max = SIZE_MAX;
    limits.packet_max = UINT32_MAX;
    limits.list_max = UINT32_MAX;
    limits.lists = ListBounds::kMessage;
    return limits;
  }
};

}  // namespace rollcall::rpc
