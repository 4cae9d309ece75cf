#include "conformance/suites/stateful/search.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/report/text.hpp"
#include "conformance/suites/property.hpp"
#include "conformance/suites/stateful/recipes.hpp"

namespace rollcall::suites::stateful {
namespace {

constexpr const char* kInterrupted = "interrupted";

/// After so many different unlisted departures the rest is left for the next run.
constexpr int kUnlistedMost = 3;

/// One step of a random program, in small numbers so that it shrinks.
struct Step {
  int item = 0;  ///< into the weighted menu
  int slot = 0;
  int manner = 0;
};

using Program = std::vector<Step>;

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
  RandomSearch(const Ground& ground, int programs)
      : ground_(ground), items_(weighted(ground.offer.items)), programs_(programs) {}

  int items() const { return static_cast<int>(items_.size()); }
  const Effort& effort() const { return effort_; }
  const std::optional<Departure>& last_unlisted() const { return last_unlisted_; }

  /// Returns: whether the program showed nothing new that no profile lists.
  bool passes(const Program& program) {
    if (ground_.load().is_interrupted()) effort_.undecided = kInterrupted;
    // Neither what comes next nor what shrinks it is of use any more.
    if (!effort_.undecided.empty()) return false;
    Walk walk(ground_.system, ground_.options);
    for (const Step& step : program) {
      walk.take({items_[static_cast<std::size_t>(step.item)], step.slot, manner_of(step.manner)});
      ground_.findings.saw(spec::name_of(items_[static_cast<std::size_t>(step.item)].action));
    }
    ++effort_.programs;
    effort_.steps += walk.steps();
    effort_.undecided = walk.undecided();
    ground_.tell({.programs = static_cast<std::uint64_t>(effort_.programs),
                  .programs_total = static_cast<std::uint64_t>(programs_)});
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
  int programs_;
  Effort effort_;
  std::optional<Departure> last_unlisted_;
};

void record_all(const Ground& ground, const Walk& walk) {
  for (const Departure& departure : walk.departures()) {
    ground.findings.record(departure.finding, departure.program);
  }
}

/// The ways to rows that the library lets us go.
std::vector<Recipe> offered_recipes(const Ground& ground) {
  std::vector<Recipe> ways;
  for (const Recipe& recipe : recipes()) {
    const bool is_offered =
        std::all_of(recipe.begin(), recipe.end(),
                    [&ground](const MenuItem& step) { return ground.offer.has(step); });
    if (is_offered) ways.push_back(recipe);
  }
  return ways;
}

/// Judges each step of the way to a row.
Effort try_way(const Ground& ground, const Recipe& recipe) {
  Walk walk(ground.system, ground.options);
  for (const MenuItem& step : recipe) walk.take({step, 0});
  record_all(ground, walk);
  return {0, walk.steps(), walk.undecided()};
}

/// Goes to a row and performs calls there from the `first` on, until one changes something.
///
/// Returns: the number of calls performed.
std::size_t try_row(const Ground& ground, const Recipe& recipe, std::size_t first, Effort& effort) {
  Walk walk(ground.system, ground.options);
  for (const MenuItem& step : recipe) walk.take_unjudged({step, 0});
  std::size_t tried = 0;
  bool is_there_still = true;
  while (is_there_still && first + tried < ground.offer.items.size()) {
    const MenuItem& item = ground.offer.items[first + tried];
    // All four manners in turn, shifted by one from row to row.
    const int manner = static_cast<int>(first + tried + recipe.size());
    is_there_still = walk.try_out({item, 0, manner_of(manner)});
    ground.findings.saw(spec::name_of(item.action));
    ++tried;
  }
  record_all(ground, walk);
  effort = effort + Effort{static_cast<int>(tried), walk.steps(), walk.undecided()};
  return tried;
}

}  // namespace

Effort operator+(const Effort& first, const Effort& second) {
  return {first.programs + second.programs, first.steps + second.steps,
          first.undecided.empty() ? second.undecided : first.undecided};
}

void Ground::tell(SearchProgress progress) const {
  if (!load().on_search_progress) return;
  progress.suite = findings.suite();
  progress.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  load().on_search_progress(progress);
}

Effort search_rows(const Ground& ground) {
  const std::vector<Recipe> ways = offered_recipes(ground);
  const std::size_t items = ground.offer.items.size();
  Effort effort;
  for (const Recipe& recipe : ways) {
    effort = effort + try_way(ground, recipe);
    for (std::size_t next = 0; next < items && effort.undecided.empty();) {
      next += try_row(ground, recipe, next, effort);
      ground.tell(
          {.rows = static_cast<std::uint64_t>(effort.programs), .rows_total = ways.size() * items});
      if (ground.load().is_interrupted()) effort.undecided = kInterrupted;
    }
    if (!effort.undecided.empty()) break;
  }
  return effort;
}

Effort search_at_random(const Ground& ground, std::uint64_t seed, RandomBudget budget) {
  if (const auto wanted = ground.load().programs) budget.programs = static_cast<int>(*wanted);
  Effort effort;
  for (int round = 0; round < kUnlistedMost && budget.programs > 0; ++round) {
    RandomSearch search(ground, budget.programs);
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

report::SuiteResult result_of(const Findings& findings, const Effort& rows, const Effort& random) {
  const auto grouped = [](int number) {
    return report::grouped(static_cast<std::uint64_t>(number));
  };
  const Effort all = rows + random;
  report::SuiteResult result;
  result.checks = findings.checks();
  if (!all.undecided.empty()) {
    result.checks.push_back({.name = "search", .undecided = all.undecided});
  }
  result.headline = fmt::format("{} rows, {} programs, {} steps", grouped(rows.programs),
                                grouped(random.programs), grouped(all.steps));
  return result;
}

}  // namespace rollcall::suites::stateful
