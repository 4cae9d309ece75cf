// Entry points that define, change and remove what is known of a domain beyond its life.

#include <libvirt/libvirt.h>

#include <cstring>
#include <optional>

#include "api/public/arguments.hpp"
#include "api/public/entry.hpp"

using rollcall::Access;
using rollcall::call_host_for_domain;
using rollcall::check_all;
using rollcall::DomainRef;
using rollcall::fail;
using rollcall::HostConnection;
using rollcall::not_null;
using rollcall::run_on_domain;
using rollcall::Status;

namespace {

Status one_line(const char* title) {
  if (title == nullptr || std::strchr(title, '\n') == nullptr) return {};
  return fail(VIR_ERR_INVALID_ARG, VIR_FROM_DOMAIN, "a title must not contain a newline");
}

/// Whether `key` and `uri` suit the type (virDomainMetadataType): an element has a namespace, which
/// needs a prefix to be set.
Status namespace_suits(int type, const char* key, const char* uri, bool needs_key) {
  switch (type) {
    case VIR_DOMAIN_METADATA_DESCRIPTION:
    case VIR_DOMAIN_METADATA_TITLE:
      return check_all(rollcall::is_null("uri", uri), rollcall::is_null("key", key));
    case VIR_DOMAIN_METADATA_ELEMENT:
      return check_all(not_null("uri", uri), needs_key ? not_null("key", key) : Status());
    default:
      return fail(VIR_ERR_INVALID_ARG, VIR_FROM_DOMAIN,
                  "there is no metadata of type " + std::to_string(type));
  }
}

virDomainPtr define(virConnectPtr conn, const char* xml, unsigned flags,
                    const char* function) noexcept {
  return call_host_for_domain(
      conn, Access::kWrite,
      [&](HostConnection& host) {
        return not_null("xml", xml).and_then([&] { return host.define_xml(xml, flags); });
      },
      {function});
}

int undefine(virDomainPtr domain, unsigned flags, const char* function) noexcept {
  return run_on_domain(
      domain, Access::kWrite,
      [&](HostConnection& host, const DomainRef& ref) { return host.undefine(ref, flags); },
      function);
}

}  // namespace

virDomainPtr virDomainDefineXML(virConnectPtr conn, const char* xml) {
  return define(conn, xml, 0, __func__);
}

virDomainPtr virDomainDefineXMLFlags(virConnectPtr conn, const char* xml, unsigned int flags) {
  return define(conn, xml, flags, __func__);
}

virDomainPtr virDomainCreateXML(virConnectPtr conn, const char* xml, unsigned int flags) {
  return call_host_for_domain(conn, Access::kWrite, [&](HostConnection& host) {
    return not_null("xmlDesc", xml).and_then([&] { return host.create_xml(xml, flags); });
  });
}

int virDomainUndefine(virDomainPtr domain) { return undefine(domain, 0, __func__); }

int virDomainUndefineFlags(virDomainPtr domain, unsigned int flags) {
  return undefine(domain, flags, __func__);
}

int virDomainRename(virDomainPtr domain, const char* new_name, unsigned int flags) {
  return run_on_domain(domain, Access::kWrite, [&](HostConnection& host, const DomainRef& ref) {
    return rollcall::not_empty("new_name", new_name).and_then([&] {
      return host.rename(ref, new_name, flags);
    });
  });
}

int virDomainSetAutostart(virDomainPtr domain, int autostart) {
  return run_on_domain(domain, Access::kWrite, [&](HostConnection& host, const DomainRef& ref) {
    return host.set_autostart(ref, autostart != 0);
  });
}

int virDomainSetMetadata(virDomainPtr domain, int type, const char* metadata, const char* key,
                         const char* uri, unsigned int flags) {
  return run_on_domain(domain, Access::kWrite, [&](HostConnection& host, const DomainRef& ref) {
    const bool is_title = type == VIR_DOMAIN_METADATA_TITLE;
    return check_all(is_title ? one_line(metadata) : Status(),
                     namespace_suits(type, key, uri, metadata != nullptr))
        .and_then([&] {
          const auto value =
              metadata == nullptr ? std::nullopt : std::optional<std::string>(metadata);
          return host.set_metadata(ref, type, value, rollcall::text_or_empty(key),
                                   rollcall::text_or_empty(uri), flags);
        });
  });
}

char* virDomainGetMetadata(virDomainPtr domain, int type, const char* uri, unsigned int flags) {
  return rollcall::call_domain(
      domain, Access::kRead,
      [&](HostConnection& host, const DomainRef& ref) {
        return check_all(
                   namespace_suits(type, nullptr, uri, false),
                   rollcall::not_both(flags, {VIR_DOMAIN_AFFECT_LIVE, "VIR_DOMAIN_AFFECT_LIVE"},
                                      {VIR_DOMAIN_AFFECT_CONFIG, "VIR_DOMAIN_AFFECT_CONFIG"}))
            .and_then(
                [&] { return host.metadata(ref, type, rollcall::text_or_empty(uri), flags); });
      },
      rollcall::deliver_text);
}
