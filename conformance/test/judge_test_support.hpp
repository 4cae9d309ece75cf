// What tests of the judge ask of a judgement.

#pragma once

#include <gtest/gtest.h>

#include "conformance/checker/judge.hpp"
#include "conformance/spec/filter_predicate.hpp"
#include "conformance/test/history_builder.hpp"

namespace rollcall::checker {

/// The refuted properties, one letter each in the order of Property ("I" for identity), or '?' when
/// undecided.
inline std::string refuted(const Judgement& judgement) {
  const std::string letters = "WEPSLI";
  std::string result;
  for (std::size_t property = 0; property < kPropertyCount; ++property) {
    const Standing standing = judgement.findings[property].standing;
    if (standing == Standing::kRefuted) result += letters[property];
    if (standing == Standing::kUndecided) result += '?';
  }
  return result;
}

inline std::string refuted(const history::HistoryBuilder& builder,
                           const JudgeOptions& options = {}) {
  return refuted(judge(builder.build(), options));
}

inline const Certificate& certificate_of(const Judgement& judgement, Property property) {
  return judgement.of(property).violation.value().certificate;
}

}  // namespace rollcall::checker
