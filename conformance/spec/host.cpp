#include "conformance/spec/host.hpp"

#include "conformance/spec/rules.hpp"

namespace rollcall::spec {
namespace {

using rules::Outcomes;

bool both(unsigned flags, unsigned one, unsigned other) {
  return (flags & one) != 0 && (flags & other) != 0;
}

/// Whether the arguments are refused before any domain is looked at.
bool has_bad_arguments(const Operation& call) {
  if (call.action == Action::kSetAutostart) return false;
  if ((call.flags & kUnknownFlag) != 0) return true;
  switch (call.action) {
    case Action::kRename:
      return call.argument.empty() || call.flags != 0;
    case Action::kManagedSave:
      return both(call.flags, kSaveRunning, kSavePaused);
    case Action::kCoreDump:
      return both(call.flags, kDumpCrash, kDumpLive);
    case Action::kUndefine:
      return both(call.flags, kUndefineNvram, kUndefineKeepNvram);
    case Action::kSnapshotDelete:
    case Action::kCheckpointDelete:
      return both(call.flags, kDeleteChildren, kDeleteChildrenOnly);
    case Action::kSnapshotRevert:
      return both(call.flags, kRevertRunning, kRevertPaused);
    default:
      return false;
  }
}

/// Whether the call is made on a handle of a snapshot or checkpoint, which has to be looked up
/// before the flags can be refused.
bool needs_moment(Action action) {
  return action == Action::kSnapshotDelete || action == Action::kSnapshotRevert ||
         action == Action::kCheckpointDelete;
}

Outcomes refuse_arguments(const std::optional<Domain>& domain, const Operation& call) {
  std::vector<int> codes = {kInvalidArgument};
  if (needs_moment(call.action)) {
    codes.insert(codes.end(), {kNoDomain, kNoSnapshot, kNoCheckpoint});
  }
  return {rules::refuse(domain, codes)};
}

Outcomes possible_for(const Host& host, const std::optional<Domain>& domain,
                      const Operation& call) {
  switch (call.action) {
    case Action::kDefine:
      return rules::define(host, domain, call);
    case Action::kCreateXml:
      return rules::create_xml(host, domain, call);
    case Action::kRestore:
      return rules::restore(host, domain, call);
    default:
      break;
  }
  if (!domain) return {rules::refuse(domain, {kNoDomain})};
  switch (call.action) {
    case Action::kCreate:
      return rules::create(*domain, call);
    case Action::kSuspend:
      return rules::suspend(*domain);
    case Action::kResume:
      return rules::resume(*domain);
    case Action::kShutdown:
      return rules::shutdown(*domain);
    case Action::kReboot:
      return rules::reboot(*domain);
    case Action::kReset:
      return rules::reset(*domain);
    case Action::kDestroy:
      return rules::destroy(*domain);
    case Action::kUndefine:
      return rules::undefine(*domain, call);
    case Action::kSetAutostart:
      return rules::set_autostart(*domain, call);
    case Action::kRename:
      return rules::rename(host, *domain, call);
    case Action::kManagedSave:
      return rules::managed_save(*domain, call);
    case Action::kManagedSaveRemove:
      return rules::managed_save_remove(*domain);
    case Action::kSave:
      return rules::save(*domain);
    case Action::kCoreDump:
      return rules::core_dump(*domain, call);
    case Action::kSnapshotCreate:
      return rules::snapshot_create(*domain, call);
    case Action::kSnapshotDelete:
      return rules::snapshot_delete(*domain, call);
    case Action::kSnapshotRevert:
      return rules::snapshot_revert(*domain, call);
    case Action::kCheckpointCreate:
      return rules::checkpoint_create(*domain, call);
    case Action::kCheckpointDelete:
      return rules::checkpoint_delete(*domain, call);
    case Action::kPmSuspend:
      return rules::pm_suspend(*domain);
    default:
      return rules::pm_wakeup(*domain);
  }
}

/// Each outcome, and what may follow it before anybody looks.
void append_with_aftermath(Outcomes& all, const Outcome& outcome) {
  all.push_back(outcome);
  if (!outcome.domain) return;
  const std::vector<Spontaneous> later = spontaneous(*outcome.domain);
  for (std::size_t i = 1; i < later.size(); ++i) {
    Outcome changed = outcome;
    changed.domain = later[i].domain;
    changed.events = outcome.events + later[i].events;
    all.push_back(std::move(changed));
  }
}

}  // namespace

std::vector<Outcome> step(const Host& host, const Operation& call) {
  const auto found = host.domains.find(call.uuid);
  std::vector<Spontaneous> before = {{std::nullopt, {}}};
  if (found != host.domains.end()) before = spontaneous(found->second);

  Outcomes all;
  for (const Spontaneous& prior : before) {
    const Outcomes outcomes = has_bad_arguments(call) ? refuse_arguments(prior.domain, call)
                                                      : possible_for(host, prior.domain, call);
    for (Outcome outcome : outcomes) {
      outcome.events = prior.events + outcome.events;
      append_with_aftermath(all, outcome);
    }
  }
  return all;
}

std::string row(const Host& host, const Operation& call) {
  const auto domain = host.domains.find(call.uuid);
  const bool exists = domain != host.domains.end();
  const std::string text = label(exists ? std::optional(domain->second) : std::nullopt);
  std::optional<State> kept;
  if (call.action == Action::kSnapshotRevert && exists) {
    const Moment* moment = find_moment(domain->second.snapshots, call.argument);
    if (moment != nullptr) kept = moment->state;
  }
  const auto file = host.files.find(call.argument);
  if (call.action == Action::kRestore && file != host.files.end()) kept = file->second.state;
  return kept ? text + " to " + std::to_string(static_cast<int>(*kept)) : text;
}

Outcome autodestroyed(const Domain& domain) { return rules::destroy(domain).front(); }

namespace rules {

Outcome refuse(const std::optional<Domain>& domain, std::vector<int> codes) {
  return {{false, std::move(codes)}, domain, {}};
}

Outcome accept(std::optional<Domain> domain, EventPattern events) {
  return {{true, {}}, std::move(domain), std::move(events)};
}

}  // namespace rules
}  // namespace rollcall::spec
