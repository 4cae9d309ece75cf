// Scenario files, good and bad.

#include <fmt/format.h>

#include <rollcall/simulation.hpp>

#include "api/test/temporary_folder.hpp"
#include "mock_fixture.hpp"

namespace rollcall {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kTestNamespace = "xmlns:test='http://libvirt.org/schemas/domain/test/1.0'";

class Scenario : public ::testing::Test {
 protected:
  /// Opens a scenario file with this contents.
  Result<Connection> open(const std::string& contents) {
    return open_uri("mock://" + folder.write("host.xml", contents));
  }

  /// The state of a domain 'a' with these test elements.
  std::string seen_with(const std::string& elements) {
    const Result<Connection> host = open(fmt::format(
        "<node><domain type='test' {}><name>a</name>{}</domain></node>", kTestNamespace, elements));
    if (!host) return host.error().message;
    return seen(**host, (*host)->find_by_name("a")->uuid);
  }

  TemporaryFolder folder;
};

TEST_F(Scenario, RunsDomainsThatSayNothingElse) {
  const Result<Connection> host = open(
      "<node><domain type='test'><name>a</name></domain>"
      "<domain type='kvm'><name>b</name></domain></node>");
  ASSERT_TRUE(host);
  EXPECT_EQ((*host)->find_by_name("a")->status.id, 1);
  EXPECT_EQ((*host)->find_by_name("b")->status.id, 2);
}

TEST_F(Scenario, GivesDomainsTheirRunStates) {
  EXPECT_EQ(seen_with("<test:runstate>0</test:runstate>"), "NOSTATE/0 id=1 P");
  EXPECT_EQ(seen_with("<test:runstate>1</test:runstate>"), "RUNNING/1 id=1 P");
  EXPECT_EQ(seen_with("<test:runstate>2</test:runstate>"), "BLOCKED/0 id=1 P");
  EXPECT_EQ(seen_with("<test:runstate>3</test:runstate>"), "PAUSED/1 id=1 P");
  EXPECT_EQ(seen_with("<test:runstate reason='2'>3</test:runstate>"), "PAUSED/2 id=1 P");
  EXPECT_EQ(seen_with("<test:runstate>4</test:runstate>"), "SHUTDOWN/1 id=1 P");
  EXPECT_EQ(seen_with("<test:runstate>5</test:runstate>"), "SHUTOFF/0 id=-1 P");
  EXPECT_EQ(seen_with("<test:runstate>6</test:runstate>"), "CRASHED/1 id=1 P");
  EXPECT_EQ(seen_with("<test:runstate>7</test:runstate>"), "PMSUSPENDED/0 id=1 P");
}

TEST_F(Scenario, MakesDomainsTransient) {
  EXPECT_EQ(seen_with("<test:transient/>"), "RUNNING/1 id=1 ");
}

TEST_F(Scenario, GivesDomainsManagedSaveImagesThatRestore) {
  EXPECT_EQ(seen_with("<test:runstate>5</test:runstate><test:hasmanagedsave/>"),
            "SHUTOFF/5 id=-1 PM");
  const Connection host = *open_uri("mock://" + folder.file("host.xml"));
  const DomainRecord a = *host->find_by_name("a");
  ASSERT_TRUE(host->create({a.uuid, "a"}, 0));
  EXPECT_EQ(seen(*host, a.uuid), "RUNNING/3 id=1 P");
}

TEST_F(Scenario, MakesFleetsOfADomain) {
  const Result<Connection> host = open(
      "<node><domain type='mock'><name>db</name></domain>"
      "<fleet count='40' running='10'><domain type='mock'><name>web</name><vcpu>3</vcpu></domain>"
      "</fleet><fleet count='2'><domain type='kvm'><name>job</name></domain></fleet></node>");
  ASSERT_TRUE(host) << host.error().message;
  EXPECT_EQ(*(*host)->count(*ListFilter::from_flags(0)), 43U);
  EXPECT_EQ(*(*host)->count(*ListFilter::from_flags(VIR_CONNECT_LIST_DOMAINS_ACTIVE)), 13U);
  const DomainRecord last = *(*host)->find_by_name("web-0000040");
  EXPECT_EQ((*host)->info({last.uuid, last.name})->nrVirtCpu, 3);
  EXPECT_TRUE((*host)->find_by_name("job-0000002"));
}

TEST_F(Scenario, FindsTheNamespaceByItsAddressWhateverThePrefix) {
  const Result<Connection> host = open(
      "<node xmlns:t='http://libvirt.org/schemas/domain/test/1.0'>"
      "<domain type='test'><name>a</name><t:runstate>3</t:runstate></domain></node>");
  ASSERT_TRUE(host);
  EXPECT_EQ((*host)->find_by_name("a")->status.state, VIR_DOMAIN_PAUSED);
}

TEST_F(Scenario, TakesItsOwnElementsOutOfTheXml) {
  ASSERT_EQ(seen_with("<test:runstate>3</test:runstate>"), "PAUSED/1 id=1 P");
  const Connection host = *open_uri("mock://" + folder.file("host.xml"));
  const std::string xml = *host->xml({host->find_by_name("a")->uuid, "a"}, 0);
  EXPECT_THAT(xml, Not(HasSubstr("test:")));
}

constexpr const char* kSnapshots = R"(<test:runstate>5</test:runstate>
<test:domainsnapshot><name>child</name><state>running</state>
  <creationTime>2</creationTime><parent><name>root</name></parent><active>1</active>
</test:domainsnapshot>
<test:domainsnapshot><name>root</name><state>shutoff</state><creationTime>1</creationTime>
  <active>0</active></test:domainsnapshot>)";

TEST_F(Scenario, GivesDomainsSnapshots) {
  EXPECT_EQ(seen_with(kSnapshots), "SHUTOFF/0 id=-1 PS");
  const Connection host = *open_uri("mock://" + folder.file("host.xml"));
  const DomainRef a{host->find_by_name("a")->uuid, "a"};
  EXPECT_THAT(*host->snapshot_names(a, 0), ::testing::ElementsAre("child", "root"));
  EXPECT_EQ(*host->snapshot_parent({a, "child"}, 0), "root");
  EXPECT_EQ(*host->current_snapshot(a, 0), "child");
}

TEST_F(Scenario, ReadsDomainsAndSnapshotsFromFilesOfTheirOwn) {
  folder.write("snapshot.xml",
               "<domainsnapshot><name>s</name><state>running</state>"
               "<creationTime>1</creationTime></domainsnapshot>");
  folder.write("a.xml", fmt::format("<domain type='test' {}><name>a</name>"
                                    "<test:runstate>3</test:runstate>"
                                    "<test:domainsnapshot file='snapshot.xml'/></domain>",
                                    kTestNamespace));
  const Result<Connection> host = open("<node><domain file='a.xml'/></node>");
  ASSERT_TRUE(host);
  EXPECT_EQ(seen(**host, (*host)->find_by_name("a")->uuid), "PAUSED/1 id=1 PS");
}

TEST_F(Scenario, DescribesTheHardware) {
  const Result<Connection> host = open(
      "<node><cpu><mhz>6000</mhz><model>i986</model><active>50</active><nodes>4</nodes>"
      "<sockets>3</sockets><cores>2</cores><threads>1</threads></cpu>"
      "<memory>8192000</memory><network><name>default</name></network></node>");
  ASSERT_TRUE(host);
  const virNodeInfo node = *(*host)->node_info();
  EXPECT_STREQ(node.model, "i986");
  EXPECT_EQ(node.memory, 8192000U);
  EXPECT_EQ(node.cpus, 50U);
  EXPECT_EQ(node.mhz, 6000U);
  EXPECT_EQ(node.nodes, 4U);
  EXPECT_EQ(node.sockets, 3U);
  EXPECT_EQ(node.cores, 2U);
  EXPECT_EQ(node.threads, 1U);
}

TEST_F(Scenario, NamesAFileThatIsMissing) {
  const Result<Connection> host = open_uri("mock://" + folder.file("missing.xml"));
  ASSERT_FALSE(host);
  EXPECT_EQ(host.error().code, VIR_ERR_SYSTEM_ERROR);
  EXPECT_THAT(host.error().message, HasSubstr(folder.file("missing.xml")));
}

TEST_F(Scenario, NamesAReferredFileThatIsMissing) {
  const Result<Connection> host = open("<node><domain file='missing.xml'/></node>");
  ASSERT_FALSE(host);
  EXPECT_EQ(host.error().code, VIR_ERR_SYSTEM_ERROR);
  EXPECT_THAT(host.error().message, HasSubstr(folder.file("missing.xml")));
}

TEST_F(Scenario, NamesTheReferredFileInItsErrors) {
  folder.write("a.xml", "<domain type='test'>\n</domain>");
  const Result<Connection> host = open("<node><domain file='a.xml'/></node>");
  ASSERT_FALSE(host);
  EXPECT_THAT(host.error().message, StartsWith(folder.file("a.xml") + ":1:1: "));
}

TEST_F(Scenario, RefusesAFleetThatNeedsATakenName) {
  folder.write("host.xml", "<node><domain type='test'><name>fleet-0000002</name></domain></node>");
  const Result<Connection> host = open_uri("mock://" + folder.file("host.xml") + "?domains=2");
  ASSERT_FALSE(host);
  EXPECT_EQ(host.error().code, VIR_ERR_INVALID_ARG);
  EXPECT_THAT(host.error().message, HasSubstr("'fleet-0000002'"));
}

TEST_F(Scenario, GivesDomainsTheirIdsAndTheOthersTheNextOnes) {
  const Result<Connection> host =
      open(fmt::format("<node><domain type='test'><name>a</name></domain>"
                       "<domain type='test' id='7'><name>b</name></domain>"
                       "<domain type='test' id='9' "
                       "{}><name>c</name><test:runstate>5</test:runstate></domain></node>",
                       kTestNamespace));
  ASSERT_TRUE(host) << host.error().message;
  EXPECT_EQ((*host)->find_by_name("a")->status.id, 8);
  EXPECT_EQ((*host)->find_by_name("b")->status.id, 7);
  EXPECT_EQ((*host)->find_by_name("c")->status.id, -1);
}

struct BadScenario {
  const char* name;
  const char* contents;
  const char* place;  // line and column that the message must begin with
  int code;
};

class BadScenarioFile : public Scenario, public ::testing::WithParamInterface<BadScenario> {};

TEST_P(BadScenarioFile, IsRefusedWithFileLineAndColumn) {
  const Result<Connection> host = open(GetParam().contents);
  ASSERT_FALSE(host);
  EXPECT_EQ(host.error().code, GetParam().code) << host.error().message;
  EXPECT_THAT(host.error().message,
              StartsWith(folder.file("host.xml") + ":" + GetParam().place + ": "));
}

#define TEST_NAMESPACE "xmlns:test='http://libvirt.org/schemas/domain/test/1.0'"

INSTANTIATE_TEST_SUITE_P(
    Mock, BadScenarioFile,
    ::testing::Values(
        BadScenario{"IllFormed", "<node>\n  <domain>\n</node>", "3:3", VIR_ERR_XML_DETAIL},
        BadScenario{"Empty", "", "1:1", VIR_ERR_XML_DETAIL},
        BadScenario{"WrongRoot", "<domain type='test'/>", "1:1", VIR_ERR_XML_ERROR},
        BadScenario{"NoName", "<node>\n\n  <domain type='test'/>\n</node>", "3:3", VIR_ERR_NO_NAME},
        BadScenario{"UnknownType",
                    "<node>\n  <domain type='abacus'><name>a</name></domain>\n</node>", "2:3",
                    VIR_ERR_CONFIG_UNSUPPORTED},
        BadScenario{"NameTwice",
                    "<node>\n<domain type='test'><name>a</name></domain>\n"
                    " <domain type='test'><name>a</name></domain>\n</node>",
                    "3:2", VIR_ERR_OPERATION_FAILED},
        BadScenario{"UuidTwice",
                    "<node>\n<domain type='test'><name>a</name>"
                    "<uuid>11111111111141118111111111111111</uuid></domain>\n"
                    "<domain type='test'><name>b</name>"
                    "<uuid>11111111111141118111111111111111</uuid></domain>\n</node>",
                    "3:1", VIR_ERR_OPERATION_FAILED},
        BadScenario{"UnknownRunState",
                    "<node><domain type='test' " TEST_NAMESPACE "><name>a</name>\n"
                    "    <test:runstate>8</test:runstate></domain></node>",
                    "2:5", VIR_ERR_XML_ERROR},
        BadScenario{"RunStateIsNoNumber",
                    "<node><domain type='test' " TEST_NAMESPACE "><name>a</name>\n"
                    "<test:runstate>running</test:runstate></domain></node>",
                    "2:1", VIR_ERR_XML_ERROR},
        BadScenario{"UnknownReason",
                    "<node><domain type='test' " TEST_NAMESPACE "><name>a</name>\n"
                    "<test:runstate reason='user'>3</test:runstate></domain></node>",
                    "2:1", VIR_ERR_XML_ERROR},
        BadScenario{"TransientAndOff",
                    "<node>\n<domain type='test' " TEST_NAMESPACE "><name>a</name>"
                    "<test:runstate>5</test:runstate><test:transient/></domain></node>",
                    "2:1", VIR_ERR_XML_ERROR},
        BadScenario{"ManagedSaveAndRunning",
                    "<node>\n<domain type='test' " TEST_NAMESPACE "><name>a</name>"
                    "<test:hasmanagedsave/></domain></node>",
                    "2:1", VIR_ERR_XML_ERROR},
        BadScenario{"SnapshotWithoutName",
                    "<node><domain type='test' " TEST_NAMESPACE "><name>a</name>\n"
                    " <test:domainsnapshot/></domain></node>",
                    "2:2", VIR_ERR_INTERNAL_ERROR},
        BadScenario{"SnapshotWithoutParent",
                    "<node>\n<domain type='test' " TEST_NAMESPACE "><name>a</name>"
                    "<test:domainsnapshot><name>s</name><state>running</state>"
                    "<creationTime>1</creationTime><parent><name>p</name></parent>"
                    "</test:domainsnapshot></domain></node>",
                    "2:1", VIR_ERR_XML_ERROR},
        BadScenario{"UnknownPart", "<node>\n <simulatoin/></node>", "2:2", VIR_ERR_XML_ERROR},
        BadScenario{"IdTwice",
                    "<node>\n<domain type='test' id='7'><name>a</name></domain>\n"
                    "<domain type='test' id='7'><name>b</name></domain></node>",
                    "3:1", VIR_ERR_XML_ERROR},
        BadScenario{"IdIsNone", "<node>\n<domain type='test' id='0'><name>a</name></domain></node>",
                    "2:1", VIR_ERR_XML_ERROR},
        BadScenario{"FleetWithoutCount",
                    "<node>\n<fleet><domain type='test'><name>a</name></domain></fleet></node>",
                    "2:1", VIR_ERR_XML_ERROR},
        BadScenario{"FleetRunsMoreThanItHas",
                    "<node>\n<fleet count='2' running='3'><domain type='test'><name>a</name>"
                    "</domain></fleet></node>",
                    "2:1", VIR_ERR_XML_ERROR},
        BadScenario{"FleetOfNothing", "<node>\n<fleet count='2'/></node>", "2:1",
                    VIR_ERR_XML_ERROR},
        BadScenario{"FleetOfTwoKinds",
                    "<node><fleet count='2'><domain type='test'><name>a</name></domain>\n"
                    "<domain type='test'><name>b</name></domain></fleet></node>",
                    "2:1", VIR_ERR_XML_ERROR},
        BadScenario{"FleetWithOneUuid",
                    "<node><fleet count='2'><domain type='test'><name>a</name>\n"
                    "<uuid>11111111111141118111111111111111</uuid></domain></fleet></node>",
                    "2:1", VIR_ERR_XML_ERROR},
        BadScenario{"FleetOfOneState",
                    "<node><fleet count='2'>\n<domain type='test' " TEST_NAMESPACE "><name>a</name>"
                    "<test:runstate>5</test:runstate></domain></fleet></node>",
                    "2:1", VIR_ERR_XML_ERROR},
        BadScenario{"FleetNeedsATakenName",
                    "<node><domain type='test'><name>a-0000002</name></domain>\n"
                    "<fleet count='2'><domain type='test'><name>a</name></domain></fleet></node>",
                    "2:1", VIR_ERR_INVALID_ARG},
        BadScenario{"BadMemory", "<node>\n <memory>much</memory></node>", "2:2", VIR_ERR_XML_ERROR},
        BadScenario{"BadCpuCount", "<node>\n <cpu>\n  <cores>many</cores></cpu></node>", "3:3",
                    VIR_ERR_XML_ERROR}),
    [](const auto& test) { return std::string(test.param.name); });

TEST_F(Scenario, HasRulesThatHoldFromTheBeginning) {
  const Result<Connection> host = open(
      "<node><domain type='test'><name>a</name></domain>\n"
      "<simulation><guest domain='a' obeys-shutdown='no'/>\n"
      "<at time='10s'><crash domain='a'/></at></simulation></node>");
  ASSERT_TRUE(host) << host.error().message;
  const DomainRecord a = *(*host)->find_by_name("a");
  EXPECT_EQ((*host)->shutdown({a.uuid, "a"}, 0), 1);
  (*host)->simulation()->advance_ns(10'000'000'000);
  EXPECT_EQ(seen(**host, a.uuid), "SHUTOFF/3 id=-1 P");
}

constexpr const char* kRecorded = R"(<node><domain type='test' id='3'><name>a</name></domain>
<simulation>
  <at time='1s'><recorded domain='b' event='started' detail='0' id='5'>
    <domain type='test'><name>b</name><uuid>11111111-1111-4111-8111-111111111111</uuid></domain>
  </recorded></at>
  <at time='2s'><recorded domain='a' event='suspended' detail='2'/></at>
  <at time='3s'><recorded domain='b' event='stopped' detail='2'/></at>
  <at time='4s'><recorded domain='a' event='stopped' detail='0'/></at>
  <at time='5s'><recorded domain='a' event='suspended' detail='0'/></at>
  <at time='6s'><recorded domain='nobody' event='started' detail='0'/></at>
</simulation></node>)";

TEST_F(Scenario, PlaysRecordedEventsWithWhatTheyLeft) {
  const Result<Connection> host = open(kRecorded);
  ASSERT_TRUE(host) << host.error().message;
  const Uuid a = (*host)->find_by_name("a")->uuid;
  const auto pass_a_second = [&] { (*host)->simulation()->advance_ns(1'000'000'000); };
  pass_a_second();
  const Result<DomainRecord> b = (*host)->find_by_name("b");
  ASSERT_TRUE(b);
  EXPECT_EQ(seen(**host, b->uuid), "RUNNING/1 id=5 ");
  pass_a_second();
  EXPECT_EQ(seen(**host, a), "PAUSED/5 id=3 P");
  pass_a_second();
  EXPECT_FALSE((*host)->find_by_name("b"));
  pass_a_second();
  EXPECT_EQ(seen(**host, a), "SHUTOFF/1 id=-1 P");
  pass_a_second();
  pass_a_second();
  EXPECT_EQ(seen(**host, a), "SHUTOFF/1 id=-1 P");  // one that does not run cannot be suspended
  static_cast<MockConnection&>(**host).host().check_invariants();
}

struct BadSimulation {
  const char* rules;
  const char* message;  ///< after the name of the file
};

TEST_F(Scenario, SaysWhereItsRulesAreWrongAndWhatIsExpected) {
  const BadSimulation bad[] = {
      {"<rule/>", ":2:13: <rule> is no rule; expected <call>, <event>, <guest> or <at>"},
      {"\n<fault call='x'/>", ":3:1: <fault> is no rule; expected"},
      {"<call/>", ":2:13: <call> needs the attribute 'name'"},
      {"<call name='x'/>", ":2:13: <call> needs an element in it that says what happens"},
      {"<call name='x'>\n  <fail/></call>", ":3:3: <fail> is nothing that happens to a call"},
      {"<call name='x' nth='first'><hold/></call>", ":2:13: <call> has nth='first'"},
      {"<call name='x' nth='99999999999999999999'><hold/></call>", "is to be a whole number"},
      {"<call name='x' skip='-1'><hold/></call>", "<call> has skip='-1', which is to be"},
      {"<call name='x' probability='2'><hold/></call>", "which is to be a number from 0 to 1"},
      {"<call name='x' probability='0.1234567'><hold/></call>", "at most 6 digits"},
      {"<call name='x' when='later'><hold/></call>", "which is to be 'before' or 'after'"},
      {"<call name='x'><delay time='1 s'/></call>",
       ":2:28: <delay> has time='1 s', which is to be"},
      {"<call name='x'><delay time=''/></call>", "<delay> has time='', which is to be"},
      {"<call name='x'><delay time='1m'/></call>",
       "one of 'ns', 'us', 'ms', 's', 'min', 'h' or 'd'"},
      {"<call name='x'><error code='-1'/></call>", ":2:28: <error> has code='-1', which is to be"},
      {"<call name='x'><error code='NO_DOMAIN'/></call>", "VIR_ERR_NO_DOMAIN"},
      {"<call name='x'><omit name='a'/></call>", "<omit> needs the attribute 'domain'"},
      {"<call name='x'><vanish name='a'/></call>", "it takes only 'domain'"},
      {"<call name='x'><hold/><hold/></call>", ":2:35: <call> does one thing"},
      {"<event type='died'><lose/></event>", ":2:13: <event> has type='died', which is to be"},
      {"<event><lose/><lose/></event>", "<event> does one thing"},
      {"<event><omit/></event>", "expected <lose>, <delay>, <repeat> or <swap>"},
      {"<guest boot='long'/>", ":2:13: <guest> has boot='long', which is to be"},
      {"<guest name='a'/>", "has an attribute 'name', but it takes only 'domain', 'boot'"},
      {"<guest><hold/></guest>", ":2:20: <guest> says all in attributes"},
      {"<at><start domain='a'/></at>", ":2:13: <at> needs the attribute 'time'"},
      {"<at time='1s'><boot domain='a'/></at>",
       ":2:27: <boot> is nothing that happens to a domain"},
      {"<at time='1s' times='0'><start domain='a'/></at>", "<at> has times='0', which is to be"},
      {"<at time='1s' period='0ms'><start domain='a'/></at>", "expected more than 0"},
      {"<at time='1s'><start domain=''/></at>", "<start> has an empty attribute 'domain'"},
      {"<at time='200000000000000d'><start domain='a'/></at>", "<at> has time='2000"},
      {"<at time='1s'><recorded domain='a'/></at>",
       ":2:27: <recorded> needs the attribute 'event'"},
      {"<at time='1s'><recorded domain='a' event='born'/></at>", "which is to be 'defined'"},
      {"<at time='1s'><recorded domain='a' event='started' detail='5'/></at>",
       ":2:27: '5' is no detail of the event 'started'"},
      {"<at time='1s'><recorded domain='a' event='started' id='0'/></at>", "<recorded> has id='0'"},
      {"<at time='1s'><recorded domain='a' event='defined'>\n<disk/></recorded></at>", ":3:1: "},
      {"<at time='1s'><recorded domain='a' event='defined'>\n<domain type='mock'><name>a</name>"
       "</domain></recorded></at>",
       ":3:1: the <domain> that was recorded needs its name and a uuid"},
      {"<call name='x'><hold></call>", ":2:"},
  };
  for (const auto& [rules, message] : bad) {
    const Result<Connection> host =
        open(fmt::format("<node>\n<simulation>{}</simulation></node>", rules));
    ASSERT_FALSE(host) << rules;
    EXPECT_THAT(host.error().message, StartsWith(folder.file("host.xml") + ":")) << rules;
    EXPECT_THAT(host.error().message, HasSubstr(message)) << rules;
  }
}

}  // namespace
}  // namespace rollcall
