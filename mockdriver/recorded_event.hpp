// Recorded events: what a host that was watched told, done again to a simulated one.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "api/core/domain_definition.hpp"
#include "api/core/lifecycle.hpp"

namespace rollcall {

class HostCall;

/// A life-cycle event, and what is known of the domain after it.
struct RecordedEvent {
  std::string domain;  ///< its name
  LifecycleEvent event;
  std::optional<std::int32_t> id{};  ///< of the guest that started
  /// What was defined, or what a transient guest started from; null when that is not known.
  std::shared_ptr<const DomainDefinition> definition_or_null{};
};

/// Whether libvirt knows the detail for the type of the event.
bool is_known(const LifecycleEvent& event);

/// Brings the domain into the state in which the event left it, whatever state it is in, and tells
/// the event. An id that the host has used already is replaced by its next one.
///
/// Returns: whether that was possible: not for an unknown domain of which no definition is known,
///          nor for a guest that does not run and is said to do something.
bool play(HostCall& host, const RecordedEvent& recorded);

}  // namespace rollcall
