#include "kvmdriver/guest_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

// glibc 2.36 forgets to say so itself.
extern "C" {
#include <sys/pidfd.h>
}

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <sstream>

#include <fmt/format.h>

#include "kvmdriver/errors.hpp"
#include "kvmdriver/proc_file.hpp"

extern char** environ;

namespace rollcall::kvm {
namespace {

// Fields of /proc/PID/stat by their number in proc(5); those after the name, which may contain
// anything, count from the last parenthesis.
constexpr std::size_t kFirstFieldAfterName = 3;
constexpr std::size_t kUserTimeField = 14;
constexpr std::size_t kSystemTimeField = 15;
constexpr std::size_t kStartTimeField = 22;
constexpr std::size_t kResidentPagesField = 24;
constexpr std::size_t kProcessorField = 39;

std::vector<std::string> stat_fields(const std::string& folder) {
  const std::string text = read_proc_file(folder + "/stat");
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream words(text.substr(name_end + 1));
  return {std::istream_iterator<std::string>(words), {}};
}

std::optional<std::uint64_t> number_in(const std::vector<std::string>& fields, std::size_t field) {
  const std::size_t place = field - kFirstFieldAfterName;
  if (place >= fields.size()) return std::nullopt;
  std::uint64_t number = 0;
  const char* end = fields[place].data() + fields[place].size();
  if (std::from_chars(fields[place].data(), end, number).ptr != end) return std::nullopt;
  return number;
}

std::vector<std::string> stat_fields(pid_t pid) {
  return stat_fields(fmt::format("/proc/{}", pid));
}

std::optional<std::uint64_t> cpu_time_in(const std::vector<std::string>& fields) {
  const auto user = number_in(fields, kUserTimeField);
  const auto system = number_in(fields, kSystemTimeField);
  if (!user || !system) return std::nullopt;
  constexpr std::uint64_t kNsPerSecond = 1'000'000'000;
  const auto ticks_per_second = static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
  return (*user + *system) * (kNsPerSecond / ticks_per_second);
}

std::string command_line_of(const std::vector<std::string>& arguments) {
  std::string line;
  for (const std::string& argument : arguments) line.append(argument).push_back('\0');
  return line;
}

// Attributes and file actions of posix_spawn that free themselves.
class SpawnSetup {
 public:
  SpawnSetup() {
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_init(&actions);
  }
  SpawnSetup(const SpawnSetup&) = delete;
  SpawnSetup& operator=(const SpawnSetup&) = delete;
  ~SpawnSetup() {
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
  }

  posix_spawnattr_t attributes;
  posix_spawn_file_actions_t actions;
};

void prepare(SpawnSetup& setup, const ProcessCommand& command, int log) {
  sigset_t none;
  sigset_t all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  ::posix_spawnattr_setflags(&setup.attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  ::posix_spawnattr_setsigmask(&setup.attributes, &none);
  ::posix_spawnattr_setsigdefault(&setup.attributes, &all);
  ::posix_spawn_file_actions_addopen(&setup.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&setup.actions, log, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&setup.actions, log, STDERR_FILENO);
  int first_closed = kInheritedFd;
  if (command.inherited_fd >= 0) {
    ::posix_spawn_file_actions_adddup2(&setup.actions, command.inherited_fd, kInheritedFd);
    ++first_closed;
  }
  // The program that uses the library may have descriptors that a guest must not get.
  ::posix_spawn_file_actions_addclosefrom_np(&setup.actions, first_closed);
}

}  // namespace

std::string current_boot_id() {
  std::string text = read_proc_file("/proc/sys/kernel/random/boot_id");
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

std::string to_string(const ProcessEnd& end) {
  if (!end.by_signal) return fmt::format("with status {}", end.number);
  const char* description = ::sigdescr_np(end.number);
  return fmt::format("by signal {} ({})", end.number,
                     description == nullptr ? "unknown" : description);
}

Result<GuestProcess> GuestProcess::spawn(const ProcessCommand& command) {
  constexpr mode_t kOwnerOnly = 0600;
  const UniqueFd log(
      ::open(command.log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, kOwnerOnly));
  if (!log.is_open()) return fail(system_error("open", command.log_file, errno));
  SpawnSetup setup;
  prepare(setup, command, log.get());
  std::vector<char*> arguments;
  for (const std::string& argument : command.arguments) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  pid_t pid = 0;
  const int error = ::posix_spawnp(&pid, arguments[0], &setup.actions, &setup.attributes,
                                   arguments.data(), environ);
  if (error != 0) return fail(system_error("run", command.arguments[0], error));
  // A child that has not been waited for keeps its pid, so this is the right process.
  UniqueFd pidfd(::pidfd_open(pid, 0));
  if (!pidfd.is_open()) {
    const int number = errno;
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    return fail(system_error("watch", command.arguments[0], number));
  }
  const std::uint64_t start_time = number_in(stat_fields(pid), kStartTimeField).value_or(0);
  return GuestProcess(std::move(pidfd), {pid, start_time, current_boot_id()});
}

std::optional<GuestProcess> GuestProcess::find(const ProcessIdentity& identity) {
  if (identity.pid <= 0 || identity.boot_id != current_boot_id()) return std::nullopt;
  UniqueFd pidfd(::pidfd_open(identity.pid, 0));
  if (!pidfd.is_open()) return std::nullopt;
  // In this order: once the descriptor is there, the pid cannot pass to another process unnoticed.
  if (number_in(stat_fields(identity.pid), kStartTimeField) != identity.start_time) {
    return std::nullopt;
  }
  GuestProcess process(std::move(pidfd), identity);
  if (!process.wait_for_end(0)) return process;
  process.reap();  // it has ended, but nobody has heard of it yet
  return std::nullopt;
}

std::optional<GuestProcess> GuestProcess::find(pid_t pid,
                                               const std::vector<std::string>& arguments) {
  UniqueFd pidfd(::pidfd_open(pid, 0));
  if (!pidfd.is_open()) return std::nullopt;
  const std::string line = read_proc_file(fmt::format("/proc/{}/cmdline", pid));
  const auto start_time = number_in(stat_fields(pid), kStartTimeField);
  if (!start_time || line != command_line_of(arguments)) return std::nullopt;
  return GuestProcess(std::move(pidfd), {pid, *start_time, current_boot_id()});
}

void GuestProcess::signal(int number) const noexcept {
  ::pidfd_send_signal(pidfd_.get(), number, nullptr, 0);
}

std::optional<ProcessEnd> GuestProcess::reap() const noexcept {
  siginfo_t ended{};
  const auto id = static_cast<id_t>(pidfd_.get());
  if (::waitid(P_PIDFD, id, &ended, WEXITED | WNOHANG) != 0) return std::nullopt;
  if (ended.si_pid == 0) return std::nullopt;
  return ProcessEnd{ended.si_code != CLD_EXITED, ended.si_status};
}

bool GuestProcess::wait_for_end(int timeout_ms) const noexcept {
  pollfd ended{pidfd_.get(), POLLIN, 0};
  int ready = 0;
  do {
    ready = ::poll(&ended, 1, timeout_ms);
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

// Of this process and not of a stranger who has got its pid.
std::vector<std::string> GuestProcess::own_stat_fields() const {
  std::vector<std::string> fields = stat_fields(identity_.pid);
  if (number_in(fields, kStartTimeField) != identity_.start_time) return {};
  return fields;
}

std::optional<std::uint64_t> GuestProcess::cpu_time_ns() const {
  return cpu_time_in(own_stat_fields());
}

std::optional<std::uint64_t> GuestProcess::resident_bytes() const {
  const auto pages = number_in(own_stat_fields(), kResidentPagesField);
  if (!pages) return std::nullopt;
  return *pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::optional<GuestProcess::ThreadUsage> GuestProcess::thread_usage(pid_t thread) const {
  const std::vector<std::string> fields =
      stat_fields(fmt::format("/proc/{}/task/{}", identity_.pid, thread));
  const auto time_ns = cpu_time_in(fields);
  const auto cpu = number_in(fields, kProcessorField);
  ThreadUsage usage{};
  if (!time_ns || !cpu || ::sched_getaffinity(thread, sizeof(usage.permitted), &usage.permitted)) {
    return std::nullopt;
  }
  usage.cpu_time_ns = *time_ns;
  usage.cpu = static_cast<int>(*cpu);
  return usage;
}

std::vector<pid_t> processes_started_with(const std::vector<std::string>& arguments) {
  const std::string line = command_line_of(arguments);
  std::vector<pid_t> found;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", ignored)) {
    const std::string name = entry.path().filename();
    pid_t pid = 0;
    const char* end = name.data() + name.size();
    if (std::from_chars(name.data(), end, pid).ptr != end || pid <= 0) continue;
    if (read_proc_file(fmt::format("/proc/{}/cmdline", pid)) == line) found.push_back(pid);
  }
  return found;
}

}  // namespace rollcall::kvm
