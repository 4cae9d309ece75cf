// What simulated guests use.

#include <map>

#include "api/core/domain_devices.hpp"
#include "mock_fixture.hpp"

namespace rollcall {
namespace {

constexpr std::string_view kDevices = R"(<vcpu>3</vcpu><devices>
  <disk type='file'><source file='/srv/a.img'/><target dev='vda'/></disk>
  <disk type='block'><source dev='/dev/sdb'/><target dev='vdb'/></disk>
  <interface type='network'>
    <mac address='52:54:00:AA:00:01'/><source network='default'/><target dev='vnet0'/>
  </interface>
</devices>)";

class GuestUsage : public MockTest {
 protected:
  /// Has a second of virtual time pass: each call takes a millisecond.
  void pass_a_second() {
    for (int i = 0; i < 1000; ++i) EXPECT_TRUE(host->hostname() && host->cpu_time_ns(guest));
  }

  DomainRef guest = started("guest", kDevices);
};

TEST_F(GuestUsage, DisksAreKnownByTargetAndBySource) {
  const auto by_target = host->block_stats(guest, "vdb");
  const auto by_source = host->block_stats(guest, "/dev/sdb");
  ASSERT_TRUE(by_target && by_source);
  EXPECT_LE(by_target->rd_req, by_source->rd_req);
}

TEST_F(GuestUsage, DisksWithoutANameAreAllTogether) {
  // Paused, so that no time passes for the guest between the calls.
  pass_a_second();
  ASSERT_TRUE(host->suspend(guest));
  const auto all = *host->block_stats(guest, "");
  const auto first = *host->block_stats(guest, "vda");
  const auto second = *host->block_stats(guest, "vdb");
  EXPECT_EQ(all.rd_bytes, first.rd_bytes + second.rd_bytes);
  EXPECT_EQ(all.wr_req, first.wr_req + second.wr_req);
}

TEST_F(GuestUsage, InterfacesAreKnownByTargetAndByMacAddress) {
  EXPECT_TRUE(host->interface_stats(guest, "vnet0"));
  EXPECT_TRUE(host->interface_stats(guest, "52:54:00:aa:00:01"));
}

TEST_F(GuestUsage, GrowsWhileTheGuestRunsAndNotWhileItIsPaused) {
  const auto before = *host->interface_stats(guest, "vnet0");
  pass_a_second();
  ASSERT_TRUE(host->suspend(guest));
  const auto paused = *host->interface_stats(guest, "vnet0");
  EXPECT_GT(paused.rx_packets, before.rx_packets);
  EXPECT_EQ(paused.rx_bytes % paused.rx_packets, 0);
  pass_a_second();
  EXPECT_EQ(host->interface_stats(guest, "vnet0")->tx_bytes, paused.tx_bytes);
}

TEST_F(GuestUsage, IsRefusedForDevicesThatTheGuestHasNot) {
  EXPECT_EQ(code_of(host->block_stats(guest, "vdz")), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(code_of(host->block_info(guest, "vdz")), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(code_of(host->interface_stats(guest, "vnet9")), VIR_ERR_INVALID_ARG);
}

TEST_F(GuestUsage, IsRefusedForInactiveGuestsButForTheSizeOfTheirDisks) {
  ASSERT_TRUE(host->destroy(guest, 0));
  EXPECT_EQ(code_of(host->block_stats(guest, "vda")), VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(code_of(host->interface_stats(guest, "vnet0")), VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(code_of(host->memory_stats(guest)), VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(code_of(host->vcpus(guest, 3, 1)), VIR_ERR_OPERATION_INVALID);
  EXPECT_GT(host->block_info(guest, "vda")->capacity, 0U);
}

TEST_F(GuestUsage, OfMemoryAddsUp) {
  const auto told = host->memory_stats(guest);
  ASSERT_TRUE(told);
  std::map<int, unsigned long long> stats;
  for (const auto& stat : *told) stats[stat.tag] = stat.val;
  EXPECT_EQ(stats[VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON], 512U * 1024);
  EXPECT_LE(stats[VIR_DOMAIN_MEMORY_STAT_UNUSED], stats[VIR_DOMAIN_MEMORY_STAT_AVAILABLE]);
}

TEST_F(GuestUsage, OfProcessorsSaysWhereEachRunsAndMayRun) {
  const unsigned cpus = host->node_info()->cpus;
  const HostConnection::Vcpus told = *host->vcpus(guest, 8, 2);
  ASSERT_EQ(told.infos.size(), 3U);
  ASSERT_EQ(told.maps.size(), 6U);
  for (const virVcpuInfo& vcpu : told.infos) {
    EXPECT_LT(static_cast<unsigned>(vcpu.cpu), cpus);
    EXPECT_NE(told.maps[vcpu.number * 2] & (1U << static_cast<unsigned>(vcpu.cpu)), 0U);
  }
  EXPECT_EQ(host->vcpus(guest, 2, 0)->infos.size(), 2U);
}

TEST(DomainDevices, AreReadFromTheXmlInItsOrder) {
  const auto definition = parse_domain(domain_xml("a", "", kDevices), [] { return Uuid{}; });
  ASSERT_TRUE(definition);
  const auto disks = disks_of(*definition);
  ASSERT_EQ(disks.size(), 2U);
  EXPECT_EQ(disks[0].source, "/srv/a.img");
  EXPECT_EQ(disks[1].target, "vdb");
  EXPECT_EQ(interfaces_of(*definition).at(0).mac, "52:54:00:aa:00:01");
}

}  // namespace
}  // namespace rollcall
