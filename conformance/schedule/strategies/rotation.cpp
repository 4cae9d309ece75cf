#include "conformance/schedule/strategies/rotation.hpp"

#include "conformance/schedule/strategies/priorities.hpp"
#include "conformance/schedule/strategies/random_walk.hpp"

namespace rollcall::schedule {

std::unique_ptr<Strategy> default_rotation(std::uint64_t seed) {
  RandomNumbers seeds(seed);
  std::vector<std::unique_ptr<Strategy>> strategies;
  strategies.push_back(std::make_unique<RandomWalk>(seeds.next()));
  for (const unsigned depth : {2U, 3U, 1U}) {
    strategies.push_back(std::make_unique<Priorities>(seeds.next(), depth));
  }
  return std::make_unique<Rotation>(std::move(strategies));
}

}  // namespace rollcall::schedule
