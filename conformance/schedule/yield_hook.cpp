#include "conformance/schedule/yield_hook.hpp"

#include <dlfcn.h>
#include <rollcall/rollcall.h>

#include "conformance/schedule/controlled.hpp"

namespace rollcall::schedule {

bool follow_yield_points(const std::string& library) {
  void* loaded = dlopen(library.c_str(), RTLD_LAZY | RTLD_NOLOAD);
  if (loaded == nullptr) return false;
  using SetHook = decltype(&rollcallSetYieldHook);
  const auto set_hook = reinterpret_cast<SetHook>(dlsym(loaded, "rollcallSetYieldHook"));
  if (set_hook == nullptr) return false;
  set_hook([](const void* object, int writes) {
    announce(object, writes != 0 ? Access::kWrite : Access::kRead);
  });
  return true;
}

}  // namespace rollcall::schedule
