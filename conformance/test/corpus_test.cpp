// The corpus: every entry still shows its bug on the library that it is of, and our library is
// without it. One test per entry and library, registered when the program starts.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "api/test/temporary_folder.hpp"
#include "conformance/schedule/scheduler.hpp"
#include "conformance/suites/scheduled/trace_file.hpp"
#include "conformance/sut/library.hpp"
#include "conformance/test/run_program.hpp"

namespace rollcall::conformance {
namespace {

using suites::scheduled::TraceFile;
using ::testing::HasSubstr;

constexpr const char* kEnding = ".trace.jsonl";

struct Entry {
  std::string name;
  std::string path;
};

std::vector<Entry> entries_of_corpus() {
  std::vector<Entry> entries;
  for (const auto& file : std::filesystem::directory_iterator(ROLLCALL_CORPUS)) {
    std::string name = file.path().filename().string();
    if (!name.ends_with(kEnding)) continue;
    name.resize(name.size() - std::string(kEnding).size());
    entries.push_back({name, file.path().string()});
  }
  std::sort(entries.begin(), entries.end(), [](auto& a, auto& b) { return a.name < b.name; });
  return entries;
}

class CorpusTest : public ::testing::Test {
 public:
  explicit CorpusTest(std::string path) : path_(std::move(path)) {}

 protected:
  void SetUp() override {
    if (!schedule::is_interposed()) GTEST_SKIP() << "a build with sanitizers does not interpose";
    auto entry = suites::scheduled::read_trace(path_);
    ASSERT_TRUE(entry) << entry.error();
    entry_ = *std::move(entry);
  }

  std::string path_;
  TraceFile entry_;
};

class StillShows : public CorpusTest {
 public:
  using CorpusTest::CorpusTest;

  void TestBody() override {
    if (entry_.origin.library.starts_with("libvirt")) {
      const auto library = sut::Library::open(entry_.origin.library);
      if (!library) GTEST_SKIP() << library.error();
      // Another version may have mended it.
      may_be_mended_ = library->version() != entry_.origin.library_version;
    }
    const ProgramResult result = run_conformance("corpus replay " + path_);
    RecordProperty("outcome", result.output);
    if (may_be_mended_ && result.exit_code == 1) GTEST_SKIP() << result.output;
    EXPECT_EQ(result.exit_code, 0) << result.output;
  }

 private:
  bool may_be_mended_ = false;
};

class IsNotOurs : public CorpusTest {
 public:
  using CorpusTest::CorpusTest;

  void TestBody() override {
    const ProgramResult result = run_conformance(
        "corpus replay --must-hold --library librollcall.so.1 --uri mock:///default " + path_);
    EXPECT_EQ(result.exit_code, 0) << result.output;
  }
};

template <class Test>
void add_tests(const char* suite) {
  for (const Entry& entry : entries_of_corpus()) {
    ::testing::RegisterTest(suite, entry.name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                            [path = entry.path]() -> CorpusTest* { return new Test(path); });
  }
}

class Corpus : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!schedule::is_interposed()) GTEST_SKIP() << "a build with sanitizers does not interpose";
  }

  /// One that needs a preemption, and nothing but this tree.
  const std::string planted_ = ROLLCALL_CORPUS "/planted_misses_between_passes.trace.jsonl";
  TemporaryFolder folder_;
};

TEST_F(Corpus, TakesATraceFileAsAnEntryThatReplays) {
  const std::string arguments = "corpus add " + planted_ + " --as again --folder " +
                                folder_.file("corpus") + " --library " ROLLCALL_FLAWED;
  const auto original = suites::scheduled::read_trace(planted_);
  ASSERT_TRUE(original) << original.error();
  std::string settings;
  for (const auto& [name, value] : original->origin.environment) {
    settings += name + "=" + value + " ";
  }
  const ProgramResult added = run_command(settings + ROLLCALL_CONFORMANCE + (" " + arguments));
  EXPECT_EQ(added.exit_code, 0) << added.output;
  const auto entry = suites::scheduled::read_trace(folder_.file("corpus/again.trace.jsonl"));
  ASSERT_TRUE(entry) << entry.error();
  EXPECT_EQ(entry->origin.library, "librollcall-flawed.so");
  EXPECT_EQ(entry->origin.environment, original->origin.environment);
  const ProgramResult again =
      run_conformance("corpus replay " + folder_.file("corpus/again.trace.jsonl"));
  EXPECT_EQ(again.exit_code, 0) << again.output;
  EXPECT_THAT(again.output, HasSubstr("refuted as recorded"));
  EXPECT_EQ(run_command(settings + ROLLCALL_CONFORMANCE + (" " + arguments)).exit_code, 3)
      << "an entry was overwritten";
}

TEST_F(Corpus, AddsNothingThatTheLibraryDoesNotShow) {
  const ProgramResult added =
      run_conformance("corpus add " + planted_ + " --as no --folder " + folder_.file("corpus") +
                      " --library librollcall.so.1");
  EXPECT_EQ(added.exit_code, 1) << added.output;
  EXPECT_THAT(added.output, HasSubstr("no entry was added"));
  EXPECT_FALSE(std::filesystem::exists(folder_.file("corpus/no.trace.jsonl")));
}

TEST_F(Corpus, SaysThatABugShowsWhereItMustNot) {
  EXPECT_EQ(run_conformance("corpus replay --must-hold " + planted_).exit_code, 1);
}

TEST_F(Corpus, RefusesANameThatIsNoFileName) {
  const ProgramResult added = run_conformance("corpus add R1.x --as ../up");
  EXPECT_EQ(added.exit_code, 4);
  EXPECT_THAT(added.output, HasSubstr("a name is small letters, digits and underscores"));
}

TEST_F(Corpus, SearchesTheProgramAnewWhenTheChoicesOfAnotherBuildMissTheBug) {
  auto entry = suites::scheduled::read_trace(planted_);
  ASSERT_TRUE(entry) << entry.error();
  entry->token.switches.clear();  // the threads one after the other
  ASSERT_TRUE(write_trace(folder_.file("other.trace.jsonl"), *entry));
  const ProgramResult again = run_conformance("corpus replay " + folder_.file("other.trace.jsonl"));
  EXPECT_EQ(again.exit_code, 0) << again.output;
  EXPECT_THAT(again.output, HasSubstr("of a search"));
}

}  // namespace
}  // namespace rollcall::conformance

int main(int argc, char** argv) {
  testing::InitGoogleMock(&argc, argv);
  rollcall::conformance::add_tests<rollcall::conformance::StillShows>("CorpusEntryStillShows");
  rollcall::conformance::add_tests<rollcall::conformance::IsNotOurs>("CorpusEntryIsNotOurs");
  return RUN_ALL_TESTS();
}
