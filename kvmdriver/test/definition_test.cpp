// Definitions are kept in files, whatever happens.

#include <fcntl.h>
#include <sys/file.h>

#include <filesystem>

#include <fmt/format.h>

#include "kvm_fixture.hpp"
#include "kvmdriver/kvm_driver.hpp"
#include "small_disk.hpp"

namespace rollcall::kvm {
namespace {

using ::testing::HasSubstr;

class Definition : public KvmTest {};
INSTANTIATE_TEST_SUITE_P(Lane, Definition, ::testing::Values("qemu"),
                         [](const auto& lane) { return std::string(lane.param); });

TEST_P(Definition, OutlivesTheConnection) {
  const DomainRef a = defined("a", "<title>first</title>");
  ASSERT_TRUE(succeeds(host->set_autostart(a, true)));
  ASSERT_TRUE(succeeds(host->rename(a, "b", 0)));
  ASSERT_TRUE(succeeds(host->set_metadata(a, VIR_DOMAIN_METADATA_DESCRIPTION, "kept", "", "", 0)));
  close();
  open();
  EXPECT_EQ(seen(a), "SHUTOFF/0 PA");
  EXPECT_EQ(host->find(a.uuid)->name, "b");
  EXPECT_THAT(*host->xml(a, 0), HasSubstr("<title>first</title>"));
  EXPECT_EQ(*host->metadata(a, VIR_DOMAIN_METADATA_DESCRIPTION, "", 0), "kept");
}

TEST_P(Definition, IsGoneWhenItWasUndefined) {
  const DomainRef a = defined("a");
  ASSERT_TRUE(succeeds(host->undefine(a, 0)));
  EXPECT_EQ(seen(a), "gone");
  EXPECT_EQ(error_code(host->undefine(a, 0)), VIR_ERR_NO_DOMAIN);
  close();
  open();
  EXPECT_EQ(seen(a), "gone");
}

TEST_P(Definition, RefusesANameOrUuidOfAnotherDomain) {
  const DomainRef a = defined("a");
  const DomainRef b = defined("b");
  EXPECT_EQ(error_code(host->define_xml(xml("a"), 0)), VIR_ERR_OPERATION_FAILED);
  const std::string uuid = "<uuid>" + to_string(b.uuid) + "</uuid>";
  EXPECT_EQ(error_code(host->define_xml(xml("c", uuid), 0)), VIR_ERR_OPERATION_FAILED);
  EXPECT_EQ(error_code(host->rename(a, "b", 0)), VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(error_code(host->define_xml(xml("b", uuid), 0)), VIR_ERR_OK);
}

TEST_P(Definition, RefusesIdeDisksThatAMachineCannotHave) {
  const auto ide_disk = [](int number, const std::string& more) {
    return fmt::format(
        "<disk type='file'><source file='/{0}'/><target dev='sd{0}' bus='ide'/>{1}</disk>", number,
        more);
  };
  std::string disks;
  for (int i = 0; i < 4; ++i) disks += ide_disk(i, "");
  EXPECT_TRUE(succeeds(host->define_xml(xml("a", "", disks), 0)));
  const auto one_more = host->define_xml(xml("b", "", disks + ide_disk(4, "")), 0);
  EXPECT_EQ(error_code(one_more), VIR_ERR_CONFIG_UNSUPPORTED);
  EXPECT_THAT(one_more.error().message, HasSubstr("a pc has at most 4 IDE disks; 'sd4'"));
  const auto read_only = host->define_xml(xml("b", "", ide_disk(0, "<readonly/>")), 0);
  EXPECT_EQ(error_code(read_only), VIR_ERR_CONFIG_UNSUPPORTED);
  EXPECT_THAT(read_only.error().message, HasSubstr("'sd0' is read-only"));
}

TEST_P(Definition, RefusesMachinesThatItCannotBuild) {
  const auto refused = [&](const std::string& from, const std::string& to) {
    std::string text = xml("a");
    text.replace(text.find(from), from.size(), to);
    return host->define_xml(text, 0).error();
  };
  EXPECT_THAT(refused("machine='pc'", "machine='virt'").message, HasSubstr("'virt'"));
  EXPECT_EQ(refused("machine='pc'", "machine='virt'").code, VIR_ERR_CONFIG_UNSUPPORTED);
  EXPECT_EQ(refused("<domain type='qemu'>", "<domain type='mock'>").code,
            VIR_ERR_CONFIG_UNSUPPORTED);
  EXPECT_EQ(refused("arch='x86_64'", "arch='s390x'").code, VIR_ERR_CONFIG_UNSUPPORTED);
  EXPECT_EQ(refused("</devices>", "<disk type='block'/></devices>").code,
            VIR_ERR_CONFIG_UNSUPPORTED);
  EXPECT_EQ(refused("</devices>", "<interface type='bridge'/></devices>").code,
            VIR_ERR_CONFIG_UNSUPPORTED);
  EXPECT_EQ(refused("</os>", "<kernel>vmlinuz</kernel></os>").code, VIR_ERR_XML_ERROR);
}

TEST_P(Definition, SetsAFileAsideThatItCannotRead) {
  const DomainRef a = defined("a");
  const DomainRef b = defined("b");
  close();
  const std::string file = root() + "/domains/" + to_string(a.uuid) + ".xml";
  std::ofstream(file, std::ios::trunc) << "<rollcall-domain format='1'><domain";
  open();
  EXPECT_EQ(seen(a), "gone");
  EXPECT_EQ(seen(b), "SHUTOFF/0 P");
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_TRUE(std::filesystem::exists(root() + "/aside/" + to_string(a.uuid) + ".xml"));
  EXPECT_TRUE(std::filesystem::exists(root() + "/aside/" + to_string(a.uuid) + ".xml.why"));
}

TEST_P(Definition, BelongsToOneDriverAtATime) {
  close();
  const UniqueFd lock(::open((root() + "/lock").c_str(), O_RDWR | O_CLOEXEC));
  ASSERT_EQ(::flock(lock.get(), LOCK_EX), 0);
  const auto uri = parse_connection_uri("kvm://" + root());
  EXPECT_EQ(error_code(kvm_driver().open(*uri, OpenOptions{})), VIR_ERR_NO_CONNECT);
}

TEST_P(Definition, OfATransientDomainStaysOnlyWhenItIsDefined) {
  const auto a = host->create_xml(xml("a"), 0);
  ASSERT_TRUE(a) << a.error().message;
  const DomainRef domain{a->uuid, "a"};
  EXPECT_EQ(error_code(host->set_autostart(domain, true)), VIR_ERR_OPERATION_INVALID);
  const std::string uuid = "<uuid>" + to_string(a->uuid) + "</uuid>";
  ASSERT_TRUE(succeeds(host->define_xml(xml("a", uuid), 0)));
  EXPECT_EQ(seen(domain), "RUNNING/1 P");
  ASSERT_TRUE(succeeds(host->undefine(domain, 0)));
  EXPECT_EQ(seen(domain), "RUNNING/1 ");
  ASSERT_TRUE(succeeds(host->destroy(domain, 0)));
  EXPECT_EQ(seen(domain), "gone");
}

TEST_P(Definition, IsWhatItWasWhenTheDiskIsFull) {
  close();
  const SmallDisk disk(root(), 512);
  if (!disk.is_there()) GTEST_SKIP() << kMayNotMount;
  open();
  const DomainRef a = defined("a", "<title>first</title>");
  const std::string before = *host->xml(a, 0);
  disk.fill();
  const auto refused = host->define_xml(xml("b"), 0);
  ASSERT_EQ(error_code(refused), VIR_ERR_SYSTEM_ERROR);
  EXPECT_THAT(refused.error().message, HasSubstr("No space left on device"));
  const std::string uuid = "<uuid>" + to_string(a.uuid) + "</uuid><title>second</title>";
  EXPECT_EQ(error_code(host->define_xml(xml("a", uuid), 0)), VIR_ERR_SYSTEM_ERROR);
  EXPECT_EQ(error_code(host->rename(a, "c", 0)), VIR_ERR_SYSTEM_ERROR);
  EXPECT_EQ(error_code(host->set_autostart(a, true)), VIR_ERR_SYSTEM_ERROR);
  EXPECT_EQ(error_code(host->create(a, 0)), VIR_ERR_SYSTEM_ERROR);
  EXPECT_EQ(*host->xml(a, 0), before);
  EXPECT_EQ(journal->take(), "");
  close();
  open();
  EXPECT_EQ(seen(a), "SHUTOFF/0 P");
  EXPECT_EQ(*host->xml(a, 0), before);
  EXPECT_EQ(host->count(ListFilter()), 1U);
  disk.make_room();
  EXPECT_EQ(error_code(host->define_xml(xml("b"), 0)), VIR_ERR_OK);
  EXPECT_EQ(error_code(host->create(a, 0)), VIR_ERR_OK);
  close();
  open();
  EXPECT_EQ(seen(a), "RUNNING/1 P");
  ASSERT_TRUE(succeeds(host->destroy(a, 0)));
  close();
}

}  // namespace
}  // namespace rollcall::kvm
