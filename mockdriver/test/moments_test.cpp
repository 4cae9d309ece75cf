// Snapshots and checkpoints through the driver interface.

#include <fmt/format.h>

#include "mock_fixture.hpp"

namespace rollcall {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class Snapshots : public MockTest {
 protected:
  /// Makes a snapshot; fails the test when it cannot.
  void take(const DomainRef& domain, std::string_view name, unsigned flags = 0) {
    const auto created = host->snapshot_create(
        domain, fmt::format("<domainsnapshot><name>{}</name></domainsnapshot>", name), flags);
    EXPECT_TRUE(created) << created.error().message;
    log->take_events();
  }
};

TEST_F(Snapshots, ShowInTheTable) {
  const DomainRef a = defined("a");
  take(a, "s");
  EXPECT_EQ(seen(a), "SHUTOFF/0 id=-1 PS");
  ASSERT_TRUE(host->snapshot_delete({a, "s"}, 0));
  EXPECT_EQ(seen(a), "SHUTOFF/0 id=-1 P");
}

TEST_F(Snapshots, AreNamedByTheDateWhenTheirXmlHasNoName) {
  const DomainRef a = defined("a");
  const auto first = host->snapshot_create(a, "<domainsnapshot/>", 0);
  const auto second = host->snapshot_create(a, "<domainsnapshot/>", 0);
  EXPECT_EQ(first->name, "1577836800");
  EXPECT_EQ(second->name, "1577836801");
}

TEST_F(Snapshots, HangBelowTheCurrentOne) {
  const DomainRef a = defined("a");
  take(a, "s1");
  take(a, "s2");
  EXPECT_EQ(*host->current_snapshot(a, 0), "s2");
  EXPECT_EQ(*host->snapshot_parent({a, "s2"}, 0), "s1");
  EXPECT_EQ(*host->snapshot_parent({a, "s1"}, 0), std::nullopt);
  EXPECT_THAT(*host->snapshot_children({a, "s1"}, 0), ElementsAre("s2"));
}

TEST_F(Snapshots, AreListedByFlags) {
  const DomainRef a = defined("a");
  take(a, "off");
  ASSERT_TRUE(host->create(a, 0));
  take(a, "on");
  EXPECT_THAT(*host->snapshot_names(a, 0), ElementsAre("off", "on"));
  EXPECT_THAT(*host->snapshot_names(a, VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE), ElementsAre("on"));
  EXPECT_THAT(*host->snapshot_names(a, VIR_DOMAIN_SNAPSHOT_LIST_ROOTS), ElementsAre("off"));
}

TEST_F(Snapshots, CanHaltTheDomain) {
  const DomainRef a = started("a");
  const auto created =
      host->snapshot_create(a, "<domainsnapshot/>", VIR_DOMAIN_SNAPSHOT_CREATE_HALT);
  EXPECT_EQ(created->id, -1);
  EXPECT_EQ(seen(a), "SHUTOFF/7 id=-1 PS");
}

TEST_F(Snapshots, ShowTheDomainAsItWas) {
  const DomainRef a = defined("a", "<vcpu>2</vcpu>");
  take(a, "s");
  ASSERT_TRUE(host->define_xml(domain_xml("a", to_string(a.uuid), "<vcpu>3</vcpu>"), 0));
  EXPECT_THAT(*host->snapshot_xml({a, "s"}, 0), HasSubstr(">2</vcpu>"));
}

TEST_F(Snapshots, ShowSecretsOnlyWhenAsked) {
  const DomainRef a = defined("a", "<devices><graphics type='vnc' passwd='sesame'/></devices>");
  take(a, "s");
  EXPECT_THAT(*host->snapshot_xml({a, "s"}, 0), Not(HasSubstr("sesame")));
  EXPECT_THAT(*host->snapshot_xml({a, "s"}, VIR_DOMAIN_SNAPSHOT_XML_SECURE), HasSubstr("sesame"));
}

TEST_F(Snapshots, ComeBackFromTheirOwnXml) {
  const DomainRef a = started("a");
  take(a, "s");
  const std::string xml = *host->snapshot_xml({a, "s"}, VIR_DOMAIN_SNAPSHOT_XML_SECURE);
  ASSERT_TRUE(host->snapshot_delete({a, "s"}, VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY));
  ASSERT_TRUE(host->snapshot_create(a, xml, VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE));
  EXPECT_EQ(*host->snapshot_xml({a, "s"}, VIR_DOMAIN_SNAPSHOT_XML_SECURE), xml);
}

TEST_F(Snapshots, OfOneDomainAreNotRedefinedForAnother) {
  const DomainRef a = started("a");
  take(a, "s");
  const std::string xml = *host->snapshot_xml({a, "s"}, 0);
  EXPECT_EQ(code_of(host->snapshot_create(defined("b"), xml, VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE)),
            VIR_ERR_INVALID_ARG);
}

TEST_F(Snapshots, AreMissingByName) {
  const DomainRef a = defined("a");
  EXPECT_FALSE(*host->has_snapshot({a, "s"}, 0));
  EXPECT_EQ(code_of(host->snapshot_xml({a, "s"}, 0)), VIR_ERR_NO_DOMAIN_SNAPSHOT);
  EXPECT_EQ(code_of(host->snapshot_revert({a, "s"}, 0)), VIR_ERR_NO_DOMAIN_SNAPSHOT);
  EXPECT_EQ(code_of(host->snapshot_children({a, "s"}, 0)), VIR_ERR_NO_DOMAIN_SNAPSHOT);
  EXPECT_EQ(*host->current_snapshot(a, 0), std::nullopt);
}

TEST_F(Snapshots, HaveMetadata) {
  const DomainRef a = defined("a");
  take(a, "s");
  EXPECT_TRUE(*host->has_snapshot({a, "s"}, 0));
  EXPECT_TRUE(*host->snapshot_has_metadata({a, "s"}, 0));
}

TEST_F(Snapshots, RevertARunningDomainToItsMemoryAndDefinition) {
  const DomainRef a = started("a", "<vcpu>2</vcpu>");
  take(a, "s");
  ASSERT_TRUE(host->destroy(a, 0));
  ASSERT_TRUE(host->define_xml(domain_xml("a", to_string(a.uuid), "<vcpu>3</vcpu>"), 0));
  log->take_events();
  EXPECT_EQ(*host->snapshot_revert({a, "s"}, 0), 2);
  EXPECT_EQ(seen(a), "RUNNING/4 id=2 PS");
  EXPECT_EQ(host->find(a.uuid)->status.vcpus, 2U);
  EXPECT_EQ(log->take(), "STARTED/3 RESUMED/2 DEFINED/3");
  EXPECT_THAT(*host->xml(a, VIR_DOMAIN_XML_INACTIVE), HasSubstr(">2</vcpu>"));
}

TEST_F(Snapshots, RevertARunningDomainToBeingOff) {
  const DomainRef a = defined("a");
  take(a, "s");
  ASSERT_TRUE(host->create(a, 0));
  log->take_events();
  EXPECT_EQ(*host->snapshot_revert({a, "s"}, 0), -1);
  EXPECT_EQ(seen(a), "SHUTOFF/7 id=-1 PS");
  EXPECT_EQ(log->take(), "STOPPED/6 DEFINED/3");
}

TEST_F(Snapshots, StartAnOfflineDomainWhenRevertIsToldTo) {
  const DomainRef a = defined("a");
  take(a, "s");
  ASSERT_TRUE(host->snapshot_revert({a, "s"}, VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING));
  EXPECT_EQ(seen(a), "RUNNING/1 id=1 PS");
}

TEST_F(Snapshots, RevertADomainThatWasRenamedUnderItsNewName) {
  const DomainRef a = defined("a");
  take(a, "s");
  ASSERT_TRUE(host->rename(a, "b", 0));
  ASSERT_TRUE(host->snapshot_revert({a, "s"}, 0));
  EXPECT_EQ(host->find(a.uuid)->name, "b");
  EXPECT_THAT(*host->xml(a, 0), HasSubstr("<name>b</name>"));
}

TEST_F(Snapshots, WithoutDefinitionRevertToTheGuestOnlyByForce) {
  const DomainRef a = started("a", "<vcpu>2</vcpu>");
  ASSERT_TRUE(host->snapshot_create(a,
                                    "<domainsnapshot><name>s</name><state>running</state>"
                                    "<creationTime>1</creationTime></domainsnapshot>",
                                    VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE));
  EXPECT_EQ(code_of(host->snapshot_revert({a, "s"}, 0)), VIR_ERR_SNAPSHOT_REVERT_RISKY);
  ASSERT_TRUE(host->snapshot_revert({a, "s"}, VIR_DOMAIN_SNAPSHOT_REVERT_FORCE));
  EXPECT_EQ(seen(a), "RUNNING/4 id=2 PS");
  EXPECT_EQ(host->find(a.uuid)->status.vcpus, 2U);
}

class Checkpoints : public MockTest {
 protected:
  void take(const DomainRef& domain, std::string_view name) {
    const auto created = host->checkpoint_create(
        domain, fmt::format("<domaincheckpoint><name>{}</name></domaincheckpoint>", name), 0);
    EXPECT_TRUE(created) << created.error().message;
  }
};

TEST_F(Checkpoints, ShowInTheTableWithoutAnyEvent) {
  const DomainRef a = started("a");
  take(a, "c");
  EXPECT_EQ(seen(a), "RUNNING/1 id=1 PC");
  ASSERT_TRUE(host->checkpoint_delete({a, "c"}, 0));
  EXPECT_EQ(seen(a), "RUNNING/1 id=1 P");
  EXPECT_EQ(log->take(), "");
}

TEST_F(Checkpoints, AreListedAsATree) {
  const DomainRef a = started("a");
  take(a, "c1");
  take(a, "c2");
  EXPECT_THAT(*host->checkpoint_names(a, 0), ElementsAre("c1", "c2"));
  EXPECT_THAT(*host->checkpoint_names(a, VIR_DOMAIN_CHECKPOINT_LIST_LEAVES), ElementsAre("c2"));
  EXPECT_THAT(*host->checkpoint_children({a, "c1"}, 0), ElementsAre("c2"));
  EXPECT_EQ(*host->checkpoint_parent({a, "c2"}, 0), "c1");
  EXPECT_TRUE(*host->has_checkpoint({a, "c1"}, 0));
}

TEST_F(Checkpoints, ShowTheirDomainUnlessToldNotTo) {
  const DomainRef a = started("a");
  take(a, "c");
  EXPECT_THAT(*host->checkpoint_xml({a, "c"}, 0), HasSubstr("<domain "));
  EXPECT_THAT(*host->checkpoint_xml({a, "c"}, VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN),
              Not(HasSubstr("<domain ")));
}

TEST_F(Checkpoints, AreMissingByName) {
  const DomainRef a = started("a");
  EXPECT_FALSE(*host->has_checkpoint({a, "c"}, 0));
  EXPECT_EQ(code_of(host->checkpoint_xml({a, "c"}, 0)), VIR_ERR_NO_DOMAIN_CHECKPOINT);
  EXPECT_EQ(code_of(host->checkpoint_parent({a, "c"}, 0)), VIR_ERR_NO_DOMAIN_CHECKPOINT);
}

TEST_F(Checkpoints, KeepTheDomainFromBeingUndefinedUnlessGivenUp) {
  const DomainRef a = started("a");
  take(a, "c");
  ASSERT_TRUE(host->destroy(a, 0));
  EXPECT_EQ(code_of(host->undefine(a, 0)), VIR_ERR_OPERATION_INVALID);
  EXPECT_TRUE(host->undefine(a, VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA));
}

}  // namespace
}  // namespace rollcall
