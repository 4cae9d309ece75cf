// The functions behind those that this folder defines: the next ones of their name in the order in
// which the loader searches.

#pragma once

#include <atomic>

namespace rollcall::schedule {

/// The address of the next function of that name. Ends the process when there is none, since the
/// caller is about to call it.
void* next_function(const char* name);
/// The same for a function of conditions: the C library has two generations of these, and a look-up
/// by name alone may find the old.
void* next_condition_function(const char* name);
/// The same for functions of libraries that need not be visible to this program.
void* glib_function(const char* name);
void* gnutls_function(const char* name);

/// A function that is looked up at its first call: first calls come before any constructor.
template <class Function, void* (*Find)(const char*) = next_function>
class RealFunction {
 public:
  explicit constexpr RealFunction(const char* name) : name_(name) {}

  template <class... Arguments>
  auto operator()(Arguments... arguments) {
    void* address = address_.load(std::memory_order_relaxed);
    if (address == nullptr) [[unlikely]] {
      address = Find(name_);
      address_.store(address, std::memory_order_relaxed);
    }
    return reinterpret_cast<Function*>(address)(arguments...);
  }

 private:
  const char* name_;
  std::atomic<void*> address_{nullptr};
};

/// Defines `real_f`, the function behind `f`.
#define ROLLCALL_REAL(function) \
  constinit rollcall::schedule::RealFunction<decltype(function)> real_##function(#function)

}  // namespace rollcall::schedule
