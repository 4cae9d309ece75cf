// How a host is opened: its definitions are read, and guests that outlived the last driver are
// found again.

#include <unistd.h>

#include <algorithm>
#include <asio/steady_timer.hpp>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "api/core/file.hpp"
#include "kvmdriver/host.hpp"
#include "kvmdriver/saved_image.hpp"

namespace rollcall::kvm {
namespace {

// How long an open waits for guests to say how they are. One that is silent keeps its recorded
// state until it speaks.
constexpr std::chrono::seconds kTimeToCatchUp{2};
constexpr int kAttemptsToFind = 500;
constexpr std::chrono::milliseconds kPauseToFind{10};
constexpr int kAttemptsToGoOn = 1000;
constexpr std::chrono::milliseconds kPauseToGoOn{10};

KvmDomain domain_of(const StoredDomain& stored) {
  KvmDomain domain;
  domain.definitions.config = stored.definition;
  domain.runtime.persistent = true;
  domain.runtime.has_configuration = true;
  domain.runtime.autostart = stored.autostart;
  domain.runtime.snapshots = stored.snapshots;
  domain.runtime.checkpoints = stored.checkpoints;
  return domain;
}

// Whether the image that was being written when the driver died had got all of the guest.
bool is_saved(const GuestRecord& record) {
  const Result<OpenImage> image = open_image(record.save_file);
  return image && image->header.token == record.save_token;
}

// Waits for a number of answers, for a limited time.
class Latch {
 public:
  explicit Latch(std::size_t count) : count_(count) {}

  void arrive() {
    const std::lock_guard lock(mutex_);
    if (--count_ == 0) done_.notify_all();
  }

  void wait_for(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    done_.wait_for(lock, patience, [this] { return count_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable done_;
  std::size_t count_;
};

}  // namespace

/// A guest that outlived its driver.
struct Host::FoundGuest {
  GuestPtr guest;
  bool was_being_saved = false;
};

Result<std::shared_ptr<Host>> Host::open(const HostSpec& spec) {
  Result<StateFolder> folder = StateFolder::open(spec);
  if (!folder) return fail(std::move(folder.error()));
  std::shared_ptr<Host> host(new Host(spec, *std::move(folder)));
  host->load();
  if (spec.starts_domains) host->start_marked_domains();
  return host;
}

GuestPtr Host::adopt_process(const Uuid& uuid, const GuestRecord& record, GuestProcess process) {
  auto guest = std::make_shared<Guest>(surroundings(), uuid, std::move(process), record.arguments);
  guest->reboot_wanted = record.reboot_wanted;
  return guest;
}

// Not before the guest is in the registry, or what it tells would find no domain.
void Host::watch_again(const GuestPtr& guest) {
  Result<UniqueFd> monitor = folder_.connect_monitor(guest->uuid());
  guest->watch(monitor ? *std::move(monitor) : UniqueFd());
}

// A process that its driver did not live to note. Between fork and exec nothing tells it from
// others, but it has the socket of its monitor, which nobody else listens on.
std::optional<GuestProcess> Host::find_unnoted(const Uuid& uuid, const GuestRecord& record) {
  for (int attempt = 0; attempt < kAttemptsToFind; ++attempt) {
    const Result<UniqueFd> monitor = folder_.connect_monitor(uuid);
    const bool is_there = monitor || monitor.error().int1 == EAGAIN;
    for (const pid_t pid : processes_started_with(record.arguments)) {
      if (auto process = GuestProcess::find(pid, record.arguments)) return process;
    }
    if (!is_there) break;
    std::this_thread::sleep_for(kPauseToFind);
  }
  return std::nullopt;
}

std::optional<Host::FoundGuest> Host::find_again(const Uuid& uuid, const GuestRecord& record) {
  std::optional<GuestProcess> process = GuestProcess::find(record.process);
  if (!process && record.process.pid == 0) {
    process = find_unnoted(uuid, record);
  }
  if (!process) {
    folder_.remove_guest(uuid);
    return std::nullopt;
  }
  const FoundGuest found{adopt_process(uuid, record, *std::move(process)),
                         record.phase == GuestRecord::Phase::kSaving};
  const bool superfluous = record.phase == GuestRecord::Phase::kStarting || record.autodestroy ||
                           (found.was_being_saved && is_saved(record));
  if (!superfluous) {
    if (found.was_being_saved) ::unlink(partial_name(record.save_file).c_str());
    return found;
  }
  watch_again(found.guest);
  found.guest->end(Force::kInsist);
  found.guest->wait_until_dead(kTimeToDie);
  return std::nullopt;
}

void Host::load_saves(std::unordered_map<Uuid, KvmDomain>& domains) {
  for (const Uuid& uuid : folder_.load_saves()) {
    const std::string file = folder_.save_file(uuid);
    const Result<OpenImage> image = open_image(file);
    if (!image) {
      folder_.set_aside(file, image.error().message);
      continue;
    }
    const auto known = domains.find(uuid);
    if (known == domains.end() || !known->second.runtime.persistent) {
      folder_.set_aside(file, "it is of a domain that is not defined");
    } else if (known->second.guest) {
      // The guest was restored from it, but the driver died before it could remove it.
      ::unlink(file.c_str());
    } else {
      known->second.runtime.managed_save = SavedImage{image->header.paused};
      known->second.runtime.reason = VIR_DOMAIN_SHUTOFF_SAVED;
      known->second.definitions.guest = image->header.definition;
    }
  }
}

void Host::load() {
  std::unordered_map<Uuid, KvmDomain> domains;
  std::unordered_set<std::string> names;
  for (const StoredDomain& stored : folder_.load_domains()) {
    const DomainDefinition& definition = *stored.definition;
    if (names.insert(definition.name).second) {
      domains.emplace(definition.uuid, domain_of(stored));
    } else {
      folder_.set_aside(folder_.domain_file(definition.uuid),
                        "another domain is called '" + definition.name + "', too");
    }
  }
  std::vector<FoundGuest> guests;
  for (const auto& [uuid, record] : folder_.load_records()) {
    const std::optional<FoundGuest> found = find_again(uuid, record);
    const bool persistent = domains.contains(uuid);
    if (!found) {
      if (persistent && record.process.boot_id == current_boot_id()) {
        domains.at(uuid).runtime.reason = VIR_DOMAIN_SHUTOFF_CRASHED;
      }
      continue;
    }
    KvmDomain& domain = domains[uuid];
    domain.guest = found->guest;
    domain.definitions.guest = record.live.definition;
    domain.runtime.id = record.id;
    domain.runtime.state = static_cast<virDomainState>(record.state);
    domain.runtime.reason = record.reason;
    if (!persistent) {
      domain.runtime.has_configuration = record.has_configuration;
      domain.runtime.snapshots = record.live.snapshots;
      domain.runtime.checkpoints = record.live.checkpoints;
    }
    guests.push_back(*found);
  }
  load_saves(domains);
  std::vector<KvmDomain> all;
  all.reserve(domains.size());
  for (auto& [uuid, domain] : domains) all.push_back(std::move(domain));
  Registry::Access(registry_).adopt(std::move(all));
  catch_up(guests);
}

// QEMU refuses while the migration that was cancelled is still ending.
void Host::let_go_on(const GuestPtr& guest, int attempts, const std::function<void()>& done) {
  guest->ask("cont", [this, guest, attempts, done](const Result<Json>& answer) {
    const bool refused = !answer && answer.error().code == VIR_ERR_INTERNAL_ERROR;
    if (!refused || attempts == 1) return done();
    const auto pause = std::make_shared<asio::steady_timer>(loop_.io(), kPauseToGoOn);
    pause->async_wait([this, guest, attempts, done, pause](const asio::error_code& stopped) {
      if (!stopped) let_go_on(guest, attempts - 1, done);
    });
  });
}

// The driver died while it wrote the guest's memory. Its record says how it was before; QEMU may
// have stopped it meanwhile.
void Host::undo_saving(const GuestPtr& guest, const std::function<void()>& done) {
  guest->ask("migrate_cancel", [](const Result<Json>&) {});
  bool ran = false;
  {
    Registry::Access access(registry_);
    const KvmDomain* domain = access.find(guest->uuid());
    ran = domain != nullptr && domain->runtime.state == VIR_DOMAIN_RUNNING;
  }
  if (ran) return let_go_on(guest, kAttemptsToGoOn, done);
  done();
}

// What guests did while nobody was there shows in how they are now.
void Host::catch_up(const std::vector<FoundGuest>& guests) {
  if (guests.empty()) return;
  const auto latch = std::make_shared<Latch>(guests.size());
  for (const FoundGuest& found : guests) {
    const GuestPtr& guest = found.guest;
    watch_again(guest);
    const auto look = [this, guest, latch] {
      examine(guest, [this, guest, latch] {
        record_writer_.note(guest);
        latch->arrive();
      });
    };
    if (found.was_being_saved) {
      undo_saving(guest, look);
    } else {
      look();
    }
  }
  latch->wait_for(kTimeToCatchUp);
}

void Host::start_marked_domains() {
  // Once a boot: a domain that was stopped since is not to come back because the host is opened.
  const std::string mark = spec_.run_folder + "/autostarted";
  const std::string boot = current_boot_id();
  const Result<std::string> last = read_file(mark, boot.size() + 1);
  if (last && *last == boot) return;
  (void)replace_file(mark, boot, Durability::kProcess);
  std::vector<DomainRef> marked;
  std::vector<DefinitionPtr> definitions;  // keep the names
  {
    const Registry::Access access(registry_);
    for (const auto& [uuid, domain] : access.domains()) {
      if (!domain.runtime.autostart || domain.runtime.active()) continue;
      definitions.push_back(domain.definitions.config);
      marked.push_back({uuid, definitions.back()->name});
    }
  }
  // One that cannot start keeps the others from nothing; its domain says that it failed.
  for (const DomainRef& domain : marked) (void)create_guest(domain, 0, 0);
}

}  // namespace rollcall::kvm
