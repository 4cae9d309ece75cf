#include "api/core/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fmt/format.h>

namespace rollcall {
namespace {

// A file descriptor that closes itself.
class OpenFile {
 public:
  explicit OpenFile(int descriptor) noexcept : descriptor_(descriptor) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  bool is_open() const noexcept { return descriptor_ >= 0; }
  int get() const noexcept { return descriptor_; }

 private:
  const int descriptor_;
};

// Reads errno: call it first after what failed.
Error system_error(const char* action, const std::string& path) {
  const int number = errno;
  Error error = make_error(VIR_ERR_SYSTEM_ERROR, VIR_FROM_NONE,
                           fmt::format("cannot {} '{}': {}", action, path, std::strerror(number)));
  error.int1 = number;
  return error;
}

bool write_all(int descriptor, std::string_view contents) {
  while (!contents.empty()) {
    const ssize_t written = ::write(descriptor, contents.data(), contents.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    contents.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Status write_temporary(int descriptor, const std::string& temporary, const std::string& path,
                       std::string_view contents, Durability durability) {
  constexpr mode_t kOwnerOnly = 0600;
  const bool synced_later = durability == Durability::kProcess;
  const bool written = ::fchmod(descriptor, kOwnerOnly) == 0 && write_all(descriptor, contents) &&
                       (synced_later || ::fsync(descriptor) == 0);
  if (!written) return fail(system_error("write", path));
  if (::rename(temporary.c_str(), path.c_str()) != 0) return fail(system_error("write", path));
  return {};
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) return fail(system_error("open", path));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return fail(system_error("read", path));
  if (!S_ISREG(status.st_mode)) {
    errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    return fail(system_error("read", path));
  }
  if (static_cast<std::size_t>(status.st_size) > bytes_max) {
    return fail(VIR_ERR_INVALID_ARG, VIR_FROM_NONE,
                fmt::format("'{}' has {} bytes, more than the limit of {}", path, status.st_size,
                            bytes_max));
  }
  std::string contents(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t filled = 0;
  while (filled < contents.size()) {
    const ssize_t got = ::read(file.get(), contents.data() + filled, contents.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(system_error("read", path));
    if (got == 0) break;  // it shrank meanwhile
    filled += static_cast<std::size_t>(got);
  }
  contents.resize(filled);
  return contents;
}

Status replace_file(const std::string& path, std::string_view contents, Durability durability) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    return fail(system_error("replace", path));
  }
  std::string temporary = path + ".XXXXXX";
  const OpenFile file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.is_open()) return fail(system_error("create", path));
  if (Status written = write_temporary(file.get(), temporary, path, contents, durability);
      !written) {
    ::unlink(temporary.c_str());
    return written;
  }
  if (durability == Durability::kProcess) return {};
  // A new name is on disk when its folder is.
  return sync_folder(folder_of(path));
}

Status sync_folder(const std::string& folder) {
  const OpenFile file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.is_open() || ::fsync(file.get()) != 0) return fail(system_error("write", folder));
  return {};
}

}  // namespace rollcall
