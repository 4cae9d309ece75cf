// CHECK: stops the program when one of our own assumptions is wrong. On in every build.

#pragma once

namespace rollcall {

/// Prints the broken condition and its place to standard error and aborts.
[[noreturn]] void check_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace rollcall

/// Aborts with the condition's text unless it holds. For bugs only, never for bad input.
#define ROLLCALL_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::rollcall::check_failed(#condition, __FILE__, __LINE__))
