// The readers of a performer: of one domain and of the whole host.

#include <cstdlib>

#include "conformance/spec/filter_predicate.hpp"
#include "conformance/sut/raw_listing.hpp"
#include "conformance/workload/performer.hpp"

namespace rollcall::workload {

using history::Call;
using history::Outcome;

void Performer::read_domain(const Command& command) {
  if (command.call <= Call::kLookupById) return look_up(command);
  const sut::Domain* domain = handle_of(command.slot);
  if (domain == nullptr) return;
  const virDomainPtr raw = domain->raw();
  lane_.open(command.call, stage_.slots()[command.slot].domain);
  int value = 0;
  int returned = 0;
  switch (command.call) {
    case Call::kGetState: {
      int reason = 0;
      returned = library().virDomainGetState(raw, &value, &reason, 0);
      break;
    }
    case Call::kIsActive:
      value = returned = library().virDomainIsActive(raw);
      break;
    case Call::kIsPersistent:
      value = returned = library().virDomainIsPersistent(raw);
      break;
    case Call::kGetAutostart:
      returned = library().virDomainGetAutostart(raw, &value);
      break;
    default:
      value = returned = library().virDomainHasManagedSaveImage(raw, 0);
      break;
  }
  lane_.respond();
  close_number(command.call, returned < 0 ? returned : value, true);
}

void Performer::look_up(const Command& command, std::optional<sut::Domain>* kept) {
  const Slot& slot = stage_.slots()[command.slot % stage_.slots().size()];
  const std::int32_t id = slot.last_id.load(std::memory_order_relaxed);
  virDomainPtr found = nullptr;
  switch (command.call) {
    case Call::kLookupByUuid:
      lane_.open(command.call, slot.domain);
      found = library().virDomainLookupByUUID(connection_.raw(), slot.raw_uuid.data());
      break;
    case Call::kLookupByName:
      lane_.open(command.call, history::kNoDomain, stage_.name(command.argument));
      found = library().virDomainLookupByName(connection_.raw(),
                                              stage_.name_text(command.argument).c_str());
      break;
    default:
      if (id <= 0) return;
      lane_.open(command.call, history::kNoDomain, static_cast<std::uint32_t>(id));
      found = library().virDomainLookupByID(connection_.raw(), id);
      break;
  }
  lane_.respond();
  if (found == nullptr) return close_number(command.call, -1, true);
  sut::Domain owner(library(), found);
  add_entry(found, history::kNoState);
  lane_.close(Outcome::kDone);
  if (kept != nullptr) kept->emplace(std::move(owner));
}

void Performer::read_host(const Command& command) {
  switch (command.call) {
    case Call::kList:
      return list(command.argument);
    case Call::kCount:
      return count(command.argument);
    case Call::kAllStats:
      return all_stats(command.argument);
    case Call::kLegacyUnion:
      return legacy_union();
    default:
      return legacy(command);
  }
}

void Performer::list(unsigned flags) {
  lane_.open(Call::kList, history::kNoDomain, flags);
  const sut::RawListing listing(library(), connection_.raw(), flags);
  lane_.respond();
  if (listing.length() < 0) {
    // Contradicting flags may be refused.
    return close_number(Call::kList, -1, spec::is_contradictory(flags));
  }
  std::size_t holes = 0;
  for (const virDomainPtr domain : listing.elements()) {
    if (domain == nullptr) {
      ++holes;
    } else {
      add_entry(domain, history::kNoState);
    }
  }
  lane_.set_shape(listing.is_terminated(), holes);
  lane_.close(Outcome::kDone, listing.length());
}

void Performer::count(unsigned flags) {
  lane_.open(Call::kCount, history::kNoDomain, flags);
  const int returned = library().virConnectListAllDomains(connection_.raw(), nullptr, flags);
  lane_.respond();
  close_number(Call::kCount, returned, spec::is_contradictory(flags));
}

void Performer::all_stats(unsigned flags) {
  lane_.open(Call::kAllStats, history::kNoDomain, flags);
  const sut::RawStats stats(library(), connection_.raw(), VIR_DOMAIN_STATS_STATE, flags);
  lane_.respond();
  if (stats.length() < 0) {
    return close_number(Call::kAllStats, -1, spec::is_contradictory(flags));
  }
  std::size_t holes = 0;
  for (int index = 0; index < stats.length(); ++index) {
    const virDomainStatsRecordPtr record = stats.records()[index];
    if (record == nullptr) {
      ++holes;
    } else {
      add_entry(record->dom, sut::state_of(*record));
    }
  }
  lane_.set_shape(stats.records()[stats.length()] == nullptr, holes);
  lane_.close(Outcome::kDone, stats.length());
}

void Performer::legacy(const Command& command) {
  const auto room = static_cast<int>(command.argument);
  ids_.resize(command.argument);
  names_.assign(command.argument, nullptr);
  lane_.open(command.call, history::kNoDomain, command.argument);
  int returned = -1;
  switch (command.call) {
    case Call::kNumOfDomains:
      returned = library().virConnectNumOfDomains(connection_.raw());
      break;
    case Call::kNumOfDefinedDomains:
      returned = library().virConnectNumOfDefinedDomains(connection_.raw());
      break;
    case Call::kListDomains:
      returned = library().virConnectListDomains(connection_.raw(), ids_.data(), room);
      break;
    default:
      returned = library().virConnectListDefinedDomains(connection_.raw(), names_.data(), room);
      break;
  }
  lane_.respond();
  if (returned > 0 && command.call == Call::kListDomains) add_ids(returned);
  if (returned > 0 && command.call == Call::kListDefinedDomains) add_names(returned);
  close_number(command.call, returned);
}

void Performer::legacy_union() {
  constexpr int kMarginForNewcomers = 16;
  lane_.open(Call::kLegacyUnion);
  const int active_room = library().virConnectNumOfDomains(connection_.raw()) + kMarginForNewcomers;
  ids_.resize(static_cast<std::size_t>(active_room));
  const int active = library().virConnectListDomains(connection_.raw(), ids_.data(), active_room);
  const int inactive_room =
      library().virConnectNumOfDefinedDomains(connection_.raw()) + kMarginForNewcomers;
  names_.assign(static_cast<std::size_t>(inactive_room), nullptr);
  const int inactive =
      library().virConnectListDefinedDomains(connection_.raw(), names_.data(), inactive_room);
  lane_.respond();
  if (active > 0) add_ids(active);
  if (inactive > 0) add_names(inactive);
  close_number(Call::kLegacyUnion, active < 0 || inactive < 0 ? -1 : active + inactive);
}

void Performer::add_ids(int count) {
  for (std::size_t index = 0; index < std::min<std::size_t>(count, ids_.size()); ++index) {
    lane_.add_entry_with_id(ids_[index]);
  }
}

void Performer::add_names(int count) {
  for (std::size_t index = 0; index < std::min<std::size_t>(count, names_.size()); ++index) {
    if (names_[index] == nullptr) continue;
    lane_.add_entry_with_name(names_[index]);
    std::free(names_[index]);
  }
}

void Performer::add_entry(virDomainPtr domain, int state) {
  history::Uuid uuid{};
  library().virDomainGetUUID(domain, uuid.data());
  const char* name = library().virDomainGetName(domain);
  lane_.add_entry(uuid, name == nullptr ? "" : name,
                  static_cast<std::int32_t>(library().virDomainGetID(domain)), state);
}

void Performer::close_number(Call call, int returned, bool may_be_refused) {
  if (returned >= 0) return lane_.close(Outcome::kDone, returned);
  const sut::Failure failure = sut::last_failure(library());
  const bool says_gone = failure.code == VIR_ERR_NO_DOMAIN;
  if (may_be_refused && !history::is_host_reader(call) && says_gone) {
    return lane_.close(Outcome::kRefused);
  }
  lane_.discard();
  if (!may_be_refused || !history::is_host_reader(call)) note_trouble(call, failure);
}

}  // namespace rollcall::workload
