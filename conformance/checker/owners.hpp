// Owners: which domain an id or a name belongs to, for answers that consist of these alone.

#pragma once

#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "conformance/history/history.hpp"

namespace rollcall::checker {

class Owners {
 public:
  /// What the domain has before the first operation.
  void add_initial(history::DomainNumber domain, const history::DomainState& state);
  /// What the mutator may give to its domain.
  void add(const history::Operation& mutator);

  /// The domain that had the id at some time; kNoDomain when several had it, nothing when none.
  std::optional<history::DomainNumber> of_id(std::int32_t id) const;
  /// All domains that were meant to have the name at some time.
  std::span<const history::DomainNumber> of_name(history::NameNumber name) const;
  /// Whether the domain was meant to have the name at some time.
  bool may_have(history::DomainNumber domain, history::NameNumber name) const;
  /// Whether some domain may have been active with an id that nobody recorded.
  bool has_unknown_ids() const { return has_unknown_ids_; }

 private:
  void add_id(std::int32_t id, history::DomainNumber domain);
  void add_name(history::NameNumber name, history::DomainNumber domain);

  std::unordered_map<std::int32_t, history::DomainNumber> ids_;
  std::unordered_map<history::NameNumber, std::vector<history::DomainNumber>> names_;
  bool has_unknown_ids_ = false;
};

}  // namespace rollcall::checker
