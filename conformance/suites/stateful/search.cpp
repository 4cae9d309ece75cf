#include "conformance/suites/stateful/search.hpp"

#include <algorithm>

#include "conformance/suites/property.hpp"
#include "conformance/suites/stateful/recipes.hpp"

namespace rollcall::suites::stateful {
namespace {

/// After so many different unlisted departures the rest is left for the next run.
constexpr int kUnlistedMost = 10;

/// One step of a random program, in small numbers so that it shrinks.
struct Step {
  int item = 0;  ///< into the weighted menu
  int slot = 0;
  int manner = 0;
};

using Program = std::vector<Step>;

bool is_offered(const std::vector<MenuItem>& offered, const MenuItem& wanted) {
  return std::any_of(offered.begin(), offered.end(), [&wanted](const MenuItem& item) {
    return item.action == wanted.action && item.flags == wanted.flags;
  });
}

Manner manner_of(int number) {
  return {.kept_handle = (number & 1) != 0, .plain_function = (number & 2) != 0};
}

/// The offered items, each as often as its weight.
std::vector<MenuItem> weighted(const std::vector<MenuItem>& offered) {
  std::vector<MenuItem> items;
  for (const MenuItem& item : offered) {
    items.insert(items.end(), static_cast<std::size_t>(item.weight), item);
  }
  return items;
}

rc::Gen<Program> programs(int items, int steps_max) {
  const auto step =
      rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, items), rc::gen::inRange(0, kSlots),
                                  rc::gen::inRange(0, 4)),
                   [](const std::tuple<int, int, int>& numbers) {
                     return Step{std::get<0>(numbers), std::get<1>(numbers), std::get<2>(numbers)};
                   });
  return rc::gen::resize(steps_max, rc::gen::container<Program>(step));
}

/// The lines of a program that are about the domain of the last one.
std::vector<std::string> about_last_domain(const std::vector<std::string>& program) {
  std::vector<std::string> lines;
  for (const std::string& line : program) {
    if (line.front() == program.back().front()) lines.push_back(line);
  }
  return lines;
}

/// Runs random programs and keeps the last one that showed something unlisted.
class RandomSearch {
 public:
  RandomSearch(const Ground& ground) : ground_(ground), items_(weighted(ground.offered)) {}

  int items() const { return static_cast<int>(items_.size()); }
  const Effort& effort() const { return effort_; }
  const std::optional<Departure>& last_unlisted() const { return last_unlisted_; }

  /// Returns: whether the program showed nothing new that no profile lists.
  bool passes(const Program& program) {
    Walk walk(ground_.system, ground_.options);
    for (const Step& step : program) {
      walk.take({items_[static_cast<std::size_t>(step.item)], step.slot, manner_of(step.manner)});
      ground_.findings.saw(spec::name_of(items_[static_cast<std::size_t>(step.item)].action));
    }
    ++effort_.programs;
    effort_.steps += walk.steps();
    effort_.undecided = walk.undecided();
    return !has_unlisted(walk) && walk.undecided().empty();
  }

 private:
  bool has_unlisted(const Walk& walk) {
    for (const Departure& departure : walk.departures()) {
      if (ground_.findings.is_recorded(departure.finding)) continue;
      if (ground_.findings.is_unlisted(departure.finding)) {
        last_unlisted_ = departure;
        return true;
      }
      ground_.findings.record(departure.finding, about_last_domain(departure.program));
    }
    return false;
  }

  const Ground& ground_;
  std::vector<MenuItem> items_;
  Effort effort_;
  std::optional<Departure> last_unlisted_;
};

/// Performs one call on one row.
Effort try_row(const Ground& ground, const Recipe& recipe, const MenuItem& item, Manner manner) {
  Walk walk(ground.system, ground.options);
  // The last step is tried in the manner given; the way there always in the same.
  for (const MenuItem& step : recipe) walk.take({step, 0, {}});
  walk.take({item, 0, manner});
  for (const Departure& departure : walk.departures()) {
    ground.findings.record(departure.finding, departure.program);
  }
  ground.findings.saw(spec::name_of(item.action));
  return {1, walk.steps(), walk.undecided()};
}

}  // namespace

Effort operator+(const Effort& first, const Effort& second) {
  return {first.programs + second.programs, first.steps + second.steps,
          first.undecided.empty() ? second.undecided : first.undecided};
}

Effort search_rows(const Ground& ground) {
  Effort effort;
  int manner = 0;
  for (const Recipe& recipe : recipes()) {
    const bool can_be_reached =
        std::all_of(recipe.begin(), recipe.end(),
                    [&ground](const MenuItem& step) { return is_offered(ground.offered, step); });
    if (!can_be_reached) continue;
    for (const MenuItem& item : ground.offered) {
      effort = effort + try_row(ground, recipe, item, manner_of(manner++));
      if (!effort.undecided.empty()) return effort;
    }
  }
  return effort;
}

Effort search_at_random(const Ground& ground, std::uint64_t seed, RandomBudget budget) {
  Effort effort;
  for (int round = 0; round < kUnlistedMost; ++round) {
    RandomSearch search(ground);
    const auto property = [&search, &budget] {
      return search.passes(*programs(search.items(), budget.steps_max));
    };
    const PropertyResult result = check_property(property, seed, {budget.programs, 100});
    effort = search.effort();
    if (result.kind == PropertyResult::Kind::kHolds || !effort.undecided.empty()) break;
    // Each failing program that shrinking tries is run, so the last one is the smallest.
    if (!search.last_unlisted()) {
      effort.undecided = result.description;
      break;
    }
    ground.findings.record(search.last_unlisted()->finding, search.last_unlisted()->program);
  }
  return effort;
}

}  // namespace rollcall::suites::stateful
