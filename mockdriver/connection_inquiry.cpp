// What simulated guests say of themselves, and how their metadata changes.

#include <fmt/format.h>

#include "api/core/flag_checks.hpp"
#include "mockdriver/mock_connection.hpp"

namespace rollcall {
namespace {

DomainEvent metadata_event(const DomainRecord& record, int type, std::string_view uri) {
  DomainEvent event;
  event.event_id = VIR_DOMAIN_EVENT_ID_METADATA_CHANGE;
  event.uuid = record.uuid;
  event.name = record.name;
  event.id = record.status.id;
  event.type = type;
  event.text = uri;
  return event;
}

}  // namespace

Result<std::uint64_t> MockConnection::cpu_time_ns(const DomainRef& domain) {
  return observe(domain).map(
      [](const Observation& seen) { return seen.ran_ns() * seen.domain.definition()->vcpus; });
}

Result<virDomainControlInfo> MockConnection::control_info(const DomainRef& domain, unsigned flags) {
  const Result<Observation> seen = observe(domain, flags, 0);
  if (!seen) return fail(seen.error());
  if (!seen->domain.runtime.active()) {
    return fail(VIR_ERR_OPERATION_INVALID, VIR_FROM_TEST, "the domain is not active");
  }
  return virDomainControlInfo{VIR_DOMAIN_CONTROL_OK, 0, 0};
}

Result<virDomainJobInfo> MockConnection::job_info(const DomainRef& domain) {
  return observe(domain).map([&](const Observation& seen) {
    virDomainJobInfo info{};
    info.type = VIR_DOMAIN_JOB_NONE;
    if (const std::optional<DomainJob> job = host_->held().job_on(domain.uuid)) {
      info.type = VIR_DOMAIN_JOB_UNBOUNDED;
      info.timeElapsed = (seen.now_ns - job->since_ns) / 1'000'000;
    }
    return info;
  });
}

Status MockConnection::abort_job(const DomainRef& domain) {
  const Result<Observation> seen = observe(domain);
  if (!seen) return fail(seen.error());
  const Error aborted = make_error(VIR_ERR_OPERATION_ABORTED, VIR_FROM_TEST,
                                   fmt::format("the job on '{}' was aborted", domain.name));
  if (host_->held().give_up(domain.uuid, aborted)) return {};
  return fail(VIR_ERR_OPERATION_INVALID, VIR_FROM_TEST, "the domain has no job to abort");
}

Status MockConnection::set_metadata(const DomainRef& domain, int type,
                                    const std::optional<std::string>& value, std::string_view key,
                                    std::string_view uri, unsigned flags) {
  HostCall host = call();
  const Result<AffectedDefinitions> affected = host.decide(
      domain, [flags](const DomainRuntime& runtime) { return affected_by(runtime, flags); });
  if (!affected) return fail(affected.error());
  MockDomain& changed = *host.find(domain.uuid);
  Result<Definitions> definitions =
      with_metadata(changed.definitions, *affected, {type, value, key, uri});
  if (!definitions) return fail(std::move(definitions.error()));
  changed.definitions = *std::move(definitions);
  host.announce(
      metadata_event({domain.uuid, changed.definition()->name, changed.status()}, type, uri));
  return {};
}

}  // namespace rollcall
