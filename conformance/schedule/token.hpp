// Token: one word that repeats a run:
//
//   R1.7f3a9c01.1.pct3.12b5a.start:1,destroy:0+list:2.90d1
//
// that is format, build, seed, strategy, choices, scenario, check. The choices alone make the
// schedule: at 12 steps after the begin thread b went on instead of the usual one, 5 steps later
// thread a. Seed and strategy tell where the run came from. What the scenario says is the caller's
// affair; of letters, digits and "+,-./:=@" it needs no quotes in shells and YAML. The check shows
// whether anything got lost on the way, as when a log was cut off.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "conformance/schedule/run.hpp"

namespace rollcall::schedule {

struct Token {
  /// A hash of what was run: a token of another build need not repeat.
  std::uint32_t build = 0;
  std::uint64_t seed = 0;
  std::string strategy{"replay"};  ///< letters and digits
  std::vector<Switch> switches{};  ///< by step
  std::string scenario{};          ///< no white space; may be empty

  friend bool operator==(const Token&, const Token&) = default;
};

std::string to_text(const Token& token);

/// Errors: a sentence that says what is wrong, and at which character.
tl::expected<Token, std::string> token_from(std::string_view text);

}  // namespace rollcall::schedule
