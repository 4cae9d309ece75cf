// Profile: the known deviations of one hypervisor driver, read from data. A deviation that a suite
// finds is known when its key matches a pattern of the profile; then it is reported under the
// number of the entry and does not fail a run.

#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace rollcall::spec {

/// One entry of a profile.
struct KnownDeviation {
  std::string id;             ///< its number, e.g. "B1"
  std::string what;           ///< what the driver does
  std::string documentation;  ///< what the documentation wants
  /// Patterns in the manner of shell globs ('*' also matches '/') for the keys of
  /// report::Deviation.
  std::vector<std::string> keys;
};

/// The known deviations of one driver.
struct Profile {
  /// virConnectGetType of the driver, compared without regard to case.
  std::string driver;
  std::vector<KnownDeviation> deviations;

  /// The entry that covers a deviation's key, or null.
  const KnownDeviation* find(const std::string& key) const;
};

/// Reads a profile: {"driver": "...", "deviations": [{"id", "what", "documentation", "keys":
/// [...]}]}.
///
/// Errors: a sentence naming `source` and what is wrong with the text.
tl::expected<Profile, std::string> parse_profile(const std::string& json,
                                                 const std::string& source);

/// The profile that the kit carries for a driver; one without deviations when it carries none.
///
/// Errors: as parse_profile(), for a profile that was built in broken.
tl::expected<Profile, std::string> profile_of(const std::string& driver);

}  // namespace rollcall::spec
