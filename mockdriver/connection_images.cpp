// Operations on the memory of guests: managed save, save and restore, core dumps.

#include <fmt/format.h>

#include "mockdriver/mock_connection.hpp"
#include "mockdriver/saved_guest.hpp"

namespace rollcall {
namespace {

// The definition that takes the place of `saved`, which `xml` may replace but not rename.
Result<DomainDefinition> replaced_definition(const DomainDefinition& saved, std::string_view xml) {
  if (xml.empty()) return saved;
  Result<DomainDefinition> wanted = parse_domain(xml, [&] { return saved.uuid; });
  if (wanted && (wanted->uuid != saved.uuid || wanted->name != saved.name)) {
    return fail(
        VIR_ERR_CONFIG_UNSUPPORTED, VIR_FROM_TEST,
        fmt::format("the guest is the domain '{}' with uuid '{}', which the XML cannot turn "
                    "into '{}' with uuid '{}'",
                    saved.name, to_string(saved.uuid), wanted->name, to_string(wanted->uuid)));
  }
  return wanted;
}

}  // namespace

Result<std::int32_t> MockConnection::managed_save(const DomainRef& domain, unsigned flags) {
  return carry_out(domain, [flags](const DomainRuntime& before) {
    return lifecycle::managed_save(before, flags);
  });
}

Status MockConnection::managed_save_remove(const DomainRef& domain, unsigned flags) {
  return outcome(carry_out(domain, [flags](const DomainRuntime& before) {
    return lifecycle::managed_save_remove(before, flags);
  }));
}

Result<std::int32_t> MockConnection::save(const DomainRef& domain, const std::string& path,
                                          std::string_view xml, unsigned flags) {
  HostCall host = call();
  Result<lifecycle::SaveToFile> saved = host.decide(
      domain, [flags](const DomainRuntime& before) { return lifecycle::save(before, flags); });
  if (!saved) return fail(std::move(saved.error()));
  const MockDomain& guest = *host.find(domain.uuid);
  const Result<DomainDefinition> definition = replaced_definition(*guest.definition(), xml);
  if (!definition) return fail(definition.error());
  if (Status written = write_saved_guest(path, {saved->image, *definition}); !written) {
    return fail(std::move(written.error()));
  }
  return host.apply(domain.uuid, std::move(saved->transition));
}

Status MockConnection::restore(const std::string& path, std::string_view xml, unsigned flags) {
  const auto rule_for = [flags](const SavedImage& image) {
    return [flags, image](const DomainRuntime* before) {
      return lifecycle::restore(before, image, flags);
    };
  };
  // Only wrong flags prevent a new domain, and they count before everything else.
  if (const Result<Transition> possible = rule_for({})(nullptr); !possible) {
    return fail(possible.error());
  }
  const Result<SavedGuest> guest = read_saved_guest(path);
  if (!guest) return fail(guest.error());
  Result<DomainDefinition> definition = replaced_definition(guest->definition, xml);
  if (!definition) return fail(std::move(definition.error()));
  const Result<DomainRecord> restored =
      realise(std::make_shared<const DomainDefinition>(*std::move(definition)), &Definitions::guest,
              rule_for(guest->image));
  return restored ? Status() : fail(restored.error());
}

Result<std::int32_t> MockConnection::core_dump(const DomainRef& domain, const std::string& path,
                                               unsigned, unsigned flags) {
  HostCall host = call();
  Result<Transition> transition = host.decide(
      domain, [flags](const DomainRuntime& before) { return lifecycle::core_dump(before, flags); });
  if (!transition) return fail(std::move(transition.error()));
  const MockDomain& guest = *host.find(domain.uuid);
  if (Status written = write_core(path, *guest.definition(), guest.runtime.id); !written) {
    return fail(std::move(written.error()));
  }
  return host.apply(domain.uuid, *std::move(transition));
}

}  // namespace rollcall
