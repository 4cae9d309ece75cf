#include "api/core/flag_checks.hpp"

#include <fmt/format.h>

namespace rollcall {
namespace {

tl::unexpected<Error> bad_flags(std::string message) {
  return fail(VIR_ERR_INVALID_ARG, VIR_FROM_DOMAIN, std::move(message));
}

}  // namespace

Status require_known(unsigned flags, unsigned known, const char* call) {
  const unsigned unknown = flags & ~known;
  if (unknown == 0) return {};
  return bad_flags(fmt::format("{} does not know the flags {:#x}", call, unknown));
}

Status require_exclusive(unsigned flags, unsigned group, const char* call) {
  const unsigned set = flags & group;
  if ((set & (set - 1)) == 0) return {};
  return bad_flags(fmt::format("{} takes only one of the flags {:#x}", call, set));
}

Status require_with(unsigned flags, unsigned flag, unsigned needed, const char* call) {
  if ((flags & flag) == 0 || (flags & needed) != 0) return {};
  return bad_flags(fmt::format("{} takes flag {:#x} only with flag {:#x}", call, flag, needed));
}

}  // namespace rollcall
