#include "mockdriver/fleet.hpp"

#include <memory>
#include <string>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

namespace rollcall {
namespace {

// Which domains of the fleet run: every choice of `running` out of `domains` is as likely as any
// other. Knuth, The Art of Computer Programming, volume 2, algorithm 3.4.2 S.
class RunningChoice {
 public:
  RunningChoice(const Fleet& fleet, Prng& prng)
      : left_(fleet.domains), wanted_(fleet.running), prng_(prng) {}

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

}  // namespace

Status add_fleet(const Fleet& fleet, Prng& prng, std::deque<MockDomain>& domains) {
  std::unordered_set<std::string> names;
  std::unordered_set<Uuid> uuids;
  for (const MockDomain& domain : domains) {
    names.insert(domain.definition()->name);
    uuids.insert(domain.definition()->uuid);
  }
  RunningChoice choice(fleet, prng);
  for (std::uint64_t number = 1; number <= fleet.domains; ++number) {
    // Shares the pattern's text.
    auto definition = std::make_shared<DomainDefinition>(fleet.pattern);
    definition->name = fmt::format("{}-{:07}", fleet.pattern.name, number);
    do {
      definition->uuid = random_uuid(prng);
    } while (uuids.contains(definition->uuid));
    if (names.contains(definition->name)) {
      return fail(VIR_ERR_INVALID_ARG, VIR_FROM_TEST,
                  fmt::format("there is a domain '{}' already, a name that the {} domains of the "
                              "fleet need",
                              definition->name, fleet.domains));
    }
    domains.push_back(initial_domain(
        std::move(definition), choice.next() ? VIR_DOMAIN_RUNNING : VIR_DOMAIN_SHUTOFF, true));
  }
  return {};
}

}  // namespace rollcall
