// Validation of histories in memory: what numbers cannot be, and what spans several operations.

#include <gtest/gtest.h>

#include "conformance/history/validate.hpp"

namespace rollcall::history {
namespace {

/// One persistent domain that is off, and a start of it that is done.
History one_start() {
  History history;
  history.host.names = {"a"};
  history.host.domains = {
      {.uuid = "A", .initial = {.exists = true, .persistent = true, .name = 0}}};
  history.batch.operations = {
      {.invocation = 1, .response = 2, .domain = 0, .value = 1, .call = Call::kStart}};
  return history;
}

Operation start(Stamp invocation, Stamp response, std::int32_t id) {
  return {.invocation = invocation,
          .response = response,
          .domain = 0,
          .value = id,
          .call = Call::kStart};
}

TEST(Validate, AcceptsAWellFormedHistory) { EXPECT_EQ(objection(one_start()), ""); }

TEST(Validate, AcceptsACallThatTookNoTimeAndOneThatFollowsAtOnce) {
  History history = one_start();
  history.batch.operations = {start(1, 1, 1), start(1, 2, 2)};
  EXPECT_EQ(objection(history), "");
}

TEST(Validate, NamesTheOperationAndItsCall) {
  History history = one_start();
  history.batch.operations.push_back(start(9, 8, 2));
  EXPECT_EQ(objection(history),
            "operation 1 (start): the interval is inverted: invoked at 9, returned at 8");
}

TEST(Validate, RefusesAResponseThatDoesNotFitTheOutcome) {
  History history = one_start();
  history.batch.operations[0].response = kNever;
  EXPECT_EQ(objection(history), "operation 0 (start): a call without response is indeterminate");
}

TEST(Validate, LetsAThreadGoOnAfterAnIndeterminateCall) {
  History history = one_start();
  history.batch.operations[0].response = kNever;
  history.batch.operations[0].outcome = Outcome::kIndeterminate;
  history.batch.operations.push_back(start(5, 6, 2));
  EXPECT_EQ(objection(history), "");
}

TEST(Validate, RefusesOperationsThatAreNotSorted) {
  History history = one_start();
  history.batch.operations = {start(5, 6, 1), start(3, 4, 2)};
  EXPECT_EQ(objection(history),
            "operation 1 (start): invoked at 3, before an operation ahead of it (at 5)");
}

TEST(Validate, RefusesABatchThatBeginsBeforeTheLastOneEnds) {
  const History history = one_start();
  Validator validator(history.host);
  EXPECT_FALSE(validator.check({.operations = {start(5, 6, 1)}, .entries = {}}));
  const auto complaint = validator.check({.operations = {start(4, 4, 2)}, .entries = {}});
  ASSERT_TRUE(complaint);
  EXPECT_EQ(complaint->index, 0U);
}

TEST(Validate, RefusesADomainNumberThatDoesNotExist) {
  History history = one_start();
  history.batch.operations[0].domain = 1;
  EXPECT_EQ(objection(history), "operation 0 (start): there is no domain 1");
}

TEST(Validate, RefusesADomainForACallAboutTheWholeHost) {
  History history = one_start();
  history.batch.operations[0].call = Call::kCount;
  EXPECT_EQ(objection(history),
            "operation 0 (count): it names a domain, though it is about the whole host");
}

TEST(Validate, RefusesANameNumberThatDoesNotExist) {
  History history = one_start();
  history.batch.operations[0].call = Call::kRename;
  history.batch.operations[0].argument = 1;
  EXPECT_EQ(objection(history), "operation 0 (rename): there is no name 1");
}

TEST(Validate, RefusesEntriesThatAreNotInTheBatch) {
  History history = one_start();
  history.batch.operations[0] = {
      .invocation = 1, .response = 2, .entry_count = 1, .call = Call::kList};
  EXPECT_EQ(objection(history), "operation 0 (list): its entries are not among those of the batch");
}

TEST(Validate, RefusesEntriesOfACallThatGivesNone) {
  History history = one_start();
  history.batch.entries = {{.domain = 0}};
  history.batch.operations[0].entry_count = 1;
  EXPECT_EQ(objection(history), "operation 0 (start): the call gives no entries");
}

TEST(Validate, RefusesANegativeIdOfAnActivation) {
  History history = one_start();
  history.batch.operations[0].value = -1;
  EXPECT_EQ(objection(history), "operation 0 (start): the id -1 of an activation");
}

TEST(Validate, FindsAnIdUsedTwiceInWhateverOrderIdsCame) {
  for (const std::int32_t again : {1, 2, 3, 5, 9}) {
    History history = one_start();
    history.batch.operations.clear();
    Stamp now = 0;
    for (const std::int32_t id : {5, 2, 9, 1, 3}) {
      history.batch.operations.push_back(start(now, now, id));
      ++now;
    }
    EXPECT_EQ(objection(history), "");
    history.batch.operations.push_back(start(now, now, again));
    EXPECT_NE(objection(history), "") << again;
  }
}

TEST(Validate, DoesNotTakeTheIdOfARefusedStartForAnActivation) {
  History history = one_start();
  history.batch.operations.push_back(start(5, 6, 1));
  history.batch.operations.back().outcome = Outcome::kRefused;
  EXPECT_EQ(objection(history), "");
}

TEST(Validate, RefusesADomainThatIsAbsentButHasAState) {
  History history = one_start();
  history.host.domains.push_back({.uuid = "B", .initial = {.snapshots = 1}});
  EXPECT_EQ(objection(history), "domain 1: it is absent at the start, but has a state");
}

}  // namespace
}  // namespace rollcall::history
