// Rows of the tables for starting, pausing and stopping: the right outcome passes, and the nearest
// wrong ones do not.

#include <gtest/gtest.h>

#include "conformance/test/spec_test_support.hpp"

namespace rollcall::spec {
namespace {

const Domain kStarted = with_id(running(), kLastId + 1);

TEST(SpecCreate, StartsAnInactiveDomainWithAFreshId) {
  EXPECT_TRUE(allowed(inactive(), call(Action::kCreate), kOk, kStarted, {kStartedBooted}));
}

TEST(SpecCreate, RefusesAnIdThatWasSeenBefore) {
  EXPECT_FALSE(allowed(inactive(), call(Action::kCreate), kOk, with_id(running(), kLastId),
                       {kStartedBooted}));
}

TEST(SpecCreate, TakesResumedBeforeStarted) {
  EXPECT_TRUE(allowed(inactive(), call(Action::kCreate), kOk, kStarted,
                      {kResumedUnpaused, kStartedBooted}));
}

TEST(SpecCreate, AsksForTheStartedEvent) {
  EXPECT_FALSE(allowed(inactive(), call(Action::kCreate), kOk, kStarted, {}));
}

TEST(SpecCreate, AnswersOperationInvalidWhenActive) {
  EXPECT_TRUE(refused(running(), call(Action::kCreate), kOperationInvalid));
  EXPECT_FALSE(refused(running(), call(Action::kCreate), 1));
}

TEST(SpecCreate, WantsAPausedGuestWhenAsked) {
  const Domain after = with_status(kStarted, kPausedByUser);
  const Operation create = call(Action::kCreate, kStartPaused);
  EXPECT_TRUE(allowed(inactive(), create, kOk, after, {kStartedBooted, kSuspendedPaused}));
  EXPECT_FALSE(allowed(inactive(), create, kOk, after, {kSuspendedPaused, kStartedBooted}));
  EXPECT_FALSE(allowed(inactive(), create, kOk, kStarted, {kStartedBooted}));
}

TEST(SpecCreate, RestoresARunningGuestFromItsImage) {
  const Domain before = with_image(inactive(), State::kRunning);
  const Domain after = with_status(kStarted, kRestored);
  EXPECT_TRUE(
      allowed(before, call(Action::kCreate), kOk, after, {kStartedRestored, kResumedFromSnapshot}));
  EXPECT_FALSE(allowed(before, call(Action::kCreate), kOk, after, {kStartedBooted}));
  EXPECT_FALSE(allowed(before, call(Action::kCreate), kOk, kStarted, {kStartedRestored}));
}

TEST(SpecCreate, RestoresAPausedGuestPaused) {
  const Domain before = with_image(inactive(), State::kPaused);
  EXPECT_TRUE(allowed(before, call(Action::kCreate), kOk, with_status(kStarted, kPausedByMigration),
                      {kStartedRestored, kSuspendedRestored}));
  EXPECT_FALSE(allowed(before, call(Action::kCreate), kOk, with_status(kStarted, kRestored),
                       {kStartedRestored}));
}

TEST(SpecCreate, BootsAfreshWhenForcedAndDropsTheImage) {
  const Domain before = with_image(inactive(), State::kPaused);
  const Operation create = call(Action::kCreate, kStartForceBoot);
  EXPECT_TRUE(allowed(before, create, kOk, kStarted, {kStartedBooted}));
  Domain with_leftover = kStarted;
  with_leftover.managed_save = true;
  EXPECT_FALSE(allowed(before, create, kOk, with_leftover, {kStartedBooted}));
}

TEST(SpecSuspend, PausesARunningGuest) {
  EXPECT_TRUE(allowed(running(), call(Action::kSuspend), kOk, paused(), {kSuspendedPaused}));
  EXPECT_FALSE(allowed(running(), call(Action::kSuspend), kOk, running(), {}));
}

TEST(SpecSuspend, LeavesAPausedGuestByAnErrorOrByDoingNothing) {
  EXPECT_TRUE(refused(paused(), call(Action::kSuspend), 1));
  EXPECT_TRUE(allowed(paused(), call(Action::kSuspend), kOk, paused()));
  EXPECT_FALSE(allowed(paused(), call(Action::kSuspend), kOk, paused(), {kSuspendedPaused}));
}

TEST(SpecSuspend, AnswersOperationInvalidWhenInactiveOrAsleep) {
  EXPECT_TRUE(refused(inactive(), call(Action::kSuspend), kOperationInvalid));
  EXPECT_TRUE(refused(active(kAsleep), call(Action::kSuspend), kOperationInvalid));
  EXPECT_FALSE(refused(inactive(), call(Action::kSuspend), 1));
}

TEST(SpecResume, RunsAPausedGuest) {
  EXPECT_TRUE(allowed(paused(), call(Action::kResume), kOk, active(kUnpaused), {kResumedUnpaused}));
}

TEST(SpecResume, AnswersOperationInvalidUnlessPaused) {
  EXPECT_TRUE(refused(running(), call(Action::kResume), kOperationInvalid));
  EXPECT_TRUE(refused(inactive(), call(Action::kResume), kOperationInvalid));
  EXPECT_FALSE(refused(running(), call(Action::kResume), 1));
}

TEST(SpecShutdown, MayStopAtOnceOrLater) {
  EXPECT_TRUE(allowed(running(), call(Action::kShutdown), kOk, with_status(inactive(), kShutDown),
                      {kStoppedShutdown}));
  EXPECT_TRUE(allowed(running(), call(Action::kShutdown), kOk, running()));
  EXPECT_FALSE(allowed(running(), call(Action::kShutdown), kOk, with_status(inactive(), kDestroyed),
                       {kStoppedShutdown}));
}

TEST(SpecShutdown, LetsAnAskedGuestStopByItselfBeforeALaterCall) {
  Domain asked = running();
  asked.shutdown_requested = true;
  EXPECT_TRUE(allowed(asked, call(Action::kSuspend), kOperationInvalid,
                      with_status(inactive(), kShutDown), {kShutdownByGuest, kStoppedShutdown}));
  EXPECT_FALSE(allowed(running(), call(Action::kSuspend), kOperationInvalid,
                       with_status(inactive(), kShutDown), {kShutdownByGuest, kStoppedShutdown}));
}

TEST(SpecReboot, NeverChangesTheStateOfAPausedGuest) {
  EXPECT_TRUE(allowed(paused(), call(Action::kReboot), kOk, paused()));
  EXPECT_FALSE(allowed(paused(), call(Action::kReboot), kOk, running()));
}

TEST(SpecReboot, KeepsTheId) {
  EXPECT_TRUE(allowed(running(), call(Action::kReboot), kOk, running()));
  EXPECT_FALSE(allowed(running(), call(Action::kReboot), kOk, kStarted));
}

TEST(SpecReset, ChangesNothingOfAnActiveGuest) {
  EXPECT_TRUE(allowed(paused(), call(Action::kReset), kOk, paused()));
  EXPECT_FALSE(allowed(active(kPanicked), call(Action::kReset), kOk, active({State::kPaused, 10})));
  EXPECT_TRUE(refused(inactive(), call(Action::kReset), kOperationInvalid));
}

TEST(SpecDestroy, StopsAPersistentGuest) {
  const Domain after = with_status(inactive(), kDestroyed);
  EXPECT_TRUE(allowed(running(), call(Action::kDestroy), kOk, after, {kStoppedDestroyed}));
  EXPECT_TRUE(
      allowed(running(), call(Action::kDestroy), kOk, after, {kShutdownByHost, kStoppedDestroyed}));
  EXPECT_FALSE(
      allowed(running(), call(Action::kDestroy), kOk, after, {kStoppedDestroyed, kShutdownByHost}));
}

TEST(SpecDestroy, RemovesATransientGuest) {
  const Domain before = transient(running());
  EXPECT_TRUE(allowed(before, call(Action::kDestroy), kOk, std::nullopt, {kStoppedDestroyed}));
  EXPECT_FALSE(allowed(before, call(Action::kDestroy), kOk, with_status(inactive(), kDestroyed),
                       {kStoppedDestroyed}));
}

TEST(SpecAutodestroy, StopsTheGuestAsDestroyDoes) {
  EXPECT_EQ(autodestroyed(running()).domain->status, kDestroyed);
  EXPECT_FALSE(autodestroyed(transient(running())).domain);
}

TEST(SpecPowerManagement, PutsARunningGuestToSleepOrSaysThatItHasNoAgent) {
  const Operation suspend = call(Action::kPmSuspend);
  EXPECT_TRUE(allowed(running(), suspend, kOk, active(kAsleep), {kPmSuspendedMemory}));
  EXPECT_TRUE(refused(running(), suspend, kArgumentUnsupported));
  EXPECT_FALSE(refused(running(), suspend, kOperationInvalid));
  EXPECT_TRUE(refused(paused(), suspend, kOperationInvalid));
}

TEST(SpecPowerManagement, WakesASleepingGuest) {
  const Operation wakeup = call(Action::kPmWakeup);
  EXPECT_TRUE(allowed(active(kAsleep), wakeup, kOk, active(kWokenUp), {kStartedWakeup}));
  EXPECT_FALSE(allowed(active(kAsleep), wakeup, kOk, running(), {kStartedWakeup}));
  EXPECT_TRUE(refused(inactive(), wakeup, kOperationInvalid));
}

TEST(SpecCalls, AnswerNoDomainWhenTheDomainIsGone) {
  EXPECT_TRUE(allowed(std::nullopt, call(Action::kSuspend), kNoDomain, std::nullopt));
  EXPECT_FALSE(allowed(std::nullopt, call(Action::kSuspend), kOperationInvalid, std::nullopt));
}

TEST(SpecCalls, AnswerInvalidArgumentToUnknownFlagsWhateverTheState) {
  const Operation destroy = call(Action::kDestroy, kUnknownFlag);
  EXPECT_TRUE(refused(running(), destroy, kInvalidArgument));
  EXPECT_TRUE(allowed(std::nullopt, destroy, kInvalidArgument, std::nullopt));
  EXPECT_FALSE(allowed(std::nullopt, destroy, kNoDomain, std::nullopt));
}

}  // namespace
}  // namespace rollcall::spec
