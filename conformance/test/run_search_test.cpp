#include "conformance/checker/run_search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rollcall::checker {
namespace {

using ::testing::ElementsAre;

constexpr std::uint64_t kAmple = 1'000;

history::Operation between(history::Stamp invocation, history::Stamp response) {
  history::Operation operation;
  operation.invocation = invocation;
  operation.response = response;
  return operation;
}

/// Four operations that are all open at once.
const std::vector<history::Operation> kTogether(4, between(1, 9));
const std::vector<OperationNumber> kAll{0, 1, 2, 3};

RunSearchResult search(const std::vector<Arc>& arcs, const std::vector<RunChoice>& choices,
                       std::uint64_t budget = kAmple) {
  return search_runs(kTogether, kAll, arcs, choices, budget);
}

TEST(RunSearch, OrdersByArcsAndSaysWhichRunsAreMet) {
  const RunChoice before_or_after{{{.from = 3, .to = 0}}, {{.from = 1, .to = 3}}};
  const auto found = search({{.from = 0, .to = 1}, {.from = 2, .to = 3}}, {before_or_after});
  EXPECT_EQ(found.kind, RunSearchResult::Kind::kOrder);
  EXPECT_THAT(found.order, ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(found.runs, ElementsAre(1));
}

TEST(RunSearch, GoesBackOnAChoiceThatAnotherAnswerExcludes) {
  const RunChoice nearer_is_wrong{{{.from = 1, .to = 0}}, {{.from = 3, .to = 0}}};
  const RunChoice wants_it_so{{{.from = 0, .to = 1}, {.from = 3, .to = 2}}};
  const auto found = search({}, {nearer_is_wrong, wants_it_so});
  EXPECT_EQ(found.kind, RunSearchResult::Kind::kOrder);
  EXPECT_THAT(found.order, ElementsAre(3, 0, 1, 2));
  EXPECT_THAT(found.runs, ElementsAre(1, 0));
}

TEST(RunSearch, FindsNoneWhereEveryChoiceClosesACycle) {
  const RunChoice first{{{.from = 0, .to = 1}}, {{.from = 2, .to = 3}}};
  const RunChoice second{{{.from = 1, .to = 0}, {.from = 3, .to = 2}}};
  EXPECT_EQ(search({}, {first, second}).kind, RunSearchResult::Kind::kNone);
}

TEST(RunSearch, KeepsRealTime) {
  const std::vector<history::Operation> one_by_one{between(1, 2), between(3, 4)};
  const std::vector<OperationNumber> both{0, 1};
  std::uint64_t budget = kAmple;
  const std::vector<Arc> backwards{{.from = 1, .to = 0}};
  EXPECT_EQ(search_runs(one_by_one, both, backwards, {}, budget).kind,
            RunSearchResult::Kind::kNone);
}

TEST(RunSearch, GivesUpWhenTheBudgetIsUsed) {
  const RunChoice wants_another_order{{{.from = 3, .to = 0}}};
  EXPECT_EQ(search({}, {wants_another_order}, 7).kind, RunSearchResult::Kind::kUndecided);
  EXPECT_EQ(search({}, {wants_another_order}, 8).kind, RunSearchResult::Kind::kOrder);
}

TEST(RunSearch, IsNotSlowedByOperationsThatAreOpenAtOnce) {
  const std::vector<history::Operation> crowd(200, between(1, 9));
  std::vector<OperationNumber> members;
  for (OperationNumber number = 0; number < crowd.size(); ++number) members.push_back(number);
  const std::vector<RunChoice> choices{{{{.from = 199, .to = 0}}, {{.from = 198, .to = 1}}}};
  std::uint64_t budget = 2 * crowd.size();
  EXPECT_EQ(search_runs(crowd, members, {}, choices, budget).kind, RunSearchResult::Kind::kOrder);
}

}  // namespace
}  // namespace rollcall::checker
