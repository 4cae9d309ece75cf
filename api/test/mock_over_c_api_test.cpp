// The shared library as programs use it: the C API over the mock hypervisor, with the built-in
// event loop. Nothing internal is included.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <rollcall/rollcall.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace {

using testing::ElementsAre;

struct Freed {
  void operator()(virDomainPtr domain) const { virDomainFree(domain); }
  void operator()(virDomainSnapshotPtr snapshot) const { virDomainSnapshotFree(snapshot); }
  void operator()(virDomainCheckpointPtr checkpoint) const { virDomainCheckpointFree(checkpoint); }
  void operator()(char* text) const { std::free(text); }
};
using Domain = std::unique_ptr<virDomain, Freed>;
using Snapshot = std::unique_ptr<virDomainSnapshot, Freed>;
using Checkpoint = std::unique_ptr<virDomainCheckpoint, Freed>;
using Text = std::unique_ptr<char, Freed>;

constexpr unsigned kNoId = ~0u;

std::string domain_xml(const std::string& name) {
  return "<domain type='mock'><name>" + name +
         "</name><memory>1024</memory><os><type>hvm</type></os></domain>";
}

/// An empty host, which nobody else shares.
class MockOverCApi : public ::testing::Test {
 protected:
  MockOverCApi() {
    virSetErrorFunc(nullptr, [](void*, virErrorPtr) {});
    virEventRegisterDefaultImpl();
    const char* test = testing::UnitTest::GetInstance()->current_test_info()->name();
    uri_ = "mock:///empty?instance=" + std::string(test);
    conn = virConnectOpen(uri_.c_str());
  }
  ~MockOverCApi() override { EXPECT_EQ(virConnectClose(conn), 0); }

  virConnectPtr open_read_only() { return virConnectOpenReadOnly(uri_.c_str()); }
  virConnectPtr open_again() { return virConnectOpen(uri_.c_str()); }

  Domain defined(const std::string& name) {
    return Domain(virDomainDefineXML(conn, domain_xml(name).c_str()));
  }
  Domain started(const std::string& name) {
    Domain domain = defined(name);
    EXPECT_EQ(virDomainCreate(domain.get()), 0);
    return domain;
  }

  virConnectPtr conn;

 private:
  std::string uri_;
};

TEST_F(MockOverCApi, AHandleFollowsTheIdOfItsDomainThroughStartAndStop) {
  const Domain domain = defined("a");
  EXPECT_EQ(virDomainGetID(domain.get()), kNoId);

  ASSERT_EQ(virDomainCreate(domain.get()), 0);
  EXPECT_NE(virDomainGetID(domain.get()), kNoId);
  ASSERT_EQ(virDomainDestroy(domain.get()), 0);
  EXPECT_EQ(virDomainGetID(domain.get()), kNoId);
}

TEST_F(MockOverCApi, AnotherHandleKeepsTheIdOfItsInstant) {
  const Domain domain = started("a");
  const Domain other(virDomainLookupByName(conn, "a"));
  ASSERT_EQ(virDomainDestroy(domain.get()), 0);
  EXPECT_NE(virDomainGetID(other.get()), kNoId);
  EXPECT_EQ(virDomainIsActive(other.get()), 0);
}

TEST_F(MockOverCApi, InfoStateAndTypeOfARunningDomainAgree) {
  const Domain domain = started("a");
  virDomainInfo info{};
  int state = 0;
  int reason = 0;

  ASSERT_EQ(virDomainGetInfo(domain.get(), &info), 0);
  ASSERT_EQ(virDomainGetState(domain.get(), &state, &reason, 0), 0);

  EXPECT_EQ(info.state, VIR_DOMAIN_RUNNING);
  EXPECT_EQ(state, VIR_DOMAIN_RUNNING);
  EXPECT_EQ(reason, VIR_DOMAIN_RUNNING_BOOTED);
  EXPECT_EQ(info.maxMem, 1024u);
  EXPECT_EQ(virDomainGetMaxMemory(domain.get()), 1024u);
  EXPECT_STREQ(Text(virDomainGetOSType(domain.get())).get(), "hvm");
}

TEST_F(MockOverCApi, AReadOnlyConnectionSeesButDoesNotChange) {
  const Domain domain = started("a");
  virConnectPtr reader = open_read_only();
  {
    const Domain seen(virDomainLookupByName(reader, "a"));
    EXPECT_EQ(virDomainIsActive(seen.get()), 1);
    EXPECT_EQ(virDomainDestroy(seen.get()), -1);
    EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_OPERATION_DENIED);
  }
  EXPECT_EQ(virDomainIsActive(domain.get()), 1);
  EXPECT_EQ(virConnectClose(reader), 0);
}

TEST_F(MockOverCApi, ATitleIsSetReadAndRemoved) {
  const Domain domain = defined("a");
  const int title = VIR_DOMAIN_METADATA_TITLE;

  ASSERT_EQ(virDomainSetMetadata(domain.get(), title, "One", nullptr, nullptr, 0), 0);
  EXPECT_STREQ(Text(virDomainGetMetadata(domain.get(), title, nullptr, 0)).get(), "One");
  ASSERT_EQ(virDomainSetMetadata(domain.get(), title, nullptr, nullptr, nullptr, 0), 0);

  EXPECT_EQ(virDomainGetMetadata(domain.get(), title, nullptr, 0), nullptr);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_NO_DOMAIN_METADATA);
}

TEST_F(MockOverCApi, ARenamedDomainIsFoundByItsNewNameAndUsedThroughTheOldHandle) {
  const Domain domain = defined("a");
  ASSERT_EQ(virDomainRename(domain.get(), "b", 0), 0);

  EXPECT_STREQ(virDomainGetName(domain.get()), "a");
  EXPECT_EQ(virDomainIsPersistent(domain.get()), 1);
  EXPECT_NE(Domain(virDomainLookupByName(conn, "b")), nullptr);
  EXPECT_EQ(virDomainLookupByName(conn, "a"), nullptr);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_NO_DOMAIN);
}

TEST_F(MockOverCApi, ASavedDomainIsRestoredFromARelativePath) {
  char folder[] = "/tmp/rollcall_save_XXXXXX";
  ASSERT_NE(mkdtemp(folder), nullptr);
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder);
  const Domain domain = started("a");

  EXPECT_EQ(virDomainSave(domain.get(), "image"), 0);
  EXPECT_EQ(virDomainGetID(domain.get()), kNoId);
  EXPECT_EQ(virDomainRestore(conn, "image"), 0);

  EXPECT_EQ(virDomainIsActive(domain.get()), 1);
  std::filesystem::current_path(before);
  std::filesystem::remove_all(folder);
}

TEST_F(MockOverCApi, SnapshotsFormAChainThatCanBeListedAndReverted) {
  const Domain domain = defined("a");
  const auto take = [&](const char* xml, unsigned flags) {
    return Snapshot(virDomainSnapshotCreateXML(domain.get(), xml, flags));
  };
  const Snapshot root = take("<domainsnapshot><name>root</name></domainsnapshot>", 0);
  const Snapshot leaf = take("<domainsnapshot><name>leaf</name></domainsnapshot>", 0);
  ASSERT_NE(leaf, nullptr);

  EXPECT_EQ(virDomainSnapshotNum(domain.get(), 0), 2);
  EXPECT_EQ(virDomainSnapshotNumChildren(root.get(), 0), 1);
  EXPECT_EQ(virDomainSnapshotIsCurrent(leaf.get(), 0), 1);
  EXPECT_STREQ(virDomainSnapshotGetName(Snapshot(virDomainSnapshotGetParent(leaf.get(), 0)).get()),
               "root");
  EXPECT_EQ(virDomainSnapshotGetParent(root.get(), 0), nullptr);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_NO_DOMAIN_SNAPSHOT);

  ASSERT_EQ(virDomainRevertToSnapshot(root.get(), VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING), 0);
  EXPECT_NE(virDomainGetID(domain.get()), kNoId);
  EXPECT_EQ(virDomainSnapshotIsCurrent(root.get(), 0), 1);

  ASSERT_EQ(virDomainSnapshotDelete(leaf.get(), 0), 0);
  EXPECT_EQ(virDomainSnapshotIsCurrent(leaf.get(), 0), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_NO_DOMAIN_SNAPSHOT);
}

TEST_F(MockOverCApi, ACheckpointOfARunningDomainIsListedUntilItIsDeleted) {
  const Domain domain = started("a");
  const Checkpoint made(virDomainCheckpointCreateXML(
      domain.get(), "<domaincheckpoint><name>c</name></domaincheckpoint>", 0));
  ASSERT_NE(made, nullptr);

  EXPECT_EQ(virDomainListAllCheckpoints(domain.get(), nullptr, 0), 1);
  ASSERT_EQ(virDomainCheckpointDelete(made.get(), 0), 0);

  EXPECT_EQ(virDomainListAllCheckpoints(domain.get(), nullptr, 0), 0);
  EXPECT_EQ(virDomainCheckpointLookupByName(domain.get(), "c", 0), nullptr);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_NO_DOMAIN_CHECKPOINT);
}

using Told = std::vector<std::string>;

int note_event(virConnectPtr, virDomainPtr domain, int event, int detail, void* opaque) {
  static_cast<Told*>(opaque)->push_back(std::string(virDomainGetName(domain)) + " " +
                                        std::to_string(event) + "/" + std::to_string(detail));
  return 0;
}

TEST_F(MockOverCApi, TheBuiltInLoopDeliversWhatAnotherConnectionDid) {
  Told told;
  virConnectPtr watcher = open_again();
  ASSERT_EQ(virConnectDomainEventRegister(watcher, note_event, &told, nullptr), 0);

  const Domain domain = defined("a");
  ASSERT_EQ(virDomainSetAutostart(domain.get(), 1), 0);
  ASSERT_EQ(virDomainUndefine(domain.get()), 0);
  ASSERT_EQ(virEventRunDefaultImpl(), 0);

  EXPECT_THAT(told, ElementsAre("a 0/0", "a 1/0"));
  EXPECT_EQ(virConnectDomainEventDeregister(watcher, note_event), 0);
  EXPECT_EQ(virConnectClose(watcher), 0);
}

TEST_F(MockOverCApi, ACallbackKeepsItsConnectionUntilItIsDeregistered) {
  Told told;
  virConnectPtr watcher = open_again();
  ASSERT_EQ(virConnectDomainEventRegister(watcher, note_event, &told, nullptr), 0);
  EXPECT_EQ(virConnectClose(watcher), 1);

  const Domain domain = defined("a");
  ASSERT_EQ(virEventRunDefaultImpl(), 0);

  EXPECT_THAT(told, ElementsAre("a 0/0"));
  EXPECT_EQ(virConnectDomainEventDeregister(watcher, note_event), 0);
}

TEST_F(MockOverCApi, AResetIsToldAsAReboot) {
  int reboots = 0;
  const Domain domain = started("a");
  const int number = virConnectDomainEventRegisterAny(
      conn, domain.get(), VIR_DOMAIN_EVENT_ID_REBOOT,
      [](virConnectPtr, virDomainPtr, void* opaque) { ++*static_cast<int*>(opaque); }, &reboots,
      nullptr);

  ASSERT_EQ(virDomainReset(domain.get(), 0), 0);
  ASSERT_EQ(virEventRunDefaultImpl(), 0);

  EXPECT_EQ(reboots, 1);
  EXPECT_EQ(virConnectDomainEventDeregisterAny(conn, number), 0);
}

/// What a watcher knows of the host: the names of the active domains as listed, then as told.
struct Follower {
  std::set<std::string> active;
  unsigned long long generation = 0;
};

void follow(virConnectPtr, virDomainPtr domain, int event, int, unsigned long long generation,
            void* opaque) {
  auto& follower = *static_cast<Follower*>(opaque);
  const std::string name = virDomainGetName(domain);
  // A list shows each domain once, so an event that it has seen already would not fit.
  if (event == VIR_DOMAIN_EVENT_STARTED) {
    EXPECT_TRUE(follower.active.insert(name).second);
  } else if (event == VIR_DOMAIN_EVENT_STOPPED) {
    EXPECT_EQ(follower.active.erase(name), 1u);
  }
  EXPECT_GE(generation, follower.generation);
  follower.generation = generation;
}

Follower list_active(virConnectPtr conn) {
  Follower listed;
  virDomainPtr* domains = nullptr;
  const int count = rollcallConnectListAllDomains(conn, &domains, &listed.generation,
                                                  VIR_CONNECT_LIST_DOMAINS_ACTIVE);
  for (int i = 0; i < count; ++i) {
    listed.active.insert(virDomainGetName(domains[i]));
    virDomainFree(domains[i]);
  }
  std::free(domains);
  return listed;
}

TEST_F(MockOverCApi, EventsSinceAListLeadToTheNextListWhileDomainsStartAndStop) {
  const std::array<Domain, 2> pair = {started("a"), defined("b")};
  std::thread writer([&pair] {
    for (int i = 0; i < 300; ++i) {
      EXPECT_EQ(virDomainCreate(pair[(i + 1) % 2].get()), 0);
      EXPECT_EQ(virDomainDestroy(pair[i % 2].get()), 0);
    }
  });
  std::vector<Follower> followers;
  std::vector<int> watches;
  followers.reserve(50);
  for (int i = 0; i < 50; ++i) {
    followers.push_back(list_active(conn));
    EXPECT_FALSE(followers.back().active.empty());
    watches.push_back(rollcallConnectDomainWatch(conn, followers.back().generation, follow,
                                                 &followers.back(), nullptr));
  }
  writer.join();
  // Enough for what is queued: a round takes all that is there.
  const Domain last = defined("last");
  ASSERT_EQ(virEventRunDefaultImpl(), 0);

  const Follower finally = list_active(conn);
  for (const Follower& follower : followers) {
    EXPECT_EQ(follower.active, finally.active);
    EXPECT_EQ(follower.generation, finally.generation);
  }
  for (const int watch : watches) EXPECT_EQ(rollcallConnectDomainUnwatch(conn, watch), 0);
}

}  // namespace
