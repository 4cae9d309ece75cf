#include "conformance/sut/domain_process.hpp"

#include <unistd.h>

// glibc 2.36 forgets to say so itself.
extern "C" {
#include <sys/pidfd.h>
}

#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

namespace rollcall::sut {
namespace {

std::vector<std::string> command_line(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/cmdline", std::ios::binary);
  std::vector<std::string> words;
  for (std::string word; std::getline(file, word, '\0');) words.push_back(std::move(word));
  return words;
}

bool runs(pid_t pid, const std::string& uuid) {
  const std::vector<std::string> words = command_line(pid);
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] == "-uuid" && words[i + 1] == uuid) return true;
  }
  return false;
}

std::vector<pid_t> processes_of(const std::string& uuid) {
  std::vector<pid_t> found;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", ignored)) {
    const std::string name = entry.path().filename();
    pid_t pid = 0;
    const auto parsed = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (parsed.ec != std::errc() || parsed.ptr != name.data() + name.size()) continue;
    if (runs(pid, uuid)) found.push_back(pid);
  }
  return found;
}

}  // namespace

std::optional<DomainProcess> DomainProcess::find(const std::string& uuid) {
  const std::vector<pid_t> found = processes_of(uuid);
  if (found.size() != 1) return std::nullopt;
  const int pidfd = pidfd_open(found.front(), 0);
  if (pidfd < 0) return std::nullopt;
  DomainProcess process(pidfd);
  // Another process may have got the pid before it was opened.
  if (!runs(found.front(), uuid)) return std::nullopt;
  return process;
}

DomainProcess::DomainProcess(DomainProcess&& other) noexcept
    : pidfd_(std::exchange(other.pidfd_, -1)), stopped_(std::exchange(other.stopped_, false)) {}

DomainProcess::~DomainProcess() {
  go_on();
  if (pidfd_ >= 0) ::close(pidfd_);
}

bool DomainProcess::stop() {
  stopped_ = pidfd_send_signal(pidfd_, SIGSTOP, nullptr, 0) == 0;
  return stopped_;
}

void DomainProcess::go_on() {
  // Fails only when the process has ended.
  if (std::exchange(stopped_, false)) (void)pidfd_send_signal(pidfd_, SIGCONT, nullptr, 0);
}

}  // namespace rollcall::sut
