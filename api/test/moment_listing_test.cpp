#include "api/core/moment_listing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libvirt/libvirt.h>

#include <memory>

namespace rollcall {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// root (off) - middle (running) - leaf (paused, external), and a lone one of disks only; in an
// order of creation in which a child comes before its parent.
SnapshotTree example() {
  SnapshotTree tree;
  const auto put = [&](const char* name, const char* parent, SnapshotState state,
                       SnapshotMemory memory) {
    auto snapshot = std::make_shared<SnapshotDefinition>();
    snapshot->name = name;
    snapshot->parent = parent;
    snapshot->state = state;
    snapshot->memory = memory;
    tree.put(std::move(snapshot));
  };
  put("middle", "root", SnapshotState::kRunning, SnapshotMemory::kInternal);
  put("root", "", SnapshotState::kShutoff, SnapshotMemory::kNone);
  put("leaf", "middle", SnapshotState::kPaused, SnapshotMemory::kExternal);
  put("lone", "", SnapshotState::kDiskOnly, SnapshotMemory::kNone);
  return tree;
}

MomentNames names(unsigned flags) { return *list_snapshots(example(), flags); }

TEST(SnapshotListing, NamesAllInOrderOfCreation) {
  EXPECT_THAT(names(0), ElementsAre("middle", "root", "leaf", "lone"));
}

TEST(SnapshotListing, NamesParentsBeforeChildrenWhenAsked) {
  EXPECT_THAT(names(VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL),
              ElementsAre("root", "lone", "middle", "leaf"));
}

TEST(SnapshotListing, SelectsRoots) {
  EXPECT_THAT(names(VIR_DOMAIN_SNAPSHOT_LIST_ROOTS), ElementsAre("root", "lone"));
}

TEST(SnapshotListing, SelectsByPlaceInTheTree) {
  EXPECT_THAT(names(VIR_DOMAIN_SNAPSHOT_LIST_LEAVES), ElementsAre("leaf", "lone"));
  EXPECT_THAT(names(VIR_DOMAIN_SNAPSHOT_LIST_NO_LEAVES), ElementsAre("middle", "root"));
}

TEST(SnapshotListing, SelectsByMetadataWhichAllHave) {
  EXPECT_EQ(names(VIR_DOMAIN_SNAPSHOT_LIST_METADATA).size(), 4U);
  EXPECT_THAT(names(VIR_DOMAIN_SNAPSHOT_LIST_NO_METADATA), IsEmpty());
}

TEST(SnapshotListing, SelectsByState) {
  EXPECT_THAT(names(VIR_DOMAIN_SNAPSHOT_LIST_INACTIVE), ElementsAre("root"));
  EXPECT_THAT(names(VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE), ElementsAre("middle", "leaf"));
  EXPECT_THAT(names(VIR_DOMAIN_SNAPSHOT_LIST_DISK_ONLY), ElementsAre("lone"));
}

TEST(SnapshotListing, SelectsByLocation) {
  EXPECT_THAT(names(VIR_DOMAIN_SNAPSHOT_LIST_INTERNAL), ElementsAre("middle", "root"));
  EXPECT_THAT(names(VIR_DOMAIN_SNAPSHOT_LIST_EXTERNAL), ElementsAre("leaf", "lone"));
}

TEST(SnapshotListing, TakesBothBitsOfAGroupForNone) {
  EXPECT_EQ(names(VIR_DOMAIN_SNAPSHOT_LIST_LEAVES | VIR_DOMAIN_SNAPSHOT_LIST_NO_LEAVES), names(0));
}

TEST(SnapshotListing, AsksForAllGroupsTogether) {
  EXPECT_THAT(names(VIR_DOMAIN_SNAPSHOT_LIST_LEAVES | VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE),
              ElementsAre("leaf"));
}

TEST(SnapshotListing, RefusesUnknownFlags) {
  EXPECT_EQ(list_snapshots(example(), 1U << 11).error().code, VIR_ERR_INVALID_ARG);
  EXPECT_EQ(list_children(example(), "none", 1U << 11).error().code, VIR_ERR_INVALID_ARG);
}

TEST(SnapshotChildren, AreThoseDirectlyBelow) {
  EXPECT_THAT(*list_children(example(), "root", 0), ElementsAre("middle"));
  EXPECT_THAT(*list_children(example(), "lone", 0), IsEmpty());
}

TEST(SnapshotChildren, AreAllBelowWhenAsked) {
  EXPECT_THAT(*list_children(example(), "root", VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS),
              ElementsAre("middle", "leaf"));
}

TEST(SnapshotChildren, NeedAParent) {
  EXPECT_EQ(list_children(example(), "none", 0).error().code, VIR_ERR_NO_DOMAIN_SNAPSHOT);
}

TEST(CheckpointListing, NumbersItsFlagsDifferently) {
  CheckpointTree tree;
  const auto put = [&](const char* name, const char* parent) {
    auto checkpoint = std::make_shared<CheckpointDefinition>();
    checkpoint->name = name;
    checkpoint->parent = parent;
    tree.put(std::move(checkpoint));
  };
  put("child", "root");
  put("root", "");
  EXPECT_THAT(*list_checkpoints(tree, VIR_DOMAIN_CHECKPOINT_LIST_TOPOLOGICAL),
              ElementsAre("root", "child"));
  EXPECT_THAT(*list_checkpoints(tree, VIR_DOMAIN_CHECKPOINT_LIST_LEAVES), ElementsAre("child"));
  EXPECT_THAT(*list_checkpoints(tree, VIR_DOMAIN_CHECKPOINT_LIST_NO_LEAVES), ElementsAre("root"));
  EXPECT_THAT(*list_children(tree, "root", 0), ElementsAre("child"));
  EXPECT_EQ(list_checkpoints(tree, 1U << 4).error().code, VIR_ERR_INVALID_ARG);
  EXPECT_EQ(list_children(tree, "none", 0).error().code, VIR_ERR_NO_DOMAIN_CHECKPOINT);
}

}  // namespace
}  // namespace rollcall
