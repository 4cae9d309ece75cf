// What guests use: disks, memory, processors.

#include <cstdlib>
#include <map>

#include <fmt/format.h>

#include "kvm_fixture.hpp"

namespace rollcall::kvm {
namespace {

using ::testing::HasSubstr;

constexpr unsigned long long kDiskBytes = 4ULL * 1024 * 1024;

class Usage : public KvmTest {
 protected:
  std::string file(const std::string& format) const { return folder_.file("disk." + format); }

  /// An IDE disk of kDiskBytes.
  std::string disk(const std::string& format, const std::string& target) const {
    const std::string make = "qemu-img create -q -f " + format + " " + file(format) + " 4M";
    EXPECT_EQ(std::system(make.c_str()), 0);
    return "<disk type='file'><driver type='" + format + "'/><source file='" + file(format) +
           "'/><target dev='" + target + "' bus='ide'/></disk>";
  }

  /// The first IDE disk of a running guest.
  void have_a_sector_read(const DomainRef& guest) {
    console(guest).send("d");
    EXPECT_THAT(console(guest).read_until("read\n"), HasSubstr("read\n"));
  }
};
INSTANTIATE_TEST_SUITE_P(Lane, Usage, ::testing::Values("qemu", "kvm"),
                         [](const auto& lane) { return std::string(lane.param); });

TEST_P(Usage, OfDisksCountsWhatTheGuestReads) {
  const DomainRef guest = started("guest", "", disk("raw", "hda") + disk("qcow2", "hdb"));
  EXPECT_EQ(host->block_stats(guest, "hda")->rd_req, 0);
  have_a_sector_read(guest);
  have_a_sector_read(guest);
  for (const std::string& name : {std::string("hda"), file("raw"), std::string()}) {
    const Result<virDomainBlockStatsStruct> stats = host->block_stats(guest, name);
    ASSERT_TRUE(succeeds(stats));
    EXPECT_EQ(stats->rd_req, 2) << name;
    EXPECT_EQ(stats->rd_bytes, 1024) << name;
    EXPECT_EQ(stats->wr_req + stats->wr_bytes + stats->errs, 0) << name;
  }
  EXPECT_EQ(host->block_stats(guest, "hdb")->rd_req, 0);
  EXPECT_EQ(error_code(host->block_stats(guest, "hdc")), VIR_ERR_INVALID_ARG);
}

TEST_P(Usage, OfDisksIsToldForAllThatAMachineTakes) {
  for (const auto& [board, most] : {std::pair{"pc", 4}, std::pair{"q35", 6}}) {
    std::string disks;
    for (int i = 0; i <= most; ++i) {
      const char* bus = i < most ? "ide" : "virtio";
      const std::string name = fmt::format("{}-{}-{}", board, bus, i);
      disks +=
          fmt::format("<disk type='file'><source file='{}'/><target dev='{}' bus='{}'/></disk>",
                      folder_.write(name, std::string(4096, '\0')), name, bus);
    }
    std::string text = xml(board, "", disks);
    text.replace(text.find("'pc'"), 4, std::string("'") + board + "'");
    const Result<DomainRecord> guest = host->create_xml(text, 0);
    ASSERT_TRUE(succeeds(guest));
    EXPECT_TRUE(succeeds(host->block_stats({guest->uuid, board}, "")));
    EXPECT_TRUE(succeeds(
        host->block_stats({guest->uuid, board}, fmt::format("{}-virtio-{}", board, most))));
  }
}

TEST_P(Usage, OfDisksIsKnownForGuestsThatAreOffToo) {
  const DomainRef guest = defined("guest", "", disk("raw", "hda") + disk("qcow2", "hdb"));
  for (const char* target : {"hda", "hdb"}) {
    const Result<virDomainBlockInfo> sizes = host->block_info(guest, target);
    ASSERT_TRUE(succeeds(sizes));
    EXPECT_EQ(sizes->capacity, kDiskBytes) << target;
    EXPECT_LE(sizes->allocation, kDiskBytes) << target;
  }
  EXPECT_EQ(host->block_info(guest, "hda")->physical, kDiskBytes);
  EXPECT_LT(host->block_info(guest, "hdb")->physical, kDiskBytes);
  EXPECT_EQ(error_code(host->block_info(guest, "hdc")), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(error_code(host->block_stats(guest, "hda")), VIR_ERR_OPERATION_INVALID);
}

TEST_P(Usage, OfDisksWhoseFileIsNoImageOrGoneIsAnErrorThatNamesIt) {
  const DomainRef guest = defined("guest", "", disk("raw", "hda") + disk("qcow2", "hdb"));
  folder_.write("disk.qcow2", "no image");
  const Result<virDomainBlockInfo> broken = host->block_info(guest, "hdb");
  EXPECT_EQ(error_code(broken), VIR_ERR_OPERATION_FAILED);
  EXPECT_THAT(broken.error().message, HasSubstr(file("qcow2")));
  std::filesystem::remove(file("raw"));
  const Result<virDomainBlockInfo> gone = host->block_info(guest, "hda");
  EXPECT_EQ(error_code(gone), VIR_ERR_SYSTEM_ERROR);
  EXPECT_THAT(gone.error().message, HasSubstr(file("raw")));
}

TEST_P(Usage, OfMemoryIsWhatTheGuestHasAndWhatItsProcessOccupies) {
  const DomainRef guest = started("guest");
  const auto told = host->memory_stats(guest);
  ASSERT_TRUE(succeeds(told));
  std::map<int, unsigned long long> stats_kib;
  for (const auto& stat : *told) stats_kib[stat.tag] = stat.val;
  EXPECT_EQ(stats_kib[VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON], 16U * 1024);
  EXPECT_GT(stats_kib[VIR_DOMAIN_MEMORY_STAT_RSS], 1024U);
}

TEST_P(Usage, OfProcessorsSaysWhereEachRunsAndMayRun) {
  const DomainRef guest = started("guest", "<vcpu>2</vcpu>");
  const auto cpus = static_cast<int>(host->node_info()->cpus);
  const Result<HostConnection::Vcpus> told = host->vcpus(guest, 8, 4);
  ASSERT_TRUE(succeeds(told));
  ASSERT_EQ(told->infos.size(), 2U);
  ASSERT_EQ(told->maps.size(), 8U);
  for (unsigned i = 0; i < 2; ++i) {
    EXPECT_EQ(told->infos[i].number, i);
    EXPECT_LT(told->infos[i].cpu, cpus);
    EXPECT_NE(told->maps[i * 4], 0U);
  }
  EXPECT_EQ(host->vcpus(guest, 1, 0)->infos.size(), 1U);
}

TEST_P(Usage, OfGuestsThatAreOffIsRefused) {
  const DomainRef guest = defined("guest");
  EXPECT_EQ(error_code(host->memory_stats(guest)), VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(error_code(host->vcpus(guest, 1, 1)), VIR_ERR_OPERATION_INVALID);
}

}  // namespace
}  // namespace rollcall::kvm
