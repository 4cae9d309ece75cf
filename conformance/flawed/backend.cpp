#include "conformance/flawed/backend.hpp"

#include <cstdlib>

namespace rollcall::flawed {

const tl::expected<sut::Library, std::string>& open_backend() {
  static const auto kBackend = [] {
    const char* name = std::getenv("ROLLCALL_FLAWED_OVER");
    return sut::Library::open(name == nullptr ? "librollcall.so.1" : name);
  }();
  return kBackend;
}

}  // namespace rollcall::flawed
