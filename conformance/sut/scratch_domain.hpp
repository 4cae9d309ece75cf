// Domains that the kit makes for itself: how they are called, and how one goes away again whatever
// state it is in.

#pragma once

#include <cstdint>
#include <string>

#include "conformance/sut/domain.hpp"

namespace rollcall::sut {

/// Every name of a scratch domain begins with this.
inline constexpr const char* kScratchPrefix = "rollcall-kit-";

/// A uuid that depends on nothing but its arguments.
std::string scratch_uuid(std::uint64_t seed, const std::string& name);

/// Removes a domain with all that hangs on it: snapshots, checkpoints, managed save image. Best
/// effort.
void remove_domain(const Domain& domain);

}  // namespace rollcall::sut
