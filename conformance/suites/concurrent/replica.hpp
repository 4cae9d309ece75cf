// Replica: what a client knows of a host that it has listed once and then only hears of through
// lifecycle events.

#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "conformance/history/recorder.hpp"

namespace rollcall::suites::concurrent {

/// What lifecycle events tell of a domain.
struct ReplicaDomain {
  bool active = false;
  bool paused = false;
  bool persistent = false;

  friend bool operator==(const ReplicaDomain&, const ReplicaDomain&) = default;
};

class Replica {
 public:
  void set(const history::Uuid& uuid, ReplicaDomain domain) { domains_[uuid] = domain; }

  /// Applies an event.
  ///
  /// Returns: why it cannot have happened; empty when it can. Hypervisors differ in whether a
  /// domain that boots or is saved pauses and resumes meanwhile, so these two are always possible
  /// while it is active.
  std::string apply(const history::Uuid& uuid, int event, int detail);

  /// The domain; null when there is none.
  const ReplicaDomain* find(const history::Uuid& uuid) const;

  /// How many domains a listing with these flags returns. Pre: no flags but those of the groups
  /// active, persistence and state.
  std::size_t count(unsigned flags) const;
  /// Whether such a listing returns the domain.
  bool lists(const history::Uuid& uuid, unsigned flags) const;

 private:
  std::map<history::Uuid, ReplicaDomain> domains_;
};

}  // namespace rollcall::suites::concurrent
