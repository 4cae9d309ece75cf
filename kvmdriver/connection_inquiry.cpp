// What guests say of themselves, and how their metadata changes.

#include "api/core/flag_checks.hpp"
#include "kvmdriver/connection.hpp"
#include "kvmdriver/errors.hpp"

namespace rollcall::kvm {
namespace {

DomainEvent metadata_event(const KvmDomain& domain, int type, std::string_view uri) {
  DomainEvent event;
  event.event_id = VIR_DOMAIN_EVENT_ID_METADATA_CHANGE;
  event.uuid = domain.definition()->uuid;
  event.name = domain.definition()->name;
  event.id = domain.runtime.id;
  event.type = type;
  event.text = uri;
  return event;
}

}  // namespace

Result<InquiryConnection::DomainView> Connection::look_at(const DomainRef& domain) {
  Registry::Access access(host_->registry());
  return access.find(domain).map([](const KvmDomain* found) {
    return DomainView{found->definitions, found->runtime};
  });
}

Result<std::uint64_t> Connection::cpu_time_ns(const DomainRef& domain) {
  GuestPtr guest;
  {
    Registry::Access access(host_->registry());
    const Result<KvmDomain*> found = access.find(domain);
    if (!found) return fail(found.error());
    guest = (*found)->guest;
  }
  return guest ? guest->process().cpu_time_ns().value_or(0) : 0;
}

Result<virDomainControlInfo> Connection::control_info(const DomainRef& domain, unsigned flags) {
  if (Status known = require_known(flags, 0, "the call"); !known) return fail(known.error());
  const Result<GuestPtr> guest = host_->guest_of(domain);
  if (!guest) return fail(guest.error());
  virDomainControlInfo info{VIR_DOMAIN_CONTROL_OK, 0, 0};
  if ((*guest)->is_being_asked()) info.state = VIR_DOMAIN_CONTROL_OCCUPIED;
  if ((*guest)->is_silent()) info.state = VIR_DOMAIN_CONTROL_ERROR;
  return info;
}

Result<virDomainJobInfo> Connection::job_info(const DomainRef& domain) {
  return InquiryConnection::find(domain.uuid).map([](const DomainRecord&) {
    virDomainJobInfo none{};
    none.type = VIR_DOMAIN_JOB_NONE;
    return none;
  });
}

Status Connection::abort_job(const DomainRef& domain) {
  const Result<DomainView> seen = look_at(domain);
  if (!seen) return fail(seen.error());
  return fail_kvm(VIR_ERR_OPERATION_INVALID, "the domain has no job to abort");
}

Status Connection::set_metadata(const DomainRef& domain, int type,
                                const std::optional<std::string>& value, std::string_view key,
                                std::string_view uri, unsigned flags) {
  const Result<KeyLocks::Held> held = host_->hold(domain.uuid);
  if (!held) return fail(held.error());
  const auto which = [flags](const DomainRuntime& runtime) { return affected_by(runtime, flags); };
  const auto change = [&](const KvmDomain& known,
                          AffectedDefinitions affected) -> Result<Definitions> {
    return with_metadata(known.definitions, affected, {type, value, key, uri});
  };
  Result<Definitions> changed = [&]() -> Result<Definitions> {
    Registry::Access access(host_->registry());
    const Result<AffectedDefinitions> affected = access.decide(domain, which);
    if (!affected) return fail(affected.error());
    return change(*access.find(domain.uuid), *affected);
  }();
  if (!changed) return fail(std::move(changed.error()));
  const Result<DomainView> seen = look_at(domain);
  if (seen && seen->runtime.persistent && changed->config != seen->definitions.config) {
    if (Status stored = store(changed->config, seen->runtime); !stored) return stored;
  }
  GuestPtr guest;
  {
    Registry::Access access(host_->registry());
    const Result<AffectedDefinitions> affected = access.decide(domain, which);
    if (!affected) return fail(affected.error());
    KvmDomain& known = *access.find(domain.uuid);
    changed = change(known, *affected);
    if (!changed) return fail(std::move(changed.error()));
    known.definitions = *std::move(changed);
    guest = known.guest;
    access.announce(metadata_event(known, type, uri));
  }
  if (guest) host_->write_record(guest);
  return {};
}

}  // namespace rollcall::kvm
