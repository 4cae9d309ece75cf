// HostSetup: what a simulated host has when it comes into being.

#pragma once

#include <deque>
#include <vector>

#include <libvirt/libvirt.h>

#include "api/core/prng.hpp"
#include "api/core/result.hpp"
#include "mockdriver/host_spec.hpp"
#include "mockdriver/mock_domain.hpp"
#include "mockdriver/rule.hpp"

namespace rollcall {

struct HostSetup {
  virNodeInfo node;
  std::deque<MockDomain> domains;  ///< names, uuids and ids differ; ids may be kIdPending
  std::vector<Rule> rules{};       ///< in the order of their numbers
};

/// The hardware of a host that no scenario describes.
virNodeInfo default_node_info();

/// What the host of `spec` starts with. Uuids and choices come from `prng`.
///
/// Errors: those of load_scenario(); INVALID_ARG when the fleet needs a name of the scenario's.
Result<HostSetup> set_up_host(const HostSpec& spec, Prng& prng);

}  // namespace rollcall
