// Snapshots in the disks of domains, with and without the guest's memory.

#include <cstdlib>

#include "kvm_fixture.hpp"
#include "kvmdriver/qemu_command.hpp"
#include "small_disk.hpp"

namespace rollcall::kvm {
namespace {

using ::testing::HasSubstr;

class Snapshots : public KvmTest {
 protected:
  std::string disk(const std::string& format, const std::string& folder = "") {
    const std::string file = folder_.file(folder + "disk." + format);
    EXPECT_EQ(std::system(("qemu-img create -q -f " + format + " " + file + " 4M").c_str()), 0);
    return "<disk type='file'><driver type='" + format + "'/><source file='" + file +
           "'/><target dev='vda' bus='virtio'/></disk>";
  }
  static std::string named(const std::string& name) {
    return "<domainsnapshot><name>" + name + "</name></domainsnapshot>";
  }
};
INSTANTIATE_TEST_SUITE_P(Lane, Snapshots, ::testing::Values("qemu", "kvm"),
                         [](const auto& lane) { return std::string(lane.param); });

TEST_P(Snapshots, BringARunningGuestBack) {
  const DomainRef a = started("a", "", disk("qcow2"));
  const unsigned long count = console(a).count();
  const auto made = host->snapshot_create(a, named("s"), 0);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(seen(a), "RUNNING/5 PS");
  EXPECT_EQ(journal->take(), "SUSPENDED/0 RESUMED/0");
  while (console(a).count() < count + 5) {
  }
  ASSERT_EQ(*host->snapshot_revert({a, "s"}, 0), 2);
  EXPECT_EQ(seen(a), "RUNNING/4 PS");
  EXPECT_LT(console(a).count(), count + 5);
  close();
  open();
  EXPECT_EQ(seen(a), "RUNNING/4 PS");
  EXPECT_EQ(*host->current_snapshot(a, 0), "s");
  ASSERT_TRUE(succeeds(host->snapshot_delete({a, "s"}, 0)));
  EXPECT_EQ(seen(a), "RUNNING/4 P");
}

// QEMU stops the guest while it writes the snapshot, and lets it go on by itself.
TEST_P(Snapshots, ThatTheDriverDidNotLiveToSeeLeaveTheGuestRunning) {
  const DomainRef a = started("a", "", disk("qcow2"));
  const Json nodes = Json::array({disk_node(0)});
  // Not kept: QEMU talks to one monitor at a time.
  ASSERT_TRUE(succeeds((*host->host().guest_of(a))
                           ->call("snapshot-save", {{"job-id", "rollcall"},
                                                    {"tag", "s"},
                                                    {"vmstate", disk_node(0)},
                                                    {"devices", nodes}})));
  close();
  open();
  EXPECT_EQ(seen(a), "RUNNING/1 P");
  ASSERT_TRUE(succeeds(host->snapshot_create(a, named("s"), 0)));
  EXPECT_EQ(seen(a), "RUNNING/5 PS");
  ASSERT_TRUE(succeeds(host->managed_save(a, 0)));
  ASSERT_TRUE(succeeds(host->create(a, 0)));
  EXPECT_EQ(seen(a), "RUNNING/3 PS");
  console(a).count();
}

TEST_P(Snapshots, StartADomainFromTheMemoryTheyKeep) {
  const DomainRef a = started("a", "", disk("qcow2"));
  ASSERT_TRUE(succeeds(host->snapshot_create(a, named("s"), VIR_DOMAIN_SNAPSHOT_CREATE_HALT)));
  EXPECT_EQ(seen(a), "SHUTOFF/7 PS");
  ASSERT_TRUE(succeeds(host->snapshot_revert({a, "s"}, VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED)));
  EXPECT_EQ(seen(a), "PAUSED/7 PS");
}

TEST_P(Snapshots, OfADomainThatIsOffAreOfItsDisks) {
  const DomainRef a = defined("a", "", disk("qcow2"));
  ASSERT_TRUE(succeeds(host->snapshot_create(a, named("s"), 0)));
  EXPECT_EQ(seen(a), "SHUTOFF/0 PS");
  EXPECT_EQ(error_code(host->snapshot_create(a, named("s"), 0)), VIR_ERR_OPERATION_FAILED);
  ASSERT_TRUE(succeeds(host->create(a, 0)));
  ASSERT_TRUE(succeeds(host->snapshot_revert({a, "s"}, 0)));
  EXPECT_EQ(seen(a), "SHUTOFF/7 PS");
  ASSERT_TRUE(succeeds(host->snapshot_revert({a, "s"}, VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING)));
  EXPECT_EQ(seen(a), "RUNNING/1 PS");
  ASSERT_TRUE(succeeds(host->destroy(a, 0)));
  EXPECT_EQ(error_code(host->undefine(a, 0)), VIR_ERR_OPERATION_INVALID);
  ASSERT_TRUE(succeeds(host->snapshot_delete({a, "s"}, 0)));
  ASSERT_TRUE(succeeds(host->undefine(a, 0)));
}

TEST_P(Snapshots, ReplaceOnesThatNoDomainKnows) {
  const DomainRef a = defined("a", "", disk("qcow2"));
  const std::string keep = "qemu-img snapshot -c s " + folder_.file("disk.qcow2");
  ASSERT_EQ(std::system(keep.c_str()), 0);
  ASSERT_TRUE(succeeds(host->create(a, 0)));
  const auto made = host->snapshot_create(a, named("s"), 0);
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_TRUE(succeeds(host->snapshot_revert({a, "s"}, 0)));
}

TEST_P(Snapshots, LeaveTheGuestRunningWhenTheDiskIsFull) {
  const SmallDisk small(folder_.file("small"), 8 * 1024);
  if (!small.is_there()) GTEST_SKIP() << kMayNotMount;
  const DomainRef a = started("a", "", disk("qcow2", "small/"));
  small.fill();
  const auto refused = host->snapshot_create(a, named("s"), 0);
  ASSERT_FALSE(refused);
  // QEMU does not tell what it was that went wrong.
  EXPECT_THAT(refused.error().message, HasSubstr("Error while writing VM state"));
  EXPECT_EQ(seen(a), "RUNNING/1 P");
  console(a).count();
  small.make_room();
  const auto made = host->snapshot_create(a, named("s"), 0);
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_TRUE(succeeds(host->snapshot_revert({a, "s"}, 0)));
  EXPECT_EQ(seen(a), "RUNNING/4 PS");
}

TEST_P(Snapshots, AreRefusedWhereThereIsNoDiskForThem) {
  const DomainRef diskless = started("a");
  EXPECT_EQ(error_code(host->snapshot_create(diskless, named("s"), 0)),
            VIR_ERR_OPERATION_UNSUPPORTED);
  EXPECT_EQ(seen(diskless), "RUNNING/1 P");
  const DomainRef raw = defined("b", "", disk("raw"));
  EXPECT_EQ(error_code(host->snapshot_create(raw, named("s"), 0)), VIR_ERR_OPERATION_UNSUPPORTED);
  EXPECT_EQ(seen(raw), "SHUTOFF/0 P");
}

}  // namespace
}  // namespace rollcall::kvm
