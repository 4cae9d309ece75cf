#include "mockdriver/deed.hpp"

#include <utility>

#include "mockdriver/host_call.hpp"

namespace rollcall {
namespace {

constexpr std::pair<std::string_view, Deed> kDeeds[] = {
    {"start", Deed::kStart},       {"destroy", Deed::kDestroy},   {"shutdown", Deed::kShutdown},
    {"reboot", Deed::kReboot},     {"suspend", Deed::kSuspend},   {"resume", Deed::kResume},
    {"crash", Deed::kCrash},       {"io-error", Deed::kIoError},  {"sleep", Deed::kSleep},
    {"wake", Deed::kWake},         {"undefine", Deed::kUndefine}, {"vanish", Deed::kVanish},
    {"recorded", Deed::kRecorded}, {"restart", Deed::kRestart},
};

constexpr unsigned kUndefineAll = VIR_DOMAIN_UNDEFINE_MANAGED_SAVE |
                                  VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
                                  VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA;

Result<Transition> vanish(const DomainRuntime& before) {
  if (!before.active()) return lifecycle::undefine(before, kUndefineAll);
  Result<Transition> destroyed = lifecycle::destroy(before, 0);
  if (!destroyed || destroyed->gone) return destroyed;
  Result<Transition> undefined = lifecycle::undefine(destroyed->after, kUndefineAll);
  if (!undefined) return undefined;
  undefined->events.insert(undefined->events.begin(), destroyed->events.begin(),
                           destroyed->events.end());
  return undefined;
}

// What a guest does by itself, which it must run for.
Transition done_by_guest(Deed deed, const DomainRuntime& before,
                         const DomainDefinition& definition) {
  switch (deed) {
    case Deed::kShutdown:
      return lifecycle::guest_powered_off(before, definition.on_poweroff);
    case Deed::kReboot:
      return lifecycle::guest_rebooted(before, definition.on_reboot);
    case Deed::kCrash:
      return lifecycle::guest_crashed(before, definition.on_crash);
    default:
      return lifecycle::guest_paused_by_io_error(before);
  }
}

Result<Transition> outcome_of(Deed deed, const MockDomain& domain) {
  const DomainRuntime& before = domain.runtime;
  switch (deed) {
    case Deed::kStart:
      return lifecycle::create(before, 0);
    case Deed::kDestroy:
      return lifecycle::destroy(before, 0);
    case Deed::kSuspend:
      return lifecycle::suspend(before);
    case Deed::kResume:
      return lifecycle::resume(before);
    case Deed::kSleep:
      return lifecycle::pm_suspend(before, VIR_NODE_SUSPEND_TARGET_MEM, 0, 0);
    case Deed::kWake:
      return lifecycle::pm_wakeup(before, 0);
    case Deed::kUndefine:
      return lifecycle::undefine(before, kUndefineAll);
    case Deed::kVanish:
      return vanish(before);
    default:
      if (before.state == VIR_DOMAIN_RUNNING) {
        return done_by_guest(deed, before, *domain.definition());
      }
      return fail(VIR_ERR_OPERATION_INVALID, VIR_FROM_TEST, "the guest does not run");
  }
}

}  // namespace

std::optional<Deed> deed_named(std::string_view name) {
  for (const auto& [known, deed] : kDeeds) {
    if (known == name) return deed;
  }
  return std::nullopt;
}

std::string deed_names() {
  std::string names;
  for (const auto& [name, deed] : kDeeds) {
    if (!names.empty()) names += ", ";
    names += "<" + std::string(name) + ">";
  }
  return names;
}

bool perform(HostCall& host, const Uuid& uuid, Deed deed) {
  const MockDomain* domain = host.find(uuid);
  if (domain == nullptr) return false;
  Result<Transition> transition = outcome_of(deed, *domain);
  if (!transition) return false;
  host.apply(uuid, *std::move(transition));
  return true;
}

unsigned perform(HostCall& host, const DomainDeed& deed) {
  if (deed.recorded_or_null != nullptr) return play(host, *deed.recorded_or_null) ? 1 : 0;
  if (is_of_host(deed.deed)) {
    host.restart(deed.deed == Deed::kForget);
    return 1;
  }
  unsigned done = 0;
  for (const Uuid& uuid : host.matching(deed.domain)) done += perform(host, uuid, deed.deed);
  return done;
}

}  // namespace rollcall
