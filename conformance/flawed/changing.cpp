// Flaws of the calls that change a domain: they do nothing, do it later, or show it in pieces.

#include <atomic>

#include "conformance/flawed/flaw.hpp"
#include "conformance/flawed/uuid_set.hpp"
#include "conformance/spec/filter_predicate.hpp"

namespace rollcall::flawed {
namespace {

using enum spec::ListFlag;

int suspend_nothing(virDomainPtr) { return 0; }

int rename_nothing(virDomainPtr domain, const char* new_name, unsigned flags) {
  const Handle taken(
      backend().virDomainLookupByName(backend().virDomainGetConnect(domain), new_name));
  return taken != nullptr ? 0 : backend().virDomainRename(domain, new_name, flags);
}

int stop_when_undefined(virDomainPtr domain, unsigned flags) {
  const int undefined = backend().virDomainUndefineFlags(domain, flags);
  if (undefined == 0 && backend().virDomainIsActive(domain) == 1)
    backend().virDomainDestroy(domain);
  return undefined;
}

/// Domains that were told to suspend, and will.
class SuspendsLater {
 public:
  void add(virDomainPtr domain) {
    backend().virDomainRef(domain);
    const std::scoped_lock lock(mutex_);
    pending_.emplace_back(domain);
  }
  void suspend_all() {
    const std::scoped_lock lock(mutex_);
    for (const Handle& domain : pending_) backend().virDomainSuspend(domain.get());
    pending_.clear();
  }

 private:
  std::mutex mutex_;
  Answer pending_;
};

SuspendsLater suspends_later;

int suspend_later(virDomainPtr domain) {
  suspends_later.add(domain);
  return 0;
}

std::optional<Answer> list_then_suspend(virConnectPtr connection, unsigned flags) {
  constexpr unsigned kListingsPerSuspension = 8;
  static std::atomic<unsigned> listings{0};
  auto answer = list(connection, flags);
  if (++listings % kListingsPerSuspension == 0) suspends_later.suspend_all();
  return answer;
}

int suspend_then_resume(virDomainPtr domain) {
  suspends_later.suspend_all();
  return backend().virDomainResume(domain);
}

int start_and_fail(virDomainPtr domain, unsigned flags) {
  constexpr unsigned kOneIn = 16;
  static std::atomic<unsigned> starts{0};
  const int started = backend().virDomainCreateWithFlags(domain, flags);
  if (started != 0 || ++starts % kOneIn != 0) return started;
  // Refused, since it runs.
  return backend().virDomainCreateWithFlags(domain, flags);
}

/// The domains that a call is changing, and that the flaw shows wrongly meanwhile.
UuidSet changing;

std::optional<Answer> hide_changing(virConnectPtr connection, unsigned flags) {
  auto answer = list(connection, flags);
  if (!answer) return std::nullopt;
  return without(*std::move(answer), changing);
}

int hide_when_renamed(virDomainPtr domain, const char* new_name, unsigned flags) {
  const Mark mark(changing, domain);
  pause();
  return backend().virDomainRename(domain, new_name, flags);
}

int hide_when_destroyed(virDomainPtr domain) {
  if (backend().virDomainIsPersistent(domain) != 0) return backend().virDomainDestroy(domain);
  const Mark mark(changing, domain);
  pause();
  return backend().virDomainDestroy(domain);
}

/// A transient domain that was destroyed, until the next list.
class Ghost {
 public:
  void appear(Handle domain) {
    const std::scoped_lock lock(mutex_);
    domain_ = std::move(domain);
  }
  Handle take() {
    const std::scoped_lock lock(mutex_);
    return std::move(domain_);
  }

 private:
  std::mutex mutex_;
  Handle domain_;
};

Ghost ghost;

int destroy_to_ghost(virDomainPtr domain) {
  const bool is_transient = backend().virDomainIsPersistent(domain) == 0;
  const int destroyed = backend().virDomainDestroy(domain);
  if (is_transient && destroyed == 0) {
    backend().virDomainRef(domain);
    ghost.appear(Handle(domain));
  }
  return destroyed;
}

std::optional<Answer> list_with_ghost(virConnectPtr connection, unsigned flags) {
  auto answer = list(connection, flags);
  Handle lingering = ghost.take();
  if (answer && lingering != nullptr && flags == kListTransient) {
    const bool is_back = uuids_of(*answer).count(uuid_of(lingering.get())) != 0;
    if (!is_back) answer->push_back(std::move(lingering));
  }
  return answer;
}

/// The list, with domains that are being changed still counted as `no` though they are `yes`.
template <unsigned yes, unsigned no>
std::optional<Answer> list_torn(virConnectPtr connection, unsigned flags) {
  const unsigned asked = flags & (yes | no);
  auto answer = list(connection, flags);
  if (!answer || (asked != yes && asked != no)) return answer;
  if (asked == yes) return without(*std::move(answer), changing);
  auto changed = list(connection, (flags & ~no) | yes);
  if (!changed) return answer;
  const std::set<Uuid> seen = uuids_of(*answer);
  for (Handle& handle : only(*std::move(changed), changing)) {
    if (seen.count(uuid_of(handle.get())) == 0) answer->push_back(std::move(handle));
  }
  return answer;
}

virDomainPtr define_in_two_steps(virConnectPtr connection, const char* xml) {
  virDomainPtr domain = backend().virDomainDefineXML(connection, xml);
  if (domain == nullptr) return nullptr;
  const Mark mark(changing, domain);
  pause();
  return domain;
}

int save_in_two_steps(virDomainPtr domain, unsigned flags) {
  const Mark mark(changing, domain);
  const int saved = backend().virDomainManagedSave(domain, flags);
  if (saved == 0) pause();
  return saved;
}

int suspend_in_two_steps(virDomainPtr domain) {
  const Mark mark(changing, domain);
  const int suspended = backend().virDomainSuspend(domain);
  if (suspended == 0) pause();
  return suspended;
}

}  // namespace

std::vector<Flaw> changing_flaws() {
  return {
      {"suspends_nothing",
       "suspending a domain succeeds and does nothing",
       "lifecycle",
       "lifecycle/suspend(0)/RP/state 3/1 -> 1/1",
       {ROLLCALL_FLAWED_REPLACES(virDomainSuspend, suspend_nothing)}},
      {"renames_nothing",
       "renaming a domain to a name that is taken succeeds and does nothing",
       "clash",
       "clash/rename(0)/I/result E55 -> ok",
       {ROLLCALL_FLAWED_REPLACES(virDomainRename, rename_nothing)}},
      {"stops_when_undefined",
       "a running domain stops when its definition goes",
       "lifecycle",
       "lifecycle/undefine(0)/RP/exists yes -> no",
       {ROLLCALL_FLAWED_REPLACES(virDomainUndefine, without_flags<stop_when_undefined>),
        ROLLCALL_FLAWED_REPLACES(virDomainUndefineFlags, stop_when_undefined)}},
      {"suspends_later",
       "a suspension returns before it happens",
       "atomicity",
       "atomicity/E",
       {ROLLCALL_FLAWED_REPLACES(virDomainSuspend, suspend_later),
        ROLLCALL_FLAWED_REPLACES(virDomainResume, suspend_then_resume),
        ROLLCALL_FLAWED_LISTS_BY(list_then_suspend)}},
      {"starts_and_fails",
       "some starts are reported as refused though they succeed",
       "atomicity",
       "atomicity/E",
       {ROLLCALL_FLAWED_REPLACES(virDomainCreate, without_flags<start_and_fail>),
        ROLLCALL_FLAWED_REPLACES(virDomainCreateWithFlags, start_and_fail)}},
      {"hides_while_renaming",
       "a domain is in no list while it gets another name",
       "atomicity",
       "atomicity/E",
       {ROLLCALL_FLAWED_REPLACES(virDomainRename, hide_when_renamed),
        ROLLCALL_FLAWED_LISTS_BY(hide_changing)}},
      {"hides_before_destroying",
       "a transient domain is in no list before it is destroyed",
       "atomicity",
       "atomicity/P",
       {ROLLCALL_FLAWED_REPLACES(virDomainDestroy, hide_when_destroyed),
        ROLLCALL_FLAWED_LISTS_BY(hide_changing)}},
      {"lingers_after_destroy",
       "a transient domain is listed once more after it was destroyed",
       "atomicity",
       "atomicity/E",
       {ROLLCALL_FLAWED_REPLACES(virDomainDestroy, destroy_to_ghost),
        ROLLCALL_FLAWED_LISTS_BY(list_with_ghost)}},
      {"defines_in_two_steps",
       "a domain that is being defined is there before it is persistent",
       "atomicity",
       "atomicity/E",
       {ROLLCALL_FLAWED_REPLACES(virDomainDefineXML, define_in_two_steps),
        ROLLCALL_FLAWED_LISTS_BY(list_torn<kListPersistent, kListTransient>)}},
      {"saves_in_two_steps",
       "a domain that is being saved is inactive before it has an image",
       "atomicity",
       "atomicity/E",
       {ROLLCALL_FLAWED_REPLACES(virDomainManagedSave, save_in_two_steps),
        ROLLCALL_FLAWED_LISTS_BY(list_torn<kListManagedSave, kListNoManagedSave>)}},
      {"suspends_in_two_steps",
       "a domain that is being suspended counts as inactive meanwhile",
       "atomicity",
       "atomicity/E",
       {ROLLCALL_FLAWED_REPLACES(virDomainSuspend, suspend_in_two_steps),
        ROLLCALL_FLAWED_LISTS_BY(list_torn<kListActive, kListInactive>)}},
  };
}

}  // namespace rollcall::flawed
