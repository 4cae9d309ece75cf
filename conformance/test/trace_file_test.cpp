// Trace files: what they say, and what is wrong with those that cannot be read.

#include "conformance/suites/scheduled/trace_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/schedule/trace_hash.hpp"
#include "conformance/suites/scheduled/scenario.hpp"

namespace rollcall::suites::scheduled {
namespace {

using history::Call;
using schedule::PointKind;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TraceFile example() {
  const std::vector<schedule::Step> steps{{1, PointKind::kBegin, schedule::kNoObject},
                                          {1, PointKind::kLock, 2},
                                          {0, PointKind::kBegin, schedule::kNoObject}};
  const Scenario scenario{.property = checker::Property::kSnapshots,
                          .trace = folded(schedule::hash_of(steps)),
                          .size = {2, 3, 1},
                          .program = {{{{{0, workload::Home::kRunning}}, {{Call::kDestroy, 0, 0}}},
                                       {{}, {{Call::kList, workload::kNoSlot, 2}}}},
                                      {}}};
  return {.kit = "0.1.0",
          .origin = {.library = "librollcall-flawed.so",
                     .library_version = "9.0.0",
                     .uri = "mock:///default",
                     .domain_type = "",
                     .environment = {{"ROLLCALL_FLAW", "misses_between_passes"}}},
          .token = {.build = 0x7F3A,
                    .seed = 26,
                    .strategy = "pct3",
                    .switches = {{0, 1}, {2, 0}},
                    .scenario = to_text(scenario)},
          .title = "S refuted: this list was never true",
          .steps = steps};
}

TEST(TraceFile, SaysInOneLineWhatWasRunAndThenItsSteps) {
  EXPECT_EQ(
      to_text(example()),
      "{\"format\":\"rollcall-trace\",\"version\":1,\"kit\":\"0.1.0\","
      "\"library\":\"librollcall-flawed.so\",\"library_version\":\"9.0.0\","
      "\"uri\":\"mock:///default\",\"environment\":{\"ROLLCALL_FLAW\":\"misses_between_passes\"},"
      "\"build\":\"00007f3a\",\"seed\":26,\"strategy\":\"pct3\",\"refuted\":\"S\","
      "\"title\":\"S refuted: this list was never true\",\"threads\":2,\"domains\":3,"
      "\"renaming_pairs\":1,\"program\":\"0r:destroy@0+:list=2\","
      "\"choices\":[{\"step\":1,\"thread\":2},{\"step\":3,\"thread\":1}],\"steps\":3,"
      "\"hash\":\"0a700139e62b8dcd\"}\n"
      "{\"step\":1,\"thread\":2,\"point\":\"begin\"}\n"
      "{\"step\":2,\"thread\":2,\"point\":\"lock\",\"object\":2}\n"
      "{\"step\":3,\"thread\":1,\"point\":\"begin\"}\n");
}

TEST(TraceFile, IsReadAsItWasWritten) {
  const auto read = trace_from(to_text(example()), "x");
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, example());
}

std::string complaint_about(const std::string& text) {
  const auto trace = trace_from(text, "x.trace");
  return trace ? "" : trace.error();
}

/// The example with one piece of its text replaced.
std::string changed(const std::string& piece, const std::string& by) {
  std::string text = to_text(example());
  const std::size_t begin = text.find(piece);
  EXPECT_NE(begin, std::string::npos);
  return text.replace(begin, piece.size(), by);
}

TEST(TraceFile, ThatWasCutOffAnywhereIsRefusedWithALine) {
  const std::string text = to_text(example());
  // Without the end of its last line it is still whole.
  for (std::size_t length = 0; length < text.size() - 1; ++length) {
    EXPECT_THAT(complaint_about(text.substr(0, length)), StartsWith("x.trace, line "))
        << "after " << length << " characters";
  }
  EXPECT_EQ(complaint_about(text.substr(0, text.rfind("{\"step\""))),
            "x.trace, line 3: the file ends after 2 of 3 steps");
}

TEST(TraceFile, OfAnotherVersionIsRefused) {
  EXPECT_EQ(complaint_about(changed("\"version\":1", "\"version\":2")),
            "x.trace, line 1: version 2 of the format; this program reads version 1");
}

TEST(TraceFile, OfAnotherKindIsRefused) {
  EXPECT_EQ(complaint_about("{\"format\":\"rollcall-history\",\"version\":1}\n"),
            "x.trace, line 1: this is no trace file");
  EXPECT_EQ(complaint_about("rollcall-trace 1\n"),
            "x.trace, line 1: this is no JSON object; the file was cut off or changed");
}

TEST(TraceFile, WithAChangedStepIsRefused) {
  EXPECT_EQ(complaint_about(changed("\"object\":2", "\"object\":3")),
            "x.trace, line 1: the hash is not that of the steps; the file was changed");
  EXPECT_EQ(complaint_about(changed("\"step\":2,", "\"step\":4,")),
            "x.trace, line 3: the member 'step' is not a number from 2 to 2");
  EXPECT_EQ(complaint_about(changed("\"point\":\"lock\"", "\"point\":\"luck\"")),
            "x.trace, line 3: the member 'point' is not one that this program knows");
}

TEST(TraceFile, WithoutAMemberIsRefused) {
  EXPECT_EQ(complaint_about(changed("\"seed\":26,", "")),
            "x.trace, line 1: the member 'seed' is missing");
  EXPECT_EQ(complaint_about(changed("\"seed\":26", "\"seed\":-1")),
            "x.trace, line 1: the member 'seed' is not a number from 0 to 18446744073709551615");
}

TEST(TraceFile, WhoseProgramCannotBeRunIsRefused) {
  EXPECT_EQ(complaint_about(changed("destroy@0", "destroy@9")),
            "x.trace, line 1: destroy needs a domain below 5");
  EXPECT_EQ(complaint_about(changed("destroy@0", "destroy")),
            "x.trace, line 1: destroy needs a domain below 5");
  EXPECT_EQ(complaint_about(changed("destroy@0", "rename@0=6")),
            "x.trace, line 1: the argument of rename is below 6");
  EXPECT_EQ(complaint_about(changed("destroy@0", "explode@0")),
            "x.trace, line 1: program: 'explode@0' is no command");
  EXPECT_EQ(complaint_about(changed("\"domains\":3", "\"domains\":3000000")),
            "x.trace, line 1: the stage is too large");
  EXPECT_EQ(complaint_about(changed("\"threads\":2", "\"threads\":1")),
            "x.trace, line 1: the program has more scripts than threads");
}

TEST(TraceFile, ThatSetsOtherVariablesThanOursIsRefused) {
  EXPECT_THAT(complaint_about(changed("ROLLCALL_FLAW", "LD_PRELOAD")),
              HasSubstr("'environment' is not texts by the names of variables ROLLCALL_*"));
}

TEST(TraceFile, WithChoicesOutOfOrderIsRefused) {
  EXPECT_THAT(complaint_about(changed("{\"step\":3,\"thread\":1}]", "{\"step\":1,\"thread\":1}]")),
              HasSubstr("'choices' is not a list of steps and threads, by step"));
}

TEST(TraceFile, ThatIsNotThereIsNamed) {
  EXPECT_EQ(read_trace("/nonexistent/x").error(), "cannot read '/nonexistent/x'");
  EXPECT_EQ(write_trace("/nonexistent/x", example()).error(), "cannot write '/nonexistent/x'");
}

}  // namespace
}  // namespace rollcall::suites::scheduled
