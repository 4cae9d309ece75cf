// The commands "check" and "report" as a program: exit codes, messages, files.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "api/test/temporary_folder.hpp"
#include "conformance/history/writer.hpp"
#include "conformance/test/run_program.hpp"
#include "conformance/test/violations.hpp"

namespace rollcall::conformance {
namespace {

using ::testing::HasSubstr;

/// A history in a folder that goes away with it.
class RecordedFile {
 public:
  explicit RecordedFile(const std::string& text) { folder_.write("run.jsonl", text); }
  explicit RecordedFile(const history::History& history)
      : RecordedFile(history::file_text({.library = "libsample.so"}, history)) {}

  std::string path() const { return folder_.file("run.jsonl"); }
  std::string beside(const std::string& name) const { return folder_.file(name); }
  std::string read(const std::string& name) const { return folder_.read(name); }

 private:
  TemporaryFolder folder_;
};

/// A start and a list that has what it started.
history::History good_history() {
  history::HistoryBuilder builder;
  const auto a = builder.inactive("A");
  builder.start(1, 2, a, 1);
  builder.list(3, 4, 1, {builder.entry(a, 1)});
  return builder.build();
}

TEST(Check, PassesAHistoryThatIsLinearizable) {
  const RecordedFile file(good_history());
  const ProgramResult result = run_conformance("check " + file.path());
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("W ok   E ok   P ok   S ok   L ok   id ok"));
  EXPECT_THAT(result.output, HasSubstr("not refuted in 1 list, 2 operations"));
}

TEST(Check, RefutesAListThatWasNeverTrueAndExplainsIt) {
  const RecordedFile file(test::never_true_list().evidence);
  const ProgramResult result = run_conformance("check " + file.path());
  EXPECT_EQ(result.exit_code, 1) << result.output;
  EXPECT_THAT(result.output, HasSubstr("S refuted: this list was never true"));
  EXPECT_THAT(result.output,
              HasSubstr("but destroy(A) was called only after start(B) had returned"));
  EXPECT_THAT(result.output, HasSubstr("rerun     rollcall-conformance check " + file.path()));
}

TEST(Check, AsksOnlyForTheGradeThatIsRequired) {
  const RecordedFile file(test::never_true_list().evidence);
  const ProgramResult result = run_conformance("check " + file.path() + " --require E");
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("S REFUTED"));
}

TEST(Check, WritesEvidenceThatIsRefutedAgain) {
  const RecordedFile file(test::opposite_orders().evidence);
  run_conformance("check " + file.path() + " --evidence " + file.beside("evidence"));
  const ProgramResult again =
      run_conformance("check " + file.beside("evidence/history-L.jsonl") + " --require L");
  EXPECT_EQ(again.exit_code, 1) << again.output;
  EXPECT_THAT(again.output, HasSubstr("recorded      from libsample.so"));
}

TEST(Check, WritesJsonAndHtml) {
  const RecordedFile file(test::never_true_list().evidence);
  run_conformance("check " + file.path() + " --json " + file.beside("r.json") + " --html " +
                  file.beside("r.html"));
  const auto json = nlohmann::json::parse(file.read("r.json"));
  EXPECT_EQ(json["exit_code"], 1);
  EXPECT_EQ(json["suites"][0]["concurrent"]["grades"]["S"]["standing"], "refuted");
  EXPECT_THAT(file.read("r.html"), HasSubstr("<svg"));
}

TEST(Check, ExitsWithThreeAndNamesTheLineOfAMalformedFile) {
  const RecordedFile file(history::file_text({}, good_history()) + "{\"call\":\"begin\"}\n");
  const ProgramResult result = run_conformance("check " + file.path());
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.output, "error: " + file.path() + ":5: unknown call 'begin'\n");
}

TEST(Check, ExitsWithThreeWhenTheFileIsMissing) {
  const ProgramResult result = run_conformance("check /nonexistent/run.jsonl");
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.output, "error: cannot open '/nonexistent/run.jsonl'\n");
}

TEST(Check, ExitsWithThreeWhenAReportCannotBeWritten) {
  const RecordedFile file(good_history());
  const ProgramResult result =
      run_conformance("check " + file.path() + " --html /nonexistent/r.html");
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.output, HasSubstr("error: cannot write '/nonexistent/r.html'"));
}

TEST(Check, ExitsWithFourOnBadUsage) {
  EXPECT_EQ(run_conformance("check").exit_code, 4);
  EXPECT_EQ(run_conformance("check run.jsonl --require Q").exit_code, 4);
  EXPECT_EQ(run_conformance("report run.jsonl").exit_code, 4);
}

TEST(Report, RendersAHistoryWhateverItSays) {
  const RecordedFile file(test::never_true_list().evidence);
  const ProgramResult result =
      run_conformance("report " + file.path() + " -o " + file.beside("page.html"));
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(file.read("page.html"), HasSubstr("S refuted: this list was never true"));
}

}  // namespace
}  // namespace rollcall::conformance
