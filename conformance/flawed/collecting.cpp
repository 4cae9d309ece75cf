// Flaws of listings that are put together from several reads, between which the host changes.

#include "conformance/flawed/answer.hpp"
#include "conformance/flawed/flaw.hpp"
#include "conformance/spec/filter_predicate.hpp"

namespace rollcall::flawed {
namespace {

using enum spec::ListFlag;

std::optional<Answer> collect_then_filter(virConnectPtr connection, unsigned flags) {
  const auto collected = list(connection, 0);
  if (!collected) return std::nullopt;
  Answer answer;
  for (const Handle& handle : *collected) {
    auto now = list(connection, flags);
    if (!now) return std::nullopt;
    Handle matched = take(*now, uuid_of(handle.get()));
    if (matched != nullptr) answer.push_back(std::move(matched));
  }
  return answer;
}

/// Active domains, then inactive ones. Only for listings of all domains.
template <bool drops_duplicates>
std::optional<Answer> two_passes(virConnectPtr connection, unsigned flags) {
  if (flags != 0) return list(connection, flags);
  auto answer = list(connection, kListActive);
  pause();
  auto inactive = list(connection, kListInactive);
  if (!answer || !inactive) return std::nullopt;
  const std::set<Uuid> seen = uuids_of(*answer);
  for (Handle& handle : *inactive) {
    const bool is_new = seen.count(uuid_of(handle.get())) == 0;
    if (is_new || !drops_duplicates) answer->push_back(std::move(handle));
  }
  return answer;
}

std::optional<Answer> read_shard_by_shard(virConnectPtr connection, unsigned flags) {
  const auto in_first_shard = [](const Handle& handle) {
    return uuid_of(handle.get()).back() % 2 == 0;
  };
  auto answer = list(connection, flags);
  pause();
  auto later = list(connection, flags);
  if (!answer || !later) return std::nullopt;
  std::erase_if(*answer, [&](const Handle& handle) { return !in_first_shard(handle); });
  for (Handle& handle : *later) {
    if (!in_first_shard(handle)) answer->push_back(std::move(handle));
  }
  return answer;
}

std::optional<Answer> page_by_position(virConnectPtr connection, unsigned flags) {
  auto answer = list(connection, flags);
  if (!answer) return std::nullopt;
  const std::size_t page = answer->size() / 2;
  answer->resize(page);
  const std::set<Uuid> seen = uuids_of(*answer);
  pause();
  auto later = list(connection, flags);
  if (!later) return std::nullopt;
  for (std::size_t index = page; index < later->size(); ++index) {
    Handle& handle = (*later)[index];
    if (seen.count(uuid_of(handle.get())) == 0) answer->push_back(std::move(handle));
  }
  return answer;
}

std::optional<Answer> size_from_earlier_count(virConnectPtr connection, unsigned flags) {
  const int room = backend().virConnectListAllDomains(connection, nullptr, flags);
  pause();
  auto answer = list(connection, flags);
  if (!answer || room < 0) return std::nullopt;
  if (answer->size() > static_cast<std::size_t>(room)) {
    answer->erase(answer->begin(), answer->end() - room);
  }
  return answer;
}

int count_in_two_passes(virConnectPtr connection, virDomainPtr** domains, unsigned flags) {
  const auto count = [connection](unsigned counted) {
    return backend().virConnectListAllDomains(connection, nullptr, counted);
  };
  if (domains != nullptr || flags != 0) {
    return backend().virConnectListAllDomains(connection, domains, flags);
  }
  const int active = count(kListActive);
  pause();
  const int inactive = count(kListInactive);
  return active < 0 || inactive < 0 ? -1 : active + inactive;
}

int abort_when_one_vanished(virConnectPtr connection, virDomainPtr** domains, unsigned flags) {
  auto answer = list(connection, flags);
  pause();
  std::optional<Uuid> vanished;
  int state = 0;
  for (std::size_t index = 0; answer && index < answer->size() && !vanished; ++index) {
    virDomainPtr domain = (*answer)[index].get();
    if (backend().virDomainGetState(domain, &state, nullptr, 0) < 0) vanished = uuid_of(domain);
  }
  if (answer && !vanished) return give(*std::move(answer), domains);
  if (domains != nullptr) *domains = nullptr;
  if (!answer) return -1;
  // Freeing handles clears the error, which has to be that of the domain.
  answer.reset();
  const Handle returned(backend().virDomainLookupByUUID(connection, vanished->data()));
  return returned == nullptr ? -1 : abort_when_one_vanished(connection, domains, flags);
}

std::optional<Answer> leak_what_vanished(virConnectPtr connection, unsigned flags) {
  auto answer = list(connection, flags);
  pause();
  const std::set<Uuid> left = matching(connection, flags);
  if (!answer) return std::nullopt;
  for (const Handle& handle : *answer) {
    if (left.count(uuid_of(handle.get())) == 0) backend().virDomainRef(handle.get());
  }
  return answer;
}

}  // namespace

std::vector<Flaw> collecting_flaws() {
  return {
      {"collects_then_filters",
       "collects all domains, then asks one after the other if it matches",
       "atomicity",
       "atomicity/S",
       {ROLLCALL_FLAWED_LISTS_BY(collect_then_filter)}},
      {"misses_between_passes",
       "lists active domains, then inactive ones that are not yet listed",
       "atomicity",
       "atomicity/E",
       {ROLLCALL_FLAWED_LISTS_BY(two_passes<true>)}},
      {"repeats_between_passes",
       "lists active domains, then inactive ones",
       "atomicity",
       "atomicity/W",
       {ROLLCALL_FLAWED_LISTS_BY(two_passes<false>)}},
      {"reads_shard_by_shard",
       "reads the domains of one half of the table after the other",
       "atomicity",
       "atomicity/S",
       {ROLLCALL_FLAWED_LISTS_BY(read_shard_by_shard)}},
      {"pages_by_position",
       "reads the second half of a list from where the first one ended",
       "atomicity",
       "atomicity/E",
       {ROLLCALL_FLAWED_LISTS_BY(page_by_position)}},
      {"sizes_from_earlier_count",
       "has room for as many domains as were counted before",
       "atomicity",
       "atomicity/E",
       {ROLLCALL_FLAWED_LISTS_BY(size_from_earlier_count)}},
      {"counts_in_two_passes",
       "a count of all adds the active and the inactive, one by one",
       "atomicity",
       "atomicity/E",
       {ROLLCALL_FLAWED_REPLACES(virConnectListAllDomains, count_in_two_passes)}},
      {"aborts_when_one_vanished",
       "one domain that goes meanwhile fails the whole listing",
       "atomicity",
       "atomicity/W/virConnectListAllDomains fails with 42",
       {ROLLCALL_FLAWED_REPLACES(virConnectListAllDomains, abort_when_one_vanished)}},
      {"leaks_what_vanished",
       "the handle of a domain that goes meanwhile is never freed",
       "atomicity",
       "atomicity/W/leak",
       {ROLLCALL_FLAWED_LISTS_BY(leak_what_vanished)}},
  };
}

}  // namespace rollcall::flawed
