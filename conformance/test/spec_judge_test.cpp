// The judge itself: it must refuse an outcome that is wrong in any single field, and say which.

#include <gtest/gtest.h>

#include <functional>

#include "conformance/test/spec_test_support.hpp"

namespace rollcall::spec {
namespace {

struct Mutant {
  const char* field;
  std::function<void(Observation&)> alter;
};

std::vector<Mutant> mutants() {
  return {
      {"result", [](Observation& seen) { seen.code = kOperationInvalid; }},
      {"exists", [](Observation& seen) { seen.domain.reset(); }},
      {"name", [](Observation& seen) { seen.domain->name = kOtherName; }},
      {"active", [](Observation& seen) { seen.domain->active = false; }},
      {"id", [](Observation& seen) { seen.domain->id = kLastId + 1; }},
      {"state", [](Observation& seen) { seen.domain->status = kUnpaused; }},
      {"persistent", [](Observation& seen) { seen.domain->persistent = false; }},
      {"autostart", [](Observation& seen) { seen.domain->autostart = false; }},
      {"managed save", [](Observation& seen) { seen.domain->managed_save = true; }},
      {"snapshots", [](Observation& seen) { seen.domain->snapshots.clear(); }},
      {"current snapshot", [](Observation& seen) { seen.domain->current_snapshot.clear(); }},
      {"checkpoints", [](Observation& seen) { seen.domain->checkpoints.clear(); }},
      {"events", [](Observation& seen) { seen.events->push_back(kStoppedDestroyed); }},
      {"events", [](Observation& seen) { seen.events->clear(); }},
  };
}

TEST(SpecJudge, RefusesAnOutcomeThatIsWrongInOneFieldAndNamesIt) {
  const Domain before = with_checkpoint(with_autostart(with_snapshot(running(), State::kRunning)));
  const Host host = host_with({before});
  const Operation suspend = call(Action::kSuspend);
  const Observation right{kOk, with_status(before, kPausedByUser), {{kSuspendedPaused}}};
  ASSERT_TRUE(differences(host, suspend, right).empty());
  for (const Mutant& mutant : mutants()) {
    Observation wrong = right;
    mutant.alter(wrong);
    const std::vector<Difference> found = differences(host, suspend, wrong);
    ASSERT_EQ(found.size(), 1u) << mutant.field;
    EXPECT_EQ(found.front().field, mutant.field);
  }
}

TEST(SpecJudge, ListsEveryAllowedAnswerWhenTheAnswerIsWrong) {
  const Host host = host_with({with_status(running(), kAsleep)});
  const auto found =
      differences(host, call(Action::kShutdown), {1, with_status(running(), kAsleep), {}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found.front().text(), "result ok or E55 -> E1");
}

TEST(SpecJudge, DoesNotAskForEventsThatNobodyWatched) {
  const Host host = host_with({running()});
  EXPECT_TRUE(differences(host, call(Action::kSuspend), {kOk, paused(), std::nullopt}).empty());
}

TEST(SpecJudge, FollowsTheObservedStateAfterADifference) {
  Host host = host_with({with_image(inactive(), State::kPaused)});
  const Operation create = call(Action::kCreate);
  const Domain observed = with_id(running(), kLastId + 3);
  const Verdict verdict = judge(step(host, create), {kOk, observed, std::nullopt}, host.last_id);
  EXPECT_FALSE(verdict.differences.empty());
  follow(host, create, verdict);
  EXPECT_EQ(host.domains.at(kUuid).status, kBooted);
  EXPECT_EQ(host.last_id, kLastId + 3);
}

TEST(SpecJudge, RemembersWhatCannotBeObserved) {
  Host host = host_with({paused()});
  const Operation save = call(Action::kManagedSave);
  Domain observed = with_image(inactive(), State::kNoState);
  follow(host, save, judge(step(host, save), {kOk, observed, std::nullopt}, host.last_id));
  EXPECT_EQ(host.domains.at(kUuid).saved_state, State::kPaused);
}

TEST(SpecJudge, ForgetsADomainThatIsGone) {
  Host host = host_with({inactive()});
  const Operation undefine = call(Action::kUndefine);
  follow(host, undefine,
         judge(step(host, undefine), {kOk, std::nullopt, std::nullopt}, host.last_id));
  EXPECT_TRUE(host.domains.empty());
}

TEST(SpecJudge, LetsABystanderChangeOnlyByItself) {
  EXPECT_TRUE(judge_bystander(running(), {kOk, running(), {{}}}, kLastId).differences.empty());
  EXPECT_FALSE(judge_bystander(running(), {kOk, paused(), {{}}}, kLastId).differences.empty());
  Domain asked = running();
  asked.shutdown_requested = true;
  const Observation gone_off{kOk, with_status(inactive(), kShutDown), {{kStoppedShutdown}}};
  EXPECT_TRUE(judge_bystander(asked, gone_off, kLastId).differences.empty());
  EXPECT_FALSE(judge_bystander(running(), gone_off, kLastId).differences.empty());
}

TEST(SpecLabel, NamesTheRowOfTheTables) {
  EXPECT_EQ(label(std::nullopt), "none");
  EXPECT_EQ(label(with_image(inactive(), State::kPaused)), "I+MSp");
  EXPECT_EQ(label(with_autostart(with_snapshot(paused(), State::kPaused))), "PP+S+A");
  EXPECT_EQ(label(transient(running())), "RT");
  Domain undefined_earlier = transient(running());
  undefined_earlier.was_persistent = true;
  EXPECT_EQ(label(undefined_earlier), "RT+U");
}

TEST(SpecRow, SaysWhatStateARevertOrRestoreBringsBack) {
  Host host = host_with({with_snapshot(inactive(), State::kShutoff)});
  host.files["file"] = {kName, kUuid, State::kPaused};
  EXPECT_EQ(row(host, call(Action::kSnapshotRevert, 0, "s")), "I+S to 5");
  EXPECT_EQ(row(host, call(Action::kRestore, 0, "file")), "I+S to 3");
  EXPECT_EQ(row(host, call(Action::kCreate)), "I+S");
}

TEST(SpecOperation, IsWrittenWithItsFlagsByName) {
  EXPECT_EQ(to_text(call(Action::kUndefine, kUndefineManagedSave | kUnknownFlag)),
            "undefine(MANAGED_SAVE|0x40000000)");
  EXPECT_EQ(to_text(call(Action::kSetAutostart, 1)), "setAutostart(1)");
  EXPECT_EQ(to_text(call(Action::kSuspend)), "suspend(0)");
}

TEST(SpecEvents, AreCheckedAsAPartialOrder) {
  const EventPattern pattern{
      {kStartedBooted, kSuspendedPaused}, {kResumedUnpaused}, {{kStartedBooted, kSuspendedPaused}}};
  EXPECT_TRUE(mismatches(pattern, {kResumedUnpaused, kStartedBooted, kSuspendedPaused}).empty());
  EXPECT_EQ(mismatches(pattern, {kSuspendedPaused, kStartedBooted}),
            std::vector<std::string>{"SUSPENDED/0 before STARTED/0"});
  EXPECT_EQ(mismatches(pattern, {kStartedBooted}), std::vector<std::string>{"missing SUSPENDED/0"});
  EXPECT_EQ(mismatches({}, {kStartedBooted}), std::vector<std::string>{"unexpected STARTED/0"});
}

}  // namespace
}  // namespace rollcall::spec
