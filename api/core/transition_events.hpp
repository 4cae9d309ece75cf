// The events that subscribers see when a domain goes through a transition.

#pragma once

#include <string_view>
#include <vector>

#include "api/core/domain_event.hpp"
#include "api/core/lifecycle.hpp"
#include "api/core/uuid.hpp"

namespace rollcall {

/// The transition's life-cycle events, those of other kinds that go with them, and the reboot.
///
/// Each has the id that the domain has at that point: none once the guest has stopped, the new one
/// after that.
std::vector<DomainEvent> events_of(const Uuid& uuid, std::string_view name,
                                   const DomainRuntime& before, const Transition& transition);

}  // namespace rollcall
