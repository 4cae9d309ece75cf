// Errors of a daemon, and of talking to one.

#pragma once

#include <string>

#include "api/core/result.hpp"
#include "api/rpc/wire/packet.hpp"

namespace rollcall::rpc {

/// What a daemon answered instead of a result: its code, domain and message. That it does not know
/// the procedure becomes VIR_ERR_NO_SUPPORT, as callers expect it.
Error error_of_reply(ByteView payload);

/// A daemon broke the protocol: VIR_ERR_RPC.
Error protocol_error(std::string message);

/// Talking to the daemon failed: VIR_ERR_SYSTEM_ERROR, with errno as int1.
Error socket_error(const std::string& message, int error_number);

}  // namespace rollcall::rpc
