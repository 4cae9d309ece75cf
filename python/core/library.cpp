#include "python/core/library.hpp"

#include <dlfcn.h>

#include <map>
#include <memory>

#include "python/core/error.hpp"

namespace rollcall::python {
namespace {

constexpr const char* kOurs = "librollcall.so.1";

void ignore_error(void*, virErrorPtr) {}

template <class Function>
void resolve(void* handle, const char* symbol, Function& function) {
  function = reinterpret_cast<Function>(dlsym(handle, symbol));
}

// RTLD_LOCAL keeps each library's symbols to itself, so that two libraries with the same names bind
// to their own. Our library is found by the run path of this module: below it where it is
// installed, in the folder of libraries in a build.
void* load(const std::string& name) {
  void* handle = dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    const char* reason = dlerror();
    throw_error(VIR_ERR_NO_SUPPORT, "cannot load library '" + name + "': " + reason);
  }
  return handle;
}

}  // namespace

Library::Library(std::string name, void* handle) : name_(std::move(name)) {
#define ROLLCALL_PYTHON_RESOLVE(symbol) resolve(handle, #symbol, symbol);
  ROLLCALL_PYTHON_FUNCTIONS(ROLLCALL_PYTHON_RESOLVE)
#undef ROLLCALL_PYTHON_RESOLVE
  const bool usable = virInitialize != nullptr && virGetLastError != nullptr &&
                      virResetLastError != nullptr && virSetErrorFunc != nullptr &&
                      virConnectOpen != nullptr && virConnectClose != nullptr &&
                      virDomainFree != nullptr;
  if (!usable || virInitialize() != 0) {
    dlclose(handle);
    throw_error(VIR_ERR_NO_SUPPORT, "library '" + name_ + "' does not have libvirt's C API");
  }
  // An error is raised as an exception; a library that prints it too would say it twice.
  print_no_errors();
}

void Library::print_no_errors() const { virSetErrorFunc(nullptr, ignore_error); }

const Library& Library::open(const std::string& path_or_soname) {
  // Never destroyed: objects that outlive the interpreter still free their handles.
  static auto& opened = *new std::map<std::string, std::unique_ptr<const Library>>;
  const std::string& name = path_or_soname.empty() ? kOurs : path_or_soname;
  auto& library = opened[name];
  if (library == nullptr) library.reset(new Library(name, load(name)));
  return *library;
}

}  // namespace rollcall::python
