#include "conformance/sut/library.hpp"

#include <dlfcn.h>

#include <fmt/format.h>
#include <filesystem>

namespace rollcall::sut {
namespace {

void ignore_error(void*, virErrorPtr) {}

template <class Function>
bool resolve(void* handle, const char* symbol, Function& function) {
  function = reinterpret_cast<Function>(dlsym(handle, symbol));
  return function != nullptr;
}

std::string format_version(unsigned long version) {
  return fmt::format("{}.{}.{}", version / 1'000'000, version / 1'000 % 1'000, version % 1'000);
}

// Loads the library of the build or installation that this program belongs to, else the one that
// the loader finds. The loader would find the first by the program's run path, but not for a
// program under a sanitizer, which loads on its behalf.
void* load(const std::string& path_or_soname) {
  // RTLD_LOCAL keeps each library's symbols to itself, so that two libraries with the same names
  // bind to their own. RTLD_DEEPBIND would only matter if the executable itself exported vir*
  // symbols, which it does not, and it would tear the library away from the process's malloc:
  // listed arrays are freed here, and sanitizers refuse it.
  constexpr int kMode = RTLD_NOW | RTLD_LOCAL;
  std::error_code error;
  const auto beside = std::filesystem::read_symlink("/proc/self/exe", error).parent_path() /
                      "../lib" / path_or_soname;
  const bool is_ours =
      path_or_soname.find('/') == std::string::npos && std::filesystem::exists(beside, error);
  return dlopen(is_ours ? beside.c_str() : path_or_soname.c_str(), kMode);
}

}  // namespace

tl::expected<Library, std::string> Library::open(const std::string& path_or_soname) {
  void* handle = load(path_or_soname);
  if (handle == nullptr) {
    return tl::unexpected(fmt::format("cannot load library '{}': {}", path_or_soname, dlerror()));
  }

  Library library;
  library.name_ = path_or_soname;
  std::vector<std::string> required_missing;
#define ROLLCALL_SUT_RESOLVE_REQUIRED(symbol) \
  if (!resolve(handle, #symbol, library.symbol)) required_missing.emplace_back(#symbol);
#define ROLLCALL_SUT_RESOLVE_OPTIONAL(symbol) \
  if (!resolve(handle, #symbol, library.symbol)) library.missing_.emplace_back(#symbol);
  ROLLCALL_SUT_REQUIRED_FUNCTIONS(ROLLCALL_SUT_RESOLVE_REQUIRED)
  ROLLCALL_SUT_OPTIONAL_FUNCTIONS(ROLLCALL_SUT_RESOLVE_OPTIONAL)
#undef ROLLCALL_SUT_RESOLVE_REQUIRED
#undef ROLLCALL_SUT_RESOLVE_OPTIONAL

  if (!required_missing.empty()) {
    dlclose(handle);
    const std::size_t others = required_missing.size() - 1;
    return tl::unexpected(fmt::format("library '{}' lacks the required symbol '{}'{}",
                                      path_or_soname, required_missing.front(),
                                      others == 0 ? "" : fmt::format(" and {} more", others)));
  }
  if (library.virInitialize() != 0) {
    return tl::unexpected(fmt::format("virInitialize of library '{}' failed", path_or_soname));
  }
  library.virSetErrorFunc(nullptr, ignore_error);
  unsigned long version = 0;
  if (library.virGetVersion(&version, nullptr, nullptr) != 0) {
    return tl::unexpected(fmt::format("virGetVersion of library '{}' failed", path_or_soname));
  }
  library.version_ = format_version(version);
  return library;
}

}  // namespace rollcall::sut
