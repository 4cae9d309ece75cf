#include "mockdriver/host_setup.hpp"

#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "api/core/check.hpp"
#include "mockdriver/fleet.hpp"
#include "mockdriver/scenario.hpp"

namespace rollcall {
namespace {

// Name, uuid and sizes are those of the domain that libvirt's test driver starts with, so that
// programs written against that one find what they expect.
constexpr std::string_view kDefaultDomain = R"(<domain type='mock'>
  <name>test</name>
  <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>
  <memory unit='KiB'>8388608</memory>
  <currentMemory unit='KiB'>2097152</currentMemory>
  <vcpu>2</vcpu>
  <os><type arch='x86_64'>hvm</type></os>
</domain>)";

constexpr std::string_view kFleetDomain = R"(<domain type='mock'>
  <name>fleet</name>
  <memory unit='MiB'>512</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64'>hvm</type></os>
</domain>)";

DomainDefinition built_in(std::string_view xml) {
  Result<DomainDefinition> definition = parse_domain(xml, [] { return Uuid{}; });
  ROLLCALL_CHECK(definition.has_value());
  return *std::move(definition);
}

Result<HostSetup> without_fleet(const HostSpec& spec, Prng& prng) {
  if (spec.kind == HostSpec::Kind::kScenario) return load_scenario(spec.scenario_path, prng);
  HostSetup setup{default_node_info(), {}, {}};
  if (spec.kind == HostSpec::Kind::kDefault) {
    auto definition = std::make_shared<const DomainDefinition>(built_in(kDefaultDomain));
    setup.domains.push_back(initial_domain(definition, VIR_DOMAIN_RUNNING, true));
  }
  return setup;
}

}  // namespace

virNodeInfo default_node_info() {
  virNodeInfo node{};
  std::strcpy(node.model, "x86_64");
  node.memory = 64UL * 1024 * 1024;
  node.cpus = 32;
  node.mhz = 2000;
  node.nodes = 2;
  node.sockets = 1;
  node.cores = 8;
  node.threads = 2;
  return node;
}

Result<HostSetup> set_up_host(const HostSpec& spec, Prng& prng) {
  Result<HostSetup> setup = without_fleet(spec, prng);
  if (!setup || spec.fleet_domains == 0) return setup;
  const Fleet fleet{built_in(kFleetDomain), spec.fleet_domains, spec.fleet_running};
  if (Status added = add_fleet(fleet, prng, setup->domains); !added) return fail(added.error());
  return setup;
}

}  // namespace rollcall
