// Memory images: files are the daemon's.

#include "api/rpc/client/remote_connection.hpp"

namespace rollcall::rpc {
namespace {

// A domain whose memory went into an image does not run.
Result<std::int32_t> inactive_after(const Status& call) {
  if (!call) return fail(call.error());
  return -1;
}

}  // namespace

Result<std::int32_t> RemoteConnection::managed_save(const DomainRef& domain, unsigned flags) {
  return inactive_after(run<DomainManagedSave>(on_wire(domain), flags));
}

Result<bool> RemoteConnection::has_managed_save(const DomainRef& domain, unsigned flags) {
  return ask<DomainHasManagedSave, bool>(on_wire(domain), flags);
}

Status RemoteConnection::managed_save_remove(const DomainRef& domain, unsigned flags) {
  return run<DomainManagedSaveRemove>(on_wire(domain), flags);
}

Result<std::int32_t> RemoteConnection::save(const DomainRef& domain, const std::string& path,
                                            std::string_view xml, unsigned flags) {
  if (xml.empty() && flags == 0) return inactive_after(run<DomainSave>(on_wire(domain), path));
  return inactive_after(run<DomainSaveFlags>(on_wire(domain), path, unless_empty(xml), flags));
}

Status RemoteConnection::restore(const std::string& path, std::string_view xml, unsigned flags) {
  if (xml.empty() && flags == 0) return run<DomainRestore>(path);
  return run<DomainRestoreFlags>(path, unless_empty(xml), flags);
}

Result<std::int32_t> RemoteConnection::core_dump(const DomainRef& domain, const std::string& path,
                                                 unsigned format, unsigned flags) {
  const bool plain = format == VIR_DOMAIN_CORE_DUMP_FORMAT_RAW;
  return id_after(domain,
                  plain ? run<DomainCoreDump>(on_wire(domain), path, flags)
                        : run<DomainCoreDumpWithFormat>(on_wire(domain), path, format, flags));
}

}  // namespace rollcall::rpc
