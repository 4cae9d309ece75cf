// SmallDisk: a file system that a test can fill.

#pragma once

#include <sys/mount.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace rollcall::kvm {

/// Mounted on a folder, which it makes, for as long as it lives.
class SmallDisk {
 public:
  SmallDisk(std::string folder, int size_kib) : folder_(std::move(folder)) {
    std::filesystem::create_directory(folder_);
    const std::string options = "size=" + std::to_string(size_kib) + "k";
    is_there_ = ::mount("rollcall", folder_.c_str(), "tmpfs", 0, options.c_str()) == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (is_there_) ::umount2(folder_.c_str(), MNT_DETACH);
  }

  /// False where mounting is not allowed: the test is to be skipped.
  bool is_there() const { return is_there_; }

  /// Leaves no room for a single further byte.
  void fill() const {
    std::ofstream ballast(ballast_file(), std::ios::binary);
    while (ballast.put('\0').flush()) ballast << std::string(4095, '\0');
  }
  void make_room() const { std::filesystem::remove(ballast_file()); }

 private:
  std::string ballast_file() const { return folder_ + "/ballast"; }

  std::string folder_;
  bool is_there_ = false;
};

/// Why a test is skipped that needs one.
inline constexpr const char* kMayNotMount = "a disk that is full takes the right to mount one";

}  // namespace rollcall::kvm
