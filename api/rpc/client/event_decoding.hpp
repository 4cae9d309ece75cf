// Events as a daemon sends them.

#pragma once

#include <optional>

#include "api/core/domain_event.hpp"
#include "api/rpc/wire/packet.hpp"

namespace rollcall::rpc {

/// The event that a message of the remote program tells of; nothing when it is of no kind that is
/// known, or its payload is damaged.
std::optional<DomainEvent> decode_event(const Packet& message);

}  // namespace rollcall::rpc
