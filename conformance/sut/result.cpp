#include "conformance/sut/result.hpp"

#include <cstdlib>
#include <memory>

namespace rollcall::sut {

Failure last_failure(const Library& library) {
  const virError* error = library.virGetLastError();
  if (error == nullptr) return {.message = "the call failed but set no error"};
  return {.code = error->code,
          .domain = error->domain,
          .message = error->message == nullptr ? "" : error->message};
}

Expected<int> to_number(const Library& library, int returned) {
  if (returned < 0) return tl::unexpected(last_failure(library));
  return returned;
}

Outcome to_outcome(const Library& library, int returned) {
  if (returned < 0) return tl::unexpected(last_failure(library));
  return {};
}

Expected<bool> to_bool(const Library& library, int returned) {
  if (returned < 0) return tl::unexpected(last_failure(library));
  return returned != 0;
}

Expected<std::string> to_string(const Library& library, char* allocated) {
  if (allocated == nullptr) return tl::unexpected(last_failure(library));
  const std::unique_ptr<char, decltype(&std::free)> owner(allocated, &std::free);
  return std::string(allocated);
}

}  // namespace rollcall::sut
