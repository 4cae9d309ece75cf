// Rules: what happens to which calls of a simulated host.

#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <variant>

#include "api/core/error.hpp"

namespace rollcall {

/// Of the times that something matches a rule, those at which the rule takes effect.
struct Trigger {
  static constexpr std::uint32_t kCertain = 1'000'000;

  std::uint64_t skip = 0;                    ///< the first so many matches have no effect
  std::uint64_t every = 1;                   ///< after those, each so-manieth match has
  std::uint32_t probability_ppm = kCertain;  ///< with this probability, in millionths
  std::uint64_t times = std::numeric_limits<std::uint64_t>::max();  ///< no more than so often
};

/// The call fails with the error.
struct AnswerError {
  Error error;
};
/// So much virtual time passes.
struct Delay {
  std::uint64_t duration_ns;
};
/// The call stays where it is until it is released.
struct Hold {};

using CallAction = std::variant<AnswerError, Delay, Hold>;

/// Before a call has done anything, or after it has done all but answer.
enum class CallPoint : std::uint8_t { kBefore, kAfter };

/// A rule about calls. Names and patterns are as of fnmatch(3).
struct CallRule {
  std::string function = "*";  ///< of the C API
  std::string domain{};        ///< name of the domain; empty for calls on any, or on none
  CallPoint point = CallPoint::kBefore;
  Trigger trigger{};
  CallAction action = Hold{};
};

using Rule = CallRule;

}  // namespace rollcall
