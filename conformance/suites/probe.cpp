#include "conformance/suites/probe.hpp"

#include <fmt/format.h>

#include "conformance/sut/connection.hpp"

namespace rollcall::suites {

tl::expected<Probed, std::string> probe(const std::string& name, const sut::Library& library,
                                        const std::string& uri, const std::string& domain_type) {
  const auto connection = sut::Connection::open(library, uri);
  if (!connection) {
    return tl::unexpected(fmt::format("library '{}' cannot open '{}': {} (code {})", name, uri,
                                      connection.error().message, connection.error().code));
  }
  const auto driver = connection->type();
  const auto capabilities = connection->capabilities();
  if (!driver || !capabilities) {
    return tl::unexpected(
        fmt::format("'{}' tells no {}", uri, driver ? "capabilities" : "hypervisor type"));
  }
  const auto guest = sut::guest_kind(*capabilities, domain_type);
  if (!guest) return tl::unexpected(guest.error());
  const auto profile = spec::profile_of(*driver);
  if (!profile) return tl::unexpected(profile.error());
  return Probed{.driver = *driver, .guest = *guest, .profile = *profile};
}

}  // namespace rollcall::suites
