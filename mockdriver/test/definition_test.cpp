// How domains come to be and cease to exist, and which names and uuids they may have.

#include "mock_fixture.hpp"

namespace rollcall {
namespace {

using ::testing::HasSubstr;

constexpr const char* kUuid = "11111111-1111-4111-8111-111111111111";
constexpr const char* kOtherUuid = "22222222-2222-4222-8222-222222222222";

class MockDefinition : public MockTest {};

TEST_F(MockDefinition, DefinesAnInactiveDomain) {
  const Result<DomainRecord> record = host->define_xml(domain_xml("a", kUuid), 0);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->name, "a");
  EXPECT_EQ(to_string(record->uuid), kUuid);
  EXPECT_EQ(*record, *host->find(record->uuid));
  EXPECT_EQ(rollcall::seen(*host, record->uuid), "SHUTOFF/0 id=-1 P");
  EXPECT_EQ(log->take(), "DEFINED/0");
}

TEST_F(MockDefinition, GivesADomainWithoutUuidANewOne) {
  EXPECT_NE(defined("a").uuid, defined("b").uuid);
}

TEST_F(MockDefinition, ShowsTheSizesOfTheDefinition) {
  const DomainRef a = defined("a",
                              "<memory>4096</memory><currentMemory>1024</currentMemory>"
                              "<vcpu current='2'>4</vcpu>");
  const DomainStatus status = host->find(a.uuid)->status;
  EXPECT_EQ(status.memory_max_kib, 4096U);
  EXPECT_EQ(status.memory_kib, 1024U);
  EXPECT_EQ(status.vcpus_max, 4U);
  EXPECT_EQ(status.vcpus, 2U);
}

TEST_F(MockDefinition, UpdatesADomainOfTheSameNameAndUuid) {
  ASSERT_TRUE(host->define_xml(domain_xml("a", kUuid, "<vcpu>1</vcpu>"), 0));
  log->take_events();
  const Result<DomainRecord> again = host->define_xml(domain_xml("a", kUuid, "<vcpu>3</vcpu>"), 0);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->status.vcpus, 3U);
  EXPECT_EQ(log->take(), "DEFINED/1");
}

TEST_F(MockDefinition, AppliesTheUpdateOfARunningDomainAtItsNextStart) {
  const Uuid uuid = host->create_xml(domain_xml("a", kUuid, "<vcpu>1</vcpu>"), 0)->uuid;
  ASSERT_TRUE(host->define_xml(domain_xml("a", kUuid, "<vcpu>3</vcpu>"), 0));
  EXPECT_EQ(rollcall::seen(*host, uuid), "RUNNING/1 id=1 P");
  EXPECT_EQ(host->find(uuid)->status.vcpus, 1U);
  ASSERT_TRUE(host->destroy({uuid, "a"}, 0));
  EXPECT_EQ(host->find(uuid)->status.vcpus, 3U);
  ASSERT_TRUE(host->create({uuid, "a"}, 0));
  EXPECT_EQ(host->find(uuid)->status.vcpus, 3U);
}

TEST_F(MockDefinition, StartsAPersistentDomainFromXmlAndKeepsItsConfiguration) {
  const Uuid uuid = host->define_xml(domain_xml("a", kUuid, "<vcpu>1</vcpu>"), 0)->uuid;
  ASSERT_TRUE(host->create_xml(domain_xml("a", kUuid, "<vcpu>3</vcpu>"), 0));
  EXPECT_EQ(rollcall::seen(*host, uuid), "RUNNING/1 id=1 P");
  EXPECT_EQ(host->find(uuid)->status.vcpus, 3U);
  ASSERT_TRUE(host->destroy({uuid, "a"}, 0));
  EXPECT_EQ(host->find(uuid)->status.vcpus, 1U);
}

TEST_F(MockDefinition, RefusesToStartAnActiveDomainFromXml) {
  ASSERT_TRUE(host->create_xml(domain_xml("a", kUuid), 0));
  EXPECT_EQ(code_of(host->create_xml(domain_xml("a", kUuid), 0)), VIR_ERR_OPERATION_INVALID);
}

TEST_F(MockDefinition, NamesLineAndColumnOfMalformedXml) {
  const Result<DomainRecord> record =
      host->define_xml("<domain type='mock'>\n  <name>a</domain>", 0);
  ASSERT_FALSE(record);
  EXPECT_EQ(record.error().code, VIR_ERR_XML_DETAIL);
  EXPECT_THAT(record.error().message, HasSubstr("line 2"));
  EXPECT_EQ(*host->count(ListFilter()), 0U);
}

TEST_F(MockDefinition, ComplainsOfUnknownFlagsBeforeAnythingElse) {
  EXPECT_EQ(code_of(host->define_xml("no XML", 1U << 30)), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(code_of(host->create_xml("no XML", 1U << 30)), VIR_ERR_INVALID_ARG);
}

// The ways to bring a domain into being.
using Realise = Result<DomainRecord> (HostConnection::*)(std::string_view, unsigned);

struct Clash {
  const char* name;
  Realise first;
  Realise second;
};

class NameAndUuidClash : public MockTest, public ::testing::WithParamInterface<Clash> {};

TEST_P(NameAndUuidClash, RefusesATakenNameWithAnotherUuid) {
  ASSERT_TRUE((host.get()->*GetParam().first)(domain_xml("a", kUuid), 0));
  const auto clash = (host.get()->*GetParam().second)(domain_xml("a", kOtherUuid), 0);
  EXPECT_EQ(code_of(clash), VIR_ERR_OPERATION_FAILED);
  EXPECT_THAT(clash.error().message, HasSubstr(kUuid));
  EXPECT_EQ(*host->count(ListFilter()), 1U);
}

TEST_P(NameAndUuidClash, RefusesATakenUuidWithAnotherName) {
  ASSERT_TRUE((host.get()->*GetParam().first)(domain_xml("a", kUuid), 0));
  const auto clash = (host.get()->*GetParam().second)(domain_xml("b", kUuid), 0);
  EXPECT_EQ(code_of(clash), VIR_ERR_OPERATION_FAILED);
  EXPECT_THAT(clash.error().message, HasSubstr("'a'"));
  EXPECT_EQ(*host->count(ListFilter()), 1U);
}

TEST_P(NameAndUuidClash, RefusesATakenNameWithoutUuid) {
  ASSERT_TRUE((host.get()->*GetParam().first)(domain_xml("a", kUuid), 0));
  EXPECT_EQ(code_of((host.get()->*GetParam().second)(domain_xml("a"), 0)),
            VIR_ERR_OPERATION_FAILED);
}

TEST_P(NameAndUuidClash, AcceptsNewNameAndUuid) {
  ASSERT_TRUE((host.get()->*GetParam().first)(domain_xml("a", kUuid), 0));
  EXPECT_EQ(code_of((host.get()->*GetParam().second)(domain_xml("b", kOtherUuid), 0)), VIR_ERR_OK);
}

TEST_P(NameAndUuidClash, AcceptsNameAndUuidOfADomainThatIsGone) {
  const DomainRecord first = *(host.get()->*GetParam().first)(domain_xml("a", kUuid), 0);
  // The first is either off and persistent, or running and transient.
  const DomainRef gone{first.uuid, "a"};
  EXPECT_NE(host->undefine(gone, 0).has_value(), host->destroy(gone, 0).has_value());
  EXPECT_EQ(code_of((host.get()->*GetParam().second)(domain_xml("a", kOtherUuid), 0)), VIR_ERR_OK);
}

INSTANTIATE_TEST_SUITE_P(
    Mock, NameAndUuidClash,
    ::testing::Values(
        Clash{"DefineAfterDefine", &HostConnection::define_xml, &HostConnection::define_xml},
        Clash{"CreateAfterDefine", &HostConnection::define_xml, &HostConnection::create_xml},
        Clash{"DefineAfterCreate", &HostConnection::create_xml, &HostConnection::define_xml},
        Clash{"CreateAfterCreate", &HostConnection::create_xml, &HostConnection::create_xml}),
    [](const auto& test) { return std::string(test.param.name); });

class MockUndefine : public MockTest {};

TEST_F(MockUndefine, RemovesAnInactiveDomain) {
  const DomainRef a = defined("a");
  ASSERT_TRUE(host->undefine(a, 0));
  EXPECT_EQ(seen(a), "gone");
  EXPECT_EQ(log->take(), "UNDEFINED/0");
}

TEST_F(MockUndefine, MakesAnActiveDomainTransient) {
  const DomainRef a = started("a");
  ASSERT_TRUE(host->undefine(a, 0));
  EXPECT_EQ(seen(a), "RUNNING/1 id=1 ");
  ASSERT_TRUE(host->destroy(a, 0));
  EXPECT_EQ(seen(a), "gone");
}

TEST_F(MockUndefine, IsUndoneByDefiningTheDomainAgain) {
  const DomainRef a = started("a");
  const std::string xml = *host->xml(a, 0);
  ASSERT_TRUE(host->undefine(a, 0));
  ASSERT_TRUE(host->define_xml(xml, 0));
  EXPECT_EQ(seen(a), "RUNNING/1 id=1 P");
  EXPECT_EQ(log->take(), "UNDEFINED/0 DEFINED/1");
}

TEST_F(MockUndefine, IsRefusedForATransientDomain) {
  EXPECT_EQ(code_of(host->undefine(transient("a"), 0)), VIR_ERR_OPERATION_INVALID);
}

class MockRename : public MockTest {};

TEST_F(MockRename, KeepsTheUuid) {
  const DomainRef a = defined("a");
  ASSERT_TRUE(host->rename(a, "b", 0));
  EXPECT_EQ(host->find(a.uuid)->name, "b");
  EXPECT_EQ(host->find_by_name("b")->uuid, a.uuid);
  EXPECT_EQ(code_of(host->find_by_name("a")), VIR_ERR_NO_DOMAIN);
}

TEST_F(MockRename, TellsOfTheOldNameAndOfTheNewOne) {
  const DomainRef a = defined("a");
  ASSERT_TRUE(host->rename(a, "b", 0));
  const std::vector<DomainEvent> events = log->take_events();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].type, VIR_DOMAIN_EVENT_UNDEFINED);
  EXPECT_EQ(events[0].name, "a");
  EXPECT_EQ(events[1].type, VIR_DOMAIN_EVENT_DEFINED);
  EXPECT_EQ(events[1].detail, VIR_DOMAIN_EVENT_DEFINED_RENAMED);
  EXPECT_EQ(events[1].name, "b");
}

TEST_F(MockRename, ShowsTheNewNameInTheXml) {
  const DomainRef a = defined("a");
  ASSERT_TRUE(host->rename(a, "b", 0));
  EXPECT_THAT(*host->xml(a, 0), HasSubstr("<name>b</name>"));
}

TEST_F(MockRename, IsRefusedForATakenName) {
  const DomainRef a = defined("a");
  defined("b");
  EXPECT_EQ(code_of(host->rename(a, "b", 0)), VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(code_of(host->rename(a, "a", 0)), VIR_ERR_OPERATION_INVALID);
}

TEST_F(MockRename, SaysFirstThatTheDomainIsActiveThenThatTheNameIsImpossible) {
  const DomainRef a = defined("a");
  ASSERT_TRUE(host->create(a, 0));
  EXPECT_EQ(code_of(host->rename(a, "b/c", 0)), VIR_ERR_OPERATION_INVALID);
  ASSERT_TRUE(host->managed_save(a, 0));
  EXPECT_EQ(code_of(host->rename(a, "b/c", 0)), VIR_ERR_XML_ERROR);
}

TEST_F(MockRename, IsRefusedForAnImpossibleName) {
  const DomainRef a = defined("a");
  EXPECT_EQ(code_of(host->rename(a, "b/c", 0)), VIR_ERR_XML_ERROR);
  EXPECT_EQ(host->find(a.uuid)->name, "a");
}

TEST_F(MockRename, IsRefusedForAnActiveDomain) {
  EXPECT_EQ(code_of(host->rename(started("a"), "b", 0)), VIR_ERR_OPERATION_INVALID);
}

TEST_F(MockRename, FreesTheOldNameForAnotherDomain) {
  ASSERT_TRUE(host->rename(defined("a"), "b", 0));
  EXPECT_NE(defined("a").uuid, host->find_by_name("b")->uuid);
}

}  // namespace
}  // namespace rollcall
