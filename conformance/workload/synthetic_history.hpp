// SyntheticHistory: random concurrent histories without a library behind them. Each operation gets
// an instant inside its window at which a true host performs or answers it, so that a history is
// linearizable by construction; flaws then spoil some answers. Same plan, same history, everywhere.

#pragma once

#include <cstdint>
#include <memory>

#include "conformance/history/history.hpp"

namespace rollcall::workload {

/// What is done to the answers that are spoilt.
enum class Flaw : std::uint8_t {
  kNone,
  kTorn,       ///< put together from several instants of the call
  kStale,      ///< about half of the domains as they were before their last change
  kMiscount,   ///< the value is one too high or too low
  kFlipped,    ///< done and refused changed for each other, or another value
  kWrongId,    ///< the name or id of one entry is another one
  kLost,       ///< one entry is missing
  kMalformed,  ///< an entry twice, a hole, or no null at the end
};
inline constexpr std::uint32_t kFlawCount = static_cast<std::uint32_t>(Flaw::kMalformed) + 1;

struct SyntheticPlan {
  std::uint64_t seed = 1;
  std::uint64_t operations = 12;
  unsigned threads = 3;
  unsigned domains = 3;
  /// Readers, in percent of all operations; the rest are mutators.
  unsigned listings = 30;  ///< array, and one in four all-domain statistics
  unsigned counts = 5;
  unsigned legacy = 5;
  unsigned lookups = 15;  ///< and getters
  /// Domains are changed by any thread; else each by one thread only.
  bool many_writers = false;
  unsigned indeterminates = 0;  ///< percent of the mutators
  /// Percent of the steps at which another thread goes on, and of the operations that their thread
  /// begins at once after the last one: from 0 for none at a time to 100 for all at all times.
  unsigned overlap = 70;
  bool hide_ids = false;  ///< some ids of domains active at the beginning are not told
  std::uint64_t quiescent_every = 50'000;  ///< operations between instants without an open one
  Flaw flaw = Flaw::kNone;
  unsigned flawed = 0;  ///< spoilt answers, per 10,000 operations
};

class SyntheticHistory {
 public:
  /// Pre: at least one thread and one domain.
  explicit SyntheticHistory(const SyntheticPlan& plan);
  ~SyntheticHistory();

  const history::Host& host() const;

  /// The next stretch of about `operations` operations; empty when there are no more.
  history::Batch next(std::size_t operations = 1'000);

 private:
  class State;
  std::unique_ptr<State> state_;
};

/// A whole history.
history::History synthetic_history(const SyntheticPlan& plan);

}  // namespace rollcall::workload
