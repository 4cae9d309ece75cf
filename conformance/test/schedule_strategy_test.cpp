// Which schedules the strategies choose.

#include <fmt/format.h>

#include <array>
#include <set>

#include "conformance/schedule/strategies/depth_first.hpp"
#include "conformance/schedule/strategies/follow.hpp"
#include "conformance/schedule/strategies/priorities.hpp"
#include "conformance/schedule/strategies/random_numbers.hpp"
#include "conformance/schedule/strategies/rotation.hpp"
#include "conformance/test/schedule_test_support.hpp"

namespace rollcall::schedule {
namespace {

/// What a toy program did, told by the program: equal for schedules that differ in nothing that
/// matters.
using Result = std::string;

struct Toy {
  Bodies bodies;
  std::function<void()> reset;
  std::function<Result()> result;
};

/// All results that a search meets, and how many runs it took.
struct Search {
  std::set<Result> results;
  std::uint64_t runs = 0;
};

Search search(const Toy& toy, DepthFirst& strategy) {
  Scheduler scheduler;
  Search found;
  while (!strategy.is_exhausted()) {
    toy.reset();
    scheduler.run(toy.bodies, strategy);
    found.results.insert(toy.result());
    ++found.runs;
  }
  return found;
}

/// Threads that add their number to lists, each a random sequence of additions.
class Writers {
 public:
  Writers(std::uint64_t seed, unsigned threads, unsigned additions, std::uint32_t lists)
      : lists_(lists) {
    RandomNumbers random(seed);
    for (unsigned thread = 0; thread < threads; ++thread) {
      std::vector<std::uint32_t> targets;
      for (unsigned i = 0; i < additions; ++i) targets.push_back(random.below(lists));
      toy.bodies.emplace_back([this, targets, thread] {
        for (const std::uint32_t target : targets) {
          touch(&lists_[target]);
          lists_[target] += static_cast<char>('a' + thread);
        }
      });
    }
    toy.reset = [this] { lists_.assign(lists_.size(), ""); };
    toy.result = [this] {
      std::string all;
      for (const std::string& list : lists_) all += list + ' ';
      return all;
    };
  }

  Toy toy;

 private:
  std::vector<std::string> lists_;
};

TEST(DepthFirst, TriesEverySchedule) {
  Writers writers(1, 2, 2, 1);
  DepthFirst strategy(kUnbounded, SleepSets::kOff);
  // Two threads of a begin and two additions: 6 over 3.
  EXPECT_EQ(search(writers.toy, strategy).runs, 20U);
}

TEST(DepthFirst, TriesOnlySchedulesOfSoManyPreemptions) {
  Writers writers(1, 2, 2, 1);
  DepthFirst none(0, SleepSets::kOff);
  EXPECT_EQ(search(writers.toy, none).runs, 2U);
  // Each thread first, and interrupted after its first or second step.
  DepthFirst one(1, SleepSets::kOff);
  EXPECT_EQ(search(writers.toy, one).runs, 6U);
}

TEST(DepthFirst, LeavesOutOrdersThatCannotMatter) {
  const std::array<int, 2> objects{};
  const Toy toy{
      {[&] { touch(&objects[0]); }, [&] { touch(&objects[1]); }}, [] {}, [] { return Result(); }};
  DepthFirst all(kUnbounded, SleepSets::kOff);
  DepthFirst few(kUnbounded);
  EXPECT_EQ(search(toy, all).runs, 6U);
  EXPECT_EQ(search(toy, few).runs - few.repetitions(), 1U);
}

TEST(DepthFirst, MissesNoResultByLeavingOut) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    Writers writers(seed, 3, 2, 2);
    for (const std::uint32_t bound : {0U, 1U, 2U, kUnbounded}) {
      DepthFirst all(bound, SleepSets::kOff);
      DepthFirst few(bound);
      const Search complete = search(writers.toy, all);
      const Search reduced = search(writers.toy, few);
      ASSERT_EQ(reduced.results, complete.results) << "seed " << seed << ", bound " << bound;
      ASSERT_LE(reduced.runs, complete.runs);
    }
  }
}

TEST(DepthFirst, SaysHowMuchItCovered) {
  Writers writers(1, 2, 2, 1);
  DepthFirst strategy(kUnbounded, SleepSets::kOff);
  Scheduler scheduler;
  double last = 0;
  while (!strategy.is_exhausted()) {
    scheduler.run(writers.toy.bodies, strategy);
    EXPECT_GT(strategy.covered(), last);
    last = strategy.covered();
  }
  EXPECT_EQ(last, 1.0);
}

TEST(DepthFirst, NoticesAProgramThatTakesAnotherWay) {
  DepthFirst strategy(kUnbounded, SleepSets::kOff);
  Scheduler scheduler;
  const int object = 0;
  int runs = 0;
  const auto body = [&] {
    for (int i = 2 * runs; i < 5; ++i) touch(&object);
  };
  while (!strategy.is_exhausted()) {
    scheduler.run({body, body}, strategy);
    ++runs;
  }
  EXPECT_TRUE(strategy.is_diverged());
  EXPECT_EQ(strategy.covered(), 0.0);
}

/// Shows its bug only when the second thread acts between two certain steps of the first, after
/// many others: a bug of depth 2.
class Window {
 public:
  Bodies bodies() {
    return {[this] {
              for (int i = 0; i < 20; ++i) touch(&other_);
              const OpenCall call("read twice", Interest::kYes);
              touch(&value_);
              const int first = value_;
              touch(&value_);
              torn_ = value_ != first;
            },
            [this] {
              for (int i = 0; i < 20; ++i) touch(&another_);
              touch(&value_);
              ++value_;
            }};
  }
  bool torn() const { return torn_; }

 private:
  int value_ = 0;
  int other_ = 0;
  int another_ = 0;
  bool torn_ = false;
};

std::uint64_t runs_until_torn(Strategy& strategy) {
  Window window;
  Scheduler scheduler;
  const Bodies bodies = window.bodies();
  for (std::uint64_t runs = 1; runs <= 10'000; ++runs) {
    scheduler.run(bodies, strategy);
    if (window.torn()) return runs;
  }
  return 0;
}

TEST(Priorities, FindABugOfTheirDepth) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Priorities strategy(seed, 2);
    const std::uint64_t runs = runs_until_torn(strategy);
    EXPECT_GE(runs, 1U) << "seed " << seed;
    EXPECT_LE(runs, 100U) << "seed " << seed;
  }
}

TEST(Priorities, FindNoBugOfMoreThanTheirDepth) {
  Priorities strategy(1, 1);
  EXPECT_EQ(runs_until_torn(strategy), 0U);
}

TEST(Priorities, LetOthersRunBeforeAThreadThatYields) {
  Scheduler scheduler;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    Priorities strategy(seed, 1);
    bool done = false;
    const RunRecord& run = scheduler.run({[&] {
                                            while (!done) yield();
                                          },
                                          [&] { done = true; }},
                                         strategy);
    ASSERT_EQ(run.outcome, Outcome::kCompleted);
  }
}

TEST(Priorities, MostlyLetAnInterestingCallGoFirst) {
  const int object = 0;
  const Bodies bodies{[&] { touch(&object); },
                      [&] {
                        const OpenCall call("list", Interest::kYes);
                        touch(&object);
                      }};
  Scheduler scheduler;
  Priorities strategy(1, 2);
  scheduler.run(bodies, strategy);  // what the program is like
  int first = 0;
  for (int i = 0; i < 400; ++i) first += scheduler.run(bodies, strategy).trace.front().thread;
  // Two thirds of three quarters, and half of the rest; not always, or the bound would be lost.
  EXPECT_GT(first, 260);
  EXPECT_LT(first, 340);
}

TEST(RandomWalk, FindsAShallowBug) {
  RandomWalk strategy(1);
  EXPECT_GE(runs_until_torn(strategy), 1U);
}

TEST(Rotation, TakesItsStrategiesByTurns) {
  const auto rotation = default_rotation(1);
  Scheduler scheduler;
  std::vector<std::string> names;
  for (int i = 0; i < 8; ++i) {
    scheduler.run({[] {}}, *rotation);
    names.push_back(rotation->name());
  }
  EXPECT_EQ(names, (std::vector<std::string>{"random", "pct2", "pct3", "random", "pct3", "pct2",
                                             "pct1", "random"}));
}

/// Two calls, with a step inside each.
void call_twice() {
  static const int object = 0;
  for (int call = 0; call < 2; ++call) {
    stamp();
    touch(&object);
    stamp();
  }
}

TEST(Follow, RepeatsTheWayOfTheSameProgram) {
  Scheduler scheduler;
  RandomWalk random(7);
  for (int run = 0; run < 20; ++run) {
    const RunRecord first = scheduler.run({call_twice, call_twice}, random);
    Follow follow(waypoints_of(first.trace));
    EXPECT_EQ(scheduler.run({call_twice, call_twice}, follow).hash, first.hash);
  }
}

TEST(Follow, InterruptsTheCallsThatAreLeftWhereTheyWere) {
  // Thread 1 is interrupted inside its second call; then its first call goes.
  Scheduler scheduler;
  Replay interrupt(std::vector<Switch>{{6, 1}});
  const RunRecord before = scheduler.run({call_twice, call_twice}, interrupt);
  Follow follow(without_call(waypoints_of(before.trace), 0, 0));
  const auto call_once = [&before] {
    stamp();
    touch(&before);
    stamp();
  };
  const RunRecord& after = scheduler.run({call_once, call_twice}, follow);
  ASSERT_EQ(after.switches.size(), 1U);
  EXPECT_EQ(after.switches.front(), (Switch{3, 1}));
}

TEST(Follow, GoesOnAsUsualWhereNothingIsLeftOfTheWay) {
  Scheduler scheduler;
  Follow follow({});
  const RunRecord& run = scheduler.run({call_twice, call_twice}, follow);
  EXPECT_EQ(run.outcome, Outcome::kCompleted);
  EXPECT_EQ(run.preemptions, 0U);
}

}  // namespace
}  // namespace rollcall::schedule
