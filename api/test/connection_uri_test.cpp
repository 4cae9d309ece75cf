#include "api/core/connection_uri.hpp"

#include <gtest/gtest.h>

namespace rollcall {
namespace {

TEST(ConnectionUri, IsTakenApart) {
  const auto uri = parse_connection_uri("mock+unix://host:7/a%20b.xml?domains=10&seed=7&flag");

  ASSERT_TRUE(uri);
  EXPECT_EQ(uri->scheme, "mock");
  EXPECT_EQ(uri->transport, "unix");
  EXPECT_EQ(uri->server, "host:7");
  EXPECT_EQ(uri->path, "/a b.xml");
  EXPECT_EQ(uri->query,
            (std::map<std::string, std::string>{{"domains", "10"}, {"flag", ""}, {"seed", "7"}}));
}

TEST(ConnectionUri, NeedsNeitherServerNorQuery) {
  const auto uri = parse_connection_uri("mock:///default");

  ASSERT_TRUE(uri);
  EXPECT_EQ(uri->path, "/default");
  EXPECT_EQ(uri->server, "");
  EXPECT_TRUE(uri->query.empty());
}

TEST(ConnectionUri, IsRefusedWithWhatIsWrongWithIt) {
  const struct {
    const char* text;
    const char* problem;
  } cases[] = {
      {"", "no ':'"},
      {"default", "no ':'"},
      {":///default", "scheme"},
      {"mo ck:///default", "scheme"},
      {"mock:///a%2", "hex digits"},
      {"mock:///a%zz", "hex digits"},
      {"mock:///x?=1", "no name"},
      {"mock:///x?seed=1&seed=2", "twice"},
      {"mock:///x?seed=%", "hex digits"},
  };
  for (const auto& bad : cases) {
    const auto uri = parse_connection_uri(bad.text);
    ASSERT_FALSE(uri) << bad.text;
    EXPECT_EQ(uri.error().code, VIR_ERR_INVALID_ARG) << bad.text;
    EXPECT_NE(uri.error().message.find(bad.problem), std::string::npos) << uri.error().message;
  }
}

}  // namespace
}  // namespace rollcall
