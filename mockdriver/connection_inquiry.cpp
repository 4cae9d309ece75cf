// What domains say of themselves, and their metadata.

#include <fmt/format.h>

#include "api/core/domain_metadata.hpp"
#include "api/core/domain_secrets.hpp"
#include "api/core/flag_checks.hpp"
#include "mockdriver/mock_connection.hpp"

namespace rollcall {
namespace {

constexpr unsigned kAffectFlags = VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG;

// Which definitions a call with VIR_DOMAIN_AFFECT_* flags means.
struct Affected {
  bool guest;
  bool config;
};

Result<Affected> affected_by(const DomainRuntime& runtime, unsigned flags) {
  if (Status known = require_known(flags, kAffectFlags, "the call"); !known) {
    return fail(std::move(known.error()));
  }
  if (flags == VIR_DOMAIN_AFFECT_CURRENT) return Affected{runtime.active(), !runtime.active()};
  const Affected affected{(flags & VIR_DOMAIN_AFFECT_LIVE) != 0,
                          (flags & VIR_DOMAIN_AFFECT_CONFIG) != 0};
  if (affected.guest && !runtime.active()) {
    return fail(VIR_ERR_OPERATION_INVALID, VIR_FROM_TEST, "the domain is not active");
  }
  if (affected.config && !runtime.persistent) {
    return fail(VIR_ERR_OPERATION_INVALID, VIR_FROM_TEST,
                "a transient domain has no persistent definition");
  }
  return affected;
}

Status change_metadata(DefinitionPtr& definition, const MetadataChange& change) {
  Result<DomainDefinition> changed = with_metadata(*definition, change);
  if (!changed) return fail(std::move(changed.error()));
  definition = std::make_shared<const DomainDefinition>(*std::move(changed));
  return {};
}

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

Result<std::string> MockConnection::xml(const DomainRef& domain, unsigned flags) {
  constexpr unsigned kKnown = VIR_DOMAIN_XML_SECURE | VIR_DOMAIN_XML_INACTIVE |
                              VIR_DOMAIN_XML_UPDATE_CPU | VIR_DOMAIN_XML_MIGRATABLE;
  const Result<Observation> seen = observe(domain, flags, kKnown);
  if (!seen) return fail(seen.error());
  const MockDomain& seen_domain = seen->domain;
  const bool inactive = (flags & VIR_DOMAIN_XML_INACTIVE) != 0;
  const DefinitionPtr& config = seen_domain.definitions.config;
  const DomainDefinition& definition = inactive && config ? *config : *seen_domain.definition();
  const int id = inactive ? kIdInactive : seen_domain.runtime.id;
  if ((flags & VIR_DOMAIN_XML_SECURE) != 0) return format_domain(definition, id);
  return format_domain(without_secrets(definition), id);
}

Result<std::string> MockConnection::os_type(const DomainRef& domain) {
  return observe(domain).map(
      [](const Observation& seen) { return seen.domain.definition()->os_type; });
}

Result<bool> MockConnection::is_updated(const DomainRef& domain) {
  const Result<Observation> seen = observe(domain);
  if (!seen || !seen->domain.runtime.active()) return false;
  const Definitions& definitions = seen->domain.definitions;
  if (!definitions.config || definitions.config == definitions.guest) return false;
  return format_domain(*definitions.config, kIdInactive) !=
         format_domain(*definitions.guest, kIdInactive);
}

Result<std::uint64_t> MockConnection::cpu_time_ns(const DomainRef& domain) {
  return observe(domain).map([](const Observation& seen) {
    const bool runs = seen.domain.runtime.state == VIR_DOMAIN_RUNNING;
    return seen.domain.cpu.spent_ns(runs, seen.now_ns) * seen.domain.definition()->vcpus;
  });
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
  const Result<Affected> affected = host.decide(
      domain, [flags](const DomainRuntime& runtime) { return affected_by(runtime, flags); });
  if (!affected) return fail(affected.error());
  MockDomain& changed = *host.find(domain.uuid);
  const MetadataChange change{type, value, key, uri};
  Definitions definitions = changed.definitions;
  if (affected->guest) {
    if (Status done = change_metadata(definitions.guest, change); !done) return done;
  }
  if (affected->config) {
    if (Status done = change_metadata(definitions.config, change); !done) return done;
  }
  changed.definitions = std::move(definitions);
  host.announce(
      metadata_event({domain.uuid, changed.definition()->name, changed.status()}, type, uri));
  return {};
}

Result<std::string> MockConnection::metadata(const DomainRef& domain, int type,
                                             std::string_view uri, unsigned flags) {
  if (flags == kAffectFlags) {
    return fail(VIR_ERR_INVALID_ARG, VIR_FROM_TEST,
                "metadata comes from the running definition or the persistent one, not from both");
  }
  const Result<Observation> seen = observe(domain, flags, kAffectFlags);
  if (!seen) return fail(seen.error());
  const Result<Affected> affected = affected_by(seen->domain.runtime, flags);
  if (!affected) return fail(affected.error());
  const Definitions& definitions = seen->domain.definitions;
  return rollcall::metadata(affected->guest ? *definitions.guest : *definitions.config, type, uri);
}

}  // namespace rollcall
