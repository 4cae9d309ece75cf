// What a domain says of itself.

#include "api/rpc/client/remote_connection.hpp"

namespace rollcall::rpc {

Result<HostConnection::RunState> RemoteConnection::state(const DomainRef& domain) {
  return channel_->call<DomainGetState>(on_wire(domain), 0U).map([](const auto& answer) {
    const auto& [state, reason] = answer.results;
    return RunState{state, reason};
  });
}

Result<virDomainInfo> RemoteConnection::info(const DomainRef& domain) {
  return channel_->call<DomainGetInfo>(on_wire(domain)).map([](const auto& answer) {
    const auto& [state, memory_max, memory, vcpus, cpu_time] = answer.results;
    virDomainInfo info{};
    info.state = state;
    info.maxMem = memory_max;
    info.memory = memory;
    info.nrVirtCpu = vcpus;
    info.cpuTime = cpu_time;
    return info;
  });
}

Result<std::uint64_t> RemoteConnection::memory_max_kib(const DomainRef& domain) {
  return ask<DomainGetMaxMemory, std::uint64_t>(on_wire(domain));
}

Result<bool> RemoteConnection::is_active(const DomainRef& domain) {
  return ask<DomainIsActive, bool>(on_wire(domain));
}

Result<bool> RemoteConnection::is_persistent(const DomainRef& domain) {
  return ask<DomainIsPersistent, bool>(on_wire(domain));
}

Result<bool> RemoteConnection::is_autostarted(const DomainRef& domain) {
  return ask<DomainGetAutostart, bool>(on_wire(domain));
}

Result<std::string> RemoteConnection::xml(const DomainRef& domain, unsigned flags) {
  return ask<DomainGetXmlDesc, std::string>(on_wire(domain), flags);
}

Result<std::string> RemoteConnection::os_type(const DomainRef& domain) {
  return ask<DomainGetOsType, std::string>(on_wire(domain));
}

Result<bool> RemoteConnection::is_updated(const DomainRef& domain) {
  return ask<DomainIsUpdated, bool>(on_wire(domain));
}

Result<std::uint64_t> RemoteConnection::cpu_time_ns(const DomainRef& domain) {
  return info(domain).map([](const virDomainInfo& told) -> std::uint64_t { return told.cpuTime; });
}

Result<virDomainControlInfo> RemoteConnection::control_info(const DomainRef& domain,
                                                            unsigned flags) {
  return channel_->call<DomainGetControlInfo>(on_wire(domain), flags).map([](const auto& answer) {
    const auto& [state, details, state_time] = answer.results;
    return virDomainControlInfo{state, details, state_time};
  });
}

Result<virDomainJobInfo> RemoteConnection::job_info(const DomainRef& domain) {
  return channel_->call<DomainGetJobInfo>(on_wire(domain)).map([](const auto& answer) {
    virDomainJobInfo job{};
    std::tie(job.type, job.timeElapsed, job.timeRemaining, job.dataTotal, job.dataProcessed,
             job.dataRemaining, job.memTotal, job.memProcessed, job.memRemaining, job.fileTotal,
             job.fileProcessed, job.fileRemaining) = answer.results;
    return job;
  });
}

Status RemoteConnection::abort_job(const DomainRef& domain) {
  return run<DomainAbortJob>(on_wire(domain));
}

Status RemoteConnection::set_metadata(const DomainRef& domain, int type,
                                      const std::optional<std::string>& value, std::string_view key,
                                      std::string_view uri, unsigned flags) {
  const OptionalText text = value ? OptionalText(*value) : OptionalText();
  return run<DomainSetMetadata>(on_wire(domain), type, text, unless_empty(key), unless_empty(uri),
                                flags);
}

Result<std::string> RemoteConnection::metadata(const DomainRef& domain, int type,
                                               std::string_view uri, unsigned flags) {
  return ask<DomainGetMetadata, std::string>(on_wire(domain), type, unless_empty(uri), flags);
}

}  // namespace rollcall::rpc
