#include "api/core/domain_definitions.hpp"

#include <utility>

#include "api/core/check.hpp"
#include "api/core/flag_checks.hpp"

namespace rollcall {
namespace {

Status change_metadata(DefinitionPtr& definition, const MetadataChange& change) {
  Result<DomainDefinition> changed = with_metadata(*definition, change);
  if (!changed) return fail(std::move(changed.error()));
  definition = std::make_shared<const DomainDefinition>(*std::move(changed));
  return {};
}

}  // namespace

void Definitions::settle(const DomainRuntime& runtime) {
  if (!runtime.persistent) config = nullptr;
  if (!runtime.active() && !runtime.managed_save) guest = nullptr;
  if (runtime.active() && !guest) guest = config;
  ROLLCALL_CHECK(runtime.active() ? guest != nullptr : config != nullptr);
}

Result<AffectedDefinitions> affected_by(const DomainRuntime& runtime, unsigned flags) {
  constexpr unsigned kKnown = VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG;
  if (Status known = require_known(flags, kKnown, "the call"); !known) {
    return fail(std::move(known.error()));
  }
  if (flags == VIR_DOMAIN_AFFECT_CURRENT) {
    return AffectedDefinitions{runtime.active(), !runtime.active()};
  }
  const AffectedDefinitions affected{(flags & VIR_DOMAIN_AFFECT_LIVE) != 0,
                                     (flags & VIR_DOMAIN_AFFECT_CONFIG) != 0};
  if (affected.guest && !runtime.active()) {
    return fail(VIR_ERR_OPERATION_INVALID, VIR_FROM_DOMAIN, "the domain is not active");
  }
  if (affected.config && !runtime.persistent) {
    return fail(VIR_ERR_OPERATION_INVALID, VIR_FROM_DOMAIN,
                "a transient domain has no persistent definition");
  }
  return affected;
}

Result<Definitions> with_metadata(Definitions definitions, AffectedDefinitions affected,
                                  const MetadataChange& change) {
  if (affected.guest) {
    if (Status done = change_metadata(definitions.guest, change); !done) return fail(done.error());
  }
  if (affected.config) {
    if (Status done = change_metadata(definitions.config, change); !done) return fail(done.error());
  }
  return definitions;
}

bool is_updated(const Definitions& definitions, const DomainRuntime& runtime) {
  if (!runtime.active() || !definitions.config) return false;
  if (definitions.config == definitions.guest) return false;
  return format_domain(*definitions.config, kIdInactive) !=
         format_domain(*definitions.guest, kIdInactive);
}

Definitions reverted(const Definitions& before, const DomainRuntime& runtime,
                     const std::shared_ptr<const DomainDefinition>& kept_or_null) {
  Definitions after = before;
  if (!runtime.active()) after.guest = nullptr;
  if (!kept_or_null) return after;
  const DomainDefinition& identity = *before.in_effect(runtime);
  auto kept = std::make_shared<DomainDefinition>(*kept_or_null);
  kept->name = identity.name;
  kept->uuid = identity.uuid;
  return {kept, kept};
}

}  // namespace rollcall
