// CError: a virError that owns its strings, as C programs get it. ErrorSlot: the last error of a
// connection and who is told of the connection's errors.

#pragma once

#include <mutex>

#include <libvirt/virterror.h>

#include "api/core/error.hpp"

namespace rollcall {

/// Overwrites `to`, whose earlier content is not freed, with a copy of `from` that owns its
/// strings.
///
/// Ownership: the strings come from malloc, so that C programs may free them. A string is lost when
///            memory is out.
void copy_c_error(virError& to, const virError& from) noexcept;

/// Frees the strings of `error` and makes every field zero.
void clear_c_error(virError& error) noexcept;

/// A virError that frees its strings. Not synchronised.
class CError {
 public:
  CError() = default;
  explicit CError(const Error& error) noexcept { assign(error); }
  CError(const CError&) = delete;
  CError& operator=(const CError&) = delete;
  ~CError() { clear(); }

  void assign(const Error& error) noexcept;
  void assign(const virError& error) noexcept;
  void clear() noexcept { clear_c_error(value_); }

  bool is_set() const noexcept { return value_.code != VIR_ERR_OK; }
  virError& value() noexcept { return value_; }
  const virError& value() const noexcept { return value_; }

 private:
  virError value_{};
};

/// A function that is told of errors, with its argument. Without a function, none is set.
struct ErrorHandler {
  virErrorFunc function = nullptr;
  void* user_data = nullptr;
};

/// The last error raised on one connection, and the connection's handler.
///
/// Threading: any thread; one lock, held for the copy only.
class ErrorSlot {
 public:
  void store(const virError& error) noexcept;
  void clear() noexcept;

  /// Copies the error as copy_c_error does, or makes `to` zero. Returns: its code.
  int copy_to(virError& to) const noexcept;

  /// The stored error itself, null without one. It changes as soon as another thread fails on the
  /// connection.
  virErrorPtr get_or_null() noexcept;

  void set_handler(ErrorHandler handler) noexcept;
  ErrorHandler handler() const noexcept;

 private:
  mutable std::mutex mutex_;
  CError error_;          // guarded by mutex_
  ErrorHandler handler_;  // guarded by mutex_
};

}  // namespace rollcall
