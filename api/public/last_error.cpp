#include "api/public/last_error.hpp"

#include <cerrno>
#include <mutex>

#include "api/public/connection.hpp"

namespace rollcall {
namespace {

// Touched only when an error is raised: its destructor makes the compiler guard each access.
thread_local CError last_error;

std::mutex process_handler_mutex;
ErrorHandler process_handler;  // guarded by process_handler_mutex

ErrorHandler handler_for(virConnectPtr conn_or_null) noexcept {
  ErrorHandler handler;
  if (conn_or_null != nullptr) handler = conn_or_null->errors.handler();
  if (handler.function != nullptr) return handler;
  const std::lock_guard lock(process_handler_mutex);
  return process_handler;
}

}  // namespace

constinit thread_local bool last_error_is_set = false;

void clear_last_error() noexcept {
  last_error.clear();
  last_error_is_set = false;
}

void set_last_error(virConnectPtr conn_or_null, const Error& error) noexcept {
  const int saved_errno = errno;
  last_error.assign(error);
  last_error_is_set = true;
  if (conn_or_null != nullptr) conn_or_null->errors.store(last_error.value());
  const ErrorHandler handler = handler_for(conn_or_null);
  if (handler.function != nullptr) {
    handler.function(handler.user_data, &last_error.value());
  } else {
    virDefaultErrorFunc(&last_error.value());
  }
  errno = saved_errno;
}

virErrorPtr last_error_or_null() noexcept {
  return last_error_is_set ? &last_error.value() : nullptr;
}

void set_process_handler(ErrorHandler handler) noexcept {
  const std::lock_guard lock(process_handler_mutex);
  process_handler = handler;
}

}  // namespace rollcall
