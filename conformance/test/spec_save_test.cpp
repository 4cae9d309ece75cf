// Rows of the tables for managed save, save, core dump, snapshots and checkpoints.

#include <gtest/gtest.h>

#include "conformance/test/spec_test_support.hpp"

namespace rollcall::spec {
namespace {

const Domain kHalted = with_status(inactive(), kShutoffFromSnapshot);
const Domain kStartedAnew = with_id(running(), kLastId + 1);

Domain with_fresh_status(const Domain& domain, Status status) {
  return with_status(with_id(domain, kLastId + 1), status);
}

TEST(SpecManagedSave, StopsAPersistentGuestAndKeepsAnImage) {
  const Domain after = with_image(inactive(), State::kRunning);
  const Operation save = call(Action::kManagedSave);
  EXPECT_TRUE(allowed(running(), save, kOk, after, {kStoppedSaved}));
  EXPECT_TRUE(allowed(running(), save, kOk, after, {kSuspendedPaused, kStoppedSaved}));
  EXPECT_FALSE(allowed(running(), save, kOk, after, {kStoppedSaved, kSuspendedPaused}));
  EXPECT_FALSE(allowed(running(), save, kOk, with_status(inactive(), kSaved), {kStoppedSaved}));
}

TEST(SpecManagedSave, AnswersOperationInvalidForTransientAndInactive) {
  EXPECT_TRUE(refused(transient(running()), call(Action::kManagedSave), kOperationInvalid));
  EXPECT_TRUE(refused(inactive(), call(Action::kManagedSave), kOperationInvalid));
}

TEST(SpecManagedSave, RefusesToKeepTheGuestBothRunningAndPaused) {
  EXPECT_TRUE(
      refused(running(), call(Action::kManagedSave, kSaveRunning | kSavePaused), kInvalidArgument));
}

TEST(SpecManagedSave, RemembersHowTheGuestWasKept) {
  const auto kept = [](const Domain& before, unsigned flags) {
    return step(host_with({before}), call(Action::kManagedSave, flags)).front().domain->saved_state;
  };
  EXPECT_EQ(kept(paused(), 0), State::kPaused);
  EXPECT_EQ(kept(paused(), kSaveRunning), State::kRunning);
  EXPECT_EQ(kept(running(), kSavePaused), State::kPaused);
}

TEST(SpecManagedSaveRemove, DropsTheImage) {
  const Domain before = with_image(inactive(), State::kRunning);
  const Operation remove = call(Action::kManagedSaveRemove);
  EXPECT_TRUE(allowed(before, remove, kOk, with_status(inactive(), kSaved)));
  EXPECT_FALSE(allowed(before, remove, kOk, before));
}

TEST(SpecManagedSaveRemove, MayRefuseOrAcceptWithoutAnImage) {
  EXPECT_TRUE(allowed(running(), call(Action::kManagedSaveRemove), kOk, running()));
  EXPECT_TRUE(refused(running(), call(Action::kManagedSaveRemove), 38));
}

TEST(SpecSave, LeavesNoManagedImage) {
  const Operation save = call(Action::kSave, 0, "file");
  EXPECT_TRUE(allowed(running(), save, kOk, with_status(inactive(), kSaved), {kStoppedSaved}));
  EXPECT_TRUE(allowed(transient(running()), save, kOk, std::nullopt, {kStoppedSaved}));
  EXPECT_FALSE(
      allowed(running(), save, kOk, with_image(inactive(), State::kRunning), {kStoppedSaved}));
  EXPECT_TRUE(refused(inactive(), save, kOperationInvalid));
}

TEST(SpecCoreDump, StopsTheGuestOnlyWhenAskedToCrashIt) {
  const Operation crash = call(Action::kCoreDump, kDumpCrash, "file");
  EXPECT_TRUE(allowed(running(), crash, kOk, with_status(inactive(), kDumped), {kStoppedCrashed}));
  const Operation dump = call(Action::kCoreDump, 0, "file");
  EXPECT_TRUE(
      allowed(running(), dump, kOk, active(kUnpaused), {kSuspendedPaused, kResumedUnpaused}));
  EXPECT_FALSE(allowed(running(), dump, kOk, paused(), {kSuspendedPaused}));
}

TEST(SpecSnapshotCreate, AddsTheCurrentSnapshot) {
  const Operation create = call(Action::kSnapshotCreate, 0, "s");
  EXPECT_TRUE(allowed(inactive(), create, kOk, with_snapshot(inactive(), State::kShutoff)));
  EXPECT_TRUE(allowed(running(), create, kOk, with_snapshot(active(kUnpaused), State::kRunning),
                      {kSuspendedPaused, kResumedUnpaused}));
  EXPECT_FALSE(allowed(inactive(), create, kOk, inactive()));
}

TEST(SpecSnapshotCreate, StopsAPersistentGuestWhenAskedTo) {
  const Operation halt = call(Action::kSnapshotCreate, kSnapshotHalt, "s");
  EXPECT_TRUE(allowed(running(), halt, kOk, with_snapshot(kHalted, State::kRunning),
                      {kStoppedFromSnapshot}));
  EXPECT_TRUE(refused(transient(running()), halt, kOperationInvalid));
}

TEST(SpecSnapshotCreate, IsRefusedBesideACheckpointAndWhileAsleep) {
  const Operation create = call(Action::kSnapshotCreate, 0, "s");
  EXPECT_TRUE(refused(with_checkpoint(inactive()), create, kOperationUnsupported));
  EXPECT_TRUE(refused(active(kAsleep), create, kOperationUnsupported));
}

TEST(SpecSnapshotDelete, GivesChildrenToTheParent) {
  Domain before = inactive();
  before.snapshots = {
      {"a", "", State::kShutoff}, {"b", "a", State::kShutoff}, {"c", "b", State::kShutoff}};
  before.current_snapshot = "c";
  Domain after = before;
  after.snapshots = {{"a", "", State::kShutoff}, {"c", "a", State::kShutoff}};
  EXPECT_TRUE(allowed(before, call(Action::kSnapshotDelete, 0, "b"), kOk, after));
  after.snapshots = {{"a", "", State::kShutoff}};
  after.current_snapshot = "a";
  EXPECT_FALSE(allowed(before, call(Action::kSnapshotDelete, 0, "b"), kOk, after));
  EXPECT_TRUE(allowed(before, call(Action::kSnapshotDelete, kDeleteChildren, "b"), kOk, after));
}

TEST(SpecSnapshotDelete, AnswersNoSnapshotForAMissingOne) {
  EXPECT_TRUE(refused(inactive(), call(Action::kSnapshotDelete, 0, "s"), kNoSnapshot));
  EXPECT_FALSE(allowed(inactive(), call(Action::kSnapshotDelete, 0, "s"), kOk, inactive()));
}

TEST(SpecRevert, ToAnOfflineSnapshotStopsARunningGuest) {
  const Operation revert = call(Action::kSnapshotRevert, 0, "s");
  const Domain before = with_snapshot(running(), State::kShutoff);
  EXPECT_TRUE(allowed(before, revert, kOk, with_snapshot(kHalted, State::kShutoff),
                      {kStoppedFromSnapshot}));
  EXPECT_TRUE(refused(transient(before), revert, kOperationInvalid));
}

TEST(SpecRevert, StartsAnOfflineSnapshotWhenAskedTo) {
  const Domain before = with_snapshot(inactive(), State::kShutoff);
  const Operation run = call(Action::kSnapshotRevert, kRevertRunning, "s");
  const Operation pause = call(Action::kSnapshotRevert, kRevertPaused, "s");
  EXPECT_TRUE(allowed(before, run, kOk, with_snapshot(kStartedAnew, State::kShutoff),
                      {kResumedUnpaused, kStartedFromSnapshot, kDefinedFromSnapshot}));
  EXPECT_FALSE(allowed(before, run, kOk, before, {kStartedFromSnapshot}));
  EXPECT_FALSE(allowed(before, pause, kOk, before, {kStartedFromSnapshot, kSuspendedFromSnapshot}));
}

TEST(SpecRevert, BringsBackTheKeptState) {
  const Operation revert = call(Action::kSnapshotRevert, 0, "s");
  const Domain running_kept = with_snapshot(inactive(), State::kRunning);
  EXPECT_TRUE(
      allowed(running_kept, revert, kOk,
              with_fresh_status(with_snapshot(running(), State::kRunning), kRunningFromSnapshot),
              {kStartedFromSnapshot}));
  const Domain paused_kept = with_snapshot(inactive(), State::kPaused);
  EXPECT_TRUE(
      allowed(paused_kept, revert, kOk,
              with_fresh_status(with_snapshot(running(), State::kPaused), kPausedFromSnapshot),
              {kStartedFromSnapshot, kSuspendedFromSnapshot}));
}

TEST(SpecRevert, MayReplaceTheMemoryOfARunningGuestInPlace) {
  const Operation revert = call(Action::kSnapshotRevert, 0, "s");
  const Domain before = with_snapshot(paused(), State::kRunning);
  const Domain after = with_status(before, kRunningFromSnapshot);
  EXPECT_TRUE(allowed(before, revert, kOk, after, {kResumedFromSnapshot}));
  EXPECT_FALSE(allowed(before, revert, kOk, after, {}));
}

TEST(SpecCheckpoint, NeedsAnActiveDomainWithoutSnapshots) {
  const Operation create = call(Action::kCheckpointCreate, 0, "c");
  EXPECT_TRUE(allowed(paused(), create, kOk, with_checkpoint(paused())));
  EXPECT_TRUE(refused(inactive(), create, kOperationUnsupported));
  EXPECT_TRUE(refused(with_snapshot(running(), State::kRunning), create, kOperationUnsupported));
}

TEST(SpecCheckpoint, MayBeUndeletableWhileInactiveExceptForItsMetadata) {
  const Domain before = with_checkpoint(inactive());
  const Operation remove = call(Action::kCheckpointDelete, 0, "c");
  EXPECT_TRUE(allowed(before, remove, kOk, inactive()));
  EXPECT_TRUE(refused(before, remove, kOperationUnsupported));
  EXPECT_FALSE(refused(before, call(Action::kCheckpointDelete, kDeleteMetadataOnly, "c"),
                       kOperationUnsupported));
}

}  // namespace
}  // namespace rollcall::spec
