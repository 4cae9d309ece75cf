// WireFaults: what goes wrong between a daemon and its clients, as far as packets show it.

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace rollcall::rpc {

/// What is done to packets of the daemon. `procedure`: of replies to that procedure alone; nothing
/// means every reply.
struct WireFaults {
  std::optional<std::int32_t> procedure{};
  /// Each waits so long, and whatever comes behind it too.
  std::chrono::milliseconds delay{0};
  /// They never arrive.
  bool drop_replies = false;
  /// Lists of domains (procedure 273) have at most so many, and say so: well-formed, but partial.
  std::optional<std::size_t> list_max{};
  /// A client gets so many bytes in all, then the connection is cut, within a packet or not.
  std::optional<std::size_t> cut_after_bytes{};
  /// Keep-alive messages pass in neither direction.
  bool mute_keepalive = false;
};

/// Adds the fault that a word asks for: "procedure=N", "delay=MILLISECONDS", "drop", "list=N",
/// "cut=BYTES", "mute-keepalive".
///
/// Returns: whether there is such a fault.
bool add_fault(std::string_view word, WireFaults& faults);

}  // namespace rollcall::rpc
