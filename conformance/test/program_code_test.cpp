#include "conformance/workload/program_code.hpp"

#include <gtest/gtest.h>

namespace rollcall::workload {
namespace {

using history::Call;

const Program kProgram{
    {{{{0, Home::kRunning}, {1, Home::kOff}}, {{Call::kStart, 1, 0}, {Call::kDestroy, 0, 0}}},
     {{}, {{Call::kList, kNoSlot, 2}, {Call::kDefine, 12, 13}}}},
    {}};

TEST(ProgramCode, IsOneWord) {
  EXPECT_EQ(code_of(kProgram), "0r1o:start@1,destroy@0+:list=2,define@12=13");
}

TEST(ProgramCode, IsReadAsItWasWritten) {
  EXPECT_EQ(program_from_code(code_of(kProgram)), kProgram);
}

TEST(ProgramCode, OfAThreadWithoutCommandsIsItsDomains) {
  const Program program{{{{{3, Home::kPaused}}, {}}, {{}, {{Call::kCount, kNoSlot, 0}}}}, {}};
  EXPECT_EQ(code_of(program), "3p+:count");
  EXPECT_EQ(program_from_code("3p+:count"), program);
}

std::string complaint_about(std::string_view code) {
  const auto program = program_from_code(code);
  return program ? "" : program.error();
}

TEST(ProgramCode, WithAnUnknownHomeIsRefused) {
  EXPECT_EQ(complaint_about("0r1x:start@1"), "'0r1x' does not say where domains begin");
}

TEST(ProgramCode, WithAnUnknownCallIsRefused) {
  EXPECT_EQ(complaint_about("0r:explode@0"), "'explode@0' is no command");
}

TEST(ProgramCode, WithAWrongNumberIsRefused) {
  EXPECT_EQ(complaint_about("0r:start@zero"), "'start@zero' is no command");
  EXPECT_EQ(complaint_about("0r:list=1a"), "'list=1a' is no command");
}

TEST(ProgramCode, KeepsScriptsThatAreEmpty) {
  Program program;
  program.scripts.resize(3);
  program.scripts[1].commands = {{history::Call::kList, kNoSlot, 1}};
  EXPECT_EQ(program_from_code(code_of(program)), program);
}

}  // namespace
}  // namespace rollcall::workload
