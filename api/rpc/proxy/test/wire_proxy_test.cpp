// A client of our daemon with a proxy in between: what each fault looks like to it.

#include "api/rpc/proxy/wire_proxy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include <cstdlib>
#include <string>

#include "api/rpc/client/test/daemons.hpp"

using testing::HasSubstr;

namespace rollcall::rpc {
namespace {

constexpr std::int32_t kListAll = 273;

class WireProxyTest : public ::testing::Test {
 protected:
  WireProxyTest() {
    virSetErrorFunc(nullptr, [](void*, virErrorPtr) {});
  }
  ~WireProxyTest() override {
    if (conn != nullptr) virConnectClose(conn);
  }

  void open(const std::string& parameters = {}) {
    const std::string uri =
        "mock+unix:///empty?domains=20&socket=" + folder.file("proxy") + parameters;
    conn = virConnectOpen(uri.c_str());
    ASSERT_NE(conn, nullptr) << virGetLastErrorMessage();
  }

  int list() const {
    virDomainPtr* domains = nullptr;
    const int count = virConnectListAllDomains(conn, &domains, 0);
    for (int i = 0; i < count; ++i) virDomainFree(domains[i]);
    std::free(domains);
    return count;
  }

  TemporaryFolder folder;
  PrivateRollcalld daemon{"mock:///empty?domains=20", {}, folder.file("daemon")};
  WireProxy proxy{folder.file("proxy"), folder.file("daemon")};
  virConnectPtr conn = nullptr;
};

TEST_F(WireProxyTest, PassesEverythingOnWithoutFaults) {
  open();
  EXPECT_EQ(list(), 20);
}

TEST_F(WireProxyTest, DelaysReplies) {
  open();
  proxy.set({.procedure = kListAll, .delay = std::chrono::milliseconds(5)});
  EXPECT_EQ(list(), 20);
}

TEST_F(WireProxyTest, ThinsLists) {
  open();
  proxy.set({.list_max = 3});
  EXPECT_EQ(list(), 3);
  proxy.set({});
  EXPECT_EQ(list(), 20);
}

TEST_F(WireProxyTest, CutsTheConnectionWithinAPacket) {
  open();
  proxy.set({.cut_after_bytes = 400});
  EXPECT_EQ(list(), -1);
  EXPECT_THAT(virGetLastErrorMessage(), HasSubstr("in the middle of a packet"));
  EXPECT_EQ(virConnectIsAlive(conn), 0);
}

TEST_F(WireProxyTest, DropsRepliesSoThatOnlyKeepaliveShowsThatTheDaemonIsThere) {
  open("&keepalive_interval=1&keepalive_count=0");
  proxy.set({.procedure = kListAll, .drop_replies = true, .mute_keepalive = true});
  EXPECT_EQ(list(), -1);
  EXPECT_THAT(virGetLastErrorMessage(), HasSubstr("taken for dead"));
}

TEST_F(WireProxyTest, RestartsADaemonThatKeepsItsState) {
  open();
  virDomainPtr* domains = nullptr;
  ASSERT_EQ(virConnectListAllDomains(conn, &domains, 0), 20);
  ASSERT_EQ(virDomainSetAutostart(domains[0], 1), 0) << virGetLastErrorMessage();
  for (virDomainPtr* domain = domains; *domain != nullptr; ++domain) virDomainFree(*domain);
  std::free(domains);

  proxy.restart();
  EXPECT_EQ(list(), -1);
  virConnectClose(conn);
  open();
  EXPECT_EQ(virConnectListAllDomains(conn, nullptr, VIR_CONNECT_LIST_DOMAINS_AUTOSTART), 1);
}

TEST(WireFaults, AreReadFromWords) {
  WireFaults faults;
  for (const char* word :
       {"procedure=273", "delay=20", "drop", "list=3", "cut=100", "mute-keepalive"}) {
    EXPECT_TRUE(add_fault(word, faults)) << word;
  }
  EXPECT_EQ(faults.procedure, 273);
  EXPECT_EQ(faults.delay, std::chrono::milliseconds(20));
  EXPECT_TRUE(faults.drop_replies);
  EXPECT_EQ(faults.list_max, 3u);
  EXPECT_EQ(faults.cut_after_bytes, 100u);
  EXPECT_TRUE(faults.mute_keepalive);
}

TEST(WireFaults, OfOtherWordsAreNone) {
  WireFaults faults;
  for (const char* word : {"", "delay", "delay=", "delay=x", "delay=5x", "dropped"}) {
    EXPECT_FALSE(add_fault(word, faults)) << word;
  }
}

}  // namespace
}  // namespace rollcall::rpc
