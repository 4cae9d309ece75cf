// Open operations: those that were invoked and have not returned, with the answers they will
// return, in the order of responses.

#pragma once

#include <span>
#include <vector>

#include "conformance/checker/verdict.hpp"

namespace rollcall::checker {

struct OpenOperation {
  history::Stamp response = 0;
  OperationNumber number = 0;
  std::span<const history::Entry> entries{};
};

class OpenOperations {
 public:
  bool empty() const { return open_.empty(); }

  /// `operation.entries` must stay valid until it is taken or own_entries() is called.
  void add(const OpenOperation& operation);

  /// Whether one returns before `instant`.
  bool returns_before(history::Stamp instant) const {
    return !open_.empty() && open_.back().response < instant;
  }
  /// Takes out the one that returns next.
  OpenOperation take();

  /// Copies the entries of all that are open.
  void own_entries();

 private:
  std::vector<OpenOperation> open_;  ///< the next to return is last
  std::vector<history::Entry> owned_;
};

}  // namespace rollcall::checker
