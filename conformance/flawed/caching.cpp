// Flaws of listings that remember what was true: caches that are refreshed too late.

#include <atomic>
#include <map>

#include "conformance/flawed/flaw.hpp"
#include "conformance/flawed/uuid_set.hpp"
#include "conformance/spec/filter_predicate.hpp"

namespace rollcall::flawed {
namespace {

using enum spec::ListFlag;

/// What a cache knows is renewed by every so many listings.
constexpr unsigned kListingsPerRefresh = 16;

/// The domains that match `flags`, as a cache has them.
const UuidSet& cached(virConnectPtr connection, unsigned flags) {
  static std::atomic<unsigned> listings{0};
  static UuidSet domains;
  if (listings++ % kListingsPerRefresh == 0) domains.assign(matching(connection, flags));
  return domains;
}

std::optional<Answer> cache_active(virConnectPtr connection, unsigned flags) {
  if (flags != kListActive) return list(connection, flags);
  auto all = list(connection, 0);
  if (!all) return std::nullopt;
  return only(*std::move(all), cached(connection, kListActive));
}

/// The list with the flag `yes` or `no` answered from what is known to have the attribute.
std::optional<Answer> answer_from(const UuidSet& known, unsigned yes, unsigned no,
                                  virConnectPtr connection, unsigned flags) {
  const unsigned asked = flags & (yes | no);
  if (asked != yes && asked != no) return list(connection, flags);
  auto answer = list(connection, flags & ~asked);
  if (!answer) return std::nullopt;
  return asked == yes ? only(*std::move(answer), known) : without(*std::move(answer), known);
}

std::optional<Answer> cache_autostart(virConnectPtr connection, unsigned flags) {
  return answer_from(cached(connection, kListAutostart), kListAutostart, kListNoAutostart,
                     connection, flags);
}

/// The domains with a snapshot, as it was before somebody made the last one.
UuidSet with_snapshot;

virDomainSnapshotPtr create_snapshot_unseen(virDomainPtr domain, const char* xml, unsigned flags) {
  with_snapshot.assign(matching(backend().virDomainGetConnect(domain), kListHasSnapshot));
  return backend().virDomainSnapshotCreateXML(domain, xml, flags);
}

std::optional<Answer> show_snapshots_late(virConnectPtr connection, unsigned flags) {
  return answer_from(with_snapshot, kListHasSnapshot, kListNoSnapshot, connection, flags);
}

/// The domains that ever had a snapshot.
UuidSet ever_with_snapshot;

virDomainSnapshotPtr create_snapshot_for_good(virDomainPtr domain, const char* xml,
                                              unsigned flags) {
  virDomainSnapshotPtr snapshot = backend().virDomainSnapshotCreateXML(domain, xml, flags);
  if (snapshot != nullptr) ever_with_snapshot.insert(uuid_of(domain));
  return snapshot;
}

std::optional<Answer> remember_snapshots(virConnectPtr connection, unsigned flags) {
  return answer_from(ever_with_snapshot, kListHasSnapshot, kListNoSnapshot, connection, flags);
}

/// Each listing prepares the answer of the next with the same flags.
std::optional<Answer> answer_one_call_late(virConnectPtr connection, unsigned flags) {
  static std::mutex mutex;
  static std::map<unsigned, std::set<Uuid>> prepared;
  auto all = list(connection, 0);
  if (!all || flags == 0) return all;
  UuidSet listed;
  listed.assign(matching(connection, flags));
  {
    const std::scoped_lock lock(mutex);
    const auto [place, is_first] = prepared.try_emplace(flags);
    if (is_first) place->second = matching(connection, flags);
    listed.swap(place->second);
  }
  return only(*std::move(all), listed);
}

}  // namespace

std::vector<Flaw> caching_flaws() {
  return {
      {"caches_active_domains",
       "which domains are active is looked up now and then only",
       "atomicity",
       "atomicity/E",
       {ROLLCALL_FLAWED_LISTS_BY(cache_active)}},
      {"caches_autostart",
       "which domains start with the host is looked up now and then only",
       "atomicity",
       "atomicity/E",
       {ROLLCALL_FLAWED_LISTS_BY(cache_autostart)}},
      {"shows_snapshots_late",
       "snapshots show when somebody makes the next one",
       "atomicity",
       "atomicity/E",
       {ROLLCALL_FLAWED_REPLACES(virDomainSnapshotCreateXML, create_snapshot_unseen),
        ROLLCALL_FLAWED_LISTS_BY(show_snapshots_late)}},
      {"remembers_snapshots",
       "a domain that ever had a snapshot is listed as having one",
       "atomicity",
       "atomicity/E",
       {ROLLCALL_FLAWED_REPLACES(virDomainSnapshotCreateXML, create_snapshot_for_good),
        ROLLCALL_FLAWED_LISTS_BY(remember_snapshots)}},
      {"answers_one_call_late",
       "a listing answers what the one before should have",
       "atomicity",
       "atomicity/E",
       {ROLLCALL_FLAWED_LISTS_BY(answer_one_call_late)}},
  };
}

}  // namespace rollcall::flawed
