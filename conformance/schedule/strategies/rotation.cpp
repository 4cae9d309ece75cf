#include "conformance/schedule/strategies/rotation.hpp"

#include "conformance/schedule/strategies/priorities.hpp"
#include "conformance/schedule/strategies/random_walk.hpp"

namespace rollcall::schedule {

namespace {

/// One strategy for each number: a random walk for 0, else priorities of that depth.
std::unique_ptr<Strategy> rotation_of(std::uint64_t seed, std::initializer_list<unsigned> depths) {
  RandomNumbers seeds(seed);
  std::vector<std::unique_ptr<Strategy>> strategies;
  for (const unsigned depth : depths) {
    if (depth == 0) {
      strategies.push_back(std::make_unique<RandomWalk>(seeds.next()));
    } else {
      strategies.push_back(std::make_unique<Priorities>(seeds.next(), depth));
    }
  }
  return std::make_unique<Rotation>(std::move(strategies));
}

}  // namespace

std::unique_ptr<Strategy> default_rotation(std::uint64_t seed) {
  return rotation_of(seed, {0, 2, 3, 0, 3, 2, 1});
}

std::unique_ptr<Strategy> rotation_for_order(std::uint64_t seed) {
  return rotation_of(seed, {0, 0, 0, 0, 0, 3});
}

}  // namespace rollcall::schedule
