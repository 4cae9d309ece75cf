// Histories at the instants that a library announces.

#include "conformance/suites/scheduled/commits.hpp"

#include <gtest/gtest.h>

#include "conformance/checker/judge.hpp"
#include "conformance/history/call_names.hpp"
#include "conformance/schedule/explorer.hpp"
#include "conformance/schedule/randomness.hpp"
#include "conformance/schedule/yield_hook.hpp"
#include "conformance/spec/filter_predicate.hpp"
#include "conformance/suites/probe.hpp"
#include "conformance/suites/scheduled/rig.hpp"
#include "conformance/test/history_builder.hpp"
#include "conformance/workload/program_code.hpp"

namespace rollcall::suites::scheduled {
namespace {

using checker::Property;
using checker::Standing;
using history::HistoryBuilder;
using schedule::PointKind;

constexpr schedule::ObjectNumber kList = 2;

/// A thread starts a domain while another lists what is active. Stamps 1 to 4 are steps 0, 1, 6, 7.
class StartAndList : public ::testing::Test {
 protected:
  StartAndList() {
    run_.trace = {{0, PointKind::kStamp, schedule::kHistory},
                  {1, PointKind::kStamp, schedule::kHistory},
                  {0, PointKind::kLock, 3},
                  {0, PointKind::kAnnounced, kList},
                  {0, PointKind::kUnlocked, 3},
                  {1, PointKind::kAnnounced, kList},
                  {1, PointKind::kStamp, schedule::kHistory},
                  {0, PointKind::kStamp, schedule::kHistory}};
    run_.announced_writes = {3};
  }

  /// What clients saw when the list returned these.
  history::History seen(bool has_domain) {
    HistoryBuilder history;
    const auto domain = history.inactive("A");
    history.start(1, 4, domain, 7);
    history.list(
        2, 3, spec::kListActive,
        has_domain ? std::vector{history.entry(domain, 7)} : std::vector<history::Entry>{});
    history::History built = history.build();
    for (history::Operation& operation : built.batch.operations) ++operation.thread;
    return built;
  }

  schedule::RunRecord run_;
};

TEST_F(StartAndList, AreEachAtItsLastAnnouncement) {
  const history::History exact = at_commits(seen(true), run_);
  ASSERT_EQ(exact.batch.operations.size(), 2U);
  EXPECT_EQ(exact.batch.operations[0].call, history::Call::kStart);
  EXPECT_EQ(exact.batch.operations[0].invocation, 3U);
  EXPECT_EQ(exact.batch.operations[0].response, 3U);
  EXPECT_EQ(exact.batch.operations[1].invocation, 5U);
  EXPECT_EQ(exact.batch.operations[1].commit, 5U);
}

TEST_F(StartAndList, HoldWhenTheListHasWhatWasStartedBeforeIt) {
  const auto judgement = checker::judge(at_commits(seen(true), run_));
  EXPECT_EQ(judgement.of(Property::kLinearizable).standing, Standing::kNotRefuted);
}

TEST_F(StartAndList, AreRefutedWhereClientsCouldNotTell) {
  EXPECT_EQ(checker::judge(seen(false)).of(Property::kLinearizable).standing,
            Standing::kNotRefuted);
  const auto judgement = checker::judge(at_commits(seen(false), run_));
  EXPECT_EQ(judgement.of(Property::kLinearizable).standing, Standing::kRefuted);
}

TEST_F(StartAndList, KeepTheirIntervalsWithoutAnnouncements) {
  run_.trace[3].kind = run_.trace[5].kind = PointKind::kUnlocked;
  run_.announced_writes.clear();
  const history::History exact = at_commits(seen(false), run_);
  EXPECT_EQ(exact.batch.operations[0].invocation, 0U);
  EXPECT_EQ(exact.batch.operations[0].response, 7U);
  EXPECT_EQ(exact.batch.operations[1].commit, history::kNever);
  EXPECT_EQ(checker::judge(exact).of(Property::kLinearizable).standing, Standing::kNotRefuted);
}

TEST_F(StartAndList, KeepTheIntervalOfAChangeThatWasRefused) {
  history::History refused = seen(false);
  refused.batch.operations[0].outcome = history::Outcome::kRefused;
  EXPECT_EQ(at_commits(refused, run_).batch.operations[0].response, 7U);
}

TEST(OurLibrary, AnnouncesTheInstantOfEveryChangeAndList) {
  if (!schedule::is_interposed()) GTEST_SKIP() << "a build with sanitizers does not interpose";
  schedule::make_randomness_repeatable();
  const std::string uri = "mock:///default";
  const auto library = sut::Library::open(ROLLCALL_LIBRARY);
  ASSERT_TRUE(library) << library.error();
  ASSERT_TRUE(schedule::follow_yield_points(ROLLCALL_LIBRARY));
  const auto probed = probe(ROLLCALL_LIBRARY, *library, uri, "");
  ASSERT_TRUE(probed) << probed.error();
  const Context context{*library, uri, probed->driver, probed->guest, 1, probed->profile};
  const auto rig = Rig::set_up(context, {});
  ASSERT_TRUE(rig) << rig.error().message;
  const auto program = workload::program_from_code(
      "0r1o:start@1,destroy@0,suspend@1,set_autostart@0=1,undefine@0,define@0+"
      ":list=1,count,all_stats,list_domains=9");
  ASSERT_TRUE(program) << program.error();
  schedule::Scheduler scheduler;
  const schedule::RunRecord& run =
      schedule::replay(scheduler, (*rig)->schedulable(*program), {{.step = 12, .to = 1}});
  ASSERT_EQ(run.outcome, schedule::Outcome::kCompleted);
  const history::History exact = at_commits((*rig)->history(), run);
  ASSERT_EQ(exact.batch.operations.size(), 10U);
  for (const history::Operation& operation : exact.batch.operations) {
    EXPECT_NE(operation.commit, history::kNever) << history::name_of(operation.call);
  }
  EXPECT_EQ(checker::judge(exact).of(Property::kLinearizable).standing, Standing::kNotRefuted);
}

}  // namespace
}  // namespace rollcall::suites::scheduled
