#include "api/core/inquiry_connection.hpp"

#include <utility>

#include "api/core/domain_secrets.hpp"
#include "api/core/flag_checks.hpp"

namespace rollcall {
namespace {

std::optional<std::string> parent_of(const MomentDefinition& moment) {
  if (moment.parent.empty()) return std::nullopt;
  return moment.parent;
}

// The definition of a snapshot or checkpoint as its XML is to show it.
void hide_secrets(MomentDefinition& moment) {
  if (!moment.domain) return;
  moment.domain = std::make_shared<const DomainDefinition>(without_secrets(*moment.domain));
}

}  // namespace

Result<InquiryConnection::DomainView> InquiryConnection::look_at(const DomainRef& domain,
                                                                 unsigned flags,
                                                                 unsigned known_flags) {
  if (Status known = require_known(flags, known_flags, "the call"); !known) {
    return fail(std::move(known.error()));
  }
  return look_at(domain);
}

Result<std::string> InquiryConnection::xml(const DomainRef& domain, unsigned flags) {
  constexpr unsigned kKnown = VIR_DOMAIN_XML_SECURE | VIR_DOMAIN_XML_INACTIVE |
                              VIR_DOMAIN_XML_UPDATE_CPU | VIR_DOMAIN_XML_MIGRATABLE;
  const Result<DomainView> seen = look_at(domain, flags, kKnown);
  if (!seen) return fail(seen.error());
  const bool inactive = (flags & VIR_DOMAIN_XML_INACTIVE) != 0;
  const DefinitionPtr& config = seen->definitions.config;
  const DomainDefinition& definition =
      inactive && config ? *config : *seen->definitions.in_effect(seen->runtime);
  const int id = inactive ? kIdInactive : seen->runtime.id;
  if ((flags & VIR_DOMAIN_XML_SECURE) != 0) return format_domain(definition, id);
  return format_domain(without_secrets(definition), id);
}

Result<std::string> InquiryConnection::os_type(const DomainRef& domain) {
  return look_at(domain).map(
      [](const DomainView& seen) { return seen.definitions.in_effect(seen.runtime)->os_type; });
}

Result<bool> InquiryConnection::is_updated(const DomainRef& domain) {
  const Result<DomainView> seen = look_at(domain);
  return seen && rollcall::is_updated(seen->definitions, seen->runtime);
}

Result<std::string> InquiryConnection::metadata(const DomainRef& domain, int type,
                                                std::string_view uri, unsigned flags) {
  constexpr unsigned kAffectFlags = VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG;
  if (flags == kAffectFlags) {
    return fail(VIR_ERR_INVALID_ARG, VIR_FROM_DOMAIN,
                "metadata comes from the running definition or the persistent one, not from both");
  }
  const Result<DomainView> seen = look_at(domain, flags, kAffectFlags);
  if (!seen) return fail(seen.error());
  const Result<AffectedDefinitions> affected = affected_by(seen->runtime, flags);
  if (!affected) return fail(affected.error());
  const Definitions& definitions = seen->definitions;
  return rollcall::metadata(affected->guest ? *definitions.guest : *definitions.config, type, uri);
}

template <typename Listing>
Result<MomentNames> InquiryConnection::list_moments(const DomainRef& domain, Listing listing) {
  const Result<DomainView> seen = look_at(domain);
  Result<MomentNames> names = listing(seen ? seen->runtime : DomainRuntime{});
  const bool wrong_call = !names && names.error().code == VIR_ERR_INVALID_ARG;
  if (!seen && !wrong_call) return fail(seen.error());
  return names;
}

Result<SnapshotDefinition> InquiryConnection::find_snapshot(const DomainChildRef& snapshot,
                                                            unsigned flags, unsigned known_flags) {
  const Result<DomainView> seen = look_at(snapshot.domain, flags, known_flags);
  if (!seen) return fail(seen.error());
  return require_member(seen->runtime.snapshots, snapshot.name)
      .map([](const SnapshotDefinition* found) { return *found; });
}

Result<std::vector<std::string>> InquiryConnection::snapshot_names(const DomainRef& domain,
                                                                   unsigned flags) {
  return list_moments(domain, [flags](const DomainRuntime& runtime) {
    return list_snapshots(runtime.snapshots, flags);
  });
}

Result<std::vector<std::string>> InquiryConnection::snapshot_children(
    const DomainChildRef& snapshot, unsigned flags) {
  return list_moments(snapshot.domain, [&](const DomainRuntime& runtime) {
    return list_children(runtime.snapshots, snapshot.name, flags);
  });
}

Result<bool> InquiryConnection::has_snapshot(const DomainChildRef& snapshot, unsigned flags) {
  return look_at(snapshot.domain, flags, 0).map([&](const DomainView& seen) {
    return seen.runtime.snapshots.find(snapshot.name) != nullptr;
  });
}

Result<std::optional<std::string>> InquiryConnection::current_snapshot(const DomainRef& domain,
                                                                       unsigned flags) {
  return look_at(domain, flags, 0).map([](const DomainView& seen) {
    const SnapshotDefinition* current = seen.runtime.snapshots.current_or_null();
    return current == nullptr ? std::nullopt : std::optional(current->name);
  });
}

Result<std::optional<std::string>> InquiryConnection::snapshot_parent(
    const DomainChildRef& snapshot, unsigned flags) {
  return find_snapshot(snapshot, flags, 0).map(parent_of);
}

Result<bool> InquiryConnection::snapshot_has_metadata(const DomainChildRef& snapshot,
                                                      unsigned flags) {
  return find_snapshot(snapshot, flags, 0).map([](const SnapshotDefinition&) { return true; });
}

Result<std::string> InquiryConnection::snapshot_xml(const DomainChildRef& snapshot,
                                                    unsigned flags) {
  Result<SnapshotDefinition> found = find_snapshot(snapshot, flags, VIR_DOMAIN_SNAPSHOT_XML_SECURE);
  if (!found) return fail(std::move(found.error()));
  if ((flags & VIR_DOMAIN_SNAPSHOT_XML_SECURE) == 0) hide_secrets(*found);
  return format_snapshot(*found);
}

Result<CheckpointDefinition> InquiryConnection::find_checkpoint(const DomainChildRef& checkpoint,
                                                                unsigned flags,
                                                                unsigned known_flags) {
  const Result<DomainView> seen = look_at(checkpoint.domain, flags, known_flags);
  if (!seen) return fail(seen.error());
  return require_member(seen->runtime.checkpoints, checkpoint.name)
      .map([](const CheckpointDefinition* found) { return *found; });
}

Result<std::vector<std::string>> InquiryConnection::checkpoint_names(const DomainRef& domain,
                                                                     unsigned flags) {
  return list_moments(domain, [flags](const DomainRuntime& runtime) {
    return list_checkpoints(runtime.checkpoints, flags);
  });
}

Result<std::vector<std::string>> InquiryConnection::checkpoint_children(
    const DomainChildRef& checkpoint, unsigned flags) {
  return list_moments(checkpoint.domain, [&](const DomainRuntime& runtime) {
    return list_children(runtime.checkpoints, checkpoint.name, flags);
  });
}

Result<bool> InquiryConnection::has_checkpoint(const DomainChildRef& checkpoint, unsigned flags) {
  return look_at(checkpoint.domain, flags, 0).map([&](const DomainView& seen) {
    return seen.runtime.checkpoints.find(checkpoint.name) != nullptr;
  });
}

Result<std::optional<std::string>> InquiryConnection::checkpoint_parent(
    const DomainChildRef& checkpoint, unsigned flags) {
  return find_checkpoint(checkpoint, flags, 0).map(parent_of);
}

Result<std::string> InquiryConnection::checkpoint_xml(const DomainChildRef& checkpoint,
                                                      unsigned flags) {
  constexpr unsigned kKnown = VIR_DOMAIN_CHECKPOINT_XML_SECURE |
                              VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN | VIR_DOMAIN_CHECKPOINT_XML_SIZE;
  Result<CheckpointDefinition> found = find_checkpoint(checkpoint, flags, kKnown);
  if (!found) return fail(std::move(found.error()));
  if ((flags & VIR_DOMAIN_CHECKPOINT_XML_SECURE) == 0) hide_secrets(*found);
  const bool with_domain = (flags & VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN) == 0;
  return format_checkpoint(*found,
                           with_domain ? MomentParts::kWithDomain : MomentParts::kWithoutDomain);
}

}  // namespace rollcall
