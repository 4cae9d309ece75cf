#include "conformance/checker/verifier.hpp"

#include <gtest/gtest.h>

#include "conformance/spec/filter_predicate.hpp"
#include "conformance/test/history_builder.hpp"

namespace rollcall::checker {
namespace {

using history::Call;
using history::DomainNumber;
using history::HistoryBuilder;
using history::Operation;
using Kind = Certificate::Kind;

// Operations are numbered by invocation; the tests name them in that order.

Certificate order(std::vector<OperationNumber> operations) {
  return {.kind = Kind::kOrder, .order = std::move(operations)};
}
Certificate about(Kind kind, OperationNumber reader, std::vector<DomainNumber> domains = {}) {
  return {.kind = kind, .reader = reader, .domains = std::move(domains)};
}
Certificate cycle(std::vector<Step> steps) {
  return {.kind = Kind::kCycle, .cycle = std::move(steps)};
}

std::string objection(const HistoryBuilder& builder, const Certificate& certificate) {
  return objection(builder.build(), certificate);
}

/// start(a) returns before destroy(b) begins, both within a listing of active domains that has
/// neither. Operations: 0 listing, 1 start, 2 destroy.
struct NeitherOfAPair {
  HistoryBuilder builder;
  DomainNumber a = builder.inactive("a");
  DomainNumber b = builder.active("b", 1);

  NeitherOfAPair() {
    builder.list(1, 20, spec::kListActive, {});
    builder.start(2, 4, a, 2);
    builder.destroy(6, 8, b);
  }
};

/// A listing within start(a) that saw it. Operations: 0 start, 1 listing.
struct StartSeenByListing {
  HistoryBuilder builder;

  StartSeenByListing() {
    const DomainNumber a = builder.inactive("a");
    builder.start(1, 5, a, 3);
    builder.list(2, 4, spec::kListActive, {builder.entry(a, 3)});
  }
};

TEST(Verifier, ConfirmsAnOrder) {
  EXPECT_EQ(objection(StartSeenByListing().builder, order({0, 1})), "");
}

TEST(Verifier, RejectsAnOrderInWhichAnAnswerIsWrong) {
  EXPECT_EQ(objection(StartSeenByListing().builder, order({1, 0})),
            "operation 1 has another answer");
}

TEST(Verifier, RejectsAnOrderInWhichAResultIsWrong) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  builder.start(1, 5, a, 3);
  builder.destroy(2, 4, a);
  EXPECT_EQ(objection(builder, order({1, 0})), "operation 1 has another result");
}

TEST(Verifier, RejectsAnOrderAgainstRealTime) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  const DomainNumber b = builder.inactive("b");
  builder.start(1, 2, a, 3);
  builder.start(4, 5, b, 4);
  EXPECT_EQ(objection(builder, order({1, 0})), "operation 0 returned before one ahead of it began");
}

TEST(Verifier, LetsOperationsTouchInEitherOrder) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  const DomainNumber b = builder.inactive("b");
  builder.start(1, 4, a, 3);
  builder.start(4, 5, b, 4);
  EXPECT_EQ(objection(builder, order({1, 0})), "");
}

TEST(Verifier, RejectsAnOrderThatLeavesAnOperationOut) {
  EXPECT_EQ(objection(StartSeenByListing().builder, order({0})), "operation 1 is missing");
}

TEST(Verifier, RejectsAnOrderThatUsesAnOperationTwice) {
  HistoryBuilder builder;
  builder.inactive("a");
  builder.list(2, 4, spec::kListActive, {});
  EXPECT_EQ(objection(builder, order({0, 0})), "operation 0 stands there twice");
}

TEST(Verifier, RejectsOperationsThatDoNotExist) {
  EXPECT_EQ(objection(HistoryBuilder(), order({0})), "an operation does not exist");
}

TEST(Verifier, LetsAnIndeterminateOperationBeLeftOut) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  builder.indeterminate(Call::kStart, 1, a);
  builder.list(2, 4, spec::kListActive, {});
  EXPECT_EQ(objection(builder, order({1})), "");
  EXPECT_NE(objection(builder, order({0, 1})), "");
}

TEST(Verifier, DemandsTheIdOfTheSameInstant) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  builder.start(1, 10, a, 3);
  builder.destroy(11, 12, a);
  builder.start(13, 20, a, 4);
  builder.list(2, 19, spec::kListActive, {builder.entry(a, 4)});
  // By invocation: start 0, listing 1, destroy 2, start 3.
  EXPECT_EQ(objection(builder, order({0, 2, 3, 1})), "");
  EXPECT_EQ(objection(builder, order({0, 1, 2, 3})), "operation 1 has another answer");
}

TEST(Verifier, ExcusesAnIdThatBreaksTheIdRuleAlone) {
  HistoryBuilder builder;
  const DomainNumber a = builder.active("a", 3);
  builder.list(1, 10, spec::kListActive, {builder.entry(a, history::kInactiveId)});
  builder.destroy(2, 3, a);
  EXPECT_EQ(objection(builder, order({0, 1})), "");
}

TEST(Verifier, ExcusesAnIdWhateverARefusalSaysOfTheMutators) {
  HistoryBuilder builder;
  const DomainNumber a = builder.active("a", 2);
  builder.refused(Call::kSuspend, 1, 4, a);
  builder.add(Call::kManagedSave, 2, 7, a);
  builder.list(6, 8, spec::kListInactive, {builder.entry(a, 2)});
  EXPECT_EQ(objection(builder, order({1, 0, 2})), "");
}

TEST(Verifier, ExcusesNoIdThatTheDomainNeverHad) {
  HistoryBuilder builder;
  const DomainNumber a = builder.active("a", 3);
  builder.list(1, 2, spec::kListActive, {builder.entry(a, 9)});
  EXPECT_EQ(objection(builder, order({0})), "operation 0 has another answer");
}

TEST(Verifier, ConfirmsADuplicate) {
  HistoryBuilder builder;
  const DomainNumber a = builder.active("a", 3);
  builder.list(1, 2, 0, {builder.entry(a, 3), builder.entry(a, 3)});
  EXPECT_EQ(objection(builder, about(Kind::kMalformed, 0)), "");
}

TEST(Verifier, FindsNothingMalformedInARightAnswer) {
  HistoryBuilder builder;
  const DomainNumber a = builder.active("a", 3);
  builder.list(1, 2, 0, {builder.entry(a, 3)});
  EXPECT_EQ(objection(builder, about(Kind::kMalformed, 0)), "the answer is well-formed");
}

TEST(Verifier, ConfirmsThatNoStateFits) {
  HistoryBuilder builder;
  const DomainNumber a = builder.active("a", 3);
  builder.list(1, 2, spec::kListActive, {});
  EXPECT_EQ(objection(builder, about(Kind::kNoVersion, 0, {a})), "");
}

TEST(Verifier, RejectsNoVersionWhenAStateFits) {
  HistoryBuilder builder;
  const DomainNumber a = builder.active("a", 3);
  builder.list(1, 4, spec::kListActive, {});
  builder.destroy(2, 3, a);
  EXPECT_EQ(objection(builder, about(Kind::kNoVersion, 0, {a})),
            "a state of the domain fits the answer");
}

TEST(Verifier, ConfirmsThatACountIsTooHigh) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  builder.inactive("b");
  builder.count(1, 4, spec::kListActive, 2);
  builder.start(2, 3, a, 1);
  EXPECT_EQ(objection(builder, about(Kind::kNoVersion, 0)), "");
}

TEST(Verifier, RejectsThatAPossibleCountIsWrong) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  builder.count(1, 4, spec::kListActive, 1);
  builder.start(2, 3, a, 1);
  EXPECT_NE(objection(builder, about(Kind::kNoVersion, 0)), "");
}

TEST(Verifier, ConfirmsThatNoInstantFits) {
  NeitherOfAPair pair;
  EXPECT_EQ(objection(pair.builder, about(Kind::kNoInstant, 0, {pair.a, pair.b})), "");
}

TEST(Verifier, RejectsNoInstantWhenADomainIsLeftOut) {
  NeitherOfAPair pair;
  EXPECT_EQ(objection(pair.builder, about(Kind::kNoInstant, 0, {pair.a})),
            "an instant fits the answer");
}

TEST(Verifier, RejectsNoInstantWhenTheMutatorsOverlap) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  const DomainNumber b = builder.active("b", 1);
  builder.list(1, 20, spec::kListActive, {});
  builder.start(2, 7, a, 2);
  builder.destroy(6, 8, b);
  EXPECT_EQ(objection(builder, about(Kind::kNoInstant, 0, {a, b})), "an instant fits the answer");
}

TEST(Verifier, ConfirmsThatNoInstantFitsACount) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  const DomainNumber b = builder.active("b", 1);
  builder.count(1, 20, spec::kListActive, 0);
  builder.start(2, 4, a, 2);
  builder.destroy(6, 8, b);
  EXPECT_EQ(objection(builder, about(Kind::kNoInstant, 0)), "");
}

std::vector<Step> cycle_of(const NeitherOfAPair& pair) {
  return {{.operation = 0, .because = Because::kMissedEffect, .domain = pair.a},
          {.operation = 1, .because = Because::kRealTime},
          {.operation = 2, .because = Because::kSawEffect, .domain = pair.b}};
}

TEST(Verifier, ConfirmsACycle) {
  const NeitherOfAPair pair;
  EXPECT_EQ(objection(pair.builder, cycle(cycle_of(pair))), "");
}

TEST(Verifier, RejectsACycleWithoutOneOfItsSteps) {
  const NeitherOfAPair pair;
  for (std::ptrdiff_t left_out = 0; left_out < 3; ++left_out) {
    std::vector<Step> steps = cycle_of(pair);
    steps.erase(steps.begin() + left_out);
    EXPECT_NE(objection(pair.builder, cycle(steps)), "") << left_out;
  }
}

TEST(Verifier, RejectsACycleTheOtherWayRound) {
  const NeitherOfAPair pair;
  std::vector<Step> steps = {{.operation = 1, .because = Because::kSawEffect, .domain = pair.a},
                             {.operation = 0, .because = Because::kMissedEffect, .domain = pair.b},
                             {.operation = 2, .because = Because::kRealTime}};
  EXPECT_NE(objection(pair.builder, cycle(steps)), "");
}

TEST(Verifier, RejectsAStepAboutAnotherDomain) {
  const NeitherOfAPair pair;
  std::vector<Step> steps = cycle_of(pair);
  steps[0].domain = pair.b;
  EXPECT_EQ(objection(pair.builder, cycle(steps)), "step 0 of the cycle is not implied");
}

TEST(Verifier, RejectsAnEmptyCycle) {
  const NeitherOfAPair pair;
  EXPECT_EQ(objection(pair.builder, cycle({})), "nothing in it must happen");
}

TEST(Verifier, ConfirmsACycleThroughTwoReaders) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  builder.start(1, 20, a, 1);
  builder.list(4, 5, spec::kListActive, {builder.entry(a, 1)});
  builder.list(6, 7, spec::kListActive, {});
  EXPECT_EQ(
      objection(builder, cycle({{.operation = 0, .because = Because::kSawEffect, .domain = a},
                                {.operation = 1, .because = Because::kRealTime},
                                {.operation = 2, .because = Because::kMissedEffect, .domain = a}})),
      "");
}

/// destroy(a) is possible only after start(a), which drops the saved state that the getter saw
/// after destroy(a) had returned. Operations: 0 start, 1 destroy, 2 getter.
struct SavedStateAfterDestroy {
  HistoryBuilder builder;
  DomainNumber a = builder.domain("a", {.exists = true, .persistent = true, .managed_save = true});

  SavedStateAfterDestroy() {
    builder.start(1, 20, a, 1);
    builder.destroy(2, 9, a);
    builder.add(Call::kHasManagedSave, 10, 12, a, 0, 1);
  }
};

TEST(Verifier, ConfirmsAChainThatResultsForce) {
  const SavedStateAfterDestroy saved;
  EXPECT_EQ(
      objection(saved.builder,
                cycle({{.operation = 0, .because = Because::kChain, .domain = saved.a},
                       {.operation = 1, .because = Because::kRealTime},
                       {.operation = 2, .because = Because::kMissedEffect, .domain = saved.a}})),
      "");
}

TEST(Verifier, RejectsAChainAgainstTheResults) {
  const SavedStateAfterDestroy saved;
  EXPECT_EQ(objection(saved.builder,
                      cycle({{.operation = 0, .because = Because::kChain, .domain = saved.a},
                             {.operation = 1, .because = Because::kChain, .domain = saved.a}})),
            "step 1 of the cycle is not implied");
}

TEST(Verifier, GivesUpOnManyMutatorsThatOverlap) {
  HistoryBuilder builder;
  const DomainNumber a = builder.active("a", 1);
  for (history::Stamp mutator = 0; mutator < 24; ++mutator) {
    const Call call = mutator % 2 == 0 ? Call::kSnapshotCreate : Call::kSetAutostart;
    builder.add(call, 1 + mutator, 100 + mutator, a, mutator % 4 == 1 ? 1 : 0);
  }
  builder.list(50, 60, spec::kListActive, {});
  const Verification verification =
      verify(builder.build(), about(Kind::kNoVersion, 24, {a}), 100'000);
  EXPECT_EQ(verification.answer, Verification::Answer::kOutOfBudget);
  EXPECT_EQ(verification.objection, "the verifier's budget is used up");
}

TEST(Verifier, ConfirmsResultsThatNoOrderGives) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  builder.start(1, 10, a, 1);
  builder.start(2, 9, a, 2);
  EXPECT_EQ(objection(builder, about(Kind::kResult, 0, {a})), "");
}

TEST(Verifier, RejectsThatPossibleResultsAreWrong) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  builder.start(1, 10, a, 1);
  builder.destroy(2, 9, a);
  EXPECT_NE(objection(builder, about(Kind::kResult, 0, {a})), "");
}

}  // namespace
}  // namespace rollcall::checker
