// Small violations, written by hand, that tests of the reports look at.

#pragma once

#include "conformance/checker/verdict.hpp"
#include "conformance/test/history_builder.hpp"

namespace rollcall::test {

/// S: start B, destroy A beside a list of active domains that has neither.
inline checker::Violation never_true_list() {
  history::HistoryBuilder builder;
  const auto a = builder.active("A", 1);
  const auto b = builder.inactive("B");
  builder.list(0, 100, 1, {});
  builder.start(10, 20, b, 2);
  builder.destroy(30, 40, a);
  return {.evidence = builder.build(),
          .certificate = {
              .kind = checker::Certificate::Kind::kNoInstant, .reader = 0, .domains = {b, a}}};
}

/// L: two lists saw two starts in opposite orders.
inline checker::Violation opposite_orders() {
  history::HistoryBuilder builder;
  const auto a = builder.inactive("A");
  const auto b = builder.inactive("B");
  builder.start(0, 100, a, 1);
  builder.start(1, 101, b, 2);
  builder.list(2, 102, 1, {builder.entry(a, 1)});
  builder.list(3, 103, 1, {builder.entry(b, 2)});
  using checker::Because;
  return {.evidence = builder.build(),
          .certificate = {.kind = checker::Certificate::Kind::kCycle,
                          .cycle = {{0, Because::kSawEffect, a},
                                    {2, Because::kMissedEffect, b},
                                    {1, Because::kSawEffect, b},
                                    {3, Because::kMissedEffect, a}}}};
}

/// P: a domain was seen active, then inactive, while it was only started.
inline checker::Violation backwards_reading() {
  history::HistoryBuilder builder;
  const auto a = builder.inactive("A");
  builder.start(0, 100, a, 1);
  builder.add(history::Call::kIsActive, 10, 20, a, 0, 1);
  builder.add(history::Call::kIsActive, 30, 40, a, 0, 0);
  using checker::Because;
  return {.evidence = builder.build(),
          .certificate = {.kind = checker::Certificate::Kind::kCycle,
                          .cycle = {{0, Because::kSawEffect, a},
                                    {1, Because::kRealTime},
                                    {2, Because::kMissedEffect, a}}}};
}

/// The id rule: a list of active domains has one that is stopped meanwhile, with id -1.
inline checker::Violation handle_of_no_instant() {
  history::HistoryBuilder builder;
  const auto a = builder.active("A", 3);
  builder.list(0, 100, 1, {builder.entry(a, history::kInactiveId)});
  builder.destroy(10, 20, a);
  return {
      .evidence = builder.build(),
      .certificate = {.kind = checker::Certificate::Kind::kNoVersion, .reader = 0, .domains = {a}}};
}

}  // namespace rollcall::test
