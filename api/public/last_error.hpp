// The calling thread's last error, and the way an error takes at the C edge: into the thread's
// slot, into the connection's slot, to the handler.

#pragma once

#include <libvirt/virterror.h>

#include "api/core/error.hpp"
#include "api/public/c_error.hpp"

namespace rollcall {

/// True while the thread has a last error. Every C call reads it, through reset_last_error(), so it
/// is a single thread-local byte at a fixed offset.
extern constinit thread_local bool last_error_is_set __attribute__((tls_model("initial-exec")));

/// Forgets the thread's last error. Use reset_last_error().
void clear_last_error() noexcept;

/// Forgets the thread's last error, if there is one; what every C call does first.
inline void reset_last_error() noexcept {
  if (last_error_is_set) clear_last_error();
}

/// Makes `error` the last error of the thread and, unless null, of the connection, and calls the
/// handler: the connection's if it has one, else the process's.
///
/// Threading: any thread; the handler runs without locks. errno is kept.
void set_last_error(virConnectPtr conn_or_null, const Error& error) noexcept;

/// The thread's last error, null without one. It belongs to the thread.
virErrorPtr last_error_or_null() noexcept;

/// Sets the handler of errors for which no connection has one.
void set_process_handler(ErrorHandler handler) noexcept;

}  // namespace rollcall
