// Generates programs whose answers tell: patterns that keep something true, and readers that ask
// about just that, beside others that ask at random.

#pragma once

#include <array>
#include <utility>
#include <vector>

#include "conformance/workload/capabilities.hpp"
#include "conformance/workload/patterns.hpp"
#include "conformance/workload/program.hpp"

namespace rollcall::workload {

/// What a suite wants of its programs.
struct Taste {
  /// How often each kind of reader occurs, relative to the others.
  std::vector<std::pair<unsigned, history::Call>> reads;
  /// How often each subject of a pattern occurs, relative to the others.
  std::array<unsigned, kSubjectCount> subjects{1, 1, 1, 1, 1};
  /// The only pattern of all programs, one for each writer, about which readers mostly ask; null
  /// for any.
  const Pattern* pattern = nullptr;
  /// All readers of the whole host ask the same: what the pattern changes first.
  bool has_one_question = false;
  /// How many threads write; 0 for any number.
  unsigned writers = 0;
  /// Flags that readers may ask for.
  std::uint32_t flags = 0xffff;
  /// One program in so many also has domains that several threads write; 0 for none.
  unsigned shared_one_in = 0;
};

/// What programs are made for.
struct Setting {
  unsigned threads = 4;
  unsigned plain_slots = 0;     ///< slots 0, 1, ...
  unsigned renaming_pairs = 0;  ///< the slots after those, two by two
  Capabilities capabilities;
  Taste taste;
};

/// The program of that seed: the same in every run.
///
/// Pre: at least one thread and two plain slots.
Program generate(const Setting& setting, std::uint64_t seed);

/// The patterns that the backend can do.
std::vector<const Pattern*> possible_patterns(const Setting& setting);

}  // namespace rollcall::workload
