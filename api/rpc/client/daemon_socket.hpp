// Reaching a daemon.

#pragma once

#include "api/core/file_descriptor.hpp"
#include "api/core/result.hpp"
#include "api/rpc/client/daemon_address.hpp"

namespace rollcall::rpc {

/// A connected stream socket, which never waits.
///
/// Errors: VIR_ERR_SYSTEM_ERROR with errno as int1 when nobody listens there; VIR_ERR_INVALID_ARG
///         for a path that is too long, and for a machine other than this one: by TCP anybody could
///         listen in.
Result<FileDescriptor> connect_to(const DaemonAddress& address);

}  // namespace rollcall::rpc
