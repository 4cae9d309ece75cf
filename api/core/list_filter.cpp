#include "api/core/list_filter.hpp"

#include <fmt/format.h>

namespace rollcall {

Result<ListFilter> ListFilter::from_flags(unsigned flags) {
  const unsigned unknown = flags & ~kKnownFlags;
  if (unknown != 0) {
    return fail(VIR_ERR_INVALID_ARG, VIR_FROM_DOMAIN,
                fmt::format("a listing does not know the flags {:#x}", unknown));
  }
  return of(flags);
}

}  // namespace rollcall
