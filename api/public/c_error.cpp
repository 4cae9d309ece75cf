#include "api/public/c_error.hpp"

#include <cstdlib>
#include <cstring>

namespace rollcall {
namespace {

char* copy_or_null(const char* text) noexcept {
  return text == nullptr || *text == '\0' ? nullptr : strdup(text);
}

}  // namespace

void copy_c_error(virError& to, const virError& from) noexcept {
  // Not by assignment, which would name the deprecated members.
  std::memcpy(&to, &from, sizeof to);
  to.message = copy_or_null(from.message);
  to.str1 = copy_or_null(from.str1);
  to.str2 = copy_or_null(from.str2);
  to.str3 = copy_or_null(from.str3);
}

void clear_c_error(virError& error) noexcept {
  std::free(error.message);
  std::free(error.str1);
  std::free(error.str2);
  std::free(error.str3);
  std::memset(&error, 0, sizeof error);
}

void CError::assign(const Error& error) noexcept {
  clear();
  value_.code = error.code;
  value_.domain = error.domain;
  value_.level = error.level;
  value_.message = copy_or_null(error.message.c_str());
  value_.str1 = copy_or_null(error.str1.c_str());
  value_.str2 = copy_or_null(error.str2.c_str());
  value_.str3 = copy_or_null(error.str3.c_str());
  value_.int1 = error.int1;
  value_.int2 = error.int2;
}

void CError::assign(const virError& error) noexcept {
  clear();
  copy_c_error(value_, error);
}

void ErrorSlot::store(const virError& error) noexcept {
  const std::lock_guard lock(mutex_);
  error_.assign(error);
}

void ErrorSlot::clear() noexcept {
  const std::lock_guard lock(mutex_);
  error_.clear();
}

int ErrorSlot::copy_to(virError& to) const noexcept {
  const std::lock_guard lock(mutex_);
  copy_c_error(to, error_.value());
  return to.code;
}

virErrorPtr ErrorSlot::get_or_null() noexcept {
  const std::lock_guard lock(mutex_);
  return error_.is_set() ? &error_.value() : nullptr;
}

void ErrorSlot::set_handler(ErrorHandler handler) noexcept {
  const std::lock_guard lock(mutex_);
  handler_ = handler;
}

ErrorHandler ErrorSlot::handler() const noexcept {
  const std::lock_guard lock(mutex_);
  return handler_;
}

}  // namespace rollcall
