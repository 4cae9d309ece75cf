// Enumerated programs: each once, and none that can tell nothing.

#include "conformance/workload/enumeration.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "conformance/workload/program_code.hpp"

namespace rollcall::workload {
namespace {

using history::Call;

Capabilities everything() {
  Capabilities capabilities;
  capabilities.has.fill(true);
  return capabilities;
}

const std::vector<Program>& programs_of_three() {
  static const std::vector<Program> programs = all_programs(3, everything());
  return programs;
}

std::set<std::string> codes_of(const std::vector<Program>& programs) {
  std::set<std::string> codes;
  for (const Program& program : programs) codes.insert(code_of(program));
  return codes;
}

const std::set<std::string>& codes_of_three() {
  static const std::set<std::string> codes = codes_of(programs_of_three());
  return codes;
}

bool is_enumerated(const std::string& code) { return codes_of_three().contains(code); }

template <class Predicate>
bool any_command(const Program& program, Predicate predicate) {
  return std::any_of(program.scripts.begin(), program.scripts.end(), [&](const Script& script) {
    return std::any_of(script.commands.begin(), script.commands.end(), predicate);
  });
}

TEST(Enumeration, HasEachProgramOnce) {
  EXPECT_EQ(codes_of_three().size(), programs_of_three().size());
}

TEST(Enumeration, HasTheProgramsThatShowTheCommonestBugs) {
  EXPECT_TRUE(is_enumerated("0o1r:start@0,destroy@1+:list=1"));
  EXPECT_TRUE(is_enumerated("1o:define@0,undefine@1+:list"));
  EXPECT_TRUE(is_enumerated("0o:rename@0=2+:lookup_by_name=2+:list"));
  EXPECT_TRUE(is_enumerated("0o:start@0+:start@0+:list=1"));
}

TEST(Enumeration, HasOneOfThoseThatDifferInTheNumbersOfDomains) {
  EXPECT_FALSE(is_enumerated("0r1o:start@1,destroy@0+:list=1"));
}

TEST(Enumeration, HasNoCallThatCanNeitherChangeNorTellAnything) {
  // The domain runs already; whether it runs is all that the list asks.
  EXPECT_FALSE(is_enumerated("0r:start@0,start@1+:list=1"));
  EXPECT_FALSE(is_enumerated("0r:suspend@0,resume@0+:list=1"));
}

TEST(Enumeration, ChangesSomethingAndReadsTheHostInEveryProgram) {
  for (const Program& program : programs_of_three()) {
    EXPECT_TRUE(any_command(program, [](const Command& command) {
      return history::is_mutator(command.call);
    })) << code_of(program);
    EXPECT_TRUE(any_command(program, [](const Command& command) {
      return history::is_host_reader(command.call);
    })) << code_of(program);
  }
}

TEST(Enumeration, MakesExactlySoManyCalls) {
  for (const unsigned calls : {2U, 3U}) {
    for (const Program& program : all_programs(calls, everything())) {
      std::size_t made = 0;
      for (const Script& script : program.scripts) made += script.commands.size();
      ASSERT_EQ(made, calls) << code_of(program);
      ASSERT_GT(program.scripts.size(), 1U) << code_of(program);
    }
  }
}

TEST(Enumeration, LeavesOutWhatTheSpecificationLeavesOpen) {
  EXPECT_FALSE(is_enumerated("0o:create@0+:list=1"));
  EXPECT_FALSE(is_enumerated("0p:managed_save@0,start@0+:list=1"));
  EXPECT_TRUE(is_enumerated("0r:managed_save@0,start@0+:list=1"));
}

TEST(Enumeration, LeavesOutWhatTheBackendCannotDo) {
  Capabilities capabilities = everything();
  capabilities.has[static_cast<std::size_t>(Call::kRename)] = false;
  for (const Program& program : all_programs(3, capabilities)) {
    ASSERT_FALSE(any_command(program, [](const Command& command) {
      return command.call == Call::kRename;
    })) << code_of(program);
  }
}

}  // namespace
}  // namespace rollcall::workload
