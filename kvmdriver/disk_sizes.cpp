#include "kvmdriver/disk_sizes.hpp"

#include <endian.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include <fmt/format.h>

#include "kvmdriver/errors.hpp"
#include "kvmdriver/unique_fd.hpp"

namespace rollcall::kvm {
namespace {

// The first fields of a qcow2 image, big endian. Source: docs/interop/qcow2 of QEMU.
struct Qcow2Header {
  std::uint32_t magic;
  std::uint32_t version;
  std::uint64_t backing_file_offset;
  std::uint32_t backing_file_size;
  std::uint32_t cluster_bits;
  std::uint64_t size;
};
constexpr std::uint32_t kQcow2Magic = 0x514649fb;

Result<std::uint64_t> qcow2_capacity(int file, const std::string& path) {
  Qcow2Header header{};
  const ssize_t read = ::pread(file, &header, sizeof(header), 0);
  if (read != sizeof(header) || be32toh(header.magic) != kQcow2Magic) {
    return fail_kvm(VIR_ERR_OPERATION_FAILED, fmt::format("'{}' is no qcow2 image", path));
  }
  return be64toh(header.size);
}

}  // namespace

Result<virDomainBlockInfo> sizes_of(const Machine::Disk& disk) {
  const UniqueFd file(::open(disk.file.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!file.is_open() || ::fstat(file.get(), &status) != 0) {
    return fail(system_error("open", disk.file, errno));
  }
  constexpr unsigned long long kBlockBytes = 512;  // stat(2)
  virDomainBlockInfo sizes{};
  sizes.allocation = static_cast<unsigned long long>(status.st_blocks) * kBlockBytes;
  sizes.physical = static_cast<unsigned long long>(status.st_size);
  sizes.capacity = sizes.physical;
  if (disk.format != "qcow2") return sizes;
  return qcow2_capacity(file.get(), disk.file).map([&](std::uint64_t capacity) {
    sizes.capacity = capacity;
    return sizes;
  });
}

}  // namespace rollcall::kvm
