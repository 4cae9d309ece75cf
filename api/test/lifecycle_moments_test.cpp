// Snapshots and checkpoints, row by row, and the trees they make.

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "lifecycle_table.hpp"

namespace rollcall::lifecycle {
namespace {

using testing::ElementsAre;
using testing::ValuesIn;

template <typename Definition>
Definition named(const std::string& name, const std::string& parent = "") {
  Definition definition;
  definition.name = name;
  definition.parent = parent;
  return definition;
}

Row take_row(unsigned flags, const char* before, const char* after, const char* name = "new") {
  return row(
      "snapshot" + std::to_string(flags), before,
      [=](const DomainRuntime& prior) {
        return snapshot_create(prior, named<SnapshotDefinition>(name), flags);
      },
      after);
}

Row delete_row(unsigned flags, const char* name, const char* before, const char* after) {
  return row(
      "delete" + std::to_string(flags), before,
      [=](const DomainRuntime& prior) { return snapshot_delete(prior, name, flags); }, after);
}

Row revert_row(unsigned flags, const char* before, const char* after, const char* name = "s") {
  return row(
      "revert" + std::to_string(flags), before,
      [=](const DomainRuntime& prior) { return snapshot_revert(prior, name, flags); }, after);
}

Row checkpoint_row(unsigned flags, const char* before, const char* after,
                   const char* name = "new") {
  return row(
      "checkpoint" + std::to_string(flags), before,
      [=](const DomainRuntime& prior) {
        return checkpoint_create(prior, named<CheckpointDefinition>(name), flags);
      },
      after);
}

Row checkpoint_delete_row(unsigned flags, const char* name, const char* before, const char* after) {
  return row(
      "checkpointdelete" + std::to_string(flags), before,
      [=](const DomainRuntime& prior) { return checkpoint_delete(prior, name, flags); }, after);
}

class MomentTable : public testing::TestWithParam<Row> {};

TEST_P(MomentTable, Holds) { expect_row(GetParam()); }

constexpr unsigned kHalt = VIR_DOMAIN_SNAPSHOT_CREATE_HALT;
constexpr unsigned kDiskOnly = VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY;
constexpr unsigned kLive = VIR_DOMAIN_SNAPSHOT_CREATE_LIVE;
constexpr unsigned kRedefine = VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE;
constexpr unsigned kCurrent = VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT;
constexpr unsigned kNoMetadata = VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA;
constexpr unsigned kQuiesce = VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE;

const Row kTakeRows[] = {
    take_row(0, "I", "I+S 5/0"),
    take_row(0, "I+MS", "I+MS+S 5/0"),
    take_row(0, "RP", "RP+S 1/5: SUSPENDED/0 RESUMED/0"),
    take_row(0, "RT", "RT+S 1/5: SUSPENDED/0 RESUMED/0"),
    take_row(0, "PP", "PP+S 3/1"),
    take_row(0, "PT", "PT+S 3/1"),
    take_row(0, "CP", "CP+S 6/1"),
    take_row(0, "MP", "E84"),
    take_row(0, "I+C", "E84"),
    take_row(0, "RP+C", "E84"),
    take_row(kHalt, "RP", "I+S 5/7: SUSPENDED/0 STOPPED/6"),
    take_row(kHalt, "PP", "I+S 5/7: STOPPED/6"),
    take_row(kHalt, "RT", "E55"),
    take_row(kHalt, "PT", "E55"),
    take_row(kHalt, "I", "I+S 5/0"),
    take_row(kDiskOnly, "RP", "RP+S 1/1"),
    take_row(kDiskOnly | kQuiesce, "RP", "RP+S 1/1"),
    take_row(kLive, "RP", "RP+S 1/1"),
    take_row(kNoMetadata, "RP", "RP 1/5: SUSPENDED/0 RESUMED/0"),
    take_row(0, "I+S", "E9", "s"),
    take_row(kRedefine, "RP", "RP+S 1/1"),
    take_row(kRedefine, "MP", "MP+S 7/0"),
    take_row(kRedefine, "I+S", "I+S 5/0", "s"),
    take_row(kRedefine, "RP+C", "E84"),
    take_row(kCurrent, "RP", "E8"),
    take_row(kQuiesce, "RP", "E8"),
    take_row(kRedefine | kNoMetadata, "RP", "E8"),
    take_row(kRedefine | kHalt, "RP", "E8"),
    take_row(kRedefine | kLive, "RP", "E8"),
    take_row(kUnknownFlag, "RP", "E8"),
    take_row(kUnknownFlag, "MP", "E8"),
};
INSTANTIATE_TEST_SUITE_P(Take, MomentTable, ValuesIn(kTakeRows), row_name);

constexpr unsigned kChildren = VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN;
constexpr unsigned kMetadataOnly = VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY;
constexpr unsigned kChildrenOnly = VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY;

const Row kDeleteRows[] = {
    delete_row(0, "s", "I+S", "I 5/0"),
    delete_row(kMetadataOnly, "s", "RP+S", "RP 1/1"),
    delete_row(kChildren, "s", "RT+S", "RT 1/1"),
    delete_row(kChildrenOnly, "s", "I+S", "I+S 5/0"),
    delete_row(0, "other", "I+S", "E72"),
    delete_row(kChildren | kChildrenOnly, "s", "I+S", "E8"),
    delete_row(kUnknownFlag, "other", "I", "E8"),
};
INSTANTIATE_TEST_SUITE_P(Delete, MomentTable, ValuesIn(kDeleteRows), row_name);

constexpr unsigned kRunning = VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING;
constexpr unsigned kPaused = VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED;
constexpr unsigned kForce = VIR_DOMAIN_SNAPSHOT_REVERT_FORCE;

const Row kRevertRows[] = {
    revert_row(0, "I+S", "I+S 5/0: DEFINED/3"),
    revert_row(kRunning, "I+S", "RP+S 1/1 new-id: STARTED/3 RESUMED/0 DEFINED/3"),
    revert_row(kPaused, "I+S", "PP+S 3/1 new-id: STARTED/3 SUSPENDED/5 DEFINED/3"),
    revert_row(0, "I+Sr", "RP+S 1/4 new-id: STARTED/3 RESUMED/2 DEFINED/3"),
    revert_row(kPaused, "I+Sr", "PP+S 3/7 new-id: STARTED/3 SUSPENDED/5 DEFINED/3"),
    revert_row(0, "I+Sp", "PP+S 3/7 new-id: STARTED/3 SUSPENDED/5 DEFINED/3"),
    revert_row(kRunning, "I+Sp", "RP+S 1/4 new-id: STARTED/3 RESUMED/2 DEFINED/3"),
    revert_row(0, "RP+S", "I+S 5/7: STOPPED/6 DEFINED/3"),
    revert_row(kRunning, "RP+S", "RP+S 1/1 new-id: STOPPED/6 STARTED/3 RESUMED/0 DEFINED/3"),
    revert_row(0, "PP+Sr", "RP+S 1/4 new-id: STOPPED/6 STARTED/3 RESUMED/2 DEFINED/3"),
    revert_row(0, "RT+Sr", "RT+S 1/4 new-id: STOPPED/6 STARTED/3 RESUMED/2"),
    revert_row(kRunning, "RT+S", "RT+S 1/1 new-id: STOPPED/6 STARTED/3 RESUMED/0"),
    revert_row(0, "RT+S", "E55"),
    revert_row(0, "I+MS+S", "E77"),
    revert_row(kForce, "I+MS+S", "I+S 5/0: DEFINED/3"),
    revert_row(0, "I+MS+Sr", "RP+S 1/4 new-id: STARTED/3 RESUMED/2 DEFINED/3"),
    revert_row(0, "I+Sx", "E77"),
    revert_row(kForce, "I+Sx", "I+S 5/0: DEFINED/3"),
    revert_row(0, "I", "E72"),
    revert_row(0, "I+S", "E72", "other"),
    revert_row(kRunning | kPaused, "I+S", "E8"),
    revert_row(kUnknownFlag, "I", "E8"),
};
INSTANTIATE_TEST_SUITE_P(Revert, MomentTable, ValuesIn(kRevertRows), row_name);

const Row kCheckpointRows[] = {
    checkpoint_row(0, "RP", "RP+C 1/1"),
    checkpoint_row(0, "PP", "PP+C 3/1"),
    checkpoint_row(0, "RT", "RT+C 1/1"),
    checkpoint_row(0, "PT", "PT+C 3/1"),
    checkpoint_row(VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE, "RP", "RP+C 1/1"),
    checkpoint_row(0, "I", "E84"),
    checkpoint_row(0, "I+S", "E84"),
    checkpoint_row(0, "RP+S", "E84"),
    checkpoint_row(0, "RP+C", "E9", "c"),
    checkpoint_row(VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE, "RP+C", "RP+C 1/1", "c"),
    checkpoint_row(VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE, "RP", "E8"),
    checkpoint_row(VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE | VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE,
                   "RP", "E8"),
    checkpoint_row(kUnknownFlag, "I", "E8"),
    checkpoint_delete_row(0, "c", "RP+C", "RP 1/1"),
    checkpoint_delete_row(0, "c", "I+C", "E84"),
    checkpoint_delete_row(VIR_DOMAIN_CHECKPOINT_DELETE_METADATA_ONLY, "c", "I+C", "I 5/0"),
    checkpoint_delete_row(0, "other", "RP+C", "E103"),
    checkpoint_delete_row(
        VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN | VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY, "c",
        "RP+C", "E8"),
    checkpoint_delete_row(kUnknownFlag, "c", "I", "E8"),
};
INSTANTIATE_TEST_SUITE_P(Checkpoint, MomentTable, ValuesIn(kCheckpointRows), row_name);

// The domain after snapshots of these names were taken of it, one after the other.
DomainRuntime after_snapshots(DomainRuntime runtime, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    runtime = snapshot_create(runtime, named<SnapshotDefinition>(name), 0)->after;
  }
  return runtime;
}

std::vector<std::string> family(const DomainRuntime& runtime) {
  std::vector<std::string> lines;
  for (const auto& member : runtime.snapshots.members()) {
    lines.push_back(member->parent + ">" + member->name);
  }
  return lines;
}

TEST(SnapshotTree, HangsEachNewOneBelowTheCurrentOne) {
  DomainRuntime runtime = after_snapshots(domain("I"), {"a", "b"});
  runtime = snapshot_revert(runtime, "a", kForce)->after;
  runtime = after_snapshots(runtime, {"c"});
  EXPECT_THAT(family(runtime), ElementsAre(">a", "a>b", "a>c"));
  EXPECT_TRUE(runtime.snapshots.is_current("c"));
}

TEST(SnapshotTree, RefusesARedefinitionThatClosesACircle) {
  const DomainRuntime runtime = after_snapshots(domain("I"), {"a", "b"});
  for (const char* parent : {"a", "b", "nowhere"}) {
    const auto refused =
        snapshot_create(runtime, named<SnapshotDefinition>("a", parent), kRedefine);
    ASSERT_FALSE(refused.has_value()) << parent;
    EXPECT_EQ(refused.error().code, VIR_ERR_INVALID_ARG);
  }
}

TEST(SnapshotTree, RedefinesAMemberInItsPlace) {
  const DomainRuntime runtime = after_snapshots(domain("I"), {"a", "b", "c"});
  const auto moved = snapshot_create(runtime, named<SnapshotDefinition>("c", "a"), kRedefine);
  ASSERT_TRUE(moved.has_value());
  EXPECT_THAT(family(moved->after), ElementsAre(">a", "a>b", "a>c"));
  EXPECT_TRUE(moved->after.snapshots.is_current("c"));
}

TEST(SnapshotTree, MakesARedefinitionCurrentOnlyWhenAsked) {
  const DomainRuntime runtime = after_snapshots(domain("I"), {"a"});
  const auto wanted = named<SnapshotDefinition>("b", "a");
  EXPECT_TRUE(snapshot_create(runtime, wanted, kRedefine)->after.snapshots.is_current("a"));
  EXPECT_TRUE(
      snapshot_create(runtime, wanted, kRedefine | kCurrent)->after.snapshots.is_current("b"));
}

struct Kept {
  const char* before;
  unsigned flags;
  SnapshotState state;
  SnapshotMemory memory;
};

TEST(SnapshotTree, RemembersWhatEachSnapshotKeeps) {
  const Kept cases[] = {
      {"I", 0, SnapshotState::kShutoff, SnapshotMemory::kNone},
      {"RP", 0, SnapshotState::kRunning, SnapshotMemory::kInternal},
      {"PP", 0, SnapshotState::kPaused, SnapshotMemory::kInternal},
      {"CP", 0, SnapshotState::kCrashed, SnapshotMemory::kInternal},
      {"RP", kHalt, SnapshotState::kRunning, SnapshotMemory::kInternal},
      {"RP", kDiskOnly, SnapshotState::kDiskOnly, SnapshotMemory::kNone},
      {"I", kDiskOnly, SnapshotState::kShutoff, SnapshotMemory::kNone},
  };
  for (const Kept& kept : cases) {
    const auto taken =
        snapshot_create(domain(kept.before), named<SnapshotDefinition>("a"), kept.flags);
    ASSERT_TRUE(taken.has_value());
    const SnapshotDefinition* snapshot = taken->after.snapshots.find("a");
    EXPECT_EQ(snapshot->state, kept.state) << kept.before << kept.flags;
    EXPECT_EQ(snapshot->memory, kept.memory) << kept.before << kept.flags;
  }
}

TEST(CheckpointTree, HangsEachNewOneBelowTheLast) {
  DomainRuntime runtime = domain("RP+C");
  runtime = checkpoint_create(runtime, named<CheckpointDefinition>("d"), 0)->after;
  EXPECT_EQ(runtime.checkpoints.find("d")->parent, "c");
}

}  // namespace
}  // namespace rollcall::lifecycle
