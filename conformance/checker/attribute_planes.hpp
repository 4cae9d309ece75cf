// Attribute planes: for each attribute that a filter can ask about, one bit per domain. A filter
// over all domains is then a few word operations per 64 of them.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "conformance/checker/domain_machine.hpp"

namespace rollcall::checker {

/// One bit per domain.
using Row = std::vector<std::uint64_t>;

constexpr std::size_t words_for(std::size_t domains) { return (domains + 63) / 64; }

inline bool has(const Row& row, std::size_t domain) {
  return (row[domain / 64] >> (domain % 64) & 1U) != 0;
}
inline void set(Row& row, std::size_t domain) { row[domain / 64] |= 1ULL << (domain % 64); }
inline void clear(Row& row, std::size_t domain) { row[domain / 64] &= ~(1ULL << (domain % 64)); }

class AttributePlanes {
 public:
  /// Makes room; new domains are absent.
  void resize(std::size_t domains);

  /// A domain that had the attributes `before` has the attributes `now`.
  void change(std::size_t domain, AttributeWord before, AttributeWord now);

  /// The domains that have none of the attributes in `reject`.
  void select(AttributeWord reject, Row& selected) const;

 private:
  std::size_t words_ = 0;
  std::vector<std::uint64_t> planes_;  ///< one plane after the other
};

}  // namespace rollcall::checker
