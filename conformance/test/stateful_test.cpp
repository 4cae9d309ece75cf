// The parts of the stateful suites that need no library under test.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "conformance/suites/stateful/findings.hpp"
#include "conformance/suites/stateful/recipes.hpp"

namespace rollcall::suites::stateful {
namespace {

using ::testing::SizeIs;

const spec::Profile kProfile{"TEST",
                             {{"B9", "what", "wanted", {"life/create(*)/R*/result E55 -> E1"}}}};

Finding finding(const std::string& row, const std::string& observed) {
  return {"create", "create(0)", row, "result", "E55", observed};
}

TEST(Findings, TellAListedDepartureByItsKey) {
  const Findings findings("life", kProfile);
  EXPECT_FALSE(findings.is_unlisted(finding("RP", "E1")));
  EXPECT_TRUE(findings.is_unlisted(finding("I", "E1")));
  EXPECT_TRUE(findings.is_unlisted(finding("RP", "E9")));
}

TEST(Findings, KeepAListedDepartureOncePerEntryAndCall) {
  Findings findings("life", kProfile);
  findings.record(finding("RP", "E1"), {"first"});
  findings.record(finding("RT", "E1"), {"second"});
  ASSERT_THAT(findings.checks(), SizeIs(1));
  ASSERT_THAT(findings.checks()[0].deviations, SizeIs(1));
  EXPECT_EQ(findings.checks()[0].deviations[0].program, std::vector<std::string>{"first"});
}

TEST(Findings, DoNotHideAnUnlistedDepartureBehindAListedOne) {
  Findings findings("life", kProfile);
  findings.record(finding("RP", "E1"), {});
  findings.record(finding("RP", "E9"), {});
  EXPECT_THAT(findings.checks()[0].deviations, SizeIs(2));
}

TEST(Findings, ReportACallThatWasSeenEvenWhenNothingWasFound) {
  Findings findings("life", kProfile);
  findings.saw("suspend");
  ASSERT_THAT(findings.checks(), SizeIs(1));
  EXPECT_EQ(findings.checks()[0].name, "suspend");
  EXPECT_TRUE(findings.checks()[0].deviations.empty());
}

TEST(Findings, ReportASkippedCallWithTheReason) {
  Findings findings("life", kProfile);
  findings.skip("pmSuspend(0)", "no such call");
  ASSERT_THAT(findings.checks(), SizeIs(1));
  EXPECT_EQ(findings.checks()[0].skipped, "no such call");
}

TEST(Menu, HasEveryAction) {
  for (int action = 0; action < spec::kActionCount; ++action) {
    EXPECT_TRUE(std::any_of(menu().begin(), menu().end(), [action](const MenuItem& item) {
      return static_cast<int>(item.action) == action && item.flags == 0;
    })) << spec::name_of(static_cast<spec::Action>(action));
  }
}

TEST(Recipes, UseOnlyCallsOfTheMenu) {
  for (const Recipe& recipe : recipes()) {
    for (const MenuItem& step : recipe) {
      EXPECT_TRUE(std::any_of(menu().begin(), menu().end(), [&step](const MenuItem& item) {
        return item.action == step.action && item.flags == step.flags;
      })) << to_text(step);
    }
  }
}

}  // namespace
}  // namespace rollcall::suites::stateful
