// Which daemon a URI names, and what that daemon is asked to open.

#include "api/rpc/client/daemon_address.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/rpc/client/daemon_socket.hpp"
#include "api/test/temporary_folder.hpp"

using testing::HasSubstr;

namespace rollcall::rpc {
namespace {

Result<DaemonAddress> address_of(const std::string& text) {
  return parse_connection_uri(text).and_then(
      [](const ConnectionUri& uri) { return daemon_address(uri, false); });
}

std::string name_in(const std::string& text) {
  const auto address = address_of(text);
  return address ? address->name : address.error().message;
}

std::string complaint_about(const std::string& text) {
  const auto address = address_of(text);
  return address ? "none" : address.error().message;
}

TEST(DaemonAddress, IsTheSocketOfTheQuery) {
  EXPECT_EQ(address_of("mock+unix:///default?socket=/tmp/s")->socket, "/tmp/s");
  EXPECT_EQ(address_of("mock:///default?socket=/tmp/s")->socket, "/tmp/s");
  EXPECT_EQ(address_of("mock+UNIX:///default?socket=/tmp/s")->socket, "/tmp/s");
}

TEST(DaemonAddress, IsTheMachineAndPortOfTcp) {
  const auto address = address_of("mock+tcp://127.0.0.1:1234/default");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->socket, "");
  EXPECT_EQ(address->machine, "127.0.0.1");
  EXPECT_EQ(address->port, "1234");
  EXPECT_EQ(address_of("mock+tcp://localhost/default")->port, "16509");
  EXPECT_EQ(address_of("mock+tcp://[::1]:99/default")->machine, "::1");
  EXPECT_EQ(address_of("mock+tcp://[::1]:99/default")->port, "99");
  EXPECT_EQ(address_of("mock+tcp://me@127.0.0.1/default")->machine, "127.0.0.1");
}

// The names are those that libvirt's own clients send for these URIs.
TEST(DaemonAddress, LeavesOutOfTheNameWhatOnlyTheWayNeeds) {
  EXPECT_EQ(name_in("test+unix:///default?socket=S"), "test:///default");
  EXPECT_EQ(name_in("qemu:///system?socket=S"), "qemu:///system");
  EXPECT_EQ(name_in("Mock-2.x+unix:///d?socket=S"), "Mock-2.x:///d");
  EXPECT_EQ(name_in("mock+unix:///?socket=S"), "mock:///");
  EXPECT_EQ(name_in("mock+unix://?socket=S"), "mock://");
  EXPECT_EQ(name_in("mock+unix:///d?socket=S#frag"), "mock:///d#frag");
  EXPECT_EQ(name_in("mock+tcp://127.0.0.1:1/d"), "mock:///d");
  EXPECT_EQ(name_in("mock+unix:///d?socket=S&no_tty=1&keepalive_interval=3"), "mock:///d");
}

TEST(DaemonAddress, KeepsInTheNameWhatTheHostNeeds) {
  EXPECT_EQ(name_in("mock+unix:///default?socket=S&a=b&c=d%20e"), "mock:///default?a=b&c=d%20e");
}

TEST(DaemonAddress, TakesTheNameFromTheQueryWhereItStandsThere) {
  EXPECT_EQ(name_in("mock+unix:///default?socket=S&name=foo:///bar"), "foo:///bar");
  EXPECT_EQ(name_in("remote+unix:///x?socket=S"), "");
}

TEST(DaemonAddress, SaysHowLongADaemonMayBeSilent) {
  const auto usual = address_of("mock+unix:///default?socket=S");
  EXPECT_EQ(usual->keepalive.interval, std::chrono::seconds(5));
  EXPECT_EQ(usual->keepalive.count, 5u);
  const auto given =
      address_of("mock+unix:///default?socket=S&keepalive_interval=2&keepalive_count=1");
  EXPECT_EQ(given->keepalive.interval, std::chrono::seconds(2));
  EXPECT_EQ(given->keepalive.count, 1u);
}

TEST(DaemonAddress, OfSenselessUrisSaysWhichPartIsWrong) {
  EXPECT_THAT(complaint_about("mock+ssh:///default"), HasSubstr("not 'ssh'"));
  EXPECT_THAT(complaint_about("mock+unix://host/default"), HasSubstr("UNIX socket"));
  EXPECT_THAT(complaint_about("mock://host/default?socket=S"), HasSubstr("UNIX socket"));
  EXPECT_THAT(complaint_about("mock+unix:///default?socket="), HasSubstr("'socket'"));
  EXPECT_THAT(complaint_about("mock+tcp:///default"), HasSubstr("needs a machine"));
  EXPECT_THAT(complaint_about("mock+tcp://h:/default"), HasSubstr("no port"));
  EXPECT_THAT(complaint_about("mock+tcp://h/default?socket=S"), HasSubstr("both"));
  EXPECT_THAT(complaint_about("mock+unix:///default?socket=S&keepalive_count=x"),
              HasSubstr("'keepalive_count' must be a number"));
}

TEST(DaemonSocket, SaysWhereNobodyListens) {
  const TemporaryFolder folder;
  DaemonAddress address;
  address.socket = folder.file("absent");
  const auto socket = connect_to(address);
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error().code, VIR_ERR_SYSTEM_ERROR);
  EXPECT_EQ(socket.error().int1, ENOENT);
  EXPECT_THAT(socket.error().message, HasSubstr(address.socket));
}

TEST(DaemonSocket, RefusesAPathThatNoSocketCanHave) {
  DaemonAddress address;
  address.socket = std::string(200, 'x');
  EXPECT_EQ(connect_to(address).error().code, VIR_ERR_INVALID_ARG);
}

TEST(DaemonSocket, LeavesThisMachineForNoTcp) {
  DaemonAddress address;
  address.machine = "192.0.2.1";
  address.port = "16509";
  const auto socket = connect_to(address);
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error().code, VIR_ERR_INVALID_ARG);
  EXPECT_THAT(socket.error().message, HasSubstr("not on this machine"));
}

}  // namespace
}  // namespace rollcall::rpc
