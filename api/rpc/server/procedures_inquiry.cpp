// What a domain says of itself.

#include "api/rpc/server/dispatch.hpp"

namespace rollcall::rpc {
namespace {

std::optional<DomainGetState::Results> get_state(Call& call, const Domain& domain, Flags flags) {
  int state = 0;
  int reason = 0;
  const virDomainPtr handle = call.handle(domain);
  if (handle == nullptr || virDomainGetState(handle, &state, &reason, flags) < 0) {
    return std::nullopt;
  }
  return DomainGetState::Results{state, reason};
}

std::optional<DomainGetInfo::Results> get_info(Call& call, const Domain& domain) {
  virDomainInfo info{};
  const virDomainPtr handle = call.handle(domain);
  if (handle == nullptr || virDomainGetInfo(handle, &info) < 0) return std::nullopt;
  return DomainGetInfo::Results{info.state, info.maxMem, info.memory, info.nrVirtCpu, info.cpuTime};
}

std::optional<DomainGetAutostart::Results> get_autostart(Call& call, const Domain& domain) {
  int autostart = 0;
  const virDomainPtr handle = call.handle(domain);
  if (handle == nullptr || virDomainGetAutostart(handle, &autostart) < 0) return std::nullopt;
  return DomainGetAutostart::Results{autostart};
}

std::optional<DomainGetMaxMemory::Results> get_max_memory(Call& call, const Domain& domain) {
  const virDomainPtr handle = call.handle(domain);
  const unsigned long memory_kib = handle == nullptr ? 0 : virDomainGetMaxMemory(handle);
  if (memory_kib == 0) return std::nullopt;
  return DomainGetMaxMemory::Results{memory_kib};
}

std::optional<DomainGetControlInfo::Results> get_control_info(Call& call, const Domain& domain,
                                                              Flags flags) {
  virDomainControlInfo info{};
  const virDomainPtr handle = call.handle(domain);
  if (handle == nullptr || virDomainGetControlInfo(handle, &info, flags) < 0) return std::nullopt;
  return DomainGetControlInfo::Results{info.state, info.details, info.stateTime};
}

std::optional<DomainGetJobInfo::Results> get_job_info(Call& call, const Domain& domain) {
  virDomainJobInfo info{};
  const virDomainPtr handle = call.handle(domain);
  if (handle == nullptr || virDomainGetJobInfo(handle, &info) < 0) return std::nullopt;
  return DomainGetJobInfo::Results{info.type,      info.timeElapsed,   info.timeRemaining,
                                   info.dataTotal, info.dataProcessed, info.dataRemaining,
                                   info.memTotal,  info.memProcessed,  info.memRemaining,
                                   info.fileTotal, info.fileProcessed, info.fileRemaining};
}

constexpr Served kInquiryProcedures[] = {
    serve<DomainGetState, get_state>(Place::kAtOnce),
    serve<DomainGetInfo, get_info>(Place::kWorker),
    serve<DomainIsActive, virDomainIsActive>(Place::kAtOnce),
    serve<DomainIsPersistent, virDomainIsPersistent>(Place::kAtOnce),
    serve<DomainIsUpdated, virDomainIsUpdated>(Place::kWorker),
    serve<DomainGetAutostart, get_autostart>(Place::kAtOnce),
    serve<DomainGetOsType, virDomainGetOSType>(Place::kWorker),
    serve<DomainGetMaxMemory, get_max_memory>(Place::kAtOnce),
    serve<DomainGetXmlDesc, virDomainGetXMLDesc>(Place::kWorker),
    serve<DomainGetMetadata, virDomainGetMetadata>(Place::kWorker),
    serve<DomainGetControlInfo, get_control_info>(Place::kWorker),
    serve<DomainGetJobInfo, get_job_info>(Place::kWorker),
    serve<DomainHasManagedSave, virDomainHasManagedSaveImage>(Place::kAtOnce),
};

}  // namespace

std::span<const Served> inquiry_procedures() noexcept { return kInquiryProcedures; }

}  // namespace rollcall::rpc
