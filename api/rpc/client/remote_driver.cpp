#include "api/rpc/client/remote_driver.hpp"

#include "api/rpc/client/daemon_socket.hpp"
#include "api/rpc/client/remote_connection.hpp"

namespace rollcall {
namespace {

class RemoteDriver final : public Driver {
 public:
  std::span<const std::string_view> schemes() const noexcept override { return {}; }

  Result<std::unique_ptr<HostConnection>> open(const ConnectionUri& uri,
                                               const OpenOptions& options) override {
    return rpc::daemon_address(uri, options.read_only)
        .and_then([&](const rpc::DaemonAddress& address) {
          return rpc::connect_to(address).and_then([&](FileDescriptor socket) {
            return rpc::RemoteConnection::open(std::move(socket), address, uri.text,
                                               options.read_only);
          });
        });
  }
};

}  // namespace

Driver& remote_driver() {
  static RemoteDriver driver;
  return driver;
}

}  // namespace rollcall
