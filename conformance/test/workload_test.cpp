// Generated programs: each domain has one writer, every call succeeds, every cycle comes home, and
// the patterns keep what they promise.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "conformance/spec/filter_predicate.hpp"
#include "conformance/workload/arbitrary.hpp"
#include "conformance/workload/effects.hpp"

namespace rollcall::workload {
namespace {

using history::Call;
using history::DomainState;

Setting setting_for(unsigned threads, unsigned shared_one_in = 0) {
  Setting setting;
  setting.threads = threads;
  setting.plain_slots = 12;
  setting.renaming_pairs = 2;
  setting.capabilities.has.fill(true);
  setting.taste.reads = {{3, Call::kList}, {1, Call::kCount}, {1, Call::kLookupByName}};
  setting.taste.shared_one_in = shared_one_in;
  return setting;
}

/// A domain as it is at home, under the name that has its slot's number.
DomainState state_at(Home home, SlotNumber slot) {
  DomainState state;
  for (const Call call : way_home(state, home)) apply(state, call, slot, 1);
  return state;
}

/// The states of a script's domains at home.
std::map<SlotNumber, DomainState> states_at_home(const Script& script) {
  std::map<SlotNumber, DomainState> states;
  for (const Part& part : script.parts) states[part.slot] = state_at(part.home, part.slot);
  return states;
}

/// The states of all domains of a pattern after each of its moves, from home on.
std::vector<std::vector<DomainState>> walk(const Pattern& pattern) {
  std::vector<DomainState> states;
  for (std::size_t role = 0; role < pattern.homes.size(); ++role) {
    states.push_back(state_at(pattern.homes[role], static_cast<SlotNumber>(role)));
  }
  std::vector<std::vector<DomainState>> path{states};
  for (const Move& move : pattern.moves) {
    apply(states[move.role], move.call, move.argument, 1);
    path.push_back(states);
  }
  return path;
}

const Pattern& pattern_named(const std::string& name) {
  for (const Pattern& pattern : all_patterns()) {
    if (pattern.name == name) return pattern;
  }
  throw std::invalid_argument("no pattern " + name);
}

/// How many domains have the property, over all states of the pattern: the fewest and the most.
std::pair<int, int> span_of(const std::string& name, bool (*has)(const DomainState&)) {
  int fewest = 100;
  int most = 0;
  for (const auto& states : walk(pattern_named(name))) {
    const auto count = static_cast<int>(std::count_if(states.begin(), states.end(), has));
    fewest = std::min(fewest, count);
    most = std::max(most, count);
  }
  return {fewest, most};
}

bool is_active(const DomainState& state) { return state.active; }
bool runs(const DomainState& state) { return state.state == history::kStateRunning; }
bool exists(const DomainState& state) { return state.exists; }

TEST(Patterns, KeepOneOfTwoActive) {
  EXPECT_EQ(span_of("at least one of two is active", is_active), std::pair(1, 2));
}

TEST(Patterns, KeepAtMostOneOfTwoActive) {
  EXPECT_EQ(span_of("at most one of two is active", is_active), std::pair(0, 1));
}

TEST(Patterns, KeepOneOfTwoRunning) {
  EXPECT_EQ(span_of("at least one of two runs", runs), std::pair(1, 2));
}

TEST(Patterns, KeepAtMostOneOfTwoRunning) {
  EXPECT_EQ(span_of("at most one of two runs", runs), std::pair(0, 1));
}

TEST(Patterns, KeepOneOfTwoDefined) {
  EXPECT_EQ(span_of("at least one of two exists", exists), std::pair(1, 2));
}

TEST(Patterns, NeverGiveOneNameToTwoDomains) {
  for (const auto& states : walk(pattern_named("two domains rotate over three names"))) {
    EXPECT_NE(states[0].name, states[1].name);
  }
}

TEST(Patterns, ComeHomeByCallsThatSucceed) {
  for (const Pattern& pattern : all_patterns()) {
    const auto path = walk(pattern);
    for (std::size_t move = 0; move < pattern.moves.size(); ++move) {
      EXPECT_TRUE(is_done_in(path[move][pattern.moves[move].role], pattern.moves[move].call))
          << pattern.name << ", move " << move;
    }
    for (std::size_t role = 0; role < pattern.homes.size(); ++role) {
      DomainState last = path.back()[role];
      last.id = path.front()[role].id;
      EXPECT_EQ(last, path.front()[role]) << pattern.name;
    }
  }
}

RC_GTEST_PROP(Programs, GiveEachDomainOneWriter, ()) {
  const auto threads = *rc::gen::inRange(1U, 9U);
  const Program program = *arbitrary_program(setting_for(threads));
  std::map<SlotNumber, std::size_t> writers;
  for (std::size_t thread = 0; thread < program.scripts.size(); ++thread) {
    std::set<SlotNumber> own;
    for (const Part& part : program.scripts[thread].parts) {
      RC_ASSERT(own.insert(part.slot).second);
      RC_ASSERT(writers.emplace(part.slot, thread).second);
    }
    for (const Command& command : program.scripts[thread].commands) {
      if (history::is_mutator(command.call)) RC_ASSERT(own.count(command.slot) == 1U);
    }
  }
}

RC_GTEST_PROP(Programs, SucceedInEveryCallAndComeHome, ()) {
  const Program program = *arbitrary_program(setting_for(*rc::gen::inRange(1U, 9U)));
  for (const Script& script : program.scripts) {
    auto states = states_at_home(script);
    const auto home = states;
    for (const Command& command : script.commands) {
      if (!history::is_mutator(command.call)) continue;
      DomainState& state = states.at(command.slot);
      RC_ASSERT(is_done_in(state, command.call));
      apply(state, command.call, command.argument, 1);
    }
    for (auto& [slot, state] : states) {
      state.id = home.at(slot).id;
      RC_ASSERT(state == home.at(slot));
    }
  }
}

RC_GTEST_PROP(Programs, LetSeveralWriteOnlySharedDomains, ()) {
  const Program program = *arbitrary_program(setting_for(4, 1));
  RC_PRE(!program.shared.empty());  // rarely every domain has a pattern of its own
  for (const Script& script : program.scripts) {
    for (const Part& part : script.parts) {
      RC_ASSERT(std::count(program.shared.begin(), program.shared.end(), part.slot) == 0);
    }
  }
}

RC_GTEST_PROP(Programs, LeaveOutWhatTheBackendCannotDo, ()) {
  Setting setting = setting_for(4);
  setting.capabilities.has[static_cast<std::size_t>(Call::kRename)] = false;
  setting.capabilities.has[static_cast<std::size_t>(Call::kCount)] = false;
  const Program program = *arbitrary_program(setting);
  for (const Script& script : program.scripts) {
    for (const Command& command : script.commands) {
      RC_ASSERT(setting.capabilities.can(command.call));
    }
  }
}

Setting setting_about(const char* pattern) {
  Setting setting = setting_for(4);
  setting.taste.pattern = &pattern_named(pattern);
  setting.taste.reads = {{1, Call::kList}, {1, Call::kIsActive}};
  return setting;
}

TEST(Programs, WithOneQuestionAskWhatThePatternChangesFirst) {
  Setting setting = setting_about("at least one of two is active");
  setting.taste.has_one_question = true;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    for (const Script& script : generate(setting, seed).scripts) {
      for (const Command& command : script.commands) {
        if (command.call != Call::kList) continue;
        EXPECT_EQ(command.argument, spec::kListActive) << seed;
      }
    }
  }
}

TEST(Programs, OfOnePatternOftenAskADomainRightAfterAList) {
  const Setting setting = setting_about("a transient domain comes and goes");
  int lists = 0;
  int looks = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    for (const Script& script : generate(setting, seed).scripts) {
      for (std::size_t i = 0; i + 1 < script.commands.size(); ++i) {
        if (script.commands[i].call != Call::kList) continue;
        ++lists;
        looks += script.commands[i + 1].call == Call::kIsActive;
      }
    }
  }
  EXPECT_GT(2 * looks, lists);
}

TEST(Programs, AreTheSameForTheSameSeed) {
  EXPECT_EQ(generate(setting_for(4), 7), generate(setting_for(4), 7));
}

TEST(Programs, DifferBetweenSeeds) {
  EXPECT_NE(generate(setting_for(4), 7), generate(setting_for(4), 8));
}

TEST(Programs, AlwaysReadOnSomeThread) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    EXPECT_THAT(to_text(generate(setting_for(4), seed)), ::testing::HasSubstr("list")) << seed;
  }
}

RC_GTEST_PROP(WayHome, LeadsFromAnyStateToAnyHome, ()) {
  DomainState state;
  const auto calls = *rc::gen::container<std::vector<int>>(
      rc::gen::inRange(0, static_cast<int>(Call::kCheckpointDelete) + 1));
  for (const int number : calls) {
    const auto call = static_cast<Call>(number);
    // A name is never changed by these calls, so that way_home() need not change it back.
    const bool loses_more_than_definition =
        call == Call::kUndefine && (state.autostart || state.snapshots + state.checkpoints != 0);
    if (call == Call::kRename || loses_more_than_definition) continue;
    if (is_done_in(state, call)) apply(state, call, call == Call::kSetAutostart ? 1 : 5, 1);
  }
  const Home home = *rc::gen::element(Home::kAbsent, Home::kOff, Home::kRunning, Home::kPaused);
  for (const Call call : way_home(state, home)) {
    RC_ASSERT(is_done_in(state, call));
    apply(state, call, call == Call::kSetAutostart ? 0 : 5, 1);
  }
  state.id = state_at(home, 5).id;
  RC_ASSERT(state == state_at(home, 5));
}

}  // namespace
}  // namespace rollcall::workload
