// What hosts and domains say of themselves.

#include <regex>

#include "mock_fixture.hpp"

namespace rollcall {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class HostInquiry : public MockTest {};

TEST_F(HostInquiry, OffersItsDomainTypesWithItsOwnFirst) {
  const std::string xml = *host->capabilities();
  const std::size_t places[] = {xml.find("type='mock'"), xml.find("type='test'"),
                                xml.find("type='kvm'"), xml.find("type='qemu'")};
  EXPECT_NE(places[3], std::string::npos);
  EXPECT_TRUE(std::is_sorted(std::begin(places), std::end(places)));
}

TEST_F(HostInquiry, DescribesHardwareThatAddsUp) {
  const virNodeInfo node = *host->node_info();
  EXPECT_EQ(node.cpus, VIR_NODEINFO_MAXCPUS(node));
  EXPECT_STREQ(node.model, "x86_64");
}

TEST_F(HostInquiry, KnowsTheMostVcpusOfItsTypesOnly) {
  EXPECT_EQ(*host->max_vcpus(""), *host->max_vcpus("kvm"));
  EXPECT_EQ(code_of(host->max_vcpus("abacus")), VIR_ERR_INVALID_ARG);
}

TEST_F(HostInquiry, HasNameTypeAndVersion) {
  EXPECT_EQ(*host->hostname(), "mock");
  EXPECT_STREQ(host->type(), "MOCK");
  EXPECT_EQ(*host->version(), 1000000U);
}

TEST_F(HostInquiry, SendsNoKeepAliveMessages) { EXPECT_FALSE(*host->set_keepalive(5, 3)); }

class DomainXml : public MockTest {
 protected:
  /// A running domain 'a' with two vcpus that is defined with three.
  DomainRef redefined() {
    const DomainRef a = started("a", "<vcpu>2</vcpu>");
    EXPECT_TRUE(host->define_xml(domain_xml("a", to_string(a.uuid), "<vcpu>3</vcpu>"), 0));
    return a;
  }
};

TEST_F(DomainXml, ShowsTheIdWhileActive) {
  const DomainRef a = started("a");
  EXPECT_THAT(*host->xml(a, 0), HasSubstr("<domain type='mock' id='1'>"));
  ASSERT_TRUE(host->destroy(a, 0));
  EXPECT_THAT(*host->xml(a, 0), HasSubstr("<domain type='mock'>"));
}

TEST_F(DomainXml, ShowsTheRunningDefinitionOrThePersistentOne) {
  const DomainRef a = redefined();
  EXPECT_THAT(*host->xml(a, 0), HasSubstr(">2</vcpu>"));
  EXPECT_THAT(*host->xml(a, VIR_DOMAIN_XML_INACTIVE), HasSubstr(">3</vcpu>"));
}

TEST_F(DomainXml, OfATransientDomainIsTheRunningOneWithoutIdWhenInactiveIsAsked) {
  const DomainRef a = transient("a");
  EXPECT_THAT(*host->xml(a, VIR_DOMAIN_XML_INACTIVE), HasSubstr("<domain type='mock'>"));
}

TEST_F(DomainXml, ShowsSecretsOnlyWhenAsked) {
  const DomainRef a =
      defined("a", "<devices><graphics type='vnc' port='-1' passwd='sesame'/></devices>");
  EXPECT_THAT(*host->xml(a, 0), Not(HasSubstr("sesame")));
  EXPECT_THAT(*host->xml(a, 0), HasSubstr("type='vnc'"));
  EXPECT_THAT(*host->xml(a, VIR_DOMAIN_XML_SECURE), HasSubstr("sesame"));
}

TEST_F(DomainXml, KeepsWhatIsNotModelled) {
  const DomainRef a = defined("a", "<features><acpi/></features><clock offset='utc'/>");
  EXPECT_THAT(*host->xml(a, 0), HasSubstr("<acpi"));
  EXPECT_THAT(*host->xml(a, 0), HasSubstr("<clock offset='utc'"));
}

TEST_F(DomainXml, AcceptsItsOtherFlagsAndNoMore) {
  const DomainRef a = defined("a");
  EXPECT_EQ(code_of(host->xml(a, VIR_DOMAIN_XML_UPDATE_CPU | VIR_DOMAIN_XML_MIGRATABLE)),
            VIR_ERR_OK);
  EXPECT_EQ(code_of(host->xml(a, 1U << 4)), VIR_ERR_INVALID_ARG);
}

TEST_F(DomainXml, IsUpdatedWhileTheDefinitionsDiffer) {
  const DomainRef a = redefined();
  EXPECT_TRUE(*host->is_updated(a));
  ASSERT_TRUE(host->destroy(a, 0));
  EXPECT_FALSE(*host->is_updated(a));
}

TEST_F(DomainXml, IsNotUpdatedByTheSameDefinition) {
  const DomainRef a = started("a", "<vcpu>2</vcpu>");
  ASSERT_TRUE(host->define_xml(*host->xml(a, VIR_DOMAIN_XML_INACTIVE), 0));
  EXPECT_FALSE(*host->is_updated(a));
}

class DomainInquiry : public MockTest {
 protected:
  DomainRef gone() {
    const DomainRef domain = transient("gone");
    EXPECT_TRUE(host->destroy(domain, 0));
    return domain;
  }
};

TEST_F(DomainInquiry, SaysOfADomainThatIsGoneOnlyThatItIsNotUpdated) {
  const DomainRef a = gone();
  EXPECT_FALSE(*host->is_updated(a));
  EXPECT_EQ(code_of(host->xml(a, 0)), VIR_ERR_NO_DOMAIN);
  EXPECT_EQ(code_of(host->os_type(a)), VIR_ERR_NO_DOMAIN);
  EXPECT_EQ(code_of(host->cpu_time_ns(a)), VIR_ERR_NO_DOMAIN);
  EXPECT_EQ(code_of(host->job_info(a)), VIR_ERR_NO_DOMAIN);
  EXPECT_EQ(code_of(host->metadata(a, VIR_DOMAIN_METADATA_TITLE, "", 0)), VIR_ERR_NO_DOMAIN);
}

TEST_F(DomainInquiry, KnowsTheOsType) {
  EXPECT_EQ(*host->os_type(defined("a", "<os><type>xen</type></os>")), "xen");
}

TEST_F(DomainInquiry, UsesProcessorTimeOnlyWhileRunning) {
  const DomainRef a = started("a");
  const std::uint64_t first = *host->cpu_time_ns(a);
  const std::uint64_t second = *host->cpu_time_ns(a);
  EXPECT_GT(second, first);
  ASSERT_TRUE(host->suspend(a));
  const std::uint64_t paused = *host->cpu_time_ns(a);
  EXPECT_EQ(*host->cpu_time_ns(a), paused);
  ASSERT_TRUE(host->resume(a));
  EXPECT_EQ(*host->cpu_time_ns(a), paused + HostCall::kTickNs);
}

TEST_F(DomainInquiry, UsesProcessorTimeOfEveryVcpu) {
  const DomainRef a = started("a", "<vcpu>4</vcpu>");
  EXPECT_EQ(*host->cpu_time_ns(a), 4 * HostCall::kTickNs);
}

TEST_F(DomainInquiry, CountsProcessorTimeOfEachGuestFromZero) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->cpu_time_ns(a));
  ASSERT_TRUE(host->destroy(a, 0));
  ASSERT_TRUE(host->create(a, 0));
  EXPECT_EQ(*host->cpu_time_ns(a), HostCall::kTickNs);
}

TEST_F(DomainInquiry, ControlsActiveDomainsOnly) {
  const DomainRef a = started("a");
  EXPECT_EQ(host->control_info(a, 0)->state, unsigned{VIR_DOMAIN_CONTROL_OK});
  ASSERT_TRUE(host->destroy(a, 0));
  EXPECT_EQ(code_of(host->control_info(a, 0)), VIR_ERR_OPERATION_INVALID);
}

TEST_F(DomainInquiry, HasNoJobs) {
  const DomainRef a = started("a");
  EXPECT_EQ(host->job_info(a)->type, int{VIR_DOMAIN_JOB_NONE});
  EXPECT_EQ(code_of(host->abort_job(a)), VIR_ERR_OPERATION_INVALID);
}

class Metadata : public MockTest {};

TEST_F(Metadata, ComesBackAsSet) {
  const DomainRef a = defined("a");
  ASSERT_TRUE(host->set_metadata(a, VIR_DOMAIN_METADATA_TITLE, "A title", "", "", 0));
  EXPECT_EQ(*host->metadata(a, VIR_DOMAIN_METADATA_TITLE, "", 0), "A title");
  EXPECT_THAT(*host->xml(a, 0), HasSubstr("<title>A title</title>"));
}

TEST_F(Metadata, IsAnnounced) {
  const DomainRef a = defined("a");
  ASSERT_TRUE(host->set_metadata(a, VIR_DOMAIN_METADATA_ELEMENT, "<x/>", "k", "urn:x", 0));
  EXPECT_EQ(log->take(), "event-23(2,urn:x)");
}

TEST_F(Metadata, OfARunningDomainIsThatOfTheGuestUnlessToldOtherwise) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->set_metadata(a, VIR_DOMAIN_METADATA_TITLE, "live", "", "", 0));
  EXPECT_EQ(*host->metadata(a, VIR_DOMAIN_METADATA_TITLE, "", VIR_DOMAIN_AFFECT_LIVE), "live");
  EXPECT_EQ(code_of(host->metadata(a, VIR_DOMAIN_METADATA_TITLE, "", VIR_DOMAIN_AFFECT_CONFIG)),
            VIR_ERR_NO_DOMAIN_METADATA);
  ASSERT_TRUE(host->destroy(a, 0));
  EXPECT_EQ(code_of(host->metadata(a, VIR_DOMAIN_METADATA_TITLE, "", 0)),
            VIR_ERR_NO_DOMAIN_METADATA);
}

TEST_F(Metadata, CanBeSetInBothDefinitions) {
  const DomainRef a = started("a");
  constexpr unsigned kBoth = VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG;
  ASSERT_TRUE(host->set_metadata(a, VIR_DOMAIN_METADATA_TITLE, "t", "", "", kBoth));
  EXPECT_EQ(*host->metadata(a, VIR_DOMAIN_METADATA_TITLE, "", VIR_DOMAIN_AFFECT_CONFIG), "t");
  EXPECT_FALSE(*host->is_updated(a));
  EXPECT_EQ(code_of(host->metadata(a, VIR_DOMAIN_METADATA_TITLE, "", kBoth)), VIR_ERR_INVALID_ARG);
}

TEST_F(Metadata, NeedsTheDefinitionThatIsAskedFor) {
  constexpr int kTitle = VIR_DOMAIN_METADATA_TITLE;
  EXPECT_EQ(code_of(host->set_metadata(defined("a"), kTitle, "t", "", "", VIR_DOMAIN_AFFECT_LIVE)),
            VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(
      code_of(host->set_metadata(transient("b"), kTitle, "t", "", "", VIR_DOMAIN_AFFECT_CONFIG)),
      VIR_ERR_OPERATION_INVALID);
}

TEST_F(Metadata, RefusesUnknownFlags) {
  EXPECT_EQ(code_of(host->set_metadata(defined("a"), VIR_DOMAIN_METADATA_TITLE, "t", "", "", 4)),
            VIR_ERR_INVALID_ARG);
}

}  // namespace
}  // namespace rollcall
