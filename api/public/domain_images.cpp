// Entry points that write a domain's memory to a file, and start it from one.

#include <libvirt/libvirt.h>

#include <filesystem>
#include <system_error>

#include "api/public/arguments.hpp"
#include "api/public/entry.hpp"

using rollcall::Access;
using rollcall::check_all;
using rollcall::DomainRef;
using rollcall::fail;
using rollcall::Flag;
using rollcall::HostConnection;
using rollcall::not_both;
using rollcall::not_null;
using rollcall::Result;
using rollcall::run_on_domain;
using rollcall::Status;
using rollcall::text_or_empty;

namespace {

Status run_or_pause(unsigned flags) {
  return not_both(flags, {VIR_DOMAIN_SAVE_RUNNING, "VIR_DOMAIN_SAVE_RUNNING"},
                  {VIR_DOMAIN_SAVE_PAUSED, "VIR_DOMAIN_SAVE_PAUSED"});
}

Status one_way_to_dump(unsigned flags) {
  constexpr Flag kCrash{VIR_DUMP_CRASH, "VIR_DUMP_CRASH"};
  constexpr Flag kLive{VIR_DUMP_LIVE, "VIR_DUMP_LIVE"};
  constexpr Flag kReset{VIR_DUMP_RESET, "VIR_DUMP_RESET"};
  return check_all(not_both(flags, kCrash, kLive), not_both(flags, kCrash, kReset),
                   not_both(flags, kLive, kReset));
}

Status known_format(unsigned format) {
  if (format <= VIR_DOMAIN_CORE_DUMP_FORMAT_WIN_DMP) return {};
  return fail(VIR_ERR_INVALID_ARG, VIR_FROM_DOMAIN,
              "there is no core dump format " + std::to_string(format));
}

/// A path that means the same file to a driver that runs in another directory.
Result<std::string> absolute(const char* path) {
  std::error_code error;
  const std::filesystem::path absolute_path = std::filesystem::absolute(path, error);
  if (!error) return absolute_path.string();
  return fail(VIR_ERR_INTERNAL_ERROR, VIR_FROM_DOMAIN,
              "the path '" + std::string(path) + "' cannot be made absolute: " + error.message());
}

int save(virDomainPtr domain, const char* to, const char* dxml, unsigned flags,
         const char* function) noexcept {
  return run_on_domain(
      domain, Access::kWrite,
      [&](HostConnection& host, const DomainRef& ref) {
        return check_all(not_null("to", to), run_or_pause(flags))
            .and_then([&] { return absolute(to); })
            .and_then([&](const std::string& path) {
              return host.save(ref, path, text_or_empty(dxml), flags);
            });
      },
      function);
}

int restore(virConnectPtr conn, const char* from, const char* dxml, unsigned flags,
            const char* function) noexcept {
  return rollcall::run_on_host(
      conn, Access::kWrite,
      [&](HostConnection& host) {
        return check_all(not_null("from", from), run_or_pause(flags))
            .and_then([&] { return absolute(from); })
            .and_then([&](const std::string& path) {
              return host.restore(path, text_or_empty(dxml), flags);
            });
      },
      function);
}

int core_dump(virDomainPtr domain, const char* to, unsigned format, unsigned flags,
              const char* function) noexcept {
  return run_on_domain(
      domain, Access::kWrite,
      [&](HostConnection& host, const DomainRef& ref) {
        return check_all(not_null("to", to), known_format(format), one_way_to_dump(flags))
            .and_then([&] { return absolute(to); })
            .and_then(
                [&](const std::string& path) { return host.core_dump(ref, path, format, flags); });
      },
      function);
}

}  // namespace

int virDomainManagedSave(virDomainPtr domain, unsigned int flags) {
  return run_on_domain(domain, Access::kWrite, [&](HostConnection& host, const DomainRef& ref) {
    return run_or_pause(flags).and_then([&] { return host.managed_save(ref, flags); });
  });
}

int virDomainManagedSaveRemove(virDomainPtr domain, unsigned int flags) {
  return run_on_domain(domain, Access::kWrite, [&](HostConnection& host, const DomainRef& ref) {
    return host.managed_save_remove(ref, flags);
  });
}

int virDomainSave(virDomainPtr domain, const char* to) {
  return save(domain, to, nullptr, 0, __func__);
}

int virDomainSaveFlags(virDomainPtr domain, const char* to, const char* dxml, unsigned int flags) {
  return save(domain, to, dxml, flags, __func__);
}

int virDomainRestore(virConnectPtr conn, const char* from) {
  return restore(conn, from, nullptr, 0, __func__);
}

int virDomainRestoreFlags(virConnectPtr conn, const char* from, const char* dxml,
                          unsigned int flags) {
  return restore(conn, from, dxml, flags, __func__);
}

int virDomainCoreDump(virDomainPtr domain, const char* to, unsigned int flags) {
  return core_dump(domain, to, VIR_DOMAIN_CORE_DUMP_FORMAT_RAW, flags, __func__);
}

int virDomainCoreDumpWithFormat(virDomainPtr domain, const char* to, unsigned int dumpformat,
                                unsigned int flags) {
  return core_dump(domain, to, dumpformat, flags, __func__);
}
