// SyntheticHost: the true host behind a synthetic history. It performs mutators and answers readers
// one at a time, as history/FORMAT.md says; on request it answers from wrong states.

#pragma once

#include <cstdint>
#include <vector>

#include "conformance/history/history.hpp"
#include "conformance/workload/synthetic_random.hpp"

namespace rollcall::workload {

/// From which states an answer is put together. The default is the present, as a whole.
struct View {
  std::uint64_t salt = 0;   ///< which domains belong to which part, and which are stale
  std::uint32_t parts = 1;  ///< the answer is read in so many parts, one after another
  std::uint32_t part = 0;
  bool stale = false;  ///< about half of the domains as they were before their last change
};

class SyntheticHost {
 public:
  /// A host of `domains` domains in random states, and one stranger.
  SyntheticHost(unsigned domains, SyntheticRandom& random);

  /// As it was at the beginning; some ids of domains that were active then are not told when
  /// `hide_ids`.
  history::Host beginning(bool hide_ids, SyntheticRandom& random) const;

  history::DomainNumber domains() const {
    return static_cast<history::DomainNumber>(states_.size());
  }
  const history::DomainState& state(history::DomainNumber domain) const { return states_[domain]; }
  /// The two names that a domain may have; the second it shares with its neighbour.
  history::NameNumber own_name(history::DomainNumber domain) const { return domain; }
  history::NameNumber shared_name(history::DomainNumber domain) const {
    return domains() + domain / 2;
  }
  /// The next id that a domain gets.
  std::int32_t next_id() const { return next_id_; }

  /// Whether a mutator would be done now.
  bool permits(const history::Operation& mutator) const;

  /// Performs a mutator: sets its outcome and value.
  void perform(history::Operation& mutator);

  /// Adds the part of the answer that `view` names to the value and the entries.
  ///
  /// Pre: one part only, unless it reads the whole host.
  void answer(history::Operation& reader, const View& view, std::vector<history::Entry>& entries);

 private:
  const history::DomainState* seen(history::DomainNumber domain, const View& view) const;
  bool change(history::DomainState& state, const history::Operation& mutator) const;
  bool take_name(history::DomainState& state, const history::Operation& mutator) const;
  void list(history::Operation& reader, const View& view, std::vector<history::Entry>& entries);
  void list_legacy(history::Operation& reader, const View& view,
                   std::vector<history::Entry>& entries);
  void look_up(history::Operation& reader, const View& view, std::vector<history::Entry>& entries);
  void get(history::Operation& reader, const View& view);

  std::vector<history::DomainState> states_;
  std::vector<history::DomainState> previous_;  ///< before the last change of each
  std::vector<std::uint32_t> holding_;          ///< spec::holding_flags of each; 0 when absent
  std::vector<history::DomainNumber> name_owner_;
  std::int32_t next_id_ = 1;
};

}  // namespace rollcall::workload
