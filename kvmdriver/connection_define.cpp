// Operations that define, change and undefine domains.

#include <fmt/format.h>

#include "kvmdriver/connection.hpp"
#include "kvmdriver/errors.hpp"
#include "kvmdriver/new_uuid.hpp"

namespace rollcall::kvm {

Result<DefinitionPtr> Connection::parse(std::string_view xml) {
  Result<DomainDefinition> definition = parse_domain(xml, new_uuid);
  if (!definition) return fail(std::move(definition.error()));
  if (const Result<Machine> machine = read_machine(*definition); !machine) {
    return fail(machine.error());
  }
  return std::make_shared<const DomainDefinition>(*std::move(definition));
}

Status Connection::store(const DefinitionPtr& config, const DomainRuntime& after) {
  return host_->folder().write_domain(
      {config, after.autostart, after.snapshots, after.checkpoints});
}

Result<DomainRecord> Connection::define_xml(std::string_view xml, unsigned flags) {
  // Only wrong flags prevent a new domain, and they count before everything else.
  if (const auto possible = lifecycle::define(nullptr, flags); !possible) {
    return fail(possible.error());
  }
  const Result<DefinitionPtr> definition = parse(xml);
  if (!definition) return fail(definition.error());
  const Uuid uuid = (*definition)->uuid;
  const Result<KeyLocks::Held> held = host_->hold(uuid, (*definition)->name);
  if (!held) return fail(held.error());
  const auto decide_now = [&](Registry::Access& access) -> Result<Transition> {
    const Result<KvmDomain*> known = access.find_same(**definition);
    if (!known) return fail(known.error());
    return lifecycle::define(*known == nullptr ? nullptr : &(*known)->runtime, flags);
  };
  Result<Transition> transition = [&] {
    Registry::Access access(host_->registry());
    return decide_now(access);
  }();
  if (!transition) return fail(std::move(transition.error()));
  if (Status stored = store(*definition, transition->after); !stored) {
    return fail(std::move(stored.error()));
  }
  GuestPtr guest;
  DomainRecord record{uuid, (*definition)->name, {}};
  {
    Registry::Access access(host_->registry());
    // The guest may have changed meanwhile; a transient one may have ended and left nothing.
    transition = decide_now(access);
    if (!transition) return fail(std::move(transition.error()));
    const KvmDomain* known = access.find(uuid);
    KvmDomain domain = known == nullptr ? KvmDomain{} : *known;
    domain.definitions.config = *definition;
    access.apply(uuid, *std::move(transition), std::move(domain));
    const KvmDomain& after = *access.find(uuid);
    guest = after.guest;
    record.status = status_of(after.runtime, *after.definition());
  }
  if (guest) host_->write_record(guest);
  return record;
}

Result<DomainRecord> Connection::create_xml(std::string_view xml, unsigned flags) {
  if (const auto possible = lifecycle::create_xml(nullptr, flags); !possible) {
    return fail(possible.error());
  }
  const Result<DefinitionPtr> definition = parse(xml);
  if (!definition) return fail(definition.error());
  const Uuid uuid = (*definition)->uuid;
  const Result<KeyLocks::Held> held = host_->hold(uuid, (*definition)->name);
  if (!held) return fail(held.error());
  StartRequest request;
  request.definition = *definition;
  request.paused = (flags & VIR_DOMAIN_START_PAUSED) != 0;
  request.owner = number_;
  request.rule = [flags](const DomainRuntime* before_or_null) {
    return lifecycle::create_xml(before_or_null, flags);
  };
  {
    Registry::Access access(host_->registry());
    const Result<KvmDomain*> known = access.find_same(**definition);
    if (!known) return fail(known.error());
    const auto possible = request.rule(*known == nullptr ? nullptr : &(*known)->runtime);
    if (!possible) return fail(possible.error());
  }
  const Result<std::int32_t> id = host_->start_guest(request);
  if (!id) return fail(id.error());
  Result<DomainRecord> record = find(uuid);
  // It may have ended already, but it was there.
  if (!record) record = DomainRecord{uuid, (*definition)->name, {}};
  return record;
}

Status Connection::undefine(const DomainRef& domain, unsigned flags) {
  const Result<KeyLocks::Held> held = host_->hold(domain.uuid);
  if (!held) return fail(held.error());
  const auto rule = [flags](const DomainRuntime& before) {
    return lifecycle::undefine(before, flags);
  };
  if (const auto possible = decide(domain, rule); !possible) return fail(possible.error());
  if (Status removed = host_->folder().remove_domain(domain.uuid); !removed) return removed;
  if (Status removed = host_->folder().remove_save(domain.uuid); !removed) return removed;
  GuestPtr guest;
  {
    Registry::Access access(host_->registry());
    Result<Transition> transition = access.decide(domain, rule);
    if (!transition) return fail(std::move(transition.error()));
    guest = access.find(domain.uuid)->guest;
    access.apply(domain.uuid, *std::move(transition));
  }
  if (guest) host_->write_record(guest);
  return {};
}

Status Connection::rename(const DomainRef& domain, std::string_view new_name, unsigned flags) {
  const std::string name(new_name);
  const Result<KeyLocks::Held> held = host_->hold(domain.uuid, name);
  if (!held) return fail(held.error());
  DefinitionPtr renamed;
  const auto decide_now = [&](Registry::Access& access) {
    return access.decide(domain, [&](const DomainRuntime& before) -> Result<Transition> {
      const Status good = before.active() ? Status() : check_domain_name(name);
      if (!good) return fail(good.error());
      const bool taken = access.is_name_taken(name);
      return lifecycle::rename(
          before, taken ? lifecycle::NewName::kTaken : lifecycle::NewName::kFree, flags);
    });
  };
  Result<Transition> transition = [&] {
    Registry::Access access(host_->registry());
    Result<Transition> decided = decide_now(access);
    if (decided) {
      auto copy = std::make_shared<DomainDefinition>(*access.find(domain.uuid)->definitions.config);
      copy->name = name;
      renamed = std::move(copy);
    }
    return decided;
  }();
  if (!transition) return fail(std::move(transition.error()));
  if (Status stored = store(renamed, transition->after); !stored) return stored;
  Registry::Access access(host_->registry());
  access.rename(domain.uuid, *std::move(transition), std::move(renamed));
  return {};
}

Status Connection::set_autostart(const DomainRef& domain, bool autostart) {
  const Result<KeyLocks::Held> held = host_->hold(domain.uuid);
  if (!held) return fail(held.error());
  const auto rule = [autostart](const DomainRuntime& before) {
    return lifecycle::set_autostart(before, autostart);
  };
  DefinitionPtr config;
  Result<Transition> transition = [&] {
    Registry::Access access(host_->registry());
    Result<Transition> decided = access.decide(domain, rule);
    if (decided) config = access.find(domain.uuid)->definitions.config;
    return decided;
  }();
  if (!transition) return fail(std::move(transition.error()));
  if (Status stored = store(config, transition->after); !stored) return stored;
  Registry::Access access(host_->registry());
  transition = access.decide(domain, rule);
  if (!transition) return fail(std::move(transition.error()));
  access.apply(domain.uuid, *std::move(transition));
  return {};
}

}  // namespace rollcall::kvm
