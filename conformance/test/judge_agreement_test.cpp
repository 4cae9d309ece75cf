// The judge, the verifier and the brute-force oracle must say the same about random small
// histories. ROLLCALL_RANDOM_HISTORIES sets how many are tried instead of the default.

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <string>

#include "conformance/checker/judge.hpp"
#include "conformance/checker/verifier.hpp"
#include "conformance/test/brute_force.hpp"
#include "conformance/test/print_history.hpp"
#include "conformance/test/random_plan.hpp"

namespace rollcall::checker {
namespace {

using history::History;
using workload::Flaw;

constexpr std::uint64_t kShards = 8;

/// How many of `usual` histories each shard tries.
std::uint64_t histories_per_shard(std::uint64_t usual) {
  const char* asked = std::getenv("ROLLCALL_RANDOM_HISTORIES");
  const std::uint64_t number = asked == nullptr ? usual / ROLLCALL_RANDOM_HISTORIES_DIVISOR
                                                : std::strtoull(asked, nullptr, 10);
  return number / kShards;
}

constexpr std::array kPropertyNames = {"W", "E", "P", "S", "L", "identity"};

/// Judges a history and verifies the certificate of every verdict.
Judgement judge_and_verify(const History& history) {
  JudgeOptions options;
  options.on_closed = [](const History& stretch, const Certificate& certificate) {
    EXPECT_EQ(objection(stretch, certificate), "") << print(stretch) << print(certificate);
  };
  Judgement judgement = judge(history, options);
  for (const Finding& finding : judgement.findings) {
    if (!finding.violation) continue;
    const Violation& violation = *finding.violation;
    EXPECT_EQ(objection(violation.evidence, violation.certificate), "")
        << print(violation.evidence) << print(violation.certificate);
  }
  return judgement;
}

class RandomHistories : public testing::TestWithParam<std::uint64_t> {
 protected:
  /// Calls `examine` with many histories of this shard.
  template <typename Examine>
  void for_each(std::uint64_t usual_number, const Examine& examine) {
    const std::uint64_t number = histories_per_shard(usual_number);
    for (std::uint64_t index = 0; index < number; ++index) {
      examine(index * kShards + GetParam());
    }
  }
};

/// Whether the grade says anything when mutators have results that no order gives: then no state is
/// known that an answer could be compared with.
bool is_defined(Property property, const BruteForce& truth) {
  return property == Property::kWellFormed || property == Property::kProjections ||
         property == Property::kLinearizable || truth.results_are_possible();
}

void expect_agreement(std::uint64_t seed, Flaw flaw) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  const History history = synthetic_history(workload::small_plan(seed, flaw));
  const Judgement judgement = judge_and_verify(history);
  const BruteForce truth(history);
  for (std::size_t index = 0; index < kPropertyCount; ++index) {
    const auto property = static_cast<Property>(index);
    if (!is_defined(property, truth)) continue;
    const Standing expected = truth.keeps(property) ? Standing::kNotRefuted : Standing::kRefuted;
    EXPECT_EQ(judgement.of(property).standing, expected)
        << kPropertyNames[index] << ", seed " << seed << '\n'
        << print(history);
  }
}

TEST_P(RandomHistories, AreJudgedAsTheOracleDoesWhenRight) {
  for_each(60'000, [](std::uint64_t seed) { expect_agreement(seed, Flaw::kNone); });
}

TEST_P(RandomHistories, AreJudgedAsTheOracleDoesWhenSpoilt) {
  for_each(60'000, [](std::uint64_t seed) { expect_agreement(seed, workload::some_flaw(seed)); });
}

TEST_P(RandomHistories, RaiseNoFalseAlarm) {
  for_each(1'000'000, [](std::uint64_t seed) {
    const Judgement judgement =
        judge_and_verify(synthetic_history(workload::small_plan(~seed, Flaw::kNone)));
    for (std::size_t index = 0; index < kPropertyCount; ++index) {
      EXPECT_EQ(judgement.findings[index].standing, Standing::kNotRefuted)
          << kPropertyNames[index] << ", seed " << ~seed;
    }
  });
}

INSTANTIATE_TEST_SUITE_P(Shards, RandomHistories, testing::Range(std::uint64_t{0}, kShards));

}  // namespace
}  // namespace rollcall::checker
