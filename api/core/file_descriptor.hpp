// FileDescriptor: sole owner of an open file.

#pragma once

#include <unistd.h>

#include <utility>

namespace rollcall {

/// Closes the descriptor at the end of its life.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) noexcept : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }

  /// -1 when there is none.
  int get() const noexcept { return fd_; }

 private:
  int fd_ = -1;
};

}  // namespace rollcall
