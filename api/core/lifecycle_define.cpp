// How domains come to be, start, and cease to exist.

#include "api/core/lifecycle.hpp"
#include "api/core/lifecycle_steps.hpp"

namespace rollcall::lifecycle {
namespace {

constexpr unsigned kCreateXmlFlags = VIR_DOMAIN_START_PAUSED | VIR_DOMAIN_START_AUTODESTROY |
                                     VIR_DOMAIN_START_VALIDATE | VIR_DOMAIN_START_RESET_NVRAM;

constexpr unsigned kCreateFlags = VIR_DOMAIN_START_PAUSED | VIR_DOMAIN_START_AUTODESTROY |
                                  VIR_DOMAIN_START_BYPASS_CACHE | VIR_DOMAIN_START_FORCE_BOOT |
                                  VIR_DOMAIN_START_RESET_NVRAM;

constexpr unsigned kUndefineFlags = VIR_DOMAIN_UNDEFINE_MANAGED_SAVE |
                                    VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
                                    VIR_DOMAIN_UNDEFINE_NVRAM | VIR_DOMAIN_UNDEFINE_KEEP_NVRAM |
                                    VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA |
                                    VIR_DOMAIN_UNDEFINE_TPM | VIR_DOMAIN_UNDEFINE_KEEP_TPM;

constexpr unsigned kRestoreFlags = VIR_DOMAIN_SAVE_BYPASS_CACHE | VIR_DOMAIN_SAVE_RUNNING |
                                   VIR_DOMAIN_SAVE_PAUSED | VIR_DOMAIN_SAVE_RESET_NVRAM;

void boot(Transition& transition, unsigned start_flags) {
  emit(transition, VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_BOOTED);
  if ((start_flags & VIR_DOMAIN_START_PAUSED) != 0) {
    start(transition, VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_USER);
    emit(transition, VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_PAUSED);
  } else {
    start(transition, VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_BOOTED);
    emit(transition, VIR_DOMAIN_EVENT_RESUMED, VIR_DOMAIN_EVENT_RESUMED_UNPAUSED);
  }
}

void load_running(Transition& transition) {
  emit(transition, VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_RESTORED);
  start(transition, VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_RESTORED);
  emit(transition, VIR_DOMAIN_EVENT_RESUMED, VIR_DOMAIN_EVENT_RESUMED_FROM_SNAPSHOT);
}

// QEMU loads memory as it receives a migration, hence the reason, which clients have come to see.
void load_paused(Transition& transition, virDomainEventSuspendedDetailType detail) {
  emit(transition, VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_RESTORED);
  start(transition, VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_MIGRATION);
  emit(transition, VIR_DOMAIN_EVENT_SUSPENDED, detail);
}

void load_managed_save(Transition& transition, const SavedImage& image, unsigned start_flags) {
  if ((start_flags & VIR_DOMAIN_START_PAUSED) != 0) {
    load_paused(transition, VIR_DOMAIN_EVENT_SUSPENDED_PAUSED);
  } else if (image.paused) {
    load_paused(transition, VIR_DOMAIN_EVENT_SUSPENDED_RESTORED);
  } else {
    load_running(transition);
  }
}

Transition from(const DomainRuntime* before_or_null) {
  return before_or_null == nullptr ? Transition{} : unchanged(*before_or_null);
}

tl::unexpected<Error> already_active() { return wrong_state("the domain is already active"); }

bool is_active(const DomainRuntime* domain_or_null) {
  return domain_or_null != nullptr && domain_or_null->active();
}

}  // namespace

Result<Transition> define(const DomainRuntime* before_or_null, unsigned flags) {
  if (Status known = require_known(flags, VIR_DOMAIN_DEFINE_VALIDATE, "define"); !known) {
    return fail(known.error());
  }
  Transition transition = from(before_or_null);
  DomainRuntime& after = transition.after;
  const bool update = after.persistent || after.has_configuration;
  emit(transition, VIR_DOMAIN_EVENT_DEFINED,
       update ? VIR_DOMAIN_EVENT_DEFINED_UPDATED : VIR_DOMAIN_EVENT_DEFINED_ADDED);
  after.persistent = true;
  after.has_configuration = true;
  return transition;
}

Result<Transition> undefine(const DomainRuntime& before, unsigned flags) {
  if (Status known = require_known(flags, kUndefineFlags, "undefine"); !known) {
    return fail(known.error());
  }
  for (const unsigned group : {VIR_DOMAIN_UNDEFINE_NVRAM | VIR_DOMAIN_UNDEFINE_KEEP_NVRAM,
                               VIR_DOMAIN_UNDEFINE_TPM | VIR_DOMAIN_UNDEFINE_KEEP_TPM}) {
    if (Status one = require_exclusive(flags, group, "undefine"); !one) return fail(one.error());
  }
  if (!before.persistent) return wrong_state("a transient domain has nothing to undefine");

  Transition transition = unchanged(before);
  emit(transition, VIR_DOMAIN_EVENT_UNDEFINED, VIR_DOMAIN_EVENT_UNDEFINED_REMOVED);
  if (before.active()) {
    transition.after.persistent = false;
    transition.after.autostart = false;
    return transition;
  }
  if (before.managed_save && (flags & VIR_DOMAIN_UNDEFINE_MANAGED_SAVE) == 0) {
    return wrong_state("the domain has a managed save image");
  }
  if (!before.snapshots.empty() && (flags & VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA) == 0) {
    return wrong_state("the domain has snapshots");
  }
  if (!before.checkpoints.empty() && (flags & VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA) == 0) {
    return wrong_state("the domain has checkpoints");
  }
  transition.gone = true;
  return transition;
}

Result<Transition> create_xml(const DomainRuntime* before_or_null, unsigned flags) {
  if (Status known = require_known(flags, kCreateXmlFlags, "create"); !known) {
    return fail(known.error());
  }
  if (is_active(before_or_null)) return already_active();
  Transition transition = from(before_or_null);
  boot(transition, flags);
  transition.after.autodestroy = (flags & VIR_DOMAIN_START_AUTODESTROY) != 0;
  return transition;
}

Result<Transition> create(const DomainRuntime& before, unsigned flags) {
  if (Status known = require_known(flags, kCreateFlags, "create"); !known) {
    return fail(known.error());
  }
  if (before.active()) return already_active();
  Transition transition = unchanged(before);
  if (before.managed_save && (flags & VIR_DOMAIN_START_FORCE_BOOT) == 0) {
    load_managed_save(transition, *before.managed_save, flags);
  } else {
    boot(transition, flags);
  }
  transition.after.autodestroy = (flags & VIR_DOMAIN_START_AUTODESTROY) != 0;
  return transition;
}

Transition start_failed(const DomainRuntime& before) {
  Transition transition = unchanged(before);
  enter(transition, VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_FAILED);
  return transition;
}

Result<Transition> restore(const DomainRuntime* before_or_null, const SavedImage& image,
                           unsigned flags) {
  if (Status known = require_known(flags, kRestoreFlags, "restore"); !known) {
    return fail(known.error());
  }
  constexpr unsigned kStates = VIR_DOMAIN_SAVE_RUNNING | VIR_DOMAIN_SAVE_PAUSED;
  if (Status one = require_exclusive(flags, kStates, "restore"); !one) return fail(one.error());
  if (is_active(before_or_null)) return already_active();
  Transition transition = from(before_or_null);
  if (comes_back_paused(image.paused, flags)) {
    load_paused(transition, VIR_DOMAIN_EVENT_SUSPENDED_RESTORED);
  } else {
    load_running(transition);
  }
  return transition;
}

Result<Transition> set_autostart(const DomainRuntime& before, bool autostart) {
  if (!before.persistent) return wrong_state("a transient domain cannot start by itself");
  Transition transition = unchanged(before);
  transition.after.autostart = autostart;
  return transition;
}

Result<Transition> rename(const DomainRuntime& before, NewName new_name, unsigned flags) {
  if (Status known = require_known(flags, 0, "rename"); !known) return fail(known.error());
  if (before.active()) return wrong_state("an active domain cannot be renamed");
  if (before.managed_save) return wrong_state("a domain with a managed save image keeps its name");
  if (new_name == NewName::kTaken) return wrong_state("the new name is taken");
  Transition transition = unchanged(before);
  emit(transition, VIR_DOMAIN_EVENT_UNDEFINED, VIR_DOMAIN_EVENT_UNDEFINED_RENAMED);
  emit(transition, VIR_DOMAIN_EVENT_DEFINED, VIR_DOMAIN_EVENT_DEFINED_RENAMED);
  return transition;
}

}  // namespace rollcall::lifecycle
