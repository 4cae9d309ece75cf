// Profiles of known deviations: how they are read, and which keys they cover.

#include "conformance/spec/profile.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/spec/builtin_profiles.hpp"

namespace rollcall::spec {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kProfile = R"({
  "driver": "Sample",
  "deviations": [
    {"id": "B1", "what": "w", "documentation": "d", "keys": ["lifecycle/start/*", "exact"]},
    {"id": "B2", "what": "w", "documentation": "d", "keys": ["lifecycle/*"]}
  ]})";

TEST(Profile, FindsTheFirstEntryWhosePatternMatchesTheKey) {
  const auto profile = parse_profile(kProfile, "sample.json");
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->find("lifecycle/start/running/code")->id, "B1");
  EXPECT_EQ(profile->find("exact")->id, "B1");
  EXPECT_EQ(profile->find("lifecycle/stop")->id, "B2");
}

TEST(Profile, FindsNothingForAKeyThatNoPatternMatches) {
  const auto profile = parse_profile(kProfile, "sample.json");
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->find("contract/start"), nullptr);
  EXPECT_EQ(profile->find("exactly"), nullptr);
}

TEST(Profile, NamesTheFileThatIsBroken) {
  EXPECT_THAT(parse_profile("{", "a.json").error(), HasSubstr("profile 'a.json'"));
  EXPECT_THAT(parse_profile("{}", "a.json").error(), HasSubstr("driver"));
  EXPECT_THAT(parse_profile(R"({"driver": "x", "deviations": [{"id": "B1"}]})", "a.json").error(),
              HasSubstr("what"));
  EXPECT_THAT(parse_profile(R"({"driver": 7, "deviations": []})", "a.json").error(),
              HasSubstr("string"));
}

TEST(Profile, OfEveryFileInTheTreeIsWellFormed) {
  ASSERT_FALSE(builtin_profiles().empty());
  for (const BuiltinProfile& builtin : builtin_profiles()) {
    const auto profile = parse_profile(builtin.json, builtin.file);
    EXPECT_TRUE(profile) << profile.error();
  }
}

TEST(Profile, IsFoundByTheDriversNameInAnyCase) {
  EXPECT_EQ(profile_of("Test")->driver, "TEST");
  EXPECT_EQ(profile_of("TEST")->deviations.size(), profile_of("test")->deviations.size());
}

TEST(Profile, OfAnUnknownDriverIsEmpty) {
  EXPECT_THAT(profile_of("nosuchdriver")->deviations, IsEmpty());
}

}  // namespace
}  // namespace rollcall::spec
