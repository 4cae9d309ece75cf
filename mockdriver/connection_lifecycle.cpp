// Operations that define, start, change and end domains.

#include "mockdriver/guest_requests.hpp"
#include "mockdriver/mock_connection.hpp"

namespace rollcall {

Result<DomainRecord> MockConnection::realise(DefinitionPtr definition,
                                             DefinitionPtr Definitions::*role,
                                             const RealisationRule& rule) {
  HostCall host = call();
  const Result<MockDomain*> known = host.find_same(*definition);
  if (!known) return fail(known.error());
  Result<Transition> transition = rule(*known == nullptr ? nullptr : &(*known)->runtime);
  if (!transition) return fail(std::move(transition.error()));
  Definitions definitions = *known == nullptr ? Definitions() : (*known)->definitions;
  const Uuid uuid = definition->uuid;
  definitions.*role = std::move(definition);
  host.apply(uuid, *std::move(transition), std::move(definitions));
  const MockDomain& domain = *host.find(uuid);
  return DomainRecord{uuid, domain.definition()->name, domain.status()};
}

Result<DomainRecord> MockConnection::realise_xml(std::string_view xml,
                                                 DefinitionPtr Definitions::*role,
                                                 const RealisationRule& rule) {
  // Only wrong flags prevent a new domain, and they count before everything else.
  if (const Result<Transition> possible = rule(nullptr); !possible) return fail(possible.error());
  Result<DomainDefinition> definition = parse_domain(xml, new_uuid());
  if (!definition) return fail(std::move(definition.error()));
  return realise(std::make_shared<const DomainDefinition>(*std::move(definition)), role, rule);
}

Result<DomainRecord> MockConnection::define_xml(std::string_view xml, unsigned flags) {
  return realise_xml(xml, &Definitions::config, [flags](const DomainRuntime* before_or_null) {
    return lifecycle::define(before_or_null, flags);
  });
}

Result<DomainRecord> MockConnection::create_xml(std::string_view xml, unsigned flags) {
  return realise_xml(xml, &Definitions::guest, [flags](const DomainRuntime* before_or_null) {
    return lifecycle::create_xml(before_or_null, flags);
  });
}

Status MockConnection::undefine(const DomainRef& domain, unsigned flags) {
  return outcome(carry_out(
      domain, [flags](const DomainRuntime& before) { return lifecycle::undefine(before, flags); }));
}

Status MockConnection::rename(const DomainRef& domain, std::string_view new_name, unsigned flags) {
  HostCall host = call();
  const auto taken =
      host.is_name_taken(new_name) ? lifecycle::NewName::kTaken : lifecycle::NewName::kFree;
  Result<Transition> transition =
      host.decide(domain, [&](const DomainRuntime& before) -> Result<Transition> {
        const Status good = before.active() ? Status() : check_domain_name(new_name);
        if (!good) return fail(good.error());
        return lifecycle::rename(before, taken, flags);
      });
  if (!transition) return fail(std::move(transition.error()));
  host.rename(domain.uuid, *std::move(transition), std::string(new_name));
  return {};
}

Status MockConnection::set_autostart(const DomainRef& domain, bool autostart) {
  return outcome(carry_out(domain, [autostart](const DomainRuntime& before) {
    return lifecycle::set_autostart(before, autostart);
  }));
}

Result<std::int32_t> MockConnection::create(const DomainRef& domain, unsigned flags) {
  HostCall host = call();
  Result<Transition> transition = host.decide(
      domain, [flags](const DomainRuntime& before) { return lifecycle::create(before, flags); });
  if (!transition) return fail(std::move(transition.error()));
  Definitions definitions = host.find(domain.uuid)->definitions;
  const bool drops_image = (flags & VIR_DOMAIN_START_FORCE_BOOT) != 0;
  if (drops_image) definitions.guest = nullptr;
  return host.apply(domain.uuid, *std::move(transition), std::move(definitions));
}

Status MockConnection::suspend(const DomainRef& domain) {
  return outcome(carry_out(domain, lifecycle::suspend));
}

Status MockConnection::resume(const DomainRef& domain) {
  return outcome(carry_out(domain, lifecycle::resume));
}

Result<std::int32_t> MockConnection::shutdown(const DomainRef& domain, unsigned flags) {
  HostCall host = call();
  const Status requested = host.decide(domain, [flags](const DomainRuntime& before) {
    return lifecycle::request_shutdown(before, flags);
  });
  if (!requested) return fail(requested.error());
  // The request itself changes nothing; what follows is the guest's.
  return ask_to_shut_down(host, domain.uuid);
}

Status MockConnection::reboot(const DomainRef& domain, unsigned flags) {
  HostCall host = call();
  Status requested = host.decide(domain, [flags](const DomainRuntime& before) {
    return lifecycle::request_reboot(before, flags);
  });
  if (!requested) return requested;
  ask_to_reboot(host, domain.uuid);
  return {};
}

Status MockConnection::reset(const DomainRef& domain, unsigned flags) {
  return outcome(carry_out(
      domain, [flags](const DomainRuntime& before) { return lifecycle::reset(before, flags); }));
}

Result<std::int32_t> MockConnection::destroy(const DomainRef& domain, unsigned flags) {
  return carry_out(
      domain, [flags](const DomainRuntime& before) { return lifecycle::destroy(before, flags); });
}

Status MockConnection::pm_suspend(const DomainRef& domain, unsigned target,
                                  unsigned long long duration_s, unsigned flags) {
  HostCall host = call();
  Result<Transition> transition = host.decide(domain, [=](const DomainRuntime& before) {
    return lifecycle::pm_suspend(before, target, duration_s, flags);
  });
  if (!transition) return fail(std::move(transition.error()));
  host.apply(domain.uuid, *std::move(transition));
  fell_asleep(host, domain.uuid);
  return {};
}

Status MockConnection::pm_wakeup(const DomainRef& domain, unsigned flags) {
  return outcome(carry_out(domain, [flags](const DomainRuntime& before) {
    return lifecycle::pm_wakeup(before, flags);
  }));
}

}  // namespace rollcall
