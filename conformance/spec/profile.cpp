#include "conformance/spec/profile.hpp"

#include <fnmatch.h>
#include <strings.h>

#include <nlohmann/json.hpp>

#include "conformance/spec/builtin_profiles.hpp"

namespace rollcall::spec {
namespace {

KnownDeviation parse_deviation(const nlohmann::json& entry) {
  return {.id = entry.at("id"),
          .what = entry.at("what"),
          .documentation = entry.at("documentation"),
          .keys = entry.at("keys")};
}

}  // namespace

const KnownDeviation* Profile::find(const std::string& key) const {
  for (const KnownDeviation& deviation : deviations) {
    for (const std::string& pattern : deviation.keys) {
      if (fnmatch(pattern.c_str(), key.c_str(), 0) == 0) return &deviation;
    }
  }
  return nullptr;
}

tl::expected<Profile, std::string> parse_profile(const std::string& json,
                                                 const std::string& source) {
  try {
    const nlohmann::json document = nlohmann::json::parse(json);
    Profile profile{.driver = document.at("driver"), .deviations = {}};
    for (const nlohmann::json& entry : document.at("deviations")) {
      profile.deviations.push_back(parse_deviation(entry));
    }
    return profile;
  } catch (const nlohmann::json::exception& error) {
    return tl::unexpected("profile '" + source + "': " + error.what());
  }
}

tl::expected<Profile, std::string> profile_of(const std::string& driver) {
  for (const BuiltinProfile& builtin : builtin_profiles()) {
    auto profile = parse_profile(builtin.json, builtin.file);
    if (!profile) return profile;
    if (strcasecmp(profile->driver.c_str(), driver.c_str()) == 0) return profile;
  }
  return Profile{.driver = driver, .deviations = {}};
}

}  // namespace rollcall::spec
