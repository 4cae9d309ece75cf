// Segment: what is judged at once, a stretch of a history between two quiescent instants (at which
// no operation is open), with all that needs a closer look after screening.

#pragma once

#include <limits>
#include <string>
#include <vector>

#include "conformance/checker/observation.hpp"
#include "conformance/checker/verdict.hpp"

namespace rollcall::checker {

/// A domain that the segment may have changed.
struct ChangedDomain {
  history::DomainNumber domain = history::kNoDomain;
  history::DomainState initial{};
  /// Its mutators overlap, and it is not certain in which state they leave it.
  bool loose = false;
};

/// A number of domains that a reader's answer permits, from `least` to `most`.
struct Counting {
  static constexpr std::int64_t kAny = std::numeric_limits<std::int64_t>::max();

  OperationNumber reader = 0;
  std::int64_t least = 0;
  std::int64_t most = kAny;
  /// Whether only those count that may be in the answer, and under which name if it lists names.
  bool unsure = false;
  history::NameNumber name = history::kNoName;
  /// How many domains without an observation for this number are among them.
  std::int64_t certain = 0;

  /// What is said of one domain, unless it is certain.
  Observation observation(std::uint32_t index, history::DomainNumber domain) const {
    return {.reader = reader, .domain = domain, .name = name, .unsure = unsure, .counting = index};
  }
};

/// Mutators of one domain that overlap, follow each other in `chained` and have the same block
/// could have had their effects in another order, with the same state at the end.
struct ChainedMutator {
  OperationNumber number = 0;
  std::uint32_t block = kNoBlock;
  static constexpr std::uint32_t kNoBlock = 0;
};

/// A state of a domain that answers in an earlier segment ruled out, but no mutator by itself: the
/// one before an indeterminate mutator whose effect was seen, or the end of another order of
/// mutators that overlap. Who still sees it breaks L, and P if it was ruled out there, but not E.
struct OutdatedState {
  history::DomainNumber domain = history::kNoDomain;
  history::DomainState state{};
  history::DomainState current{};
  bool in_projection = false;  ///< only numbers and other domains ruled it out
};

/// Whether what a reader said of a domain rules out, in P, that an outdated state is the current
/// one.
bool rules_out(const history::Operation& reader, const Observation& observation,
               const OutdatedState& old);

struct KeptAnswer {
  OperationNumber reader = 0;
  std::vector<history::Entry> entries{};
};

struct Segment {
  /// Sorted by invocation; first the indeterminate mutators of earlier segments.
  std::vector<history::Operation> operations;
  /// The entries of the operations, where they are kept.
  std::vector<history::Entry> entries;
  bool keeps_entries = false;
  std::vector<ChangedDomain> changed;
  std::vector<OutdatedState> outdated;
  /// Mutators in an order that their results permit. Of a loose domain only those that were
  /// returned before it became loose.
  std::vector<ChainedMutator> chained;
  /// Grouped by reader, in the order of responses; of one reader first those of single domains,
  /// then those of each of its numbers. What is left out was true for the whole time.
  std::vector<Observation> observations;
  std::vector<Counting> countings;  ///< in the order of the observations

  /// Mutators whose result was wrong in every order.
  std::vector<OperationNumber> contradictions;
  /// Answers with an entry that no domain can account for.
  std::vector<OperationNumber> unexplained;
  /// Answers of which nobody can say what they claim.
  std::vector<OperationNumber> unclear;
  std::vector<OperationNumber> malformed;
  std::string malformation;  ///< of the first malformed answer
  /// The entries of the first malformed and the first unexplained answer, and of those that do not
  /// say whose they are.
  std::vector<KeptAnswer> kept;
  /// All operations that returned, by response.
  std::vector<OperationNumber> returned;

  /// Forgets all but the capacity and whether entries are kept.
  void clear();
};

}  // namespace rollcall::checker
