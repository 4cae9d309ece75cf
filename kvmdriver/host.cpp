#include "kvmdriver/host.hpp"

#include <future>

#include <fmt/format.h>

#include "api/core/check.hpp"
#include "kvmdriver/errors.hpp"

namespace rollcall::kvm {
namespace {

// Longer than any command may take, so that whoever waits here is told by the command instead.
constexpr int kPatienceFactor = 4;

Error ended_meanwhile() {
  return make_error(VIR_ERR_OPERATION_INVALID, VIR_FROM_QEMU,
                    "the domain is not active: its guest has ended meanwhile");
}

}  // namespace

Host::Host(HostSpec spec, StateFolder folder)
    : spec_(std::move(spec)), folder_(std::move(folder)) {}

Host::~Host() {
  loop_.stop();
  record_writer_.stop();
  // What waits for an answer holds the guest, which holds what waits.
  const Registry::Access access(registry_);
  for (const auto& [uuid, domain] : access.domains()) {
    if (domain.guest) domain.guest->forget();
  }
}

Guest::Surroundings Host::surroundings() {
  return {loop_.io(), folder_, *this, spec_.command_timeout};
}

Result<KeyLocks::Held> Host::hold(const Uuid& uuid) {
  return locks_.acquire({to_string(uuid)}, spec_.command_timeout * kPatienceFactor);
}

Result<KeyLocks::Held> Host::hold(const Uuid& uuid, const std::string& name) {
  return locks_.acquire({to_string(uuid), "name " + name}, spec_.command_timeout * kPatienceFactor);
}

Result<GuestPtr> Host::guest_of(const DomainRef& domain) {
  Registry::Access access(registry_);
  const Result<KvmDomain*> found = access.find(domain);
  if (!found) return fail(found.error());
  if (!(*found)->guest) {
    return fail_kvm(VIR_ERR_OPERATION_INVALID, "the domain is not active");
  }
  return (*found)->guest;
}

Result<std::int32_t> Host::ask_guest(const DomainRef& domain, const std::string& command,
                                     const Rule& rule) {
  GuestPtr guest;
  {
    Registry::Access access(registry_);
    const Result<Transition> possible = access.decide(domain, rule);
    if (!possible) return fail(possible.error());
    guest = access.find(domain.uuid)->guest;
    if (!guest) return fail(ended_meanwhile());
  }
  auto outcome = std::make_shared<std::promise<Result<std::int32_t>>>();
  guest->ask(command, [this, guest, rule, outcome](const Result<Json>& answer) {
    if (!answer) return outcome->set_value(fail(answer.error()));
    std::int32_t id = kIdInactive;
    {
      Registry::Access access(registry_);
      const KvmDomain* known = access.find(guest->uuid());
      if (known == nullptr || known->guest != guest) {
        return outcome->set_value(fail(ended_meanwhile()));
      }
      Result<Transition> transition = rule(known->runtime);
      if (!transition) return outcome->set_value(fail(transition.error()));
      id = access.apply(guest->uuid(), *std::move(transition));
    }
    record_writer_.note(guest);
    outcome->set_value(id);
  });
  return outcome->get_future().get();
}

Status Host::ask_for_reboot(const GuestPtr& guest) {
  const auto want = [&](bool wanted) {
    {
      const Registry::Access access(registry_);
      guest->reboot_wanted = wanted;
    }
    write_record(guest);
  };
  want(true);
  const Result<Json> answer = guest->call("system_powerdown");
  if (answer) return {};
  want(false);
  return fail(answer.error());
}

Result<GuestPtr> Host::begin_end(const DomainRef& domain, const Rule& rule, bool& ours) {
  Registry::Access access(registry_);
  const Result<Transition> possible = access.decide(domain, rule);
  if (!possible) return fail(possible.error());
  GuestPtr guest = access.find(domain.uuid)->guest;
  ours = !guest->end_rule;
  if (ours) {
    guest->end_rule = [rule](const DomainRuntime& before) {
      Result<Transition> end = rule(before);
      ROLLCALL_CHECK(end.has_value());
      return *std::move(end);
    };
  }
  return guest;
}

Result<std::int32_t> Host::end_guest(const DomainRef& domain, const Rule& rule, Force force) {
  for (;;) {
    bool ours = false;
    const Result<GuestPtr> guest = begin_end(domain, rule, ours);
    if (!guest) return fail(guest.error());
    (*guest)->end(force);
    if ((*guest)->wait_until_dead(kTimeToDie)) {
      if (ours) return kIdInactive;
      continue;  // it ended for another reason, after which the rule has its say
    }
    if (force == Force::kAsk && ours) {
      const Registry::Access access(registry_);
      (*guest)->end_rule = nullptr;
    }
    return fail_kvm(VIR_ERR_OPERATION_FAILED,
                    fmt::format("the process {} of the guest has not ended within {} s",
                                (*guest)->process().identity().pid, kTimeToDie.count()));
  }
}

void Host::destroy_autodestroyed(ConnectionNumber connection) {
  std::vector<std::pair<Uuid, std::string>> doomed;
  {
    const Registry::Access access(registry_);
    for (const auto& [uuid, domain] : access.domains()) {
      if (domain.runtime.autodestroy && domain.guest->owner == connection) {
        doomed.emplace_back(uuid, domain.definition()->name);
      }
    }
  }
  for (const auto& [uuid, name] : doomed) {
    // One that has ended by itself meanwhile is as it should be.
    (void)end_guest(
        {uuid, name}, [](const DomainRuntime& before) { return lifecycle::destroy(before, 0); },
        Force::kInsist);
  }
}

void Host::write_record(const GuestPtr& guest) {
  const std::lock_guard one_at_a_time(guest->record_mutex);
  if (guest->record_removed) return;
  GuestRecord record;
  {
    Registry::Access access(registry_);
    const KvmDomain* domain = access.find(guest->uuid());
    if (domain == nullptr || domain->guest != guest) return;
    record.phase = GuestRecord::Phase::kRunning;
    record.id = domain->runtime.id;
    record.state = domain->runtime.state;
    record.reason = domain->runtime.reason;
    record.reboot_wanted = guest->reboot_wanted;
    record.autodestroy = domain->runtime.autodestroy;
    record.save_file = guest->save_file;
    record.save_token = guest->save_token;
    if (!record.save_file.empty()) record.phase = GuestRecord::Phase::kSaving;
    record.has_configuration = domain->runtime.has_configuration;
    record.live.definition = domain->definitions.guest;
    record.live.snapshots = domain->runtime.snapshots;
    record.live.checkpoints = domain->runtime.checkpoints;
  }
  record.arguments = guest->arguments();
  record.process = guest->process().identity();
  // Without it the guest would only be looked at more closely after a crash of the driver.
  (void)folder_.write_record(guest->uuid(), record);
}

void Host::check_invariants() {
  registry_.table().check_invariants();
  Registry::Access access(registry_);
  ROLLCALL_CHECK(registry_.table().count(ListFilter()) == access.domains().size());
  for (const auto& [uuid, domain] : access.domains()) {
    const std::optional<DomainRecord> listed = registry_.table().find(uuid);
    ROLLCALL_CHECK(listed.has_value());
    ROLLCALL_CHECK(listed->name == domain.definition()->name);
    ROLLCALL_CHECK(listed->status == status_of(domain.runtime, *domain.definition()));
    ROLLCALL_CHECK((domain.guest != nullptr) == domain.runtime.active());
    ROLLCALL_CHECK((domain.definitions.config != nullptr) == domain.runtime.persistent);
  }
}

}  // namespace rollcall::kvm
