#include "kvmdriver/qemu_command.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kvmdriver/guest_process.hpp"

namespace rollcall::kvm {
namespace {

using Json = nlohmann::json;

const char* on_off(bool on) { return on ? "on" : "off"; }

// A value in QEMU's comma-separated options.
std::string option_value(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == ',') escaped += ',';
    escaped += c;
  }
  return escaped;
}

std::string to_text(const Json& json) {
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

class CommandBuilder {
 public:
  CommandBuilder(const Machine& machine, const DomainDefinition& definition)
      : machine_(machine), definition_(definition) {}

  std::vector<std::string> build(bool incoming, const std::string& pid_file);

 private:
  void add(std::string option) { arguments_.push_back(std::move(option)); }
  void add(std::string option, std::string value) {
    arguments_.push_back(std::move(option));
    arguments_.push_back(std::move(value));
  }

  void add_identity();
  void add_machine();
  void add_boot();
  void add_monitor();
  void add_policies();
  void add_disks();
  void add_network_cards();
  void add_serials();

  const Machine& machine_;
  const DomainDefinition& definition_;
  std::vector<std::string> arguments_;
};

void CommandBuilder::add_identity() {
  add(machine_.emulator);
  add("-name", "guest=" + option_value(definition_.name));
  add("-uuid", to_string(definition_.uuid));
}

void CommandBuilder::add_machine() {
  std::string board = machine_.board_name;
  board += machine_.kvm ? ",accel=kvm" : ",accel=tcg";
  board += machine_.acpi ? ",acpi=on" : ",acpi=off";
  if (machine_.board != Machine::Board::kMicrovm) board += ",usb=off,vmport=off";
  add("-machine", board + ",dump-guest-core=off");
  if (machine_.cpu == Machine::CpuModel::kHost) add("-cpu", machine_.kvm ? "host" : "max");
  add("-m", fmt::format("size={}k", definition_.memory_max_kib));
  add("-smp", fmt::format("cpus={},maxcpus={}", definition_.vcpus, definition_.vcpus_max));
  add("-no-user-config");
  add("-nodefaults");
  add("-display", "none");
}

void CommandBuilder::add_boot() {
  if (!machine_.firmware.empty()) add("-bios", machine_.firmware);
  if (!machine_.kernel.empty()) add("-kernel", machine_.kernel);
  if (!machine_.initrd.empty()) add("-initrd", machine_.initrd);
  if (!machine_.kernel_arguments.empty()) add("-append", machine_.kernel_arguments);
  if (!machine_.boot_order.empty()) add("-boot", "order=" + machine_.boot_order);
}

void CommandBuilder::add_monitor() {
  add("-chardev", fmt::format("socket,id=monitor,fd={},server=on,wait=off", kInheritedFd));
  add("-mon", "chardev=monitor,mode=control");
}

// QEMU stops and waits for the driver whatever the guest does: if nobody is there, the guest's end
// is still to be seen later.
void CommandBuilder::add_policies() {
  const LifecycleAction on_reboot = definition_.on_reboot;
  const bool reboots =
      on_reboot != LifecycleAction::kDestroy && on_reboot != LifecycleAction::kPreserve;
  add("-action",
      std::string("shutdown=pause,panic=pause,reboot=") + (reboots ? "reset" : "shutdown"));
  add("-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
  add("-S");
}

void CommandBuilder::add_disks() {
  for (std::size_t i = 0; i < machine_.disks.size(); ++i) {
    const Machine::Disk& disk = machine_.disks[i];
    const std::string node = disk_node(i);
    add("-blockdev", to_text({{"driver", disk.format},
                              {"node-name", node},
                              {"read-only", disk.read_only},
                              {"discard", "unmap"},
                              {"file", {{"driver", "file"}, {"filename", disk.file}}}}));
    Json device = {{"id", fmt::format("disk{}", i)}, {"drive", node}};
    if (disk.bus == Machine::Disk::Bus::kIde) {
      const std::size_t disks = machine_.board == Machine::Board::kPc ? kDisksOfChannel : 1;
      device["driver"] = "ide-hd";
      // QEMU by itself would begin with the second channel of a pc.
      device["bus"] = fmt::format("ide.{}", disk.place / disks);
      device["unit"] = disk.place % disks;
    } else {
      const bool microvm = machine_.board == Machine::Board::kMicrovm;
      device["driver"] = microvm ? "virtio-blk-device" : "virtio-blk-pci";
    }
    add("-device", to_text(device));
  }
}

void CommandBuilder::add_network_cards() {
  for (std::size_t i = 0; i < machine_.network_cards.size(); ++i) {
    const Machine::NetworkCard& card = machine_.network_cards[i];
    const std::string net = fmt::format("net{}", i);
    add("-netdev", to_text({{"type", "user"}, {"id", net}}));
    Json device = {{"driver", card.model}, {"netdev", net}, {"id", fmt::format("card{}", i)}};
    if (!card.mac.empty()) device["mac"] = card.mac;
    // Without its boot ROM, which not every installation has.
    if (machine_.board != Machine::Board::kMicrovm) device["romfile"] = "";
    add("-device", to_text(device));
  }
}

void CommandBuilder::add_serials() {
  for (std::size_t i = 0; i < machine_.serials.size(); ++i) {
    const Machine::Serial& serial = machine_.serials[i];
    const std::string id = serial_id(i);
    const std::string path = option_value(serial.path);
    std::string port;
    switch (serial.kind) {
      case Machine::Serial::Kind::kPty:
        port = "pty,id=" + id;
        break;
      case Machine::Serial::Kind::kFile:
        port = fmt::format("file,id={},path={},append={}", id, path, on_off(serial.append));
        break;
      case Machine::Serial::Kind::kUnix:
        port = fmt::format("socket,id={},path={},server=on,wait=off", id, path);
        break;
    }
    if (!serial.log.empty()) {
      port += fmt::format(",logfile={},logappend={}", option_value(serial.log),
                          on_off(serial.log_append));
    }
    add("-chardev", port);
    add("-serial", "chardev:" + id);
  }
}

std::vector<std::string> CommandBuilder::build(bool incoming, const std::string& pid_file) {
  add_identity();
  add_machine();
  add_boot();
  add_monitor();
  add_policies();
  add_disks();
  add_network_cards();
  add_serials();
  if (machine_.panic_device) add("-device", "pvpanic");
  if (machine_.balloon) {
    const bool microvm = machine_.board == Machine::Board::kMicrovm;
    add("-device", microvm ? "virtio-balloon-device" : "virtio-balloon-pci");
  }
  if (incoming) add("-incoming", "defer");
  if (!pid_file.empty()) add("-pidfile", pid_file);
  return std::move(arguments_);
}

}  // namespace

std::vector<std::string> qemu_command(const Machine& machine, const DomainDefinition& definition,
                                      bool incoming, const std::string& pid_file) {
  return CommandBuilder(machine, definition).build(incoming, pid_file);
}

std::string disk_node(std::size_t index) { return fmt::format("node{}", index); }

std::string serial_id(std::size_t index) { return fmt::format("serial{}", index); }

}  // namespace rollcall::kvm
