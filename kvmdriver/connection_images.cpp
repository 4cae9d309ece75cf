// Operations on the memory of guests: managed save, save and restore, core dumps.

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include <fmt/format.h>

#include "kvmdriver/connection.hpp"
#include "kvmdriver/errors.hpp"
#include "kvmdriver/saved_image.hpp"

namespace rollcall::kvm {
namespace {

constexpr std::chrono::minutes kTimeToDump{10};

// The definition that takes the place of `saved`, which `xml` may replace but not rename.
Result<DefinitionPtr> replaced_definition(DefinitionPtr saved, std::string_view xml) {
  if (xml.empty()) return saved;
  Result<DomainDefinition> wanted = parse_domain(xml, [&] { return saved->uuid; });
  if (!wanted) return fail(std::move(wanted.error()));
  if (wanted->uuid != saved->uuid || wanted->name != saved->name) {
    return fail_kvm(VIR_ERR_CONFIG_UNSUPPORTED,
                    fmt::format("the guest is '{}' with uuid '{}'; the XML is of another domain",
                                saved->name, to_string(saved->uuid)));
  }
  return std::make_shared<const DomainDefinition>(*std::move(wanted));
}

// QEMU's name of a virDomainCoreDumpFormat; nothing for one that it lacks.
std::string_view dump_format(unsigned format) {
  constexpr std::array<std::string_view, 5> kNames = {"elf", "kdump-zlib", "kdump-lzo",
                                                      "kdump-snappy", "win-dmp"};
  return format < kNames.size() ? kNames[format] : std::string_view();
}

}  // namespace

Result<std::int32_t> Connection::managed_save(const DomainRef& domain, unsigned flags) {
  const Result<KeyLocks::Held> held = host_->hold(domain.uuid);
  if (!held) return fail(held.error());
  Host::SaveRequest request;
  request.path = host_->folder().save_file(domain.uuid);
  request.rule = [flags](const DomainRuntime& before) {
    return lifecycle::managed_save(before, flags);
  };
  {
    Registry::Access access(host_->registry());
    const Result<Transition> possible = access.decide(domain, request.rule);
    if (!possible) return fail(possible.error());
    request.paused = possible->after.managed_save->paused;
    request.definition = access.find(domain.uuid)->definitions.guest;
  }
  return host_->save_guest(domain, request);
}

Status Connection::managed_save_remove(const DomainRef& domain, unsigned flags) {
  const Result<KeyLocks::Held> held = host_->hold(domain.uuid);
  if (!held) return fail(held.error());
  const auto rule = [flags](const DomainRuntime& before) {
    return lifecycle::managed_save_remove(before, flags);
  };
  if (const auto possible = decide(domain, rule); !possible) return fail(possible.error());
  if (Status removed = host_->folder().remove_save(domain.uuid); !removed) return removed;
  Registry::Access access(host_->registry());
  Result<Transition> transition = access.decide(domain, rule);
  if (!transition) return fail(std::move(transition.error()));
  access.apply(domain.uuid, *std::move(transition));
  return {};
}

Result<std::int32_t> Connection::save(const DomainRef& domain, const std::string& path,
                                      std::string_view xml, unsigned flags) {
  const Result<KeyLocks::Held> held = host_->hold(domain.uuid);
  if (!held) return fail(held.error());
  Host::SaveRequest request;
  request.path = path;
  request.rule = [flags](const DomainRuntime& before) {
    return lifecycle::save(before, flags).map([](const lifecycle::SaveToFile& saved) {
      return saved.transition;
    });
  };
  {
    Registry::Access access(host_->registry());
    const auto possible = access.decide(
        domain, [flags](const DomainRuntime& before) { return lifecycle::save(before, flags); });
    if (!possible) return fail(possible.error());
    request.paused = possible->image.paused;
    request.definition = access.find(domain.uuid)->definitions.guest;
  }
  Result<DefinitionPtr> definition = replaced_definition(request.definition, xml);
  if (!definition) return fail(std::move(definition.error()));
  request.definition = *std::move(definition);
  return host_->save_guest(domain, request);
}

Status Connection::restore(const std::string& path, std::string_view xml, unsigned flags) {
  // Only wrong flags prevent a new domain, and they count before everything else.
  if (const auto possible = lifecycle::restore(nullptr, {}, flags); !possible) {
    return fail(possible.error());
  }
  Result<OpenImage> image = open_image(path);
  if (!image) return fail(std::move(image.error()));
  StartRequest request;
  Result<DefinitionPtr> definition = replaced_definition(image->header.definition, xml);
  if (!definition) return fail(std::move(definition.error()));
  request.definition = *std::move(definition);
  request.image_file = path;
  request.rule = [flags, paused = image->header.paused](const DomainRuntime* before_or_null) {
    return lifecycle::restore(before_or_null, SavedImage{paused}, flags);
  };
  const auto held = host_->hold(request.definition->uuid, request.definition->name);
  if (!held) return fail(held.error());
  {
    Registry::Access access(host_->registry());
    const Result<KvmDomain*> known = access.find_same(*request.definition);
    if (!known) return fail(known.error());
    const auto possible = request.rule(*known == nullptr ? nullptr : &(*known)->runtime);
    if (!possible) return fail(possible.error());
    request.paused = possible->after.state == VIR_DOMAIN_PAUSED;
  }
  return outcome(host_->start_guest(request));
}

Result<std::int32_t> Connection::core_dump(const DomainRef& domain, const std::string& path,
                                           unsigned format, unsigned flags) {
  const Result<KeyLocks::Held> held = host_->hold(domain.uuid);
  if (!held) return fail(held.error());
  const auto rule = [flags](const DomainRuntime& before) {
    return lifecycle::core_dump(before, flags);
  };
  if (const auto possible = decide(domain, rule); !possible) return fail(possible.error());
  const Result<GuestPtr> guest = host_->guest_of(domain);
  if (!guest) return fail(guest.error());
  if (dump_format(format).empty()) {
    return fail_kvm(VIR_ERR_OPERATION_UNSUPPORTED,
                    fmt::format("QEMU has no format {} of core dumps", format));
  }
  const std::string partial = partial_name(path);
  constexpr mode_t kOwnerOnly = 0600;
  const auto file = std::make_shared<UniqueFd>(
      ::open(partial.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, kOwnerOnly));
  if (!file->is_open()) return fail(system_error("create", path, errno));
  Result<Json> dumped;
  {
    const Guest::Busy busy(**guest);
    QmpCommand pass = (*guest)->command("getfd", {{"fdname", "dump"}});
    pass.descriptor = file;
    dumped = (*guest)->call(std::move(pass));
    if (dumped) {
      QmpCommand dump =
          (*guest)->command("dump-guest-memory", {{"paging", false},
                                                  {"protocol", "fd:dump"},
                                                  {"format", std::string(dump_format(format))}});
      dump.timeout = kTimeToDump;
      dumped = (*guest)->call(std::move(dump));
    }
  }
  if (!dumped || ::rename(partial.c_str(), path.c_str()) != 0) {
    const int number = errno;
    ::unlink(partial.c_str());
    if (!dumped) return fail(std::move(dumped.error()));
    return fail(system_error("write", path, number));
  }
  if ((flags & VIR_DUMP_CRASH) != 0) return host_->end_guest(domain, rule, Force::kInsist);
  const bool resets = (flags & VIR_DUMP_RESET) != 0;
  return host_->ask_guest(domain, resets ? "system_reset" : "query-status", rule);
}

}  // namespace rollcall::kvm
