// Domain handles: where they come from besides listings, what they say without asking the host, and
// how they end.

#include <fmt/format.h>
#include <cstring>

#include "api/public/arguments.hpp"
#include "api/public/entry.hpp"

using namespace rollcall;

virDomainPtr virDomainLookupByID(virConnectPtr conn, int id) {
  return call_host_for_domain(conn, Access::kRead, [&](HostConnection& host) {
    return not_negative("id", id).and_then([&] { return host.find_by_id(id); });
  });
}

virDomainPtr virDomainLookupByName(virConnectPtr conn, const char* name) {
  return call_host_for_domain(
      conn, Access::kRead,
      [&](HostConnection& host) {
        return not_null("name", name).and_then([&] { return host.find_by_name(name); });
      },
      {__func__, text_or_empty(name)});
}

virDomainPtr virDomainLookupByUUID(virConnectPtr conn, const unsigned char* uuid) {
  Uuid wanted;
  if (uuid != nullptr) std::memcpy(wanted.bytes.data(), uuid, wanted.bytes.size());
  return call_host_for_domain(
      conn, Access::kRead,
      [&](HostConnection& host) {
        return not_null("uuid", uuid).and_then([&] { return host.find(wanted); });
      },
      {__func__, {}, uuid == nullptr ? nullptr : &wanted});
}

virDomainPtr virDomainLookupByUUIDString(virConnectPtr conn, const char* uuidstr) {
  const auto wanted = parse_uuid(text_or_empty(uuidstr));
  return call_host_for_domain(
      conn, Access::kRead,
      [&](HostConnection& host) {
        return not_null("uuidstr", uuidstr).and_then([&]() -> Result<DomainRecord> {
          if (wanted) return host.find(*wanted);
          return fail(VIR_ERR_INVALID_ARG, VIR_FROM_NONE,
                      fmt::format("argument 'uuidstr' is no uuid: '{}'", uuidstr));
        });
      },
      {__func__, {}, wanted ? &*wanted : nullptr});
}

const char* virDomainGetName(virDomainPtr domain) {
  reset_last_error();
  if (!usable(domain, Access::kRead)) return nullptr;
  return handle_of(domain)->name();
}

int virDomainGetUUID(virDomainPtr domain, unsigned char* uuid) {
  reset_last_error();
  if (!usable(domain, Access::kRead)) return -1;
  const DomainHandle& handle = *handle_of(domain);
  if (uuid == nullptr) return bad_argument(&connection_of(handle), "uuid", "is null");
  std::memcpy(uuid, handle.uuid().bytes.data(), VIR_UUID_BUFLEN);
  return 0;
}

int virDomainGetUUIDString(virDomainPtr domain, char* buf) {
  reset_last_error();
  if (!usable(domain, Access::kRead)) return -1;
  const DomainHandle& handle = *handle_of(domain);
  if (buf == nullptr) return bad_argument(&connection_of(handle), "buf", "is null");
  std::memcpy(buf, to_string(handle.uuid()).c_str(), VIR_UUID_STRING_BUFLEN);
  return 0;
}

unsigned int virDomainGetID(virDomainPtr domain) {
  reset_last_error();
  if (!usable(domain, Access::kRead)) return static_cast<unsigned>(-1);
  return static_cast<unsigned>(handle_of(domain)->id());
}

virConnectPtr virDomainGetConnect(virDomainPtr dom) {
  reset_last_error();
  if (!usable(dom, Access::kRead)) return nullptr;
  return &connection_of(*handle_of(dom));
}

int virDomainRef(virDomainPtr domain) {
  reset_last_error();
  if (!usable(domain, Access::kRead)) return -1;
  handle_of(domain)->retain();
  return 0;
}

int virDomainFree(virDomainPtr domain) {
  reset_last_error();
  DomainHandle* handle = handle_of(domain);
  // A listing is followed by one call of this per domain: good handles take the shortest way.
  if (handle == nullptr || !handle->valid()) [[unlikely]] {
    usable(domain, Access::kRead);
    return -1;
  }
  handle->release();
  return 0;
}
