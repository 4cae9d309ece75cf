#include "conformance/schedule/interpose/real.hpp"

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>

namespace rollcall::schedule {
namespace {

void* present(void* function, const char* name) {
  if (function == nullptr) {
    std::fprintf(stderr, "error: the process has no function %s behind the scheduler's\n", name);
    std::abort();
  }
  return function;
}

// A library that was loaded for itself alone brought its own libraries along for itself alone.
void* function_of(const char* library, const char* name) {
  void* loaded = dlopen(library, RTLD_LAZY | RTLD_NOLOAD);
  return present(dlsym(loaded == nullptr ? RTLD_NEXT : loaded, name), name);
}

}  // namespace

void* next_function(const char* name) { return present(dlsym(RTLD_NEXT, name), name); }

void* next_condition_function(const char* name) {
  void* found = dlvsym(RTLD_NEXT, name, "GLIBC_2.3.2");
  // Younger architectures began with a younger version, and have one generation only.
  return found != nullptr ? found : next_function(name);
}

void* glib_function(const char* name) { return function_of("libglib-2.0.so.0", name); }

void* gnutls_function(const char* name) { return function_of("libgnutls.so.30", name); }

}  // namespace rollcall::schedule
