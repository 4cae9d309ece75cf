// Short ways to write domains, hosts and observations in the tests of the specification.

#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "conformance/spec/judge.hpp"

namespace rollcall::spec {

inline const std::string kName = "guest";
inline const std::string kUuid = "11111111-1111-1111-1111-111111111111";
inline const std::string kOtherName = "other";
inline const std::string kOtherUuid = "22222222-2222-2222-2222-222222222222";
/// The greatest id seen before the operation under test.
inline constexpr int kLastId = 7;

inline Domain inactive() {
  Domain domain;
  domain.name = kName;
  domain.uuid = kUuid;
  domain.persistent = true;
  domain.was_persistent = true;
  return domain;
}

inline Domain active(Status status) {
  Domain domain = inactive();
  domain.active = true;
  domain.id = kLastId;
  domain.status = status;
  return domain;
}

inline Domain running() { return active(kBooted); }
inline Domain paused() { return active(kPausedByUser); }

inline Domain transient(Domain domain) {
  domain.persistent = false;
  domain.was_persistent = false;
  return domain;
}

inline Domain with_autostart(Domain domain) {
  domain.autostart = true;
  return domain;
}

inline Domain with_image(Domain domain, State saved) {
  domain.status = kSaved;
  domain.managed_save = true;
  domain.saved_state = saved;
  return domain;
}

inline Domain with_snapshot(Domain domain, State kept) {
  domain.snapshots = {{"s", "", kept}};
  domain.current_snapshot = "s";
  return domain;
}

inline Domain with_checkpoint(Domain domain) {
  domain.checkpoints = {{"c", "", State::kNoState}};
  return domain;
}

inline Domain with_id(Domain domain, int id) {
  domain.id = id;
  return domain;
}

inline Domain with_status(Domain domain, Status status) {
  domain.status = status;
  return domain;
}

inline Host host_with(std::vector<Domain> domains) {
  Host host;
  host.last_id = kLastId;
  for (Domain& domain : domains) {
    const std::string uuid = domain.uuid;
    host.domains[uuid] = std::move(domain);
  }
  return host;
}

inline Operation call(Action action, unsigned flags = 0, std::string argument = "") {
  return {action, kUuid, std::move(argument), flags};
}

inline std::vector<Difference> differences(const Host& host, const Operation& operation,
                                           const Observation& observation) {
  return judge(step(host, operation), observation, host.last_id).differences;
}

/// Whether the specification allows `operation` on `before` (nothing: no such domain) to answer
/// `code`, to leave `after`, and to emit `events`.
inline bool allowed(const std::optional<Domain>& before, const Operation& operation, int code,
                    const std::optional<Domain>& after, std::vector<Event> events = {}) {
  const Host host = before ? host_with({*before}) : host_with({});
  return differences(host, operation, {code, after, std::move(events)}).empty();
}

/// Whether the error leaves the domain as it was, silently, and is allowed.
inline bool refused(const Domain& before, const Operation& operation, int code) {
  return allowed(before, operation, code, before);
}

}  // namespace rollcall::spec
