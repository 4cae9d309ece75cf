// Explanations of whatever the judge finds in random spoilt histories: always there, never too
// wide, always a page. And random histories as files.

#include <gtest/gtest.h>

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>

#include "conformance/checker/judge.hpp"
#include "conformance/history/reader.hpp"
#include "conformance/history/writer.hpp"
#include "conformance/report/evidence.hpp"
#include "conformance/report/explanation.hpp"
#include "conformance/report/html.hpp"
#include "conformance/report/text.hpp"
#include "conformance/test/concurrent_results.hpp"
#include "conformance/test/random_plan.hpp"

namespace rollcall::report {
namespace {

constexpr std::uint64_t kSeeds = 1000;

history::History spoilt_history(std::uint64_t seed) {
  return workload::synthetic_history(workload::small_plan(seed, workload::some_flaw(seed)));
}

std::size_t widest_line(const std::string& text) {
  std::istringstream lines(text);
  std::size_t widest = 0;
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, line.size());
  return widest;
}

TEST(RandomExplanation, HasATitleAndSentencesThatFitATerminal) {
  std::size_t explained = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    checker::Judgement judgement = checker::judge(spoilt_history(seed));
    reduce_evidence(judgement);
    for (const checker::Property property : refuted(judgement)) {
      const checker::Violation& violation = *judgement.of(property).violation;
      const Explanation explanation = explain(violation, property);
      EXPECT_FALSE(explanation.title.empty()) << "seed " << seed;
      EXPECT_FALSE(explanation.sentences.empty()) << "seed " << seed;
      EXPECT_LE(widest_line(explanation_text(violation, property)), kColumns) << "seed " << seed;
      ++explained;
    }
  }
  EXPECT_GT(explained, kSeeds);
}

TEST(RandomExplanation, MakesAPageThatIsWellFormed) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const checker::Judgement judgement = checker::judge(spoilt_history(seed));
    const std::string page = html_text(test::run_of(test::suite_of(judgement)));
    EXPECT_TRUE(pugi::xml_document().load_string(page.c_str())) << "seed " << seed;
  }
}

TEST(RandomHistoryFile, ReadsBackWhatWasWritten) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const std::string written = history::file_text({}, spoilt_history(seed));
    std::istringstream stream(written);
    const auto read = history::read_history(stream, "f");
    ASSERT_TRUE(read) << "seed " << seed << ": " << read.error();
    EXPECT_EQ(history::file_text({}, read->history), written) << "seed " << seed;
  }
}

}  // namespace
}  // namespace rollcall::report
