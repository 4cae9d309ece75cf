// Flaws of the filter of a listing.

#include "conformance/flawed/answer.hpp"
#include "conformance/flawed/flaw.hpp"
#include "conformance/spec/filter_predicate.hpp"

namespace rollcall::flawed {
namespace {

using enum spec::ListFlag;

constexpr unsigned kKnownFlags = spec::kListFlagWords - 1;
constexpr unsigned kActivity = kListActive | kListInactive;

/// The domains of the host whose uuids are among these.
Answer only(Answer all, const std::set<Uuid>& wanted) {
  std::erase_if(all,
                [&](const Handle& handle) { return wanted.count(uuid_of(handle.get())) == 0; });
  return all;
}

/// The parts of a flag word that a flaw wrongly asks about one by one.
std::vector<unsigned> groups_of(unsigned flags) {
  std::vector<unsigned> groups;
  for (const unsigned group : spec::kListFlagGroups) {
    if ((flags & group) != 0) groups.push_back(flags & group);
  }
  return groups;
}

std::optional<Answer> or_groups(virConnectPtr connection, unsigned flags) {
  if (groups_of(flags).size() < 2) return list(connection, flags);
  std::set<Uuid> wanted;
  for (const unsigned group : groups_of(flags)) wanted.merge(matching(connection, group));
  auto all = list(connection, 0);
  if (!all) return std::nullopt;
  return only(*std::move(all), wanted);
}

std::optional<Answer> and_within_groups(virConnectPtr connection, unsigned flags) {
  auto answer = list(connection, flags);
  if (!answer) return std::nullopt;
  for (unsigned bit = 1; bit <= kKnownFlags; bit <<= 1) {
    if ((flags & bit) != 0) answer = only(*std::move(answer), matching(connection, bit));
  }
  return answer;
}

std::optional<Answer> omit_other_states(virConnectPtr connection, unsigned flags) {
  auto answer = list(connection, flags);
  if (!answer || (flags & kListOther) == 0) return answer;
  const std::set<Uuid> known = matching(connection, kListRunning | kListPaused | kListShutoff);
  return only(*std::move(answer), known);
}

/// virConnectListAllDomains of the backend with other flags.
template <unsigned (*change)(unsigned flags, bool is_count)>
int list_with(virConnectPtr connection, virDomainPtr** domains, unsigned flags) {
  const unsigned changed = change(flags, domains == nullptr);
  return backend().virConnectListAllDomains(connection, domains, changed);
}

unsigned without_unknown_flags(unsigned flags, bool) { return flags & kKnownFlags; }

unsigned without_flags_when_counting(unsigned flags, bool is_count) {
  return is_count ? flags & ~kKnownFlags : flags;
}

unsigned without_checkpoint_flags(unsigned flags, bool) {
  return flags & ~(kListHasCheckpoint | kListNoCheckpoint);
}

unsigned with_snapshot_for_checkpoint(unsigned flags, bool) {
  constexpr unsigned kCheckpoint = kListHasCheckpoint | kListNoCheckpoint;
  return (flags & ~kCheckpoint) | ((flags & kCheckpoint) >> 2);
}

unsigned without_persistence_beside_activity(unsigned flags, bool) {
  constexpr unsigned kPersistence = kListPersistent | kListTransient;
  const bool both = (flags & kActivity) != 0 && (flags & kPersistence) != 0;
  return both ? flags & ~kPersistence : flags;
}

#define LISTS_WITH(change) ROLLCALL_FLAWED_REPLACES(virConnectListAllDomains, list_with<change>)

}  // namespace

std::vector<Flaw> filtering_flaws() {
  return {
      {"ors_groups",
       "a domain needs to match only one of the flag groups",
       "algebra",
       "algebra/intersection",
       {ROLLCALL_FLAWED_REPLACES(virConnectListAllDomains, list_all<or_groups>)}},
      {"ands_within_groups",
       "a domain needs to match every flag of a group",
       "filters",
       "filters/array/ACTIVE|INACTIVE",
       {ROLLCALL_FLAWED_REPLACES(virConnectListAllDomains, list_all<and_within_groups>)}},
      {"omits_other_states",
       "OTHER lists no domain in another state",
       "filters",
       "filters/array/OTHER",
       {ROLLCALL_FLAWED_REPLACES(virConnectListAllDomains, list_all<omit_other_states>)}},
      {"accepts_unknown_flags",
       "unknown flag bits are ignored instead of refused",
       "contract",
       "contract/list-unknown-bits/virConnectListAllDomains/result",
       {LISTS_WITH(without_unknown_flags)}},
      {"counts_everything",
       "a count-only call counts all domains, whatever the flags",
       "algebra",
       "algebra/count",
       {LISTS_WITH(without_flags_when_counting)}},
      {"ignores_checkpoints",
       "the checkpoint flags are accepted, and filter nothing",
       "filters",
       "filters/array/HAS_CHECKPOINT",
       {LISTS_WITH(without_checkpoint_flags)}},
      {"tests_wrong_bit",
       "the checkpoint flags filter by snapshots",
       "filters",
       "filters/array/HAS_CHECKPOINT",
       {LISTS_WITH(with_snapshot_for_checkpoint)}},
      {"forgets_persistence",
       "beside a flag of activity, those of persistence filter nothing",
       "algebra",
       "algebra/intersection",
       {LISTS_WITH(without_persistence_beside_activity)}},
  };
}

}  // namespace rollcall::flawed
