#include "kvmdriver/machine.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>
#include <span>

#include <fmt/format.h>

#include "api/core/domain_xml.hpp"
#include "api/core/xml_document.hpp"
#include "kvmdriver/errors.hpp"
#include "kvmdriver/unique_fd.hpp"

namespace rollcall::kvm {
namespace {

// Two channels; six ports of one disk.
constexpr std::size_t kIdeDisksOfPcMax = 2 * kDisksOfChannel;
constexpr std::size_t kIdeDisksOfQ35Max = 6;

constexpr std::size_t kSerialsMax = 4;  // COM1 to COM4
constexpr unsigned kVcpusMax = 255;

tl::unexpected<Error> unsupported(std::string message) {
  return fail_kvm(VIR_ERR_CONFIG_UNSUPPORTED, std::move(message));
}

Status require_one_of(std::string_view what, std::string_view value,
                      std::span<const std::string_view> known) {
  if (std::find(known.begin(), known.end(), value) != known.end()) return {};
  return unsupported(
      fmt::format("{} is '{}'; this driver has {}", what, value, fmt::join(known, ", ")));
}

Result<std::string> absolute_path(std::string_view element, std::string path) {
  if (!path.empty() && path.front() == '/') return path;
  return fail_kvm(VIR_ERR_XML_ERROR,
                  fmt::format("<{}> needs an absolute path, not '{}'", element, path));
}

// Reads one <domain> into a Machine. Each read_* takes an element that it obeys; elements that
// nobody takes are ignored and named.
class MachineReader {
 public:
  explicit MachineReader(Machine& machine) : machine_(machine) {}

  Status read(const DomainDefinition& definition);

 private:
  Status read_type(const DomainDefinition& definition);
  Status read_os(pugi::xml_node os);
  Status read_board(pugi::xml_node type);
  Status read_loader(pugi::xml_node loader);
  Status read_boot_device(pugi::xml_node boot);
  Status read_features(pugi::xml_node features);
  Status read_cpu(pugi::xml_node cpu);
  Status read_devices(pugi::xml_node devices);
  Status read_device(pugi::xml_node device);
  Status read_disk(pugi::xml_node disk);
  Status check_ide_disk(const Machine::Disk& disk) const;
  Status read_interface(pugi::xml_node interface);
  Status read_serial(pugi::xml_node serial);
  Status read_path(pugi::xml_node element, std::string& path);

  void ignore(std::string_view parent, pugi::xml_node element) {
    if (element.type() != pugi::node_element) return;
    const std::string name =
        parent.empty() ? element.name() : fmt::format("{}/{}", parent, element.name());
    const auto known = std::find(machine_.ignored.begin(), machine_.ignored.end(), name);
    if (known == machine_.ignored.end()) machine_.ignored.push_back(name);
  }

  Machine& machine_;
  std::set<std::string> targets_;
};

Status MachineReader::read_type(const DomainDefinition& definition) {
  if (definition.type != DomainType::kKvm && definition.type != DomainType::kQemu) {
    return unsupported(fmt::format("<domain> is of type '{}'; this driver has kvm and qemu",
                                   domain_type_name(definition.type)));
  }
  machine_.kvm = definition.type == DomainType::kKvm;
  if (definition.os_type != "hvm") {
    return unsupported(fmt::format("<os><type> is '{}'; this driver has hvm", definition.os_type));
  }
  if (definition.vcpus_max > kVcpusMax) {
    return unsupported(fmt::format("<vcpu> wants {} vcpus; a machine has at most {}",
                                   definition.vcpus_max, kVcpusMax));
  }
  return {};
}

Status MachineReader::read_board(pugi::xml_node type) {
  constexpr std::array<std::string_view, 1> kArchitectures = {"x86_64"};
  if (const pugi::xml_attribute arch = type.attribute("arch")) {
    if (Status known =
            require_one_of("the architecture of <os><type>", arch.value(), kArchitectures);
        !known) {
      return known;
    }
  }
  const pugi::xml_attribute attribute = type.attribute("machine");
  if (!attribute) return {};
  const std::string_view name = attribute.value();
  if (name == "pc" || name.starts_with("pc-i440fx-")) {
    machine_.board = Machine::Board::kPc;
  } else if (name == "q35" || name.starts_with("pc-q35-")) {
    machine_.board = Machine::Board::kQ35;
  } else if (name == "microvm") {
    machine_.board = Machine::Board::kMicrovm;
  } else {
    return unsupported(fmt::format(
        "the machine of <os><type> is '{}'; this driver has pc, q35 and microvm", name));
  }
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
  if (!plain) {
    return fail_kvm(VIR_ERR_XML_ERROR, fmt::format("'{}' is no name of a machine", name));
  }
  machine_.board_name = name;
  return {};
}

Status MachineReader::read_path(pugi::xml_node element, std::string& path) {
  Result<std::string> read = absolute_path(element.name(), element_text(element));
  if (!read) return fail(std::move(read.error()));
  path = *std::move(read);
  return {};
}

Status MachineReader::read_loader(pugi::xml_node loader) {
  const std::string_view type = loader.attribute("type").value();
  if (!type.empty() && type != "rom") {
    return unsupported(fmt::format("the type of <loader> is '{}'; this driver has rom", type));
  }
  return read_path(loader, machine_.firmware);
}

Status MachineReader::read_boot_device(pugi::xml_node boot) {
  constexpr std::array<std::string_view, 3> kDevices = {"hd", "cdrom", "network"};
  constexpr std::string_view kLetters = "cdn";
  const std::string_view device = boot.attribute("dev").value();
  if (Status known = require_one_of("the device of <boot>", device, kDevices); !known) {
    return known;
  }
  const auto* place = std::find(kDevices.begin(), kDevices.end(), device);
  machine_.boot_order += kLetters[static_cast<std::size_t>(place - kDevices.begin())];
  return {};
}

Status MachineReader::read_os(pugi::xml_node os) {
  for (const pugi::xml_node element : os.children()) {
    const std::string_view name = element.name();
    Status read;
    if (name == "type") {
      read = read_board(element);
    } else if (name == "loader") {
      read = read_loader(element);
    } else if (name == "kernel") {
      read = read_path(element, machine_.kernel);
    } else if (name == "initrd") {
      read = read_path(element, machine_.initrd);
    } else if (name == "cmdline") {
      machine_.kernel_arguments = element_text(element);
    } else if (name == "boot") {
      read = read_boot_device(element);
    } else {
      ignore("os", element);
    }
    if (!read) return read;
  }
  const bool needs_kernel = !machine_.initrd.empty() || !machine_.kernel_arguments.empty();
  if (needs_kernel && machine_.kernel.empty()) {
    return fail_kvm(VIR_ERR_XML_ERROR, "<initrd> and <cmdline> need a <kernel>");
  }
  return {};
}

Status MachineReader::read_features(pugi::xml_node features) {
  for (const pugi::xml_node element : features.children()) {
    if (std::string_view(element.name()) == "acpi") {
      machine_.acpi = true;
    } else {
      ignore("features", element);
    }
  }
  return {};
}

Status MachineReader::read_cpu(pugi::xml_node cpu) {
  const std::string_view mode = cpu.attribute("mode").value();
  if (mode == "host-passthrough" || mode == "maximum") {
    machine_.cpu = Machine::CpuModel::kHost;
  } else {
    ignore("", cpu);
  }
  return {};
}

Status MachineReader::read_disk(pugi::xml_node element) {
  Machine::Disk disk;
  const std::string_view type = element.attribute("type").value();
  const std::string_view device = element.attribute("device").as_string("disk");
  if (!type.empty() && type != "file") {
    return unsupported(fmt::format("the type of <disk> is '{}'; this driver has file", type));
  }
  constexpr std::array<std::string_view, 1> kDevices = {"disk"};
  if (Status known = require_one_of("the device of <disk>", device, kDevices); !known) {
    return known;
  }
  Result<std::string> file =
      absolute_path("disk><source", element.child("source").attribute("file").value());
  if (!file) return fail(std::move(file.error()));
  disk.file = *std::move(file);
  disk.format = element.child("driver").attribute("type").as_string("raw");
  constexpr std::array<std::string_view, 2> kFormats = {"qcow2", "raw"};
  if (Status known = require_one_of("the format of <disk>", disk.format, kFormats); !known) {
    return known;
  }
  disk.read_only = static_cast<bool>(element.child("readonly"));
  const pugi::xml_node target = element.child("target");
  disk.target = target.attribute("dev").value();
  if (disk.target.empty() || !targets_.insert(disk.target).second) {
    return fail_kvm(VIR_ERR_XML_ERROR,
                    fmt::format("the disk '{}' needs a <target dev='...'/> of its own", disk.file));
  }
  const bool named_virtio = disk.target.starts_with("vd");
  const std::string_view bus = target.attribute("bus").as_string(named_virtio ? "virtio" : "ide");
  constexpr std::array<std::string_view, 3> kBuses = {"virtio", "ide", "sata"};
  if (Status known = require_one_of("the bus of <disk>", bus, kBuses); !known) return known;
  disk.bus = bus == "virtio" ? Machine::Disk::Bus::kVirtio : Machine::Disk::Bus::kIde;
  disk.place = static_cast<std::size_t>(
      std::count_if(machine_.disks.begin(), machine_.disks.end(),
                    [&](const Machine::Disk& other) { return other.bus == disk.bus; }));
  if (disk.bus == Machine::Disk::Bus::kIde) {
    if (Status possible = check_ide_disk(disk); !possible) return possible;
  }
  machine_.disks.push_back(std::move(disk));
  return {};
}

Status MachineReader::check_ide_disk(const Machine::Disk& disk) const {
  if (machine_.board == Machine::Board::kMicrovm) {
    return unsupported("a microvm has no IDE disks");
  }
  if (disk.read_only) {
    return unsupported(
        fmt::format("the disk '{}' is read-only, which IDE disks cannot be; virtio "
                    "ones can",
                    disk.target));
  }
  const bool pc = machine_.board == Machine::Board::kPc;
  const std::size_t most = pc ? kIdeDisksOfPcMax : kIdeDisksOfQ35Max;
  if (disk.place < most) return {};
  return unsupported(fmt::format("a {} has at most {} IDE disks; '{}' is one more",
                                 machine_.board_name, most, disk.target));
}

Status MachineReader::read_interface(pugi::xml_node interface) {
  const std::string_view type = interface.attribute("type").value();
  if (type != "user") {
    return unsupported(fmt::format("the type of <interface> is '{}'; this driver has user", type));
  }
  Machine::NetworkCard card;
  const std::string_view model = interface.child("model").attribute("type").as_string("virtio");
  constexpr std::array<std::string_view, 3> kModels = {"virtio", "e1000", "rtl8139"};
  if (Status known = require_one_of("the model of <interface>", model, kModels); !known) {
    return known;
  }
  const bool microvm = machine_.board == Machine::Board::kMicrovm;
  if (model == "virtio") {
    card.model = microvm ? "virtio-net-device" : "virtio-net-pci";
  } else if (microvm) {
    return unsupported("a microvm has virtio network cards only");
  } else {
    card.model = model;
  }
  card.mac = interface.child("mac").attribute("address").value();
  machine_.network_cards.push_back(std::move(card));
  return {};
}

Status MachineReader::read_serial(pugi::xml_node element) {
  Machine::Serial serial;
  const std::string_view type = element.attribute("type").as_string("pty");
  constexpr std::array<std::string_view, 3> kTypes = {"pty", "file", "unix"};
  if (Status known = require_one_of("the type of <serial>", type, kTypes); !known) return known;
  if (type != "pty") {
    serial.kind = type == "file" ? Machine::Serial::Kind::kFile : Machine::Serial::Kind::kUnix;
    const pugi::xml_node source = element.child("source");
    Result<std::string> path = absolute_path("serial><source", source.attribute("path").value());
    if (!path) return fail(std::move(path.error()));
    serial.path = *std::move(path);
    serial.append = std::string_view(source.attribute("append").value()) == "on";
  }
  if (const pugi::xml_node log = element.child("log")) {
    Result<std::string> path = absolute_path("serial><log", log.attribute("file").value());
    if (!path) return fail(std::move(path.error()));
    serial.log = *std::move(path);
    serial.log_append = std::string_view(log.attribute("append").value()) == "on";
  }
  if (machine_.serials.size() == kSerialsMax) {
    return unsupported(fmt::format("a machine has at most {} serial ports", kSerialsMax));
  }
  machine_.serials.push_back(std::move(serial));
  return {};
}

Status MachineReader::read_device(pugi::xml_node device) {
  const std::string_view name = device.name();
  if (name == "disk") return read_disk(device);
  if (name == "interface") return read_interface(device);
  if (name == "serial") return read_serial(device);
  if (name == "emulator") return read_path(device, machine_.emulator);
  if (name == "panic") {
    machine_.panic_device = true;
  } else if (name == "memballoon") {
    machine_.balloon = std::string_view(device.attribute("model").value()) != "none";
  } else if (name == "console") {
    // libvirt describes the first serial port a second time as a console.
    const std::string_view target = device.child("target").attribute("type").as_string("serial");
    if (target != "serial") ignore("devices", device);
  } else {
    ignore("devices", device);
  }
  return {};
}

Status MachineReader::read_devices(pugi::xml_node devices) {
  for (const pugi::xml_node device : devices.children()) {
    if (Status read = read_device(device); !read) return read;
  }
  return {};
}

Status MachineReader::read(const DomainDefinition& definition) {
  // What DomainDefinition has taken already, and what is only for people and programs.
  static const std::set<std::string_view> taken = {
      "name",   "uuid",          "genid", "title",       "description", "metadata",
      "memory", "currentMemory", "vcpu",  "on_poweroff", "on_reboot",   "on_crash"};
  if (Status read = read_type(definition); !read) return read;
  const pugi::xml_document document = domain_document(definition);
  const pugi::xml_node domain = document.document_element();
  // The board first: it decides which devices there can be.
  if (Status read = read_os(domain.child("os")); !read) return read;
  for (const pugi::xml_node element : domain.children()) {
    const std::string_view name = element.name();
    Status read;
    if (name == "features") {
      read = read_features(element);
    } else if (name == "cpu") {
      read = read_cpu(element);
    } else if (name == "devices") {
      read = read_devices(element);
    } else if (name != "os" && !taken.contains(name)) {
      ignore("", element);
    }
    if (!read) return read;
  }
  return {};
}

Status require_file(const std::string& path, int access) {
  if (path.empty()) return {};
  const UniqueFd file(::open(path.c_str(), access | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) return fail(system_error("open", path, errno));
  return {};
}

}  // namespace

Result<Machine> read_machine(const DomainDefinition& definition) {
  Machine machine;
  if (Status read = MachineReader(machine).read(definition); !read) {
    return fail(std::move(read.error()));
  }
  return machine;
}

Status check_files(const Machine& machine) {
  if (machine.kvm) {
    const UniqueFd kvm(::open("/dev/kvm", O_RDWR | O_CLOEXEC));
    if (!kvm.is_open()) {
      return fail_kvm(VIR_ERR_OPERATION_UNSUPPORTED,
                      fmt::format("a domain of type 'kvm' cannot start here: {}; type 'qemu' is "
                                  "emulated and needs no KVM",
                                  system_error("open", "/dev/kvm", errno).message));
    }
  }
  for (const std::string* file : {&machine.firmware, &machine.kernel, &machine.initrd}) {
    if (Status there = require_file(*file, O_RDONLY); !there) return there;
  }
  for (const Machine::Disk& disk : machine.disks) {
    if (Status there = require_file(disk.file, disk.read_only ? O_RDONLY : O_RDWR); !there) {
      return there;
    }
  }
  return {};
}

}  // namespace rollcall::kvm
