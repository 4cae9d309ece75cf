// PropertySet: the promises that a search wants broken.

#pragma once

#include "conformance/report/grades.hpp"

namespace rollcall::suites::scheduled {

class PropertySet {
 public:
  /// Of one.
  constexpr PropertySet(checker::Property only) : bits_(bit(only)) {}

  static constexpr PropertySet all() { return PropertySet((1U << checker::kPropertyCount) - 1); }

  /// Those that a run which requires a grade demands. The id rule is beside the other grades: only
  /// L demands it.
  static PropertySet demanded_by(checker::Property required) {
    PropertySet demanded(0U);
    for (unsigned index = 0; index < checker::kPropertyCount; ++index) {
      const auto property = static_cast<checker::Property>(index);
      if (report::demands(required, property)) demanded.bits_ |= bit(property);
    }
    return demanded;
  }

  constexpr bool contains(checker::Property property) const { return (bits_ & bit(property)) != 0; }
  constexpr PropertySet with(PropertySet other) const { return PropertySet(bits_ | other.bits_); }
  constexpr PropertySet common_with(PropertySet other) const {
    return PropertySet(bits_ & other.bits_);
  }
  constexpr PropertySet without(PropertySet other) const {
    return PropertySet(bits_ & ~other.bits_);
  }

 private:
  explicit constexpr PropertySet(unsigned bits) : bits_(bits) {}
  static constexpr unsigned bit(checker::Property property) {
    return 1U << static_cast<unsigned>(property);
  }

  unsigned bits_;
};

}  // namespace rollcall::suites::scheduled
