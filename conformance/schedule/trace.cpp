#include "conformance/schedule/trace.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rollcall::schedule {

std::string to_text(const Step& step) {
  std::string text = fmt::format("thread {} {}", step.thread + 1, name_of(step.kind));
  if (step.object != kNoObject) text += fmt::format(" {}", step.object);
  return text;
}

std::optional<std::string> first_difference(const std::vector<Step>& first,
                                            const std::vector<Step>& second) {
  const auto [a, b] = std::mismatch(first.begin(), first.end(), second.begin(), second.end());
  if (a == first.end() && b == second.end()) return std::nullopt;
  return fmt::format("step {} was {}, then {}", a - first.begin() + 1,
                     a == first.end() ? "none" : to_text(*a),
                     b == second.end() ? "none" : to_text(*b));
}

}  // namespace rollcall::schedule
