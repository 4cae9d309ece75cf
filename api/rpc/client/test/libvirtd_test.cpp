// Our library as a client of the genuine libvirtd, whose test driver is the host. Skipped where
// libvirtd is not installed.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "api/rpc/client/test/daemons.hpp"

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;
using testing::UnorderedElementsAre;

namespace rollcall {
namespace {

std::string taken(char* text) {
  const std::string copy = text == nullptr ? "null" : text;
  std::free(text);
  return copy;
}

std::string definition(const std::string& name) {
  return "<domain type='test'><name>" + name +
         "</name><memory>1024</memory><vcpu>2</vcpu><os><type>hvm</type></os></domain>";
}

class Libvirtd : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    virSetErrorFunc(nullptr, [](void*, virErrorPtr) {});
    virEventRegisterDefaultImpl();
    if (!PrivateLibvirtd::program().empty()) daemon = new PrivateLibvirtd;
  }
  static void TearDownTestSuite() {
    delete daemon;
    daemon = nullptr;
  }

  void SetUp() override {
    if (daemon == nullptr) GTEST_SKIP() << "libvirtd is not installed";
    conn = open("test+unix:///default?socket=" + daemon->socket());
    ASSERT_NE(conn, nullptr) << virGetLastErrorMessage();
  }
  void TearDown() override {
    if (conn == nullptr) return;
    EXPECT_EQ(virConnectClose(conn), 0);
  }

  static virConnectPtr open(const std::string& uri) { return virConnectOpen(uri.c_str()); }

  std::vector<std::string> names(unsigned flags = 0) {
    virDomainPtr* domains = nullptr;
    const int count = virConnectListAllDomains(conn, &domains, flags);
    std::vector<std::string> found;
    for (int i = 0; i < count; ++i) {
      found.emplace_back(virDomainGetName(domains[i]));
      virDomainFree(domains[i]);
    }
    std::free(domains);
    EXPECT_GE(count, 0) << virGetLastErrorMessage();
    return found;
  }

  static PrivateLibvirtd* daemon;
  virConnectPtr conn = nullptr;
};

PrivateLibvirtd* Libvirtd::daemon = nullptr;

TEST_F(Libvirtd, TellsOfItsHost) {
  EXPECT_STREQ(virConnectGetType(conn), "TEST");
  EXPECT_THAT(taken(virConnectGetCapabilities(conn)), HasSubstr("<capabilities>"));
  EXPECT_NE(taken(virConnectGetHostname(conn)), "null");
  EXPECT_THAT(taken(virConnectGetURI(conn)), StartsWith("test+unix:///default?socket="));
  unsigned long version = 0;
  EXPECT_EQ(virConnectGetVersion(conn, &version), 0);
  virNodeInfo node{};
  ASSERT_EQ(virNodeGetInfo(conn, &node), 0);
  EXPECT_STREQ(node.model, "i686");
  EXPECT_EQ(node.cpus, 16u);
  EXPECT_EQ(virConnectGetMaxVcpus(conn, nullptr), 32);
  EXPECT_EQ(virConnectIsAlive(conn), 1);
  EXPECT_EQ(virConnectIsSecure(conn), 1);
  EXPECT_EQ(virConnectIsEncrypted(conn), 0);
  EXPECT_EQ(virConnectSetKeepAlive(conn, 5, 3), 0);
}

TEST_F(Libvirtd, ListsItsDomains) {
  EXPECT_THAT(names(), ElementsAre("test"));
  EXPECT_THAT(names(VIR_CONNECT_LIST_DOMAINS_INACTIVE), ElementsAre());
  EXPECT_EQ(virConnectListAllDomains(conn, nullptr, VIR_CONNECT_LIST_DOMAINS_ACTIVE), 1);
  EXPECT_EQ(virConnectNumOfDomains(conn), 1);
  EXPECT_EQ(virConnectNumOfDefinedDomains(conn), 0);
  int ids[4]{};
  EXPECT_EQ(virConnectListDomains(conn, ids, 4), 1);
  EXPECT_EQ(ids[0], 1);
}

TEST_F(Libvirtd, TakesADomainThroughItsLife) {
  virDomainPtr domain = virDomainDefineXML(conn, definition("life").c_str());
  ASSERT_NE(domain, nullptr) << virGetLastErrorMessage();
  EXPECT_EQ(virDomainGetID(domain), static_cast<unsigned>(-1));
  EXPECT_THAT(names(VIR_CONNECT_LIST_DOMAINS_INACTIVE), ElementsAre("life"));
  char* inactive[4]{};
  ASSERT_EQ(virConnectListDefinedDomains(conn, inactive, 4), 1);
  EXPECT_EQ(taken(inactive[0]), "life");

  EXPECT_EQ(virDomainCreate(domain), 0) << virGetLastErrorMessage();
  EXPECT_NE(virDomainGetID(domain), static_cast<unsigned>(-1));
  EXPECT_THAT(names(VIR_CONNECT_LIST_DOMAINS_ACTIVE), UnorderedElementsAre("test", "life"));
  int state = 0;
  EXPECT_EQ(virDomainSuspend(domain), 0);
  EXPECT_EQ(virDomainGetState(domain, &state, nullptr, 0), 0);
  EXPECT_EQ(state, VIR_DOMAIN_PAUSED);
  EXPECT_EQ(virDomainResume(domain), 0);
  EXPECT_EQ(virDomainIsActive(domain), 1);
  EXPECT_EQ(virDomainIsPersistent(domain), 1);
  EXPECT_EQ(virDomainIsUpdated(domain), 0);
  virDomainInfo info{};
  EXPECT_EQ(virDomainGetInfo(domain, &info), 0);
  EXPECT_EQ(info.maxMem, 1024u);
  EXPECT_EQ(info.nrVirtCpu, 2);
  EXPECT_EQ(virDomainGetMaxMemory(domain), 1024u);
  EXPECT_EQ(taken(virDomainGetOSType(domain)), "linux") << "whatever its definition says";
  EXPECT_THAT(taken(virDomainGetXMLDesc(domain, 0)), HasSubstr("<name>life</name>"));
  int autostart = 0;
  EXPECT_EQ(virDomainSetAutostart(domain, 1), 0);
  EXPECT_EQ(virDomainGetAutostart(domain, &autostart), 0);
  EXPECT_EQ(autostart, 1);
  EXPECT_EQ(virDomainManagedSave(domain, 0), 0) << virGetLastErrorMessage();
  EXPECT_EQ(virDomainGetID(domain), static_cast<unsigned>(-1));
  EXPECT_EQ(virDomainHasManagedSaveImage(domain, 0), 1);
  EXPECT_EQ(virDomainManagedSaveRemove(domain, 0), 0);
  EXPECT_EQ(virDomainUndefine(domain), 0) << virGetLastErrorMessage();
  EXPECT_EQ(virDomainFree(domain), 0);
}

TEST_F(Libvirtd, KeepsSnapshots) {
  virDomainPtr domain = virDomainLookupByName(conn, "test");
  ASSERT_NE(domain, nullptr);
  virDomainSnapshotPtr snapshot =
      virDomainSnapshotCreateXML(domain, "<domainsnapshot><name>first</name></domainsnapshot>", 0);
  ASSERT_NE(snapshot, nullptr) << virGetLastErrorMessage();
  EXPECT_EQ(virDomainSnapshotNum(domain, 0), 1);
  EXPECT_EQ(virDomainHasCurrentSnapshot(domain, 0), 1);
  EXPECT_EQ(virDomainSnapshotIsCurrent(snapshot, 0), 1);
  EXPECT_EQ(virDomainSnapshotGetParent(snapshot, 0), nullptr);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_NO_DOMAIN_SNAPSHOT);
  EXPECT_THAT(taken(virDomainSnapshotGetXMLDesc(snapshot, 0)), HasSubstr("<name>first</name>"));
  EXPECT_EQ(virDomainRevertToSnapshot(snapshot, 0), 0) << virGetLastErrorMessage();
  EXPECT_EQ(virDomainSnapshotDelete(snapshot, 0), 0);
  EXPECT_EQ(virDomainSnapshotFree(snapshot), 0);
  EXPECT_EQ(virDomainFree(domain), 0);
}

TEST_F(Libvirtd, RefusesWithItsOwnCodeDomainAndMessage) {
  EXPECT_EQ(virDomainLookupByName(conn, "absent"), nullptr);
  const virError* error = virGetLastError();
  ASSERT_NE(error, nullptr);
  EXPECT_EQ(error->code, VIR_ERR_NO_DOMAIN);
  EXPECT_EQ(error->domain, VIR_FROM_TEST);
  EXPECT_THAT(error->message, StartsWith("Domain not found"));
}

TEST_F(Libvirtd, OpensNoHostThatItDoesNotKnow) {
  EXPECT_EQ(open("nonsense+unix:///default?socket=" + daemon->socket()), nullptr);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_NO_CONNECT);
}

TEST_F(Libvirtd, LetsAReadOnlyConnectionChangeNothing) {
  const std::string uri = "test+unix:///default?socket=" + daemon->socket();
  virConnectPtr reader = virConnectOpenReadOnly(uri.c_str());
  ASSERT_NE(reader, nullptr);
  EXPECT_EQ(virDomainDefineXML(reader, definition("forbidden").c_str()), nullptr);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_OPERATION_DENIED);
  EXPECT_EQ(virConnectClose(reader), 0);
}

int note_event(virConnectPtr, virDomainPtr domain, int event, int detail, void* opaque) {
  static_cast<std::vector<std::string>*>(opaque)->push_back(std::string(virDomainGetName(domain)) +
                                                            " " + std::to_string(event) + "/" +
                                                            std::to_string(detail));
  return 0;
}

TEST_F(Libvirtd, TellsOfEvents) {
  std::vector<std::string> told;
  const int number =
      virConnectDomainEventRegisterAny(conn, nullptr, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                       VIR_DOMAIN_EVENT_CALLBACK(note_event), &told, nullptr);
  ASSERT_GE(number, 0) << virGetLastErrorMessage();
  virDomainPtr domain = virDomainCreateXML(conn, definition("brief").c_str(), 0);
  ASSERT_NE(domain, nullptr);
  EXPECT_EQ(virDomainDestroy(domain), 0);
  EXPECT_EQ(virDomainFree(domain), 0);
  while (told.size() < 2) ASSERT_EQ(virEventRunDefaultImpl(), 0);
  EXPECT_THAT(told, ElementsAre("brief 2/0", "brief 5/1"));
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, number), 0);
  virEventAddTimeout(
      0, [](int timer, void*) { virEventRemoveTimeout(timer); }, nullptr, nullptr);
  virEventRunDefaultImpl();
}

TEST_F(Libvirtd, ServesManyThreadsOverOneConnection) {
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        virDomainPtr domain = virDomainLookupByName(conn, "test");
        if (domain == nullptr || virDomainIsActive(domain) != 1) ++wrong;
        if (domain != nullptr) virDomainFree(domain);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace rollcall
