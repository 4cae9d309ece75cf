// Defining, starting, stopping, saving.

#include "api/rpc/server/dispatch.hpp"

namespace rollcall::rpc {
namespace {

// A handle that no operation updates says the id that the domain had before; the one that is sent
// says the new one, which the C function left in it.
std::optional<Rets<Domain>> create_with_flags(Call& call, const Domain& domain, Flags flags) {
  const virDomainPtr handle = call.handle(domain);
  if (handle == nullptr || virDomainCreateWithFlags(handle, flags) < 0) return std::nullopt;
  return Rets<Domain>{wire_domain(handle)};
}

constexpr Served kLifecycleProcedures[] = {
    serve<DomainDefineXml, virDomainDefineXML>(Place::kWorker),
    serve<DomainDefineXmlFlags, virDomainDefineXMLFlags>(Place::kWorker),
    serve<DomainCreateXml, virDomainCreateXML>(Place::kWorker),
    serve<DomainCreate, virDomainCreate>(Place::kWorker),
    serve<DomainCreateWithFlags, create_with_flags>(Place::kWorker),
    serve<DomainDestroy, virDomainDestroy>(Place::kWorker),
    serve<DomainDestroyFlags, virDomainDestroyFlags>(Place::kWorker),
    serve<DomainShutdown, virDomainShutdown>(Place::kWorker),
    serve<DomainShutdownFlags, virDomainShutdownFlags>(Place::kWorker),
    serve<DomainReboot, virDomainReboot>(Place::kWorker),
    serve<DomainReset, virDomainReset>(Place::kWorker),
    serve<DomainSuspend, virDomainSuspend>(Place::kWorker),
    serve<DomainResume, virDomainResume>(Place::kWorker),
    serve<DomainPmSuspend, virDomainPMSuspendForDuration>(Place::kWorker),
    serve<DomainPmWakeup, virDomainPMWakeup>(Place::kWorker),
    serve<DomainUndefine, virDomainUndefine>(Place::kWorker),
    serve<DomainUndefineFlags, virDomainUndefineFlags>(Place::kWorker),
    serve<DomainRename, virDomainRename>(Place::kWorker),
    serve<DomainSetAutostart, virDomainSetAutostart>(Place::kWorker),
    serve<DomainSetMetadata, virDomainSetMetadata>(Place::kWorker),
    serve<DomainManagedSave, virDomainManagedSave>(Place::kWorker),
    serve<DomainManagedSaveRemove, virDomainManagedSaveRemove>(Place::kWorker),
    serve<DomainSave, virDomainSave>(Place::kWorker),
    serve<DomainSaveFlags, virDomainSaveFlags>(Place::kWorker),
    serve<DomainRestore, virDomainRestore>(Place::kWorker),
    serve<DomainRestoreFlags, virDomainRestoreFlags>(Place::kWorker),
    serve<DomainCoreDump, virDomainCoreDump>(Place::kWorker),
    serve<DomainCoreDumpWithFormat, virDomainCoreDumpWithFormat>(Place::kWorker),
    serve<DomainAbortJob, virDomainAbortJob>(Place::kWorker),
};

}  // namespace

std::span<const Served> lifecycle_procedures() noexcept { return kLifecycleProcedures; }

}  // namespace rollcall::rpc
