// Rows of define, undefine, rename, autostart, and of the calls that may bring a new domain into
// being.

#include <algorithm>

#include "conformance/spec/rules.hpp"

namespace rollcall::spec::rules {
namespace {

bool name_taken_by_other(const Host& host, const std::string& name, const std::string& uuid) {
  return std::any_of(host.domains.begin(), host.domains.end(), [&](const auto& entry) {
    return entry.second.name == name && entry.first != uuid;
  });
}

/// Whether a domain of that name and uuid may not be put beside the ones there are.
bool clashes(const Host& host, const std::optional<Domain>& existing, const std::string& name,
             const std::string& uuid) {
  return (existing && existing->name != name) || name_taken_by_other(host, name, uuid);
}

Domain new_domain(const std::string& name, const std::string& uuid) {
  Domain domain;
  domain.name = name;
  domain.uuid = uuid;
  return domain;
}

}  // namespace

Outcomes define(const Host& host, const std::optional<Domain>& existing, const Operation& call) {
  if (clashes(host, existing, call.argument, call.uuid)) {
    return {refuse(existing, {kOperationFailed})};
  }
  Domain domain = existing ? *existing : new_domain(call.argument, call.uuid);
  const bool was_persistent = domain.was_persistent;
  domain.persistent = true;
  domain.was_persistent = true;
  if (!existing) return {accept(domain, {{kDefinedAdded}})};
  if (existing->persistent) return {accept(domain, {{kDefinedUpdated}})};
  Outcomes outcomes = {accept(domain, {{kDefinedAdded}})};
  // A transient that had a definition before: hypervisors that keep the old definition at hand call
  // the new one an update.
  if (was_persistent) outcomes.push_back(accept(domain, {{kDefinedUpdated}}));
  return outcomes;
}

Outcomes create_xml(const Host& host, const std::optional<Domain>& existing,
                    const Operation& call) {
  if (clashes(host, existing, call.argument, call.uuid)) {
    return {refuse(existing, {kOperationFailed})};
  }
  if (existing && existing->active) return {refuse(existing, {kOperationInvalid})};
  const Domain base = existing ? *existing : new_domain(call.argument, call.uuid);
  if ((call.flags & kStartPaused) != 0) {
    return {accept(started(base, kPausedByUser), {{kStartedBooted, kSuspendedPaused},
                                                  {kResumedUnpaused},
                                                  {{kStartedBooted, kSuspendedPaused}}})};
  }
  return {accept(started(base, kBooted), {{kStartedBooted}, {kResumedUnpaused}, {}})};
}

Outcomes restore(const Host& host, const std::optional<Domain>& existing, const Operation& call) {
  const auto file = host.files.find(call.argument);
  if (file == host.files.end()) return {refuse(existing, {})};
  const SavedFile& image = file->second;
  if (clashes(host, existing, image.name, image.uuid)) {
    return {refuse(existing, {kOperationFailed})};
  }
  if (existing && existing->active) return {refuse(existing, {kOperationInvalid})};
  const Domain base = existing ? *existing : new_domain(image.name, image.uuid);
  return resumed_from_image(base, image.state, false);
}

Outcomes undefine(const Domain& domain, const Operation& call) {
  if (!domain.persistent) return {refuse(domain, {kOperationInvalid})};
  if (domain.active) {
    Domain transient = domain;
    transient.persistent = false;
    transient.autostart = false;
    return {accept(transient, {{kUndefinedRemoved}})};
  }
  const bool keeps_something =
      (domain.managed_save && (call.flags & kUndefineManagedSave) == 0) ||
      (!domain.snapshots.empty() && (call.flags & kUndefineSnapshotsMetadata) == 0) ||
      (!domain.checkpoints.empty() && (call.flags & kUndefineCheckpointsMetadata) == 0);
  if (keeps_something) return {refuse(domain, {kOperationInvalid})};
  return {accept(std::nullopt, {{kUndefinedRemoved}})};
}

Outcomes rename(const Host& host, const Domain& domain, const Operation& call) {
  if (domain.active) return {refuse(domain, {kOperationInvalid})};
  if (call.argument.find('/') != std::string::npos) {
    // Either fault may be seen first.
    if (domain.managed_save) return {refuse(domain, {kXmlError, kOperationInvalid})};
    return {refuse(domain, {kXmlError})};
  }
  if (call.argument == domain.name || name_taken_by_other(host, call.argument, domain.uuid)) {
    return {refuse(domain, {kOperationInvalid})};
  }
  Domain renamed = domain;
  renamed.name = call.argument;
  Outcomes outcomes = {accept(
      renamed, {{kUndefinedRenamed, kDefinedRenamed}, {}, {{kUndefinedRenamed, kDefinedRenamed}}})};
  // A hypervisor may ask for a certain state; an image saved under the old name is such a case.
  if (domain.managed_save) outcomes.push_back(refuse(domain, {kOperationInvalid}));
  return outcomes;
}

Outcomes set_autostart(const Domain& domain, const Operation& call) {
  if (!domain.persistent) return {refuse(domain, {kOperationInvalid})};
  Domain changed = domain;
  changed.autostart = call.flags != 0;
  return {accept(changed)};
}

}  // namespace rollcall::spec::rules
