// Tokens, differences of traces, and the check that a run can be repeated.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "conformance/schedule/explorer.hpp"
#include "conformance/schedule/strategies/rotation.hpp"
#include "conformance/schedule/token.hpp"
#include "conformance/schedule/trace.hpp"
#include "conformance/test/schedule_test_support.hpp"

namespace rollcall::schedule {
namespace {

const Token kExample{.build = 0x7F3A,
                     .seed = 26,
                     .strategy = "pct3",
                     .switches = {{12, 1}, {17, 0}, {18, 1}},
                     .scenario = "start:1+list:2.5"};
constexpr std::string_view kExampleText = "R1.7f3a.1a.pct3.12b5a1b.start:1+list:2.5.7dc8";

TEST(Token, IsWrittenAsOneWord) { EXPECT_EQ(to_text(kExample), kExampleText); }

TEST(Token, IsReadAsItWasWritten) { EXPECT_EQ(token_from(kExampleText), kExample); }

TEST(Token, MayHaveNoChoicesAndNoScenario) {
  const Token token{.build = 1, .seed = 2, .strategy = "random"};
  EXPECT_EQ(to_text(token), "R1.1.2.random.-..651a");
  EXPECT_EQ(token_from("R1.1.2.random.-..651a"), token);
}

RC_GTEST_PROP(Token, KeepsAnyChoices, ()) {
  Token token{.seed = *rc::gen::arbitrary<std::uint64_t>()};
  std::uint32_t step = *rc::gen::inRange(0, 5);
  for (const auto distance : *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 5000))) {
    token.switches.push_back({step, static_cast<ThreadNumber>(*rc::gen::inRange(0, 16))});
    step += static_cast<std::uint32_t>(distance);
  }
  RC_ASSERT(token_from(to_text(token)) == token);
}

std::string complaint_about(std::string_view text) {
  const auto token = token_from(text);
  return token ? "" : token.error();
}

TEST(Token, OfAnotherFormatIsRefused) {
  EXPECT_EQ(complaint_about("R2.1.2.random.-."),
            "replay token, character 1: 'R2' is no format this program reads; it reads R1");
}

TEST(Token, WithAWrongNumberIsRefused) {
  EXPECT_EQ(complaint_about("R1.xy.2.random.-."), "replay token, character 4: 'xy' is no build");
}

TEST(Token, WithAWrongChoiceIsRefused) {
  EXPECT_EQ(complaint_about("R1.1.2.random.5b7?."),
            "replay token, character 17: a choice is a number of steps and the letter of a thread");
}

TEST(Token, ThatWasCutOffIsRefused) {
  EXPECT_EQ(complaint_about("R1.1.2.random"),
            "replay token, character 8: the field after 'strategy' is missing");
  for (std::size_t length = kExampleText.find("start"); length < kExampleText.size(); ++length) {
    EXPECT_EQ(complaint_about(kExampleText.substr(0, length)),
              fmt::format("replay token, character {}: the end does not fit the rest; something "
                          "was cut off or changed",
                          length + 1));
  }
}

TEST(Token, WithAChangedLetterIsRefused) {
  std::string text(kExampleText);
  text[text.find("list:2")] = 'm';
  EXPECT_THAT(complaint_about(text), testing::HasSubstr("something was cut off or changed"));
}

const std::vector<Step> kTrace{{0, PointKind::kBegin, kNoObject},
                               {0, PointKind::kLock, 2},
                               {1, PointKind::kBegin, kNoObject},
                               {0, PointKind::kUnlocked, 2}};

TEST(Traces, ThatDifferAreToldByTheirFirstDifference) {
  std::vector<Step> other = kTrace;
  EXPECT_FALSE(first_difference(kTrace, other));
  other[1].object = 3;
  EXPECT_EQ(first_difference(kTrace, other), "step 2 was thread 1 lock 2, then thread 1 lock 3");
  other = kTrace;
  other.pop_back();
  EXPECT_EQ(first_difference(kTrace, other), "step 4 was thread 1 unlocked 2, then none");
}

Verdict go_on(const RunRecord&) { return Verdict::kGoOn; }

TEST(Explorer, RepeatsOneRunInAHundred) {
  const int object = 0;
  const auto body = [&] { touch(&object); };
  Scheduler scheduler;
  const auto rotation = default_rotation(1);
  const Exploration done =
      explore(scheduler, {[] {}, {body, body}}, *rotation, {.runs = 250}, go_on);
  EXPECT_EQ(done.runs, 250U);
  EXPECT_EQ(done.repeated, 2U);
  EXPECT_FALSE(done.divergence);
}

TEST(Explorer, NamesTheStepAtWhichARepeatedRunTookAnotherWay) {
  const int object = 0;
  int runs = 0;
  const auto body = [&] {
    touch(&object);
    if (++runs % 2 == 0) touch(&object);  // something but the schedule decides
  };
  Scheduler scheduler;
  const auto rotation = default_rotation(1);
  const Exploration done =
      explore(scheduler, {[] {}, {body}}, *rotation, {.runs = 50, .check_every = 10}, go_on);
  EXPECT_EQ(done.runs, 10U);
  EXPECT_EQ(done.divergence,
            "run 10 took another way when it was repeated: step 3 was none, then "
            "thread 1 announced 2");
}

TEST(Explorer, PreparesEveryRun) {
  int prepared = 0;
  Scheduler scheduler;
  const auto rotation = default_rotation(1);
  explore(scheduler, {[&] { ++prepared; }, {[] {}}}, *rotation, {.runs = 10, .check_every = 5},
          go_on);
  EXPECT_EQ(prepared, 1 + 10 + 2);
}

TEST(Explorer, StopsAtAVerdict) {
  Scheduler scheduler;
  const auto rotation = default_rotation(1);
  const Exploration done = explore(scheduler, {[] {}, {[] {}}}, *rotation, {},
                                   [](const RunRecord&) { return Verdict::kStop; });
  EXPECT_TRUE(done.stopped);
  EXPECT_EQ(done.runs, 1U);
}

}  // namespace
}  // namespace rollcall::schedule
