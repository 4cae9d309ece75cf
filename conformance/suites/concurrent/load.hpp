// Load: how long and how hard suites press, what must hold, and how they talk to whoever runs them
// meanwhile.

#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include "conformance/checker/verdict.hpp"

namespace rollcall::suites {

/// How far a concurrent suite has come.
struct Progress {
  std::string suite;
  double seconds = 0;
  double seconds_total = 0;
  std::uint64_t operations = 0;
  std::uint64_t listings = 0;
  /// The weakest promise that is refuted so far.
  std::optional<checker::Property> refuted{};
};

/// How far a search through the life cycle has come.
struct SearchProgress {
  std::string suite{};
  double seconds = 0;
  std::uint64_t rows = 0;
  std::uint64_t rows_total = 0;
  std::uint64_t programs = 0;
  std::uint64_t programs_total = 0;
};

struct Load {
  double seconds = 3;
  unsigned threads = 4;
  /// Whether some programs also have domains that several threads write.
  bool multi_writer = false;
  /// What must hold; by default what our own drivers promise, or what others do.
  std::optional<checker::Property> required{};
  /// A call that takes longer never returns.
  double hang_limit_seconds = 30;
  /// Whether to stop when what must hold is refuted.
  bool until_refuted = false;
  /// Random programs of a search through the life cycle; by default what the suite chooses.
  std::optional<unsigned> programs{};
  /// Told now and then; may be empty.
  std::function<void(const Progress&)> on_progress{};
  std::function<void(const SearchProgress&)> on_search_progress{};
  /// Set from outside when the run shall end now; may be null.
  const std::atomic<bool>* interrupted = nullptr;

  bool is_interrupted() const {
    return interrupted != nullptr && interrupted->load(std::memory_order_relaxed);
  }
};

/// What must hold by default of a library's driver behind this URI: L for drivers that promise it.
checker::Property required_by_default(const std::string& uri);

}  // namespace rollcall::suites
