#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "api/public/drivers.hpp"

namespace rollcall {
namespace {

struct Plugins {
  std::vector<Driver*> drivers;
  std::string problems;  // one sentence per shared object that could not be used
};

void load(const std::filesystem::path& file, Plugins& plugins) {
  const auto problem = [&](const std::string& what) {
    plugins.problems += fmt::format("; {} was left out: {}", file.string(), what);
  };
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return problem(dlerror());
  const auto entry = reinterpret_cast<DriverEntry>(dlsym(library, "rollcall_driver_entry"));
  if (entry == nullptr) return problem("it does not export rollcall_driver_entry");
  unsigned version = 0;
  Driver* driver = entry(&version);
  if (version != kDriverInterfaceVersion) {
    return problem(fmt::format("it was built for driver interface {}, this is {}", version,
                               kDriverInterfaceVersion));
  }
  if (driver == nullptr) return problem("its rollcall_driver_entry returned no driver");
  plugins.drivers.push_back(driver);
}

void load_folder(const std::filesystem::path& folder, Plugins& plugins) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".so") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) load(file, plugins);
}

Plugins load_all() {
  Plugins plugins;
  const char* variable = std::getenv("ROLLCALL_DRIVER_PATH");
  std::string_view rest = variable == nullptr ? "" : variable;
  while (!rest.empty()) {
    const std::string_view item = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(item.size() + 1, rest.size()));
    if (item.empty()) continue;
    std::error_code error;
    if (std::filesystem::is_directory(item, error)) {
      load_folder(item, plugins);
    } else {
      load(item, plugins);
    }
  }
  return plugins;
}

bool knows(const Driver& driver, std::string_view scheme) {
  const auto schemes = driver.schemes();
  return std::find(schemes.begin(), schemes.end(), scheme) != schemes.end();
}

}  // namespace

Result<Driver*> driver_for(const ConnectionUri& uri) {
  if (uri.names_daemon()) return &daemon_driver();
  for (Driver* driver : built_in_drivers()) {
    if (knows(*driver, uri.scheme)) return driver;
  }
  static const Plugins plugins = load_all();
  for (Driver* driver : plugins.drivers) {
    if (knows(*driver, uri.scheme)) return driver;
  }
  return fail(VIR_ERR_NO_CONNECT, VIR_FROM_NONE,
              fmt::format("no driver knows the URI scheme '{}'{}", uri.scheme, plugins.problems));
}

}  // namespace rollcall
