// Plans of small random histories, one per seed: together they cover what histories can contain.

#pragma once

#include "conformance/workload/synthetic_history.hpp"
#include "conformance/workload/synthetic_random.hpp"

namespace rollcall::workload {

/// A plan of 2 to 16 operations on 1 to 4 domains, spoilt by `flaw`.
inline SyntheticPlan small_plan(std::uint64_t seed, Flaw flaw) {
  SyntheticRandom random(seed);
  SyntheticPlan plan;
  plan.seed = seed;
  plan.operations = 2 + random.below(15);
  plan.threads = 1 + random.below(5);
  plan.domains = 1 + random.below(4);
  plan.lookups = random.below(20);
  plan.listings = 10 + random.below(50);
  plan.many_writers = random.percent(40);
  plan.indeterminates = random.percent(30) ? 15 : 0;
  plan.overlap = random.below(101);
  plan.hide_ids = random.percent(20);
  // Lists of bare ids say little unless an id is unknown, and then they are hard to judge.
  plan.legacy = random.percent(30) ? 5 + random.below(30) : 5;
  plan.flaw = flaw;
  plan.flawed = flaw == Flaw::kTorn ? 10'000 : 3'000;  // torn ones are mostly right by luck
  return plan;
}

/// One of all flaws but none, by the seed.
inline Flaw some_flaw(std::uint64_t seed) {
  return static_cast<Flaw>(1 + SyntheticRandom(seed ^ 0x5eedU).below(kFlawCount - 1));
}

}  // namespace rollcall::workload
