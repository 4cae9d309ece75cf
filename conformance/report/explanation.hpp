// Explanation: why a piece of evidence refutes a property, in sentences that follow from the
// certificate one by one. Speaks only of operations of the evidence.

#pragma once

#include <string>
#include <vector>

#include "conformance/checker/verdict.hpp"

namespace rollcall::report {

struct Explanation {
  /// E.g. "S refuted: this list was never true".
  std::string title;
  /// What was before the first operation, e.g. "A running, B off".
  std::string before;
  /// On how names are shown, e.g. "all names begin with rollcall-kit-"; mostly empty.
  std::string note;
  /// The chain of reasons, the contradiction last.
  std::vector<std::string> sentences;
};

/// Pre: `violation` refutes `property`.
Explanation explain(const checker::Violation& violation, checker::Property property);

/// The explanation for a terminal: title, timeline and sentences, no line wider than kColumns.
std::string explanation_text(const checker::Violation& violation, checker::Property property);

}  // namespace rollcall::report
