// Patterns: short cycles of calls on one, two or three domains that keep something true at every
// instant, such as "one of the two is active". A listing that never was true shows as an answer
// that breaks it. Each pattern leaves its domains as it found them, so that it can be repeated.

#pragma once

#include <span>
#include <vector>

#include "conformance/workload/program.hpp"

namespace rollcall::workload {

/// A call of a pattern: `role` numbers the pattern's domains. For names, `argument` is a label: 0
/// is the own name of role 0, 1 that of role 1, 2 a third one.
struct Move {
  history::Call call;
  std::uint8_t role;
  std::uint32_t argument = 0;
};

/// What a pattern changes.
enum class Subject : std::uint8_t {
  kPower,       ///< start, destroy, suspend, resume
  kDefinition,  ///< define, undefine
  kTransience,  ///< create and destroy of domains without a definition
  kName,
  kAttribute,  ///< autostart, managed save, snapshots, checkpoints
};
inline constexpr std::size_t kSubjectCount = 5;

struct Pattern {
  const char* name;
  Subject subject;
  std::vector<Home> homes;  ///< one per domain
  std::vector<Move> moves;
  /// Flag words of listings whose answers depend on the pattern.
  std::vector<std::uint32_t> telling_flags;
  /// What a listing can get wrong mostly shows after so many moves; the next ones may hide it
  /// again.
  unsigned telling_moves = 2;
  /// Whether the domains change names: they need slots with a spare name.
  bool renames = false;
};

/// All patterns, in an order that never changes.
std::span<const Pattern> all_patterns();

}  // namespace rollcall::workload
