// Which hosts URIs open, and which connections share one.

#include "mock_fixture.hpp"

namespace rollcall {
namespace {

using ::testing::HasSubstr;

std::size_t count(const Connection& host, unsigned flags = 0) {
  return *host->count(ListFilter::of(flags));
}

TEST(MockUri, OpensTheDefaultHostWithOneRunningDomain) {
  const Connection host = *open_uri("mock:///default");
  ASSERT_EQ(count(host), 1U);
  const DomainRecord test = *host->find_by_name("test");
  EXPECT_EQ(to_string(test.uuid), "6695eb01-f6a4-8304-79aa-97f2502e193f");
  EXPECT_EQ(seen(*host, test.uuid), "RUNNING/1 id=1 P");
}

TEST(MockUri, OpensAnEmptyHost) { EXPECT_EQ(count(*open_uri("mock:///empty")), 0U); }

TEST(MockUri, AddsAFleetOfWhichHalfRuns) {
  const Connection host = *open_uri("mock:///empty?domains=101");
  EXPECT_EQ(count(host), 101U);
  EXPECT_EQ(count(host, VIR_CONNECT_LIST_DOMAINS_RUNNING), 50U);
  EXPECT_EQ(count(host, VIR_CONNECT_LIST_DOMAINS_PERSISTENT), 101U);
  EXPECT_TRUE(host->find_by_name("fleet-0000001"));
  EXPECT_TRUE(host->find_by_name("fleet-0000101"));
}

TEST(MockUri, AddsTheFleetToWhatIsThere) {
  EXPECT_EQ(count(*open_uri("mock:///default?domains=3")), 4U);
}

TEST(MockUri, RunsAsManyDomainsOfTheFleetAsAsked) {
  for (const unsigned running : {0U, 1U, 9U, 10U}) {
    const Connection host =
        *open_uri("mock:///empty?domains=10&running=" + std::to_string(running));
    EXPECT_EQ(count(host, VIR_CONNECT_LIST_DOMAINS_RUNNING), running);
  }
}

TEST(MockUri, SpreadsRunningDomainsOverTheFleet) {
  const Connection host = *open_uri("mock:///empty?domains=1000&running=500&seed=1");
  std::size_t changes = 0;
  const RecordList all = *host->records(ListFilter());
  for (std::size_t i = 1; i < all.records.size(); ++i) {
    changes += all.records[i].status.state != all.records[i - 1].status.state;
  }
  EXPECT_GT(changes, 400U);  // 500 are to be expected
  EXPECT_LT(changes, 600U);
}

TEST(MockUri, PrintsAFleetDomainWithItsOwnIdentity) {
  const Connection host = *open_uri("mock:///empty?domains=2&running=0");
  const DomainRecord second = *host->find_by_name("fleet-0000002");
  const std::string xml = *host->xml({second.uuid, second.name}, 0);
  EXPECT_THAT(xml, HasSubstr("<name>fleet-0000002</name>"));
  EXPECT_THAT(xml, HasSubstr("<uuid>" + to_string(second.uuid) + "</uuid>"));
}

TEST(MockUri, ComesBackAsItWasOpened) {
  const std::string uri = "mock:///empty?seed=4&domains=2";
  EXPECT_EQ(*(*open_uri(uri))->uri(), uri);
}

TEST(MockUri, LetsConnectionsToTheSameUriShareAHost) {
  const Connection first = *open_uri("mock:///empty?seed=1");
  const Connection second = *open_uri("mock:///empty?seed=1");
  ASSERT_TRUE(first->define_xml(domain_xml("a"), 0));
  EXPECT_TRUE(second->find_by_name("a"));
}

TEST(MockUri, SharesAHostWhateverTheOrderOfParameters) {
  const Connection first = *open_uri("mock:///empty?seed=1&domains=2");
  const Connection second = *open_uri("mock:///empty?domains=2&seed=1&running=1");
  ASSERT_TRUE(first->define_xml(domain_xml("a"), 0));
  EXPECT_TRUE(second->find_by_name("a"));
}

TEST(MockUri, KeepsHostsOfDifferentUrisApart) {
  const char* const uris[] = {
      "mock:///empty",           "mock:///default",          "mock:///empty?seed=1",
      "mock:///empty?domains=1", "mock:///empty?instance=x", "mock:///empty?instance=y"};
  std::vector<Connection> hosts;
  for (const char* uri : uris) {
    hosts.push_back(*open_uri(uri));
    EXPECT_FALSE(hosts.back()->find_by_name("a")) << uri;
    ASSERT_TRUE(hosts.back()->define_xml(domain_xml("a"), 0));
  }
}

TEST(MockUri, BeginsAnewAfterTheLastConnectionCloses) {
  Connection host = *open_uri("mock:///default");
  ASSERT_TRUE(host->define_xml(domain_xml("a"), 0));
  host.reset();
  host = *open_uri("mock:///default");
  EXPECT_EQ(count(host), 1U);
}

TEST(MockUri, KeepsTheHostWhileAnyConnectionIsOpen) {
  Connection first = *open_uri("mock:///empty");
  ASSERT_TRUE(first->define_xml(domain_xml("a"), 0));
  const Connection second = *open_uri("mock:///empty");
  first.reset();
  EXPECT_EQ(count(*open_uri("mock:///empty")), 1U);
}

struct BadUri {
  const char* uri;
  const char* part;  // what the message must name
};

class BadMockUri : public ::testing::TestWithParam<BadUri> {};

TEST_P(BadMockUri, IsRefusedWithTheNameOfTheBadPart) {
  const Result<Connection> opened = open_uri(GetParam().uri);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, VIR_ERR_INVALID_ARG);
  EXPECT_THAT(opened.error().message, HasSubstr(GetParam().part));
}

INSTANTIATE_TEST_SUITE_P(
    Mock, BadMockUri,
    ::testing::Values(BadUri{"mock:///", "path '/'"}, BadUri{"mock:", "path ''"},
                      BadUri{"mock:///nothing", "path '/nothing'"},
                      BadUri{"mock:relative.xml", "path 'relative.xml'"},
                      BadUri{"mock://server/default", "no server"},
                      BadUri{"mock+tcp:///default", "no server"},
                      BadUri{"mock:///default?colour=blue", "'colour'"},
                      BadUri{"mock:///default?domains=", "'domains='"},
                      BadUri{"mock:///default?domains=-1", "'domains=-1'"},
                      BadUri{"mock:///default?domains=1k", "'domains=1k'"},
                      BadUri{"mock:///default?domains=10000001", "10000000"},
                      BadUri{"mock:///default?seed=18446744073709551616", "seed="},
                      BadUri{"mock:///default?seed=x", "'seed=x'"},
                      BadUri{"mock:///default?instance=", "instance="},
                      BadUri{"mock:///default?clock=fast", "'clock=fast'"},
                      BadUri{"mock:///default?clock=0x", "'clock=0x'"},
                      BadUri{"mock:///default?clock=2", "'clock=2'"},
                      BadUri{"mock:///default?clock=1000001x", "'clock=1000001x'"},
                      BadUri{"mock:///default?running=1", "running=1"},
                      BadUri{"mock:///default?domains=3&running=4", "running=4"}));

}  // namespace
}  // namespace rollcall
