// What the entry points of domain_usage.cpp ask of a driver and make of its answers.

#include "api/test/fake_host.hpp"

namespace rollcall {
namespace {

class DomainUsageEntry : public EntryTest {};

TEST_F(DomainUsageEntry, BlockStatsFillAsMuchOfTheStructAsTheCallerKnows) {
  virDomainBlockStatsStruct stats{-1, -1, -1, -1, -1};
  EXPECT_EQ(virDomainBlockStats(domain, "vda", &stats, 2 * sizeof(long long)), 0);
  EXPECT_EQ(stats.rd_bytes, 2);
  EXPECT_EQ(stats.wr_req, -1);
}

TEST_F(DomainUsageEntry, BlockStatsRefuseAStructThatIsTooLongAndMissingArguments) {
  virDomainBlockStatsStruct stats{};
  EXPECT_EQ(virDomainBlockStats(domain, "vda", &stats, sizeof(stats) + 1), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(virDomainBlockStats(domain, nullptr, &stats, sizeof(stats)), -1);
  EXPECT_EQ(virDomainBlockStats(domain, "vda", nullptr, sizeof(stats)), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

TEST_F(DomainUsageEntry, BlockStatsComeAsParametersOfWhichOnlyTheNumberMayBeAsked) {
  int count = 0;
  EXPECT_EQ(virDomainBlockStatsFlags(domain, "vda", nullptr, &count, 0), 0);
  ASSERT_EQ(count, 5);
  std::vector<virTypedParameter> params(5);
  EXPECT_EQ(virDomainBlockStatsFlags(domain, "vda", params.data(), &count, 0), 0);
  long long bytes = 0;
  EXPECT_EQ(
      virTypedParamsGetLLong(params.data(), count, VIR_DOMAIN_BLOCK_STATS_WRITE_BYTES, &bytes), 1);
  EXPECT_EQ(bytes, 4);
}

TEST_F(DomainUsageEntry, BlockStatsWriteNoMoreParametersThanThereIsRoomFor) {
  std::vector<virTypedParameter> params(3);
  int count = 2;
  EXPECT_EQ(virDomainBlockStatsFlags(domain, "vda", params.data(), &count, 0), 0);
  EXPECT_EQ(count, 2);
  EXPECT_EQ(params[2].type, 0);
}

TEST_F(DomainUsageEntry, BlockInfoAndInterfaceStatsAreWhatTheDriverSays) {
  virDomainBlockInfo info{};
  EXPECT_EQ(virDomainGetBlockInfo(domain, "vda", &info, 0), 0);
  EXPECT_EQ(info.allocation, 20U);
  virDomainInterfaceStatsStruct stats{};
  EXPECT_EQ(virDomainInterfaceStats(domain, "vnet0", &stats, sizeof(stats)), 0);
  EXPECT_EQ(stats.tx_packets, 6);
  EXPECT_EQ(virDomainInterfaceStats(domain, "", &stats, sizeof(stats)), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

TEST_F(DomainUsageEntry, MemoryStatsAreCutToTheRoomThatThereIs) {
  std::vector<virDomainMemoryStatStruct> stats(VIR_DOMAIN_MEMORY_STAT_NR);
  EXPECT_EQ(virDomainMemoryStats(domain, stats.data(), VIR_DOMAIN_MEMORY_STAT_NR, 0), 2);
  EXPECT_EQ(stats[1].val, 4U);
  EXPECT_EQ(virDomainMemoryStats(domain, stats.data(), 1, 0), 1);
  EXPECT_EQ(virDomainMemoryStats(domain, stats.data(), 1, 1), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

TEST_F(DomainUsageEntry, VcpusComeWithTheirMaps) {
  std::vector<virVcpuInfo> infos(2);
  std::vector<unsigned char> maps(2);
  EXPECT_EQ(virDomainGetVcpus(domain, infos.data(), 2, maps.data(), 1), 2);
  EXPECT_EQ(infos[1].cpuTime, 80U);
  EXPECT_EQ(maps[1], 2);
}

TEST_F(DomainUsageEntry, VcpusRefuseMapsWithoutALengthAndLengthsWithoutMaps) {
  virVcpuInfo info{};
  unsigned char map = 0;
  EXPECT_EQ(virDomainGetVcpus(domain, &info, 1, &map, 0), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(virDomainGetVcpus(domain, &info, 1, nullptr, 1), -1);
  EXPECT_EQ(virDomainGetVcpus(domain, &info, -1, nullptr, 0), -1);
}

TEST_F(DomainUsageEntry, CpuStatsOfEachHostCpuAreThoseOfTheVcpusOnIt) {
  const int cpus = virDomainGetCPUStats(domain, nullptr, 0, 0, 0, 0);
  ASSERT_GE(cpus, 2);
  EXPECT_EQ(virDomainGetCPUStats(domain, nullptr, 0, 0, 1, 0), 1);
  std::vector<virTypedParameter> params(2);
  EXPECT_EQ(virDomainGetCPUStats(domain, params.data(), 1, 0, 2, 0), 1);
  EXPECT_EQ(params[0].value.ul, 70U);
  EXPECT_EQ(params[1].value.ul, 80U);
}

TEST_F(DomainUsageEntry, CpuStatsRefuseQuestionsThatMakeNoSense) {
  virTypedParameter param{};
  EXPECT_EQ(virDomainGetCPUStats(domain, &param, 1, -1, 2, 0), -1) << "all together, twice";
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(virDomainGetCPUStats(domain, &param, 1, -2, 1, 0), -1);
  EXPECT_EQ(virDomainGetCPUStats(domain, &param, 0, 0, 1, 0), -1);
  EXPECT_EQ(virDomainGetCPUStats(domain, &param, 1, 0, 0, 0), -1);
  EXPECT_EQ(virDomainGetCPUStats(domain, &param, 1, 1000000, 1, 0), -1) << "no such CPU";
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

}  // namespace
}  // namespace rollcall
