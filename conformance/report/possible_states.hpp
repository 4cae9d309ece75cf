// PossibleStates: which states a domain can have had at which instants, given when the calls that
// change it were made and what they returned. A small search, for evidence of a few operations.

#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "conformance/checker/verdict.hpp"

namespace rollcall::report {

/// Instants from one stamp to another, both included.
struct Stretch {
  history::Stamp from = 0;
  history::Stamp to = 0;

  friend bool operator==(const Stretch&, const Stretch&) = default;
};

/// The part of a domain's life in which something holds, by the operations that bound it.
struct Era {
  std::optional<checker::OperationNumber> after{};   ///< from when it took effect; else from before
  std::optional<checker::OperationNumber> before{};  ///< until it took effect; else for good

  friend bool operator==(const Era&, const Era&) = default;
};

class PossibleStates {
 public:
  using Predicate = std::function<bool(const history::DomainState&)>;

  PossibleStates(const history::History& evidence, history::DomainNumber domain);

  /// Whether the recorded results of the calls that change the domain fit any order at all.
  bool are_consistent() const { return !lives_.empty(); }

  /// The states that the domain can have had within a stretch, each once.
  std::vector<history::DomainState> within(const Stretch& window) const;

  /// When, within a window, the domain can have been in a state for which `holds`. Sorted, apart.
  std::vector<Stretch> stretches(const Stretch& window, const Predicate& holds) const;

  /// The eras that reach into a window in which `holds`, each once. Bounds that say nothing about
  /// the window are left out.
  std::vector<Era> eras(const Stretch& window, const Predicate& holds) const;

 private:
  /// A state between two changes, and when it can have held.
  struct Version {
    history::DomainState state;
    Era era;
    Stretch possible;
  };
  /// The versions of the domain in one legal order of its changes.
  using Life = std::vector<Version>;

  class Search;

  const history::History& evidence_;
  std::vector<Life> lives_;
};

}  // namespace rollcall::report
