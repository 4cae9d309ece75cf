// Managed save, save to a file and restore from it, core dumps.

#include <fmt/format.h>

#include "api/test/temporary_folder.hpp"
#include "mock_fixture.hpp"

namespace rollcall {
namespace {

using ::testing::HasSubstr;

class ManagedSave : public MockTest {};

TEST_F(ManagedSave, StopsTheGuestAndRestoresItAtTheNextStart) {
  const DomainRef a = started("a");
  EXPECT_EQ(*host->managed_save(a, 0), -1);
  EXPECT_EQ(seen(a), "SHUTOFF/5 id=-1 PM");
  EXPECT_TRUE(*host->has_managed_save(a, 0));
  EXPECT_EQ(log->take(), "SUSPENDED/0 STOPPED/4");
  EXPECT_EQ(*host->create(a, 0), 2);
  EXPECT_EQ(seen(a), "RUNNING/3 id=2 P");
  EXPECT_EQ(log->take(), "STARTED/2 RESUMED/2");
}

TEST_F(ManagedSave, BringsAPausedGuestBackPaused) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->suspend(a));
  ASSERT_TRUE(host->managed_save(a, 0));
  ASSERT_TRUE(host->create(a, 0));
  EXPECT_EQ(seen(a), "PAUSED/2 id=2 P");
}

TEST_F(ManagedSave, RestoresTheDefinitionThatTheGuestHad) {
  const DomainRef a = started("a", "<vcpu>2</vcpu>");
  ASSERT_TRUE(host->managed_save(a, 0));
  ASSERT_TRUE(host->define_xml(domain_xml("a", to_string(a.uuid), "<vcpu>3</vcpu>"), 0));
  EXPECT_EQ(host->find(a.uuid)->status.vcpus, 3U);
  ASSERT_TRUE(host->create(a, 0));
  EXPECT_EQ(host->find(a.uuid)->status.vcpus, 2U);
}

TEST_F(ManagedSave, IsDroppedByAForcedBootIntoTheConfiguration) {
  const DomainRef a = started("a", "<vcpu>2</vcpu>");
  ASSERT_TRUE(host->managed_save(a, 0));
  ASSERT_TRUE(host->define_xml(domain_xml("a", to_string(a.uuid), "<vcpu>3</vcpu>"), 0));
  ASSERT_TRUE(host->create(a, VIR_DOMAIN_START_FORCE_BOOT));
  EXPECT_EQ(seen(a), "RUNNING/1 id=2 P");
  EXPECT_EQ(host->find(a.uuid)->status.vcpus, 3U);
}

TEST_F(ManagedSave, IsDroppedByAStartFromXml) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->managed_save(a, 0));
  ASSERT_TRUE(host->create_xml(domain_xml("a", to_string(a.uuid)), 0));
  EXPECT_EQ(seen(a), "RUNNING/1 id=2 P");
}

TEST_F(ManagedSave, CanBeRemoved) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->managed_save(a, 0));
  ASSERT_TRUE(host->managed_save_remove(a, 0));
  EXPECT_EQ(seen(a), "SHUTOFF/5 id=-1 P");
  EXPECT_TRUE(host->managed_save_remove(a, 0));
}

TEST_F(ManagedSave, IsRefusedForTransientDomains) {
  EXPECT_EQ(code_of(host->managed_save(transient("a"), 0)), VIR_ERR_OPERATION_INVALID);
}

TEST_F(ManagedSave, KeepsTheDomainFromBeingUndefinedUnlessGivenUp) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->managed_save(a, 0));
  EXPECT_EQ(code_of(host->undefine(a, 0)), VIR_ERR_OPERATION_INVALID);
  ASSERT_TRUE(host->undefine(a, VIR_DOMAIN_UNDEFINE_MANAGED_SAVE));
  EXPECT_EQ(seen(a), "gone");
}

class SaveToFile : public MockTest {
 protected:
  /// A file with a saved guest 'a' that is persistent and now off.
  std::string saved_file() {
    const DomainRef a = started("a");
    EXPECT_TRUE(host->save(a, folder.file("image"), "", 0));
    log->take_events();
    return folder.file("image");
  }

  Uuid uuid_of_a() { return host->find_by_name("a")->uuid; }

  TemporaryFolder folder;
};

TEST_F(SaveToFile, StopsTheGuestWithoutAManagedSaveImage) {
  const DomainRef a = started("a");
  EXPECT_EQ(*host->save(a, folder.file("image"), "", 0), -1);
  EXPECT_EQ(seen(a), "SHUTOFF/5 id=-1 P");
  EXPECT_EQ(log->take(), "SUSPENDED/0 STOPPED/4");
}

TEST_F(SaveToFile, LeavesOneFileAndNoOther) {
  saved_file();
  EXPECT_EQ(folder.file_count(), 1U);
}

TEST_F(SaveToFile, RestoresTheGuestWithANewId) {
  const std::string file = saved_file();
  ASSERT_TRUE(host->restore(file, "", 0));
  EXPECT_EQ(rollcall::seen(*host, uuid_of_a()), "RUNNING/3 id=2 P");
  EXPECT_EQ(log->take(), "STARTED/2 RESUMED/2");
}

TEST_F(SaveToFile, RestoresATransientDomainThatIsGone) {
  const DomainRef a = transient("a");
  ASSERT_TRUE(host->save(a, folder.file("image"), "", 0));
  EXPECT_EQ(seen(a), "gone");
  ASSERT_TRUE(host->restore(folder.file("image"), "", 0));
  EXPECT_EQ(seen(a), "RUNNING/3 id=2 ");
}

TEST_F(SaveToFile, KeepsWhetherTheGuestWasPaused) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->suspend(a));
  ASSERT_TRUE(host->save(a, folder.file("image"), "", 0));
  ASSERT_TRUE(host->restore(folder.file("image"), "", 0));
  EXPECT_EQ(seen(a), "PAUSED/2 id=2 P");
}

TEST_F(SaveToFile, RestoresIntoAnotherHost) {
  const std::string file = saved_file();
  const Connection other = *open_uri("mock:///empty?instance=other");
  ASSERT_TRUE(other->restore(file, "", 0));
  EXPECT_EQ(other->find_by_name("a")->uuid, uuid_of_a());
}

TEST_F(SaveToFile, TakesAnotherDefinitionOfTheSameDomain) {
  const std::string file = saved_file();
  const std::string xml = domain_xml("a", to_string(uuid_of_a()), "<vcpu>5</vcpu>");
  ASSERT_TRUE(host->restore(file, xml, 0));
  EXPECT_EQ(host->find_by_name("a")->status.vcpus, 5U);
}

TEST_F(SaveToFile, RefusesTheDefinitionOfAnotherDomain) {
  const std::string file = saved_file();
  EXPECT_EQ(code_of(host->restore(file, domain_xml("b"), 0)), VIR_ERR_CONFIG_UNSUPPORTED);
}

TEST_F(SaveToFile, RefusesToRestoreOntoARunningDomain) {
  const std::string file = saved_file();
  ASSERT_TRUE(host->create({uuid_of_a(), "a"}, 0));
  EXPECT_EQ(code_of(host->restore(file, "", 0)), VIR_ERR_OPERATION_INVALID);
}

TEST_F(SaveToFile, RefusesToRestoreOntoADomainThatTookTheName) {
  const std::string file = saved_file();
  ASSERT_TRUE(host->undefine({uuid_of_a(), "a"}, 0));
  defined("a");
  EXPECT_EQ(code_of(host->restore(file, "", 0)), VIR_ERR_OPERATION_FAILED);
}

TEST_F(SaveToFile, ChangesNothingWhenTheFileCannotBeWritten) {
  const DomainRef a = started("a");
  const Result<std::int32_t> saved = host->save(a, folder.file("missing/image"), "", 0);
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().code, VIR_ERR_SYSTEM_ERROR);
  EXPECT_THAT(saved.error().message, HasSubstr(folder.file("missing/image")));
  EXPECT_EQ(seen(a), "RUNNING/1 id=1 P");
  EXPECT_EQ(log->take(), "");
}

TEST_F(SaveToFile, RefusesToReplaceAFolder) {
  const DomainRef a = started("a");
  EXPECT_EQ(code_of(host->save(a, folder.file(""), "", 0)), VIR_ERR_SYSTEM_ERROR);
}

TEST_F(SaveToFile, NamesAFileToRestoreThatIsMissing) {
  const Status restored = host->restore(folder.file("missing"), "", 0);
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().code, VIR_ERR_SYSTEM_ERROR);
  EXPECT_THAT(restored.error().message, HasSubstr(folder.file("missing")));
}

TEST_F(SaveToFile, RefusesEveryTruncationOfTheFile) {
  saved_file();
  const std::string whole = folder.read("image");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string path = folder.write("cut", whole.substr(0, size));
    ASSERT_EQ(code_of(host->restore(path, "", 0)), VIR_ERR_OPERATION_FAILED) << size;
  }
  EXPECT_EQ(rollcall::seen(*host, uuid_of_a()), "SHUTOFF/5 id=-1 P");
}

TEST_F(SaveToFile, RefusesEveryDamagedByteOfTheFile) {
  saved_file();
  const std::string whole = folder.read("image");
  for (std::size_t place = 0; place < whole.size(); ++place) {
    std::string damaged = whole;
    damaged[place] = static_cast<char>(damaged[place] ^ 1);
    const std::string path = folder.write("damaged", damaged);
    ASSERT_EQ(code_of(host->restore(path, "", 0)), VIR_ERR_OPERATION_FAILED) << place;
  }
  EXPECT_EQ(log->take(), "");
}

TEST_F(SaveToFile, NamesAnotherVersionOfTheFormat) {
  const std::string path = folder.write("image", "rollcall saved guest 2\nrunning\n0 0\n");
  EXPECT_THAT(host->restore(path, "", 0).error().message, HasSubstr("'rollcall saved guest 2'"));
}

class CoreDump : public SaveToFile {};

TEST_F(CoreDump, WritesAFileAndLetsTheGuestRunOn) {
  const DomainRef a = started("a");
  EXPECT_EQ(*host->core_dump(a, folder.file("core"), 0, 0), 1);
  EXPECT_EQ(seen(a), "RUNNING/5 id=1 P");
  EXPECT_EQ(log->take(), "SUSPENDED/0 RESUMED/0");
  EXPECT_THAT(folder.read("core"), HasSubstr("<name>a</name>"));
}

TEST_F(CoreDump, CanLeaveTheGuestOff) {
  const DomainRef a = started("a");
  EXPECT_EQ(*host->core_dump(a, folder.file("core"), 0, VIR_DUMP_CRASH), -1);
  EXPECT_EQ(seen(a), "SHUTOFF/3 id=-1 P");
}

TEST_F(CoreDump, ChangesNothingWhenTheFileCannotBeWritten) {
  const DomainRef a = started("a");
  EXPECT_EQ(code_of(host->core_dump(a, folder.file("missing/core"), 0, VIR_DUMP_CRASH)),
            VIR_ERR_SYSTEM_ERROR);
  EXPECT_EQ(seen(a), "RUNNING/1 id=1 P");
}

}  // namespace
}  // namespace rollcall
