// Opening and closing connections.

#include <cstdlib>
#include <new>
#include <string>

#include "api/public/drivers.hpp"
#include "api/public/entry.hpp"

namespace rollcall {
namespace {

// Credentials are not asked for by drivers of this machine; whoever passes these gets no questions.
virConnectAuth no_questions{nullptr, 0, nullptr, nullptr};

// What libvirt's library of the version whose interface ours follows answers.
constexpr unsigned long kLibraryVersion = LIBVIR_VERSION_NUMBER;

// Without a URI, libvirt's clients mean the one in the environment.
std::string uri_or_default(const char* name_or_null) {
  if (name_or_null != nullptr && *name_or_null != '\0') return name_or_null;
  const char* variable = std::getenv("LIBVIRT_DEFAULT_URI");
  return variable == nullptr || *variable == '\0' ? "mock:///default" : variable;
}

virConnectPtr open_uri(const char* name_or_null, unsigned flags) noexcept {
  reset_last_error();
  constexpr unsigned kKnown = VIR_CONNECT_RO | VIR_CONNECT_NO_ALIASES;
  if ((flags & ~kKnown) != 0) return bad_argument(nullptr, "flags", "has bits that are not known");
  const bool read_only = (flags & VIR_CONNECT_RO) != 0;
  auto opened = parse_connection_uri(uri_or_default(name_or_null)).and_then([&](const auto& uri) {
    return driver_for(uri).and_then(
        [&](Driver* driver) { return driver->open(uri, {.read_only = read_only}); });
  });
  if (!opened) return report(nullptr, opened.error());
  auto* connection = new (std::nothrow) _virConnect(std::move(*opened), read_only);
  if (connection == nullptr) {
    return report(nullptr, make_error(VIR_ERR_NO_MEMORY, VIR_FROM_NONE, "memory is out"));
  }
  return connection;
}

}  // namespace
}  // namespace rollcall

using namespace rollcall;

virConnectAuthPtr virConnectAuthPtrDefault = &no_questions;

int virInitialize(void) { return 0; }

int virGetVersion(unsigned long* lib_version, const char* /*type*/, unsigned long* type_version) {
  reset_last_error();
  if (lib_version == nullptr) return bad_argument(nullptr, "libVer", "is null");
  *lib_version = kLibraryVersion;
  if (type_version != nullptr) *type_version = kLibraryVersion;
  return 0;
}

virConnectPtr virConnectOpen(const char* name) { return open_uri(name, 0); }

virConnectPtr virConnectOpenReadOnly(const char* name) { return open_uri(name, VIR_CONNECT_RO); }

virConnectPtr virConnectOpenAuth(const char* name, virConnectAuthPtr /*auth*/, unsigned int flags) {
  return open_uri(name, flags);
}

int virConnectRef(virConnectPtr conn) {
  reset_last_error();
  if (!usable(conn, Access::kRead)) return -1;
  conn->retain();
  return 0;
}

int virConnectClose(virConnectPtr conn) {
  reset_last_error();
  if (!usable(conn, Access::kRead)) return -1;
  return conn->release();
}

int virConnectGetLibVersion(virConnectPtr conn, unsigned long* lib_version) {
  reset_last_error();
  if (!usable(conn, Access::kRead)) return -1;
  if (lib_version == nullptr) return bad_argument(conn, "libVer", "is null");
  *lib_version = kLibraryVersion;
  return 0;
}
