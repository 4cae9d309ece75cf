// ListFilter: the flags of a listing, checked and turned into one mask that rejects a domain with
// one AND.
//
// A domain matches when, for every group with a flag set, one of the set flags holds for it. As
// exactly one bit per group holds for a domain, that is the same as: none of the unset flags of
// those groups holds.

#pragma once

#include <cstdint>

#include "api/core/domain_attributes.hpp"
#include "api/core/result.hpp"

namespace rollcall {

class ListFilter {
 public:
  /// Matches every domain.
  constexpr ListFilter() = default;

  /// The filter that `flags` (virConnectListAllDomainsFlags) ask for.
  ///
  /// Errors: VIR_ERR_INVALID_ARG naming the unknown bits.
  static Result<ListFilter> from_flags(unsigned flags);

  /// The filter of known-good flags: those of a constant in the code.
  static constexpr ListFilter of(unsigned flags) noexcept {
    ListFilter filter;
    for (const unsigned group : kGroups) {
      if ((flags & group) != 0) filter.reject_ |= static_cast<AttributeWord>(group & ~flags);
    }
    return filter;
  }

  constexpr bool matches(AttributeWord word) const noexcept { return (word & reject_) == 0; }

  /// Bits of which a matching domain has none. 0 when every domain matches.
  constexpr AttributeWord reject_mask() const noexcept { return reject_; }

  /// Flags that ask for this filter. Groups of which every flag is set are as good as left out.
  constexpr unsigned flags() const noexcept {
    unsigned flags = 0;
    for (const unsigned group : kGroups) {
      if ((reject_ & group) != 0) flags |= group & ~static_cast<unsigned>(reject_);
    }
    return flags;
  }

  /// All flags that a listing knows.
  static constexpr unsigned kKnownFlags = 0xFFFF;

 private:
  static constexpr unsigned kGroups[] = {0x3, 0xc, 0xf0, 0x300, 0xc00, 0x3000, 0xc000};

  AttributeWord reject_ = 0;
};

}  // namespace rollcall
