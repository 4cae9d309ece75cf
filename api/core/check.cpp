#include "api/core/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace rollcall {

void check_failed(const char* condition, const char* file, int line) noexcept {
  std::fprintf(stderr, "rollcall: broken assumption: %s (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace rollcall
