#include "mockdriver/host_setup.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "api/core/check.hpp"
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

// Which domains of the fleet run: every choice of `running` out of `domains` is as likely as any
// other. Knuth, The Art of Computer Programming, volume 2, algorithm 3.4.2 S.
class RunningChoice {
 public:
  RunningChoice(const HostSpec& spec, Prng& prng)
      : left_(spec.fleet_domains), wanted_(spec.fleet_running), prng_(prng) {}

  bool next() {
    const bool runs = prng_.below(left_) < wanted_;
    --left_;
    wanted_ -= runs;
    return runs;
  }

 private:
  std::uint64_t left_;
  std::uint64_t wanted_;
  Prng& prng_;
};

Status add_fleet(const HostSpec& spec, Prng& prng, std::vector<MockDomain>& domains) {
  std::unordered_set<std::string> names;
  std::unordered_set<Uuid> uuids;
  for (const MockDomain& domain : domains) {
    names.insert(domain.definition()->name);
    uuids.insert(domain.definition()->uuid);
  }
  const DomainDefinition pattern = built_in(kFleetDomain);
  RunningChoice choice(spec, prng);
  domains.reserve(domains.size() + spec.fleet_domains);
  for (std::uint64_t number = 1; number <= spec.fleet_domains; ++number) {
    auto definition = std::make_shared<DomainDefinition>(pattern);  // shares the pattern's text
    definition->name = fmt::format("fleet-{:07}", number);
    do {
      definition->uuid = random_uuid(prng);
    } while (uuids.contains(definition->uuid));
    if (names.contains(definition->name)) {
      return fail(VIR_ERR_INVALID_ARG, VIR_FROM_TEST,
                  fmt::format("the file '{}' has a domain '{}', a name that the {} domains of the "
                              "fleet need",
                              spec.scenario_path, definition->name, spec.fleet_domains));
    }
    domains.push_back(
        initial_domain(definition, choice.next() ? VIR_DOMAIN_RUNNING : VIR_DOMAIN_SHUTOFF, true));
  }
  return {};
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
  if (Status added = add_fleet(spec, prng, setup->domains); !added) return fail(added.error());
  return setup;
}

}  // namespace rollcall
