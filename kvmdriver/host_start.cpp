// How guests are started.

#include <fcntl.h>

#include <algorithm>
#include <chrono>
#include <future>

#include <fmt/format.h>

#include "api/core/domain_xml.hpp"
#include "api/core/file.hpp"
#include "api/core/xml_document.hpp"
#include "kvmdriver/errors.hpp"
#include "kvmdriver/host.hpp"
#include "kvmdriver/qemu_command.hpp"
#include "kvmdriver/saved_image.hpp"
#include "kvmdriver/snapshot_disks.hpp"

namespace rollcall::kvm {
namespace {

constexpr std::chrono::seconds kTimeToBuild{60};
constexpr std::size_t kLogBytesMax = std::size_t{1024} * 1024;
constexpr std::size_t kLogTailBytes = 1000;

// The end of what QEMU printed, in one line.
std::string log_tail(const std::string& file) {
  const Result<std::string> text = read_file(file, kLogBytesMax);
  if (!text) return {};
  std::string tail = text->substr(text->size() - std::min(text->size(), kLogTailBytes));
  while (!tail.empty() && tail.back() == '\n') tail.pop_back();
  for (char& c : tail) {
    if (c == '\n') c = ' ';
  }
  return tail;
}

// Begins a new log with what the driver itself has to say.
Status begin_log(const std::string& file, const Machine& machine) {
  std::string text;
  for (const std::string& element : machine.ignored) {
    text += fmt::format("rollcall: <{}> of the domain's XML is ignored\n", element);
  }
  return replace_file(file, text, Durability::kProcess);
}

}  // namespace

Result<GuestPtr> Host::launch(const DomainDefinition& definition, const Machine& machine,
                              bool incoming) {
  const Uuid& uuid = definition.uuid;
  if (Status begun = begin_log(folder_.log_file(uuid), machine); !begun) {
    return fail(std::move(begun.error()));
  }
  GuestRecord record;
  record.arguments = qemu_command(machine, definition, incoming, folder_.pid_file(uuid));
  record.live.definition = std::make_shared<const DomainDefinition>(definition);
  // Before there is a process, so that one is never without a record that leads to it.
  if (Status written = folder_.write_record(uuid, record); !written) {
    return fail(std::move(written.error()));
  }
  Result<StateFolder::MonitorSockets> sockets = folder_.make_monitor(uuid);
  if (!sockets) return fail(std::move(sockets.error()));
  Result<GuestProcess> process =
      GuestProcess::spawn({record.arguments, folder_.log_file(uuid), sockets->listening.get()});
  if (!process) return fail(std::move(process.error()));
  auto guest = std::make_shared<Guest>(surroundings(), uuid, *std::move(process),
                                       std::move(record.arguments));
  guest->watch(std::move(sockets->connected));
  // QEMU answers once it has built the machine, which takes longer than any later answer.
  QmpCommand first = guest->command("query-version");
  first.timeout = std::max<std::chrono::milliseconds>(first.timeout, kTimeToBuild);
  if (const Result<Json> ready = guest->call(std::move(first)); !ready) {
    return fail(start_error(guest, ready.error()));
  }
  return guest;
}

Status Host::load_memory(const GuestPtr& guest, const StartRequest& request,
                         const Machine& machine) {
  if (!request.snapshot_tag.empty()) {
    return guest->run_job("snapshot-load", snapshot_arguments(machine, request.snapshot_tag));
  }
  if (request.image_file.empty()) return {};
  Result<OpenImage> image = open_image(request.image_file);
  if (!image) return fail(std::move(image.error()));
  // QEMU would load the memory into a machine with other devices without a word.
  if (image->header.arguments != qemu_command(machine, *request.definition, false, "")) {
    return fail_kvm(VIR_ERR_OPERATION_FAILED,
                    fmt::format("'{}' was saved from another machine than the definition describes",
                                request.image_file));
  }
  QmpCommand pass = guest->command("getfd", {{"fdname", "image"}});
  pass.descriptor = std::make_shared<UniqueFd>(std::move(image->file));
  if (const Result<Json> passed = guest->call(std::move(pass)); !passed) {
    return fail(passed.error());
  }
  const Result<Json> begun = guest->call("migrate-incoming", {{"uri", "fd:image"}});
  if (!begun) return fail(begun.error());
  return guest->wait_for_migration();
}

Error Host::start_error(const GuestPtr& guest, Error error) {
  guest->end(Force::kInsist);
  guest->wait_until_dead(kTimeToDie);
  if (const auto end = guest->how_it_ended()) {
    error.message += "; its process ended " + to_string(*end);
  }
  const std::string printed = log_tail(folder_.log_file(guest->uuid()));
  if (!printed.empty()) error.message += fmt::format("; QEMU printed: {}", printed);
  return error;
}

// The XML of a running guest says which terminal a serial port has got.
Result<DefinitionPtr> Host::with_pty_paths(const GuestPtr& guest, const DefinitionPtr& definition) {
  const Result<Json> devices = guest->call("query-chardev");
  if (!devices) return fail(devices.error());
  constexpr std::string_view kPty = "pty:";
  pugi::xml_document document = domain_document(*definition);
  std::size_t index = 0;
  for (pugi::xml_node serial : document.document_element().child("devices").children("serial")) {
    const std::string id = serial_id(index++);
    for (const Json& device : *devices) {
      const std::string file = text_in(device, "filename");
      if (text_in(device, "label") != id || !file.starts_with(kPty)) continue;
      pugi::xml_node source = serial.child("source");
      if (!source) source = serial.append_child("source");
      source.remove_attributes();
      source.append_attribute("path").set_value(file.c_str() + kPty.size());
    }
  }
  auto changed = std::make_shared<DomainDefinition>(*definition);
  changed->text = std::make_shared<const std::string>(
      print_xml(document.document_element(), XmlLayout::kCompact));
  return changed;
}

Result<std::int32_t> Host::enter_registry(const GuestPtr& guest, const StartRequest& request,
                                          const DefinitionPtr& definition) {
  std::int32_t id = kIdInactive;
  {
    Registry::Access access(registry_);
    const KvmDomain* known = access.find(guest->uuid());
    Result<Transition> transition = request.rule(known == nullptr ? nullptr : &known->runtime);
    if (!transition) return fail(std::move(transition.error()));
    KvmDomain domain;
    if (known != nullptr) domain.definitions = known->definitions;
    domain.definitions.guest = definition;
    domain.guest = guest;
    guest->owner = request.owner;
    id = access.apply(guest->uuid(), *std::move(transition), std::move(domain));
  }
  write_record(guest);
  return id;
}

Result<std::int32_t> Host::let_run(const GuestPtr& guest, const StartRequest& request,
                                   const DefinitionPtr& definition) {
  auto outcome = std::make_shared<std::promise<Result<std::int32_t>>>();
  // On the event loop's thread, so that the guest's first event finds the domain.
  guest->ask(request.paused ? "query-status" : "cont",
             [this, guest, request, definition, outcome](const Result<Json>& answer) {
               if (!answer) return outcome->set_value(fail(answer.error()));
               outcome->set_value(enter_registry(guest, request, definition));
             });
  return outcome->get_future().get();
}

void Host::note_failed_start(const Uuid& uuid) {
  folder_.remove_guest(uuid);
  Registry::Access access(registry_);
  const KvmDomain* known = access.find(uuid);
  if (known == nullptr) return;
  access.apply(uuid, lifecycle::start_failed(known->runtime));
}

Result<std::int32_t> Host::create_guest(const DomainRef& domain, unsigned flags,
                                        ConnectionNumber owner) {
  const Result<KeyLocks::Held> held = hold(domain.uuid);
  if (!held) return fail(held.error());
  StartRequest request;
  request.owner = owner;
  request.rule = [flags](const DomainRuntime* before_or_null) {
    return lifecycle::create(before_or_null == nullptr ? DomainRuntime{} : *before_or_null, flags);
  };
  {
    Registry::Access access(registry_);
    const auto possible =
        access.decide(domain, [&](const DomainRuntime& before) { return request.rule(&before); });
    if (!possible) return fail(possible.error());
    request.paused = possible->after.state == VIR_DOMAIN_PAUSED;
    const KvmDomain& known = *access.find(domain.uuid);
    const bool boots = (flags & VIR_DOMAIN_START_FORCE_BOOT) != 0 || !known.runtime.managed_save;
    request.definition = boots ? known.definitions.config : known.definitions.guest;
    if (!boots) request.image_file = folder_.save_file(domain.uuid);
  }
  return start_guest(request);
}

Result<std::int32_t> Host::start_guest(const StartRequest& request) {
  const auto start = [&]() -> Result<std::int32_t> {
    const Result<Machine> machine = read_machine(*request.definition);
    if (!machine) return fail(machine.error());
    if (Status there = check_files(*machine); !there) return fail(std::move(there.error()));
    Result<GuestPtr> guest = launch(*request.definition, *machine, !request.image_file.empty());
    if (!guest) return fail(std::move(guest.error()));
    if (Status loaded = load_memory(*guest, request, *machine); !loaded) {
      return fail(start_error(*guest, std::move(loaded.error())));
    }
    DefinitionPtr definition = request.definition;
    if (!machine->serials.empty()) {
      Result<DefinitionPtr> changed = with_pty_paths(*guest, definition);
      if (!changed) return fail(start_error(*guest, std::move(changed.error())));
      definition = *std::move(changed);
    }
    Result<std::int32_t> id = let_run(*guest, request, definition);
    if (!id) return fail(start_error(*guest, std::move(id.error())));
    // A running domain has no managed save image. One that stays is void: the guest's record says
    // so.
    (void)folder_.remove_save(request.definition->uuid);
    return id;
  };
  Result<std::int32_t> id = start();
  if (!id) note_failed_start(request.definition->uuid);
  return id;
}

}  // namespace rollcall::kvm
