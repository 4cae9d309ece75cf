#include "api/core/domain_runtime.hpp"

#include "api/core/domain_attributes.hpp"

namespace rollcall {

DomainStatus status_of(const DomainRuntime& runtime, const DomainDefinition& definition) noexcept {
  DomainAttributes attributes;
  attributes.active = runtime.active();
  attributes.persistent = runtime.persistent;
  attributes.managed_save = runtime.managed_save.has_value();
  attributes.autostart = runtime.autostart;
  attributes.snapshots = !runtime.snapshots.empty();
  attributes.checkpoints = !runtime.checkpoints.empty();
  attributes.state = static_cast<std::uint8_t>(runtime.state);

  DomainStatus status;
  status.id = runtime.id;
  status.attributes = attribute_word(attributes);
  status.state = attributes.state;
  status.reason = static_cast<std::uint8_t>(runtime.reason);
  status.vcpus = definition.vcpus;
  status.vcpus_max = definition.vcpus_max;
  status.memory_kib = definition.memory_kib;
  status.memory_max_kib = definition.memory_max_kib;
  return status;
}

}  // namespace rollcall
