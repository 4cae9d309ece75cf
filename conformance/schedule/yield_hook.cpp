#include "conformance/schedule/yield_hook.hpp"

#include <dlfcn.h>
#include <link.h>
#include <rollcall/rollcall.h>

#include <vector>

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

void follow_all_yield_points() {
  std::vector<std::string> loaded;
  dl_iterate_phdr(
      [](dl_phdr_info* object, std::size_t, void* names) {
        static_cast<std::vector<std::string>*>(names)->emplace_back(object->dlpi_name);
        return 0;
      },
      &loaded);
  for (const std::string& name : loaded) {
    if (!name.empty()) follow_yield_points(name);
  }
}

}  // namespace rollcall::schedule
