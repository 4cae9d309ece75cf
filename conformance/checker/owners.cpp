#include "conformance/checker/owners.hpp"

#include <algorithm>

namespace rollcall::checker {

using history::Call;
using history::DomainNumber;
using history::NameNumber;
using history::Outcome;

void Owners::add_initial(DomainNumber domain, const history::DomainState& state) {
  if (!state.exists) return;
  add_name(state.name, domain);
  if (state.active) add_id(state.id, domain);
}

void Owners::add(const history::Operation& mutator) {
  switch (mutator.call) {
    case Call::kDefine:
    case Call::kRename:
      add_name(mutator.argument, mutator.domain);
      return;
    case Call::kCreate:
      add_name(mutator.argument, mutator.domain);
      [[fallthrough]];
    case Call::kStart:
      add_id(mutator.outcome == Outcome::kDone ? mutator.value : history::kUnknownId,
             mutator.domain);
      return;
    default:
      return;
  }
}

std::optional<DomainNumber> Owners::of_id(std::int32_t id) const {
  const auto found = ids_.find(id);
  return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

std::span<const DomainNumber> Owners::of_name(NameNumber name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? std::span<const DomainNumber>()
                               : std::span<const DomainNumber>(found->second);
}

bool Owners::may_have(DomainNumber domain, NameNumber name) const {
  const auto owners = of_name(name);
  return std::find(owners.begin(), owners.end(), domain) != owners.end();
}

void Owners::add_id(std::int32_t id, DomainNumber domain) {
  if (id == history::kUnknownId) {
    has_unknown_ids_ = true;
    return;
  }
  const auto [place, is_new] = ids_.try_emplace(id, domain);
  if (!is_new && place->second != domain) place->second = history::kNoDomain;
}

void Owners::add_name(NameNumber name, DomainNumber domain) {
  if (name == history::kNoName) return;
  std::vector<DomainNumber>& owners = names_[name];
  if (std::find(owners.begin(), owners.end(), domain) == owners.end()) owners.push_back(domain);
}

}  // namespace rollcall::checker
