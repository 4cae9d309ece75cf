// Certificates in which one thing was changed: the verifier must object unless the change happens
// to leave a certificate that is right by definition, which is decided here by trying all orders.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

#include "conformance/checker/judge.hpp"
#include "conformance/checker/verifier.hpp"
#include "conformance/test/brute_force.hpp"
#include "conformance/test/history_builder.hpp"
#include "conformance/test/random_plan.hpp"

namespace rollcall::checker {
namespace {

using history::DomainNumber;
using history::DomainState;
using history::History;
using history::HistoryBuilder;
using history::Operation;
using verifying::Answer;
using verifying::Detail;

/// The history in which the operations ran one after another in this order.
History one_after_another(const History& history, const std::vector<OperationNumber>& order) {
  History serial = history;
  serial.batch.operations.clear();
  for (std::size_t place = 0; place < order.size(); ++place) {
    Operation operation = history.batch.operations[order[place]];
    operation.invocation = 2 * place + 1;
    operation.response = 2 * place + 2;
    serial.batch.operations.push_back(operation);
  }
  return serial;
}

bool respects_real_time(const History& history, const std::vector<OperationNumber>& order) {
  for (std::size_t later = 0; later < order.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      const Operation& first = history.batch.operations[order[earlier]];
      const Operation& second = history.batch.operations[order[later]];
      if (second.response < first.invocation) return false;
    }
  }
  return true;
}

/// A right history without indeterminate operations, and an order of it.
struct Ordered {
  History history;
  std::vector<OperationNumber> order;
};

Ordered some_ordered_history() {
  workload::SyntheticPlan plan =
      workload::small_plan(*rc::gen::arbitrary<std::uint64_t>(), workload::Flaw::kNone);
  plan.operations = std::max<std::uint64_t>(plan.operations, 4);
  plan.indeterminates = 0;
  Ordered result{.history = synthetic_history(plan), .order = {}};
  result.order = BruteForce(result.history).order().value();
  return result;
}

Certificate certificate_of(const std::vector<OperationNumber>& order) {
  return {.kind = Certificate::Kind::kOrder, .order = order};
}

RC_GTEST_PROP(TamperedOrder, IsRejectedUnlessItIsLegalToo, ()) {
  Ordered ordered = some_ordered_history();
  const auto places = static_cast<int>(ordered.order.size());
  RC_PRE(places >= 2);
  const auto first = static_cast<std::size_t>(*rc::gen::inRange(0, places));
  const auto second = static_cast<std::size_t>(*rc::gen::inRange(0, places));
  std::swap(ordered.order[first], ordered.order[second]);
  const History serial = one_after_another(ordered.history, ordered.order);
  const BruteForce truth(serial);
  const bool legal = respects_real_time(ordered.history, ordered.order) &&
                     truth.keeps(Property::kLinearizable) && truth.keeps(Property::kIdentity);
  RC_ASSERT(objection(ordered.history, certificate_of(ordered.order)).empty() == legal);
}

RC_GTEST_PROP(TamperedOrder, IsRejectedWhenAnOperationIsLeftOut, ()) {
  Ordered ordered = some_ordered_history();
  const auto place = *rc::gen::inRange(std::ptrdiff_t{0}, std::ssize(ordered.order));
  ordered.order.erase(ordered.order.begin() + place);
  RC_ASSERT(!objection(ordered.history, certificate_of(ordered.order)).empty());
}

/// `size` mutators and as many listings, all overlapping: each listing saw one start and missed the
/// next, round in a circle. A further domain starts and stops meanwhile.
History circle(std::size_t size) {
  HistoryBuilder builder;
  std::vector<DomainNumber> domains;
  for (std::size_t index = 0; index < size; ++index) {
    domains.push_back(builder.inactive("domain-" + std::to_string(index)));
  }
  const DomainNumber other = builder.inactive("other");
  for (std::size_t index = 0; index < size; ++index) {
    const auto id = static_cast<std::int32_t>(index) + 1;
    builder.start(1 + index, 100 + index, domains[index], id);
  }
  builder.start(20, 60, other, 50);
  builder.destroy(70, 80, other);
  for (std::size_t index = 0; index < size; ++index) {
    std::vector<history::Entry> entries;
    for (std::size_t seen = 0; seen < size; ++seen) {
      if (seen == (index + 1) % size) continue;
      entries.push_back(builder.entry(domains[seen], static_cast<std::int32_t>(seen) + 1));
    }
    builder.list(30 + index, 65 + index, 1, entries);
  }
  return builder.build();
}

/// A listing that saw a start, and a later one that did not; another domain starts between them.
History backwards() {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  const DomainNumber b = builder.inactive("b");
  builder.start(1, 100, a, 1);
  builder.list(10, 20, 1, {builder.entry(a, 1)});
  builder.start(15, 35, b, 2);
  builder.list(30, 40, 1, {builder.entry(b, 2)});
  return builder.build();
}

/// Whether a reader's answer, or the mutators of a domain alone, forbid that `late` comes first.
bool is_forced(const History& history, DomainNumber domain, OperationNumber early,
               OperationNumber late) {
  std::vector<OperationNumber> order;
  for (OperationNumber number = 0; number < history.batch.operations.size(); ++number) {
    const Operation& operation = history.batch.operations[number];
    const bool changes = verifying::takes_effect(operation) && operation.domain == domain;
    if (changes || number == early || number == late) order.push_back(number);
  }
  const verifying::Owners owners(history);
  do {
    const auto early_place = std::find(order.begin(), order.end(), early);
    const auto late_place = std::find(order.begin(), order.end(), late);
    if (early_place < late_place || !respects_real_time(history, order)) continue;
    DomainState state = history.host.domains[domain].initial;
    const bool legal = std::all_of(order.begin(), order.end(), [&](OperationNumber number) {
      const Operation& operation = history.batch.operations[number];
      if (!verifying::takes_effect(operation)) {
        return Answer(history, operation, owners).fits(domain, state, Detail::kAll);
      }
      const auto next = verifying::after(state, operation);
      if (next) state = *next;
      return next.has_value();
    });
    if (legal) return false;
  } while (std::next_permutation(order.begin(), order.end()));
  return true;
}

bool is_right(const History& history, const Step& step, OperationNumber next) {
  const Operation& from = history.batch.operations[step.operation];
  const Operation& to = history.batch.operations[next];
  if (step.because == Because::kRealTime) return from.response < to.invocation;
  if (step.operation == next || step.domain >= history.host.domains.size()) return false;
  const auto changes = [&](const Operation& operation) {
    return verifying::takes_effect(operation) && operation.domain == step.domain;
  };
  const bool from_fits =
      step.because == Because::kMissedEffect ? !verifying::takes_effect(from) : changes(from);
  const bool to_fits =
      step.because == Because::kSawEffect ? !verifying::takes_effect(to) : changes(to);
  return from_fits && to_fits && is_forced(history, step.domain, step.operation, next);
}

bool is_right(const History& history, const std::vector<Step>& cycle) {
  for (std::size_t index = 0; index < cycle.size(); ++index) {
    if (!is_right(history, cycle[index], cycle[(index + 1) % cycle.size()].operation)) return false;
  }
  return !cycle.empty();
}

/// A history with the cycle that the judge found in it.
Violation some_cycle() {
  const auto size = static_cast<std::size_t>(*rc::gen::inRange(1, 5));
  const History history = size == 1 ? backwards() : circle(size);
  const Judgement judgement = judge(history);
  const Violation violation = judgement.of(Property::kLinearizable).violation.value();
  RC_ASSERT(violation.certificate.kind == Certificate::Kind::kCycle);
  RC_ASSERT(objection(violation.evidence, violation.certificate).empty());
  return violation;
}

template <typename Element>
std::size_t some_place(const std::vector<Element>& cycle) {
  return *rc::gen::inRange(std::size_t{0}, cycle.size());
}

RC_GTEST_PROP(TamperedCycle, IsRejectedWhenAStepSaysSomethingElse, ()) {
  Violation violation = some_cycle();
  const History& history = violation.evidence;
  std::vector<Step>& cycle = violation.certificate.cycle;
  Step& step = cycle[some_place(cycle)];
  switch (*rc::gen::inRange(0, 3)) {
    case 0:
      step.operation = *rc::gen::inRange(
          OperationNumber{0}, static_cast<OperationNumber>(history.batch.operations.size()));
      break;
    case 1:
      step.because = static_cast<Because>(*rc::gen::inRange(0, 4));
      break;
    default:
      step.domain = *rc::gen::inRange(DomainNumber{0},
                                      static_cast<DomainNumber>(history.host.domains.size() + 1));
  }
  RC_ASSERT(objection(history, violation.certificate).empty() == is_right(history, cycle));
}

RC_GTEST_PROP(TamperedCycle, IsRejectedWithoutOneOfItsSteps, ()) {
  Violation violation = some_cycle();
  std::vector<Step>& cycle = violation.certificate.cycle;
  cycle.erase(cycle.begin() + static_cast<std::ptrdiff_t>(some_place(cycle)));
  RC_ASSERT(objection(violation.evidence, violation.certificate).empty() ==
            is_right(violation.evidence, cycle));
}

RC_GTEST_PROP(TamperedCycle, IsRejectedWhenTwoStepsChangePlaces, ()) {
  Violation violation = some_cycle();
  std::vector<Step>& cycle = violation.certificate.cycle;
  std::swap(cycle[some_place(cycle)], cycle[some_place(cycle)]);
  RC_ASSERT(objection(violation.evidence, violation.certificate).empty() ==
            is_right(violation.evidence, cycle));
}

/// A spoilt history whose domains are changed by several threads at once.
History crowded_history(std::uint64_t number) {
  workload::SyntheticPlan plan = workload::small_plan(number, workload::some_flaw(number));
  plan.many_writers = true;
  plan.overlap = std::max(plan.overlap, 60U);
  return synthetic_history(plan);
}

/// A refutation of this kind that the judge found in a spoilt history.
Violation some_refutation(Certificate::Kind kind) {
  const auto seed = *rc::gen::arbitrary<std::uint32_t>();
  for (std::uint64_t attempt = 0; attempt < 20'000; ++attempt) {
    for (const Finding& finding : judge(crowded_history(seed + attempt)).findings) {
      if (finding.violation && finding.violation->certificate.kind == kind) {
        return *finding.violation;
      }
    }
  }
  RC_FAIL("no such refutation was met");
}

TEST(Region, HasAlsoWhatExcludedAlternativesBeforeTheSearch) {
  for (const std::uint64_t number : {64'706U, 2'846'248U}) {
    const Judgement judgement = judge(crowded_history(number));
    const Violation& violation = judgement.of(Property::kLinearizable).violation.value();
    EXPECT_EQ(violation.certificate.kind, Certificate::Kind::kRegion);
    EXPECT_EQ(objection(violation.evidence, violation.certificate), "");
  }
}

/// Changes one thing that a refutation names.
void tamper(const History& history, Certificate& certificate) {
  const auto some_operation = [&] {
    return static_cast<OperationNumber>(
        *rc::gen::inRange(std::size_t{0}, history.batch.operations.size()));
  };
  const auto some_domain = [&] {
    return static_cast<DomainNumber>(
        *rc::gen::inRange(std::size_t{0}, history.host.domains.size()));
  };
  if (certificate.kind == Certificate::Kind::kRegion) {
    certificate.order.erase(certificate.order.begin() +
                            static_cast<std::ptrdiff_t>(some_place(certificate.order)));
    return;
  }
  const auto choice = *rc::gen::inRange(0, 3);
  if (choice == 0 && certificate.kind != Certificate::Kind::kResult) {
    certificate.reader = some_operation();
  } else if (certificate.domains.empty()) {
    certificate.domains.push_back(some_domain());
  } else if (choice == 1) {
    certificate.domains[0] = some_domain();
  } else {
    certificate.domains.pop_back();
  }
}

void expect_no_false_proof(Certificate::Kind kind) {
  Violation violation = some_refutation(kind);
  const History& history = violation.evidence;
  RC_ASSERT(objection(history, violation.certificate).empty());
  tamper(history, violation.certificate);
  const bool is_false_proof = objection(history, violation.certificate).empty() &&
                              !BruteForce(history).is_true(violation.certificate);
  RC_ASSERT_FALSE(is_false_proof);
}

RC_GTEST_PROP(TamperedRefutation, IsNoProofThatAnAnswerIsMalformed, ()) {
  expect_no_false_proof(Certificate::Kind::kMalformed);
}

RC_GTEST_PROP(TamperedRefutation, IsNoProofThatNoStateFits, ()) {
  expect_no_false_proof(Certificate::Kind::kNoVersion);
}

RC_GTEST_PROP(TamperedRefutation, IsNoProofThatNoInstantFits, ()) {
  expect_no_false_proof(Certificate::Kind::kNoInstant);
}

RC_GTEST_PROP(TamperedRefutation, IsNoProofThatResultsAreImpossible, ()) {
  expect_no_false_proof(Certificate::Kind::kResult);
}

RC_GTEST_PROP(TamperedRefutation, IsNoProofThatARegionHasNoOrder, ()) {
  expect_no_false_proof(Certificate::Kind::kRegion);
}

}  // namespace
}  // namespace rollcall::checker
