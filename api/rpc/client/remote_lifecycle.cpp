// What changes domains.

#include "api/rpc/client/remote_connection.hpp"

namespace rollcall::rpc {

Result<std::int32_t> RemoteConnection::id_after(const DomainRef& domain, Status call) {
  if (!call) return fail(std::move(call.error()));
  const auto found = find(domain.uuid);
  if (found) return found->status.id;
  if (found.error().code == VIR_ERR_NO_DOMAIN) return -1;
  return fail(found.error());
}

Result<DomainRecord> RemoteConnection::define_xml(std::string_view xml, unsigned flags) {
  if (flags == 0) return ask_for_domain<DomainDefineXml>(xml);
  return ask_for_domain<DomainDefineXmlFlags>(xml, flags);
}

Result<DomainRecord> RemoteConnection::create_xml(std::string_view xml, unsigned flags) {
  return ask_for_domain<DomainCreateXml>(xml, flags);
}

Status RemoteConnection::undefine(const DomainRef& domain, unsigned flags) {
  return run<DomainUndefineFlags>(on_wire(domain), flags);
}

Status RemoteConnection::rename(const DomainRef& domain, std::string_view new_name,
                                unsigned flags) {
  return run<DomainRename>(on_wire(domain), OptionalText(new_name), flags);
}

Status RemoteConnection::set_autostart(const DomainRef& domain, bool autostart) {
  return run<DomainSetAutostart>(on_wire(domain), autostart ? 1 : 0);
}

Result<std::int32_t> RemoteConnection::create(const DomainRef& domain, unsigned flags) {
  return ask_for_domain<DomainCreateWithFlags>(on_wire(domain), flags)
      .map([](const DomainRecord& record) { return record.status.id; });
}

Status RemoteConnection::suspend(const DomainRef& domain) {
  return run<DomainSuspend>(on_wire(domain));
}

Status RemoteConnection::resume(const DomainRef& domain) {
  return run<DomainResume>(on_wire(domain));
}

Result<std::int32_t> RemoteConnection::shutdown(const DomainRef& domain, unsigned flags) {
  return id_after(domain, flags == 0 ? run<DomainShutdown>(on_wire(domain))
                                     : run<DomainShutdownFlags>(on_wire(domain), flags));
}

Status RemoteConnection::reboot(const DomainRef& domain, unsigned flags) {
  return run<DomainReboot>(on_wire(domain), flags);
}

Status RemoteConnection::reset(const DomainRef& domain, unsigned flags) {
  return run<DomainReset>(on_wire(domain), flags);
}

Result<std::int32_t> RemoteConnection::destroy(const DomainRef& domain, unsigned flags) {
  const Status done = flags == 0 ? run<DomainDestroy>(on_wire(domain))
                                 : run<DomainDestroyFlags>(on_wire(domain), flags);
  if (!done) return fail(done.error());
  return -1;
}

Status RemoteConnection::pm_suspend(const DomainRef& domain, unsigned target,
                                    unsigned long long duration_s, unsigned flags) {
  return run<DomainPmSuspend>(on_wire(domain), target, duration_s, flags);
}

Status RemoteConnection::pm_wakeup(const DomainRef& domain, unsigned flags) {
  return run<DomainPmWakeup>(on_wire(domain), flags);
}

}  // namespace rollcall::rpc
