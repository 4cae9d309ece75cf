// Machine: what a domain's XML says about the machine that QEMU is to build.
//
// The part of libvirt's domain XML that is obeyed; README.md lists it. What is not obeyed stays in
// the XML and is named in Machine::ignored.

#pragma once

#include <string>
#include <vector>

#include "api/core/domain_definition.hpp"
#include "api/core/result.hpp"

namespace rollcall::kvm {

/// IDE disks of one channel of a pc.
inline constexpr std::size_t kDisksOfChannel = 2;

struct Machine {
  enum class Board { kPc, kQ35, kMicrovm };
  enum class CpuModel { kDefault, kHost };

  struct Disk {
    enum class Bus { kVirtio, kIde };
    std::string file;    ///< absolute
    std::string format;  ///< "qcow2" or "raw"
    std::string target;  ///< such as "vda"; unique
    Bus bus = Bus::kVirtio;
    std::size_t place = 0;  ///< among the disks of its bus
    bool read_only = false;
  };
  struct NetworkCard {
    std::string model;  ///< QEMU's name of the device
    std::string mac;    ///< empty for QEMU's choice
  };
  struct Serial {
    enum class Kind { kFile, kPty, kUnix };
    Kind kind = Kind::kPty;
    std::string path{};   ///< absolute; empty for a pty
    bool append = false;  ///< of a file
    std::string log{};    ///< absolute path of a copy of all output; empty for none
    bool log_append = false;
  };

  bool kvm = false;
  Board board = Board::kPc;
  std::string board_name = "pc";  ///< as QEMU is told, with its version if the XML has one
  CpuModel cpu = CpuModel::kDefault;
  bool acpi = false;
  bool panic_device = false;
  bool balloon = false;
  std::string emulator = "qemu-system-x86_64";
  std::string firmware{};  ///< absolute path of a ROM; empty for QEMU's own
  std::string kernel{};    ///< absolute, as initrd; empty for none
  std::string initrd{};
  std::string kernel_arguments{};
  std::string boot_order{};  ///< as QEMU's -boot order: letters among c, d, n
  std::vector<Disk> disks{};
  std::vector<NetworkCard> network_cards{};
  std::vector<Serial> serials{};
  std::vector<std::string> ignored{};  ///< paths of elements, such as "devices/sound"
};

/// Reads the machine of a definition.
///
/// Errors: CONFIG_UNSUPPORTED for what is asked of the driver but cannot be had, XML_ERROR for what
///         makes no sense; both name the element.
Result<Machine> read_machine(const DomainDefinition& definition);

/// Checks that the files that a machine starts from are there.
///
/// Errors: SYSTEM_ERROR naming the file; OPERATION_UNSUPPORTED for a machine that wants KVM where
///         /dev/kvm cannot be opened.
Status check_files(const Machine& machine);

}  // namespace rollcall::kvm
