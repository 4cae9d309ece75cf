// A host behind a fake daemon.

#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "api/core/ref_counted.hpp"
#include "api/rpc/client/remote_connection.hpp"
#include "api/rpc/client/test/fake_daemon.hpp"

namespace rollcall::rpc {

/// What keeps handles alive in these tests, instead of a connection.
class HandleOwner final : public RefCounted {};

/// For tests in which silence must be noticed soon.
inline constexpr KeepaliveLimits kImpatient{std::chrono::milliseconds(20), 1};

class RemoteTest : public ::testing::Test {
 protected:
  ~RemoteTest() override { owner->release(); }

  /// Opens the host. Set the daemon up before.
  Result<std::unique_ptr<HostConnection>> try_open(KeepaliveLimits keepalive = {}) {
    DaemonAddress address;
    address.socket = "a pair";
    address.name = "fake:///default";
    address.keepalive = keepalive;
    return RemoteConnection::open(daemon.start(), address, "fake+unix:///default", false);
  }
  void open(KeepaliveLimits keepalive = {}) {
    auto opened = try_open(keepalive);
    ASSERT_TRUE(opened) << opened.error().message;
    host = *std::move(opened);
  }

  Result<DomainList> list(unsigned flags = 0) { return host->list(ListFilter::of(flags), *owner); }

  /// Answers listings with these bytes instead of results.
  void answer_list_with(const Bytes& payload) {
    daemon.on(ConnectListAllDomains::kNumber,
              [payload](FakeDaemon& fake, const Packet& call) { fake.reply(call, payload); });
  }

  FakeDaemon daemon;
  HandleOwner* owner = new HandleOwner;
  std::unique_ptr<HostConnection> host;
};

}  // namespace rollcall::rpc
