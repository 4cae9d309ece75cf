#include "kvmdriver/state_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "api/core/file.hpp"
#include "kvmdriver/errors.hpp"

namespace rollcall::kvm {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kStoredBytesMax = std::size_t{64} * 1024 * 1024;
constexpr mode_t kOwnerOnly = 0600;
constexpr std::size_t kUuidLength = 36;

Status make_folder(const std::string& folder) {
  std::error_code error;
  const bool is_new = fs::create_directories(folder, error);
  if (error) return fail(system_error("make the folder", folder, error.value()));
  if (is_new) fs::permissions(folder, fs::perms::owner_all, error);
  return {};
}

// A driver that was killed may still have a child between fork and exec, which holds the lock until
// its exec. It is waited for, so that whoever has the lock sees every process that ever was
// started.
Status take_lock(int lock, const std::string& file) {
  constexpr int kAttempts = 100;
  constexpr std::chrono::milliseconds kPause{10};
  for (int attempt = 0; ::flock(lock, LOCK_EX | LOCK_NB) != 0; ++attempt) {
    if (errno != EWOULDBLOCK && errno != EINTR) return fail(system_error("lock", file, errno));
    if (attempt == kAttempts) {
      char owner[32] = {};
      if (::pread(lock, owner, sizeof(owner) - 1, 0) < 0) owner[0] = '\0';
      return fail_kvm(VIR_ERR_NO_CONNECT,
                      fmt::format("the process {} has the host: it holds '{}'", owner, file));
    }
    std::this_thread::sleep_for(kPause);
  }
  const std::string pid = std::to_string(::getpid());
  if (::ftruncate(lock, 0) != 0 || ::pwrite(lock, pid.data(), pid.size(), 0) < 0) {
    return fail(system_error("write", file, errno));
  }
  return {};
}

Result<sockaddr_un> socket_address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) {
    return fail(system_error("use the socket", path, ENAMETOOLONG));
  }
  std::memcpy(address.sun_path, path.c_str(), path.size());
  return address;
}

Status remove(const std::string& file, const std::string& folder) {
  if (::unlink(file.c_str()) == 0) return sync_folder(folder);
  if (errno == ENOENT) return {};
  return fail(system_error("remove", file, errno));
}

UniqueFd new_socket() { return UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)); }

}  // namespace

Result<StateFolder> StateFolder::open(const HostSpec& spec) {
  for (const char* part : {"", "/domains", "/save", "/log", "/aside"}) {
    if (Status made = make_folder(spec.folder + part); !made) return fail(std::move(made.error()));
  }
  if (Status made = make_folder(spec.run_folder); !made) return fail(std::move(made.error()));
  const std::string file = spec.folder + "/lock";
  UniqueFd lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly));
  if (!lock.is_open()) return fail(system_error("open", file, errno));
  if (Status taken = take_lock(lock.get(), file); !taken) return fail(std::move(taken.error()));
  UniqueFd run(::open(spec.run_folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!run.is_open()) return fail(system_error("open", spec.run_folder, errno));
  return StateFolder(spec.folder, spec.run_folder, std::move(lock), std::move(run));
}

std::string StateFolder::domain_file(const Uuid& uuid) const {
  return fmt::format("{}/domains/{}.xml", folder_, to_string(uuid));
}

std::string StateFolder::save_file(const Uuid& uuid) const {
  return fmt::format("{}/save/{}.save", folder_, to_string(uuid));
}

std::string StateFolder::log_file(const Uuid& uuid) const {
  return fmt::format("{}/log/{}.log", folder_, to_string(uuid));
}

std::string StateFolder::record_file(const Uuid& uuid) const {
  return fmt::format("{}/{}.json", run_folder_, to_string(uuid));
}

std::string StateFolder::pid_file(const Uuid& uuid) const {
  return fmt::format("{}/{}.pid", run_folder_, to_string(uuid));
}

std::string StateFolder::scratch_file() const {
  static std::atomic<unsigned> number{0};
  return fmt::format("{}/log/scratch-{}", folder_, number++);
}

std::string StateFolder::monitor_path(const Uuid& uuid) const {
  return fmt::format("/proc/self/fd/{}/{}.monitor", run_.get(), to_string(uuid));
}

Status StateFolder::write_domain(const StoredDomain& domain) const {
  return replace_file(domain_file(domain.definition->uuid), format_stored_domain(domain));
}

Status StateFolder::remove_domain(const Uuid& uuid) const {
  return remove(domain_file(uuid), folder_ + "/domains");
}

Status StateFolder::remove_save(const Uuid& uuid) const {
  return remove(save_file(uuid), folder_ + "/save");
}

Status StateFolder::write_record(const Uuid& uuid, const GuestRecord& record) const {
  // After a power cut there are no guests that a record could be of.
  return replace_file(record_file(uuid), format_guest_record(record), Durability::kProcess);
}

void StateFolder::remove_guest(const Uuid& uuid) const {
  ::unlink(monitor_path(uuid).c_str());
  ::unlink(pid_file(uuid).c_str());
  ::unlink(record_file(uuid).c_str());
}

Result<StateFolder::MonitorSockets> StateFolder::make_monitor(const Uuid& uuid) const {
  const std::string path = monitor_path(uuid);
  const Result<sockaddr_un> address = socket_address(path);
  if (!address) return fail(address.error());
  ::unlink(path.c_str());
  UniqueFd listening = new_socket();
  const auto* generic = reinterpret_cast<const sockaddr*>(&*address);
  const bool listens = listening.is_open() &&
                       ::bind(listening.get(), generic, sizeof(*address)) == 0 &&
                       ::listen(listening.get(), 1) == 0;
  if (!listens) return fail(system_error("listen on", path, errno));
  Result<UniqueFd> connected = connect_monitor(uuid);
  if (!connected) return fail(std::move(connected.error()));
  return MonitorSockets{std::move(listening), *std::move(connected)};
}

Result<UniqueFd> StateFolder::connect_monitor(const Uuid& uuid) const {
  const std::string path = monitor_path(uuid);
  const Result<sockaddr_un> address = socket_address(path);
  if (!address) return fail(address.error());
  UniqueFd connected(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const auto* generic = reinterpret_cast<const sockaddr*>(&*address);
  // Not blocking: a QEMU that takes no more clients must not hold anyone up.
  if (!connected.is_open() || ::connect(connected.get(), generic, sizeof(*address)) != 0) {
    return fail(system_error("connect to", path, errno));
  }
  return connected;
}

std::vector<std::pair<Uuid, std::string>> StateFolder::files_of(const std::string& folder,
                                                                std::string_view suffix) const {
  std::vector<std::pair<Uuid, std::string>> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename();
    const std::optional<Uuid> uuid = parse_uuid(name.substr(0, kUuidLength));
    const std::string_view rest = std::string_view(name).substr(std::min(kUuidLength, name.size()));
    if (!uuid || !rest.starts_with(suffix)) continue;
    if (rest == suffix) {
      files.emplace_back(*uuid, entry.path());
    } else {
      // A temporary file whose writer died before it took the name.
      ::unlink(entry.path().c_str());
    }
  }
  return files;
}

std::vector<StoredDomain> StateFolder::load_domains() const {
  std::vector<StoredDomain> domains;
  for (const auto& [uuid, file] : files_of(folder_ + "/domains", ".xml")) {
    const Result<std::string> text = read_file(file, kStoredBytesMax);
    if (!text) {
      set_aside(file, text.error().message);
      continue;
    }
    Result<StoredDomain> domain = parse_stored_domain(*text);
    if (!domain) {
      set_aside(file, domain.error().message);
    } else if (domain->definition->uuid != uuid) {
      set_aside(file, "it is of the domain with uuid " + to_string(domain->definition->uuid));
    } else {
      domains.push_back(*std::move(domain));
    }
  }
  return domains;
}

std::vector<std::pair<Uuid, GuestRecord>> StateFolder::load_records() const {
  std::vector<std::pair<Uuid, GuestRecord>> records;
  for (const auto& [uuid, file] : files_of(run_folder_, ".json")) {
    const Result<std::string> text = read_file(file, kStoredBytesMax);
    Result<GuestRecord> record =
        text ? parse_guest_record(*text) : Result<GuestRecord>(fail(text.error()));
    if (!record) {
      set_aside(file, record.error().message);
    } else {
      records.emplace_back(uuid, *std::move(record));
    }
  }
  return records;
}

std::vector<Uuid> StateFolder::load_saves() const {
  std::vector<Uuid> uuids;
  for (const auto& [uuid, file] : files_of(folder_ + "/save", ".save")) uuids.push_back(uuid);
  return uuids;
}

void StateFolder::set_aside(const std::string& file, const std::string& why) const {
  const std::string name = fs::path(file).filename();
  std::string target = fmt::format("{}/aside/{}", folder_, name);
  for (int number = 2; fs::exists(target); ++number) {
    target = fmt::format("{}/aside/{}.{}", folder_, name, number);
  }
  const std::string message = fmt::format("'{}' was set aside as '{}': {}\n", file, target, why);
  std::fputs(message.c_str(), stderr);
  // Best effort: what cannot even be moved stays where it is, and is tried again next time.
  std::error_code ignored;
  fs::rename(file, target, ignored);
  (void)replace_file(target + ".why", message);
}

}  // namespace rollcall::kvm
