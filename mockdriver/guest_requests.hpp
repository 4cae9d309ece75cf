// What guests do when they are asked to, by the rules about them: at once, later, or never.

#pragma once

#include <cstdint>

#include "api/core/uuid.hpp"

namespace rollcall {

class HostCall;

/// The running guest is asked to power off. Returns: the domain's id right afterwards.
std::int32_t ask_to_shut_down(HostCall& host, const Uuid& uuid);

/// The guest, which may be paused, is asked to reboot.
void ask_to_reboot(HostCall& host, const Uuid& uuid);

/// The guest has fallen asleep. Some wake up by themselves.
void fell_asleep(HostCall& host, const Uuid& uuid);

}  // namespace rollcall
