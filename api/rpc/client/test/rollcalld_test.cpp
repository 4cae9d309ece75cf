// Our library as a client of our own daemon: what the genuine one is not asked.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <rollcall/rollcall.h>

#include <atomic>
#include <barrier>
#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "api/rpc/client/test/daemons.hpp"

using testing::HasSubstr;

namespace rollcall {
namespace {

/// Lists and frees. Returns: how many, or -1.
int list_and_free(virConnectPtr conn) {
  virDomainPtr* domains = nullptr;
  const int count = virConnectListAllDomains(conn, &domains, 0);
  for (int i = 0; i < count; ++i) virDomainFree(domains[i]);
  std::free(domains);
  return count;
}

class Rollcalld : public ::testing::Test {
 protected:
  Rollcalld() {
    virSetErrorFunc(nullptr, [](void*, virErrorPtr) {});
  }

  static virConnectPtr open(const PrivateRollcalld& daemon) {
    return virConnectOpen(daemon.uri().c_str());
  }
};

TEST_F(Rollcalld, ListsALargeHostInOneAnswer) {
  const PrivateRollcalld daemon("mock:///empty?domains=10000");
  virConnectPtr conn = open(daemon);
  ASSERT_NE(conn, nullptr) << virGetLastErrorMessage();
  EXPECT_EQ(list_and_free(conn), 10000);
  EXPECT_EQ(virConnectClose(conn), 0);
}

TEST_F(Rollcalld, RefusesListsBeyondLibvirtsLimitAndLivesOn) {
  const PrivateRollcalld daemon("mock:///empty?domains=16385");
  virConnectPtr conn = open(daemon);
  ASSERT_NE(conn, nullptr) << virGetLastErrorMessage();
  EXPECT_EQ(list_and_free(conn), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INTERNAL_ERROR);
  EXPECT_THAT(virGetLastErrorMessage(), HasSubstr("16385"));
  EXPECT_GE(virConnectNumOfDomains(conn), 0) << "the connection lives";
  EXPECT_EQ(virConnectClose(conn), 0);
}

TEST_F(Rollcalld, ListsAHundredThousandDomainsWhenItsLimitsAreLifted) {
  const PrivateRollcalld daemon("mock:///empty?domains=100000", {"--limits", "none"});
  virConnectPtr conn = open(daemon);
  ASSERT_NE(conn, nullptr) << virGetLastErrorMessage();
  EXPECT_EQ(list_and_free(conn), 100000);
  EXPECT_EQ(virConnectClose(conn), 0);
}

TEST_F(Rollcalld, TellsNoGenerationsOverTheWire) {
  const PrivateRollcalld daemon("mock:///default");
  virConnectPtr conn = open(daemon);
  ASSERT_NE(conn, nullptr) << virGetLastErrorMessage();
  virDomainPtr* domains = nullptr;
  unsigned long long generation = 0;
  EXPECT_EQ(rollcallConnectListAllDomains(conn, &domains, &generation, 0), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_NO_SUPPORT);
  EXPECT_EQ(virConnectClose(conn), 0);
}

TEST_F(Rollcalld, HandsOnWhatADomainUses) {
  const PrivateRollcalld daemon("mock:///default");
  virConnectPtr conn = open(daemon);
  ASSERT_NE(conn, nullptr) << virGetLastErrorMessage();
  virDomainPtr domain = virDomainCreateXML(
      conn,
      "<domain type='mock'><name>used</name><vcpu>2</vcpu><os><type>hvm</type></os><devices>"
      "<disk><source file='/srv/a'/><target dev='vda'/></disk>"
      "<interface type='user'><target dev='vnet0'/></interface></devices></domain>",
      0);
  ASSERT_NE(domain, nullptr) << virGetLastErrorMessage();
  virDomainBlockStatsStruct block{-1, -1, -1, -1, -1};
  EXPECT_EQ(virDomainBlockStats(domain, "vda", &block, sizeof(block)), 0);
  EXPECT_GE(block.rd_req, 0);
  virDomainBlockInfo info{};
  EXPECT_EQ(virDomainGetBlockInfo(domain, "vda", &info, 0), 0);
  EXPECT_GT(info.capacity, info.allocation);
  virDomainInterfaceStatsStruct interface {};
  interface.tx_drop = -1;
  EXPECT_EQ(virDomainInterfaceStats(domain, "vnet0", &interface, sizeof(interface)), 0);
  EXPECT_EQ(interface.tx_drop, 0);
  std::vector<virDomainMemoryStatStruct> memory(VIR_DOMAIN_MEMORY_STAT_NR);
  EXPECT_GT(virDomainMemoryStats(domain, memory.data(), VIR_DOMAIN_MEMORY_STAT_NR, 0), 0);
  std::vector<virVcpuInfo> vcpus(4);
  std::vector<unsigned char> maps(4);
  EXPECT_EQ(virDomainGetVcpus(domain, vcpus.data(), 4, maps.data(), 1), 2);
  EXPECT_EQ(vcpus[1].number, 1U);
  EXPECT_NE(maps[1], 0);
  EXPECT_EQ(virDomainBlockStats(domain, "vdz", &block, sizeof(block)), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(virDomainFree(domain), 0);
  EXPECT_EQ(virConnectClose(conn), 0);
}

TEST_F(Rollcalld, KilledInTheMiddleOfAHundredListingsLeavesNoClientHanging) {
  constexpr int kClients = 100;
  PrivateRollcalld daemon("mock:///empty?domains=1000");
  std::barrier all_list(kClients + 1);
  std::atomic<int> failed = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&] {
      virConnectPtr conn = open(daemon);
      const bool listed = conn != nullptr && list_and_free(conn) == 1000;
      all_list.arrive_and_wait();
      if (!listed) return;
      while (list_and_free(conn) >= 0) {
      }
      if (virGetLastErrorCode() == VIR_ERR_SYSTEM_ERROR && virConnectIsAlive(conn) == 0) ++failed;
      virConnectClose(conn);
    });
  }
  all_list.arrive_and_wait();
  daemon.process().end(SIGKILL);
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(failed, kClients);
}

TEST_F(Rollcalld, TellsTheCloseCallbackWhenItIsKilled) {
  PrivateRollcalld daemon("mock:///default");
  ASSERT_EQ(virEventRegisterDefaultImpl(), 0);
  virConnectPtr conn = open(daemon);
  ASSERT_NE(conn, nullptr) << virGetLastErrorMessage();
  int told = -1;
  ASSERT_EQ(
      virConnectRegisterCloseCallback(
          conn,
          [](virConnectPtr, int reason, void* opaque) { *static_cast<int*>(opaque) = reason; },
          &told, nullptr),
      0);
  daemon.process().end(SIGKILL);
  while (told == -1) ASSERT_EQ(virEventRunDefaultImpl(), 0);
  EXPECT_EQ(told, VIR_CONNECT_CLOSE_REASON_EOF);
  EXPECT_EQ(virConnectClose(conn), 0);
}

TEST_F(Rollcalld, IsReachedAgainByOpeningAgain) {
  TemporaryFolder folder;
  auto first = std::make_unique<PrivateRollcalld>("mock:///default", std::vector<std::string>{},
                                                  folder.file("socket"));
  virConnectPtr conn = open(*first);
  ASSERT_NE(conn, nullptr) << virGetLastErrorMessage();
  first.reset();
  EXPECT_EQ(list_and_free(conn), -1);
  const PrivateRollcalld second("mock:///default", {}, folder.file("socket"));
  EXPECT_EQ(list_and_free(conn), -1) << "a lost connection stays lost";
  EXPECT_EQ(virConnectClose(conn), 0);
  conn = open(second);
  ASSERT_NE(conn, nullptr) << virGetLastErrorMessage();
  EXPECT_GE(list_and_free(conn), 0);
  EXPECT_EQ(virConnectClose(conn), 0);
}

}  // namespace
}  // namespace rollcall
