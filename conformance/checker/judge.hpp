// Judge: reads a history batch by batch and grades it. Memory is proportional to the longest
// stretch without a quiescent instant (one at which no operation is open), not to the history.

#pragma once

#include <functional>
#include <memory>

#include "conformance/checker/verdict.hpp"

namespace rollcall::checker {

struct JudgeOptions {
  /// Judge legacy_union operations as listings without flags (a control that must fail); else they
  /// are passed over.
  bool judge_legacy_unions = false;
  /// Steps that the exact search may take on one region before the verdict is "undecided".
  std::uint64_t search_budget = 5'000'000;
  /// Called with each closed stretch and its certificate: an order when L holds there, else the
  /// refutation of L. Not called where an earlier stretch excuses a wrong handle. For those who
  /// verify every verdict; costs a copy of the answers.
  std::function<void(const history::History&, const Certificate&)> on_closed{};
};

/// Threading: one thread at a time.
class Judge {
 public:
  /// `host` may grow between calls of feed() and must outlive the judge.
  explicit Judge(const history::Host& host, JudgeOptions options = {});
  ~Judge();

  /// Pre: the batch is valid (history::validate) and later than all batches before it.
  void feed(const history::Batch& batch);

  /// Closes the history, which ends quiescent but for operations that never returned.
  const Judgement& finish();

  /// What is known of the stretches that are closed by now.
  const Judgement& so_far() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

/// The judgement on a whole history.
Judgement judge(const history::History& history, const JudgeOptions& options = {});

}  // namespace rollcall::checker
