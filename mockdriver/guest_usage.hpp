// What simulated guests use: figures that follow from how long a guest has run, at a rate that each
// device has from the domain's uuid and its own name. So they grow, differ, and repeat.

#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <libvirt/libvirt.h>

#include "api/core/uuid.hpp"

namespace rollcall {

/// One device of a guest that has run for `ran_ns`.
struct GuestDevice {
  Uuid domain;
  std::string_view name;
  std::uint64_t ran_ns;
};

virDomainBlockStatsStruct block_stats_of(const GuestDevice& disk);
virDomainInterfaceStatsStruct interface_stats_of(const GuestDevice& interface);

/// How large a disk is of which that much was written.
virDomainBlockInfo block_info_of(const virDomainBlockStatsStruct& stats);

/// Figures of the memory of a guest that has `memory_kib` and has run for `ran_ns`; sizes in KiB.
std::vector<virDomainMemoryStatStruct> memory_stats_of(std::uint64_t memory_kib,
                                                       std::uint64_t ran_ns);

}  // namespace rollcall
