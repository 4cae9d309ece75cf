// Themes: what each suite hunts for under the scheduler: programs about one subject, and the
// promises that they are made to break.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/suites/scheduled/property_set.hpp"
#include "conformance/workload/patterns.hpp"

namespace rollcall::suites::scheduled {

struct Theme {
  /// One of all_suites().
  const char* suite;
  /// What its programs change, in a word or two.
  const char* name;
  /// The patterns of its programs are those of these subjects.
  std::vector<workload::Subject> subjects;
  /// How often each kind of reader occurs, relative to the others.
  std::vector<std::pair<unsigned, history::Call>> reads;
  /// Flags that readers may ask for.
  std::uint32_t flags = 0xffff;
  /// How many programs it gets in each lap of a hunt.
  unsigned programs_per_lap = 4;
  /// Two threads that change something once and two that read: what the readers say of the order of
  /// the changes may fit none.
  bool is_about_order = false;
  /// A breach of any other promise is not what the theme is after.
  PropertySet after = PropertySet::all();
};

/// Every theme, those of a suite together, in the order of all_suites().
std::span<const Theme> all_themes();

/// The themes of these suites, or of all when there are none.
std::vector<const Theme*> themes_of(std::span<const std::string> suites);

/// Why the scheduler has nothing to do in that suite; empty when it has.
std::string nothing_to_schedule(std::string_view suite);

}  // namespace rollcall::suites::scheduled
