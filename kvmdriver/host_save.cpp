// How the memory of guests is written to files.

#include <unistd.h>

#include <fmt/format.h>

#include "kvmdriver/errors.hpp"
#include "kvmdriver/host.hpp"
#include "kvmdriver/new_uuid.hpp"
#include "kvmdriver/qemu_command.hpp"
#include "kvmdriver/saved_image.hpp"

namespace rollcall::kvm {
namespace {

// As fast as the disk takes it; QEMU's own limit is meant for networks.
constexpr std::uint64_t kBytesPerSecond = std::uint64_t{1} << 40;

}  // namespace

Status Host::write_memory(const GuestPtr& guest, virDomainState state,
                          const std::shared_ptr<UniqueFd>& file) {
  std::vector<QmpCommand> commands;
  // A sleeping guest is woken: its memory cannot be saved asleep.
  if (state == VIR_DOMAIN_PMSUSPENDED) commands.push_back(guest->command("system_wakeup"));
  if (state == VIR_DOMAIN_PMSUSPENDED || state == VIR_DOMAIN_RUNNING) {
    commands.push_back(guest->command("stop"));
  }
  const Json events = {{"capability", "events"}, {"state", true}};
  commands.push_back(
      guest->command("migrate-set-capabilities", {{"capabilities", Json::array({events})}}));
  commands.push_back(
      guest->command("migrate-set-parameters", {{"max-bandwidth", kBytesPerSecond}}));
  commands.push_back(guest->command("getfd", {{"fdname", "image"}}));
  commands.back().descriptor = file;
  commands.push_back(guest->command("migrate", {{"uri", "fd:image"}}));
  for (QmpCommand& command : commands) {
    if (const Result<Json> answer = guest->call(std::move(command)); !answer) {
      return fail(answer.error());
    }
  }
  return guest->wait_for_migration();
}

void Host::note_saving(const GuestPtr& guest, std::string file, std::string token) {
  {
    const Registry::Access access(registry_);
    guest->save_file = std::move(file);
    guest->save_token = std::move(token);
  }
  write_record(guest);
}

Result<std::int32_t> Host::save_guest(const DomainRef& domain, const SaveRequest& request) {
  virDomainState state = VIR_DOMAIN_NOSTATE;
  DefinitionPtr definition;
  const Result<GuestPtr> found = guest_of(domain);
  if (!found) return fail(found.error());
  const GuestPtr& guest = *found;
  {
    Registry::Access access(registry_);
    const Result<KvmDomain*> known = access.find(domain);
    if (!known) return fail(known.error());
    state = (*known)->runtime.state;
    definition = (*known)->definitions.guest ? (*known)->definitions.guest : request.definition;
  }
  const Result<Machine> machine = read_machine(*definition);
  if (!machine) return fail(machine.error());
  const SavedImageHeader header{request.definition, qemu_command(*machine, *definition, false, ""),
                                request.paused, to_string(new_uuid())};
  const std::string partial = partial_name(request.path);
  Result<UniqueFd> begun = begin_image(partial, header);
  if (!begun) return fail(std::move(begun.error()));
  const auto file = std::make_shared<UniqueFd>(*std::move(begun));
  note_saving(guest, request.path, header.token);
  Status saved;
  {
    const Guest::Busy busy(*guest);
    saved = write_memory(guest, state, file);
    if (saved) saved = complete_image(*file, partial, request.path);
    if (!saved) {
      ::unlink(partial.c_str());
      const bool ran = state == VIR_DOMAIN_RUNNING || state == VIR_DOMAIN_PMSUSPENDED;
      if (ran) (void)guest->call("cont");
    }
  }
  if (saved) return end_guest(domain, request.rule, Force::kInsist);
  note_saving(guest, "", "");
  examine(guest, [] {});
  return fail(std::move(saved.error()));
}

}  // namespace rollcall::kvm
