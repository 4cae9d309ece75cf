// Guests' memory in files: managed save, save and restore, core dumps.

#include <filesystem>

#include "kvm_fixture.hpp"
#include "small_disk.hpp"

namespace rollcall::kvm {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class Images : public KvmTest {
 protected:
  std::string save_file(const DomainRef& domain) const {
    return root() + "/save/" + to_string(domain.uuid) + ".save";
  }
  // Its serial port is another socket with each process.
  unsigned long count_of_new_process(const DomainRef& domain) {
    return Console(serial_path(domain.name)).count();
  }
};
INSTANTIATE_TEST_SUITE_P(Lane, Images, ::testing::Values("qemu", "kvm"),
                         [](const auto& lane) { return std::string(lane.param); });

TEST_P(Images, LetTheGuestGoOnWhereItWas) {
  const DomainRef a = started("a");
  unsigned long count = 0;
  while (count < 3) count = console(a).count();
  ASSERT_EQ(*host->managed_save(a, 0), -1);
  EXPECT_EQ(seen(a), "SHUTOFF/5 PM");
  EXPECT_EQ(journal->take(), "SUSPENDED/0 STOPPED/4");
  EXPECT_EQ(error_code(host->undefine(a, 0)), VIR_ERR_OPERATION_INVALID);
  close();
  open();
  EXPECT_EQ(seen(a), "SHUTOFF/5 PM");
  ASSERT_EQ(*host->create(a, 0), 1);
  EXPECT_EQ(seen(a), "RUNNING/3 P");
  EXPECT_EQ(journal->take(), "STARTED/2 RESUMED/2");
  EXPECT_GE(count_of_new_process(a), count);
  EXPECT_FALSE(std::filesystem::exists(save_file(a)));
}

TEST_P(Images, BringAPausedGuestBackPaused) {
  const DomainRef a = started("a");
  ASSERT_TRUE(succeeds(host->suspend(a)));
  ASSERT_TRUE(succeeds(host->managed_save(a, 0)));
  ASSERT_TRUE(succeeds(host->create(a, 0)));
  EXPECT_EQ(seen(a), "PAUSED/2 P");
}

TEST_P(Images, AreDroppedByABootThatIsForced) {
  const DomainRef a = started("a");
  ASSERT_TRUE(succeeds(host->managed_save(a, 0)));
  ASSERT_TRUE(succeeds(host->create(a, VIR_DOMAIN_START_FORCE_BOOT)));
  EXPECT_EQ(seen(a), "RUNNING/1 P");
  EXPECT_FALSE(std::filesystem::exists(save_file(a)));
}

TEST_P(Images, AreRemovedOnRequest) {
  const DomainRef a = started("a");
  ASSERT_TRUE(succeeds(host->managed_save(a, 0)));
  ASSERT_TRUE(succeeds(host->managed_save_remove(a, 0)));
  EXPECT_EQ(seen(a), "SHUTOFF/5 P");
  EXPECT_FALSE(std::filesystem::exists(save_file(a)));
}

TEST_P(Images, AreKeptWhenTheyCannotBeRestored) {
  const DomainRef a = started("a");
  ASSERT_TRUE(succeeds(host->managed_save(a, 0)));
  const auto size = std::filesystem::file_size(save_file(a));
  std::filesystem::resize_file(save_file(a), size - 1000);
  EXPECT_FALSE(host->create(a, 0));
  EXPECT_EQ(seen(a), "SHUTOFF/6 PM");
  EXPECT_TRUE(std::filesystem::exists(save_file(a)));
}

TEST_P(Images, AreSetAsideWhenTheyAreNoImages) {
  const DomainRef a = defined("a");
  close();
  std::ofstream(save_file(a)) << "rollcall guest 1 partial \n";
  std::ofstream(save_file(a) + ".partial") << "rollcall guest 1 partial \n";
  open();
  EXPECT_EQ(seen(a), "SHUTOFF/0 P");
  EXPECT_FALSE(std::filesystem::exists(save_file(a)));
  EXPECT_FALSE(std::filesystem::exists(save_file(a) + ".partial"));
}

TEST_P(Images, GoToAFileAndComeBackFromIt) {
  const auto record = host->create_xml(xml("a"), 0);
  ASSERT_TRUE(succeeds(record));
  const DomainRef a{record->uuid, "a"};
  const std::string file = folder_.file("guest");
  EXPECT_EQ(error_code(host->managed_save(a, 0)), VIR_ERR_OPERATION_INVALID);
  const unsigned long count = console(a).count();
  ASSERT_TRUE(succeeds(host->save(a, file, "", 0)));
  EXPECT_EQ(seen(a), "gone");
  ASSERT_TRUE(succeeds(host->restore(file, "", VIR_DOMAIN_SAVE_PAUSED)));
  EXPECT_EQ(seen(a), "PAUSED/2 ");
  EXPECT_EQ(error_code(host->restore(file, "", 0)), VIR_ERR_OPERATION_INVALID);
  ASSERT_TRUE(succeeds(host->resume(a)));
  EXPECT_GE(count_of_new_process(a), count);
  EXPECT_EQ(error_code(host->restore(folder_.write("no", "image"), "", 0)),
            VIR_ERR_OPERATION_FAILED);
}

TEST_P(Images, LeaveTheGuestRunningWhenTheyCannotBeWritten) {
  const DomainRef a = started("a");
  const std::string full = folder_.file("full");
  const SmallDisk disk(full, 64);
  if (!disk.is_there()) GTEST_SKIP() << kMayNotMount;
  const auto saved = host->save(a, full + "/guest", "", 0);
  ASSERT_FALSE(saved);
  EXPECT_THAT(saved.error().message, HasSubstr("No space left on device"));
  EXPECT_TRUE(std::filesystem::is_empty(full));
  EXPECT_EQ(seen(a), "RUNNING/1 P");
  console(a).count();
  EXPECT_EQ(journal->take(), "");
}

TEST_P(Images, OfAGuestsMemoryAreForDebuggers) {
  const DomainRef a = started("a");
  ASSERT_TRUE(succeeds(host->core_dump(a, folder_.file("core"), 0, 0)));
  EXPECT_THAT(folder_.read("core"), StartsWith("\177ELF"));
  console(a).count();
  ASSERT_TRUE(succeeds(host->core_dump(a, folder_.file("core"), 0, VIR_DUMP_CRASH)));
  EXPECT_EQ(seen(a), "SHUTOFF/3 P");
}

}  // namespace
}  // namespace rollcall::kvm
