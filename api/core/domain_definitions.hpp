// Definitions: those that one domain has at the same time.

#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "api/core/domain_definition.hpp"
#include "api/core/domain_metadata.hpp"
#include "api/core/domain_runtime.hpp"
#include "api/core/result.hpp"

namespace rollcall {

using DefinitionPtr = std::shared_ptr<const DomainDefinition>;

/// Both may be the same object.
struct Definitions {
  DefinitionPtr config;  ///< for the next start; null exactly while transient
  DefinitionPtr guest;  ///< of the guest that runs, or that the managed save image holds; else null

  /// The definition in effect for a domain with `runtime`: the guest's while active, else the
  /// configuration.
  const DefinitionPtr& in_effect(const DomainRuntime& runtime) const noexcept {
    return runtime.active() ? guest : config;
  }

  /// Lets go of definitions that a domain with `runtime` does not have, and gives a guest that
  /// started from the configuration its own.
  void settle(const DomainRuntime& runtime);
};

/// Which definitions a call with VIR_DOMAIN_AFFECT_* flags means.
struct AffectedDefinitions {
  bool guest;
  bool config;
};

/// Errors: INVALID_ARG for unknown flags; OPERATION_INVALID when the domain lacks a definition that
///         they name.
Result<AffectedDefinitions> affected_by(const DomainRuntime& runtime, unsigned flags);

/// The definitions after a metadata change of those that `affected` names.
///
/// Errors: those of with_metadata() for one definition.
Result<Definitions> with_metadata(Definitions definitions, AffectedDefinitions affected,
                                  const MetadataChange& change);

/// Whether the configuration says something else than the guest that runs.
bool is_updated(const Definitions& definitions, const DomainRuntime& runtime);

/// The definitions after a revert to the snapshot that keeps `kept_or_null`. The domain keeps its
/// identity whatever the snapshot says.
Definitions reverted(const Definitions& before, const DomainRuntime& runtime,
                     const std::shared_ptr<const DomainDefinition>& kept_or_null);

}  // namespace rollcall
