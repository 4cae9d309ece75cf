#include "kvmdriver/snapshot_disks.hpp"

#include <unistd.h>

#include <fmt/format.h>

#include "api/core/file.hpp"
#include "kvmdriver/errors.hpp"
#include "kvmdriver/guest_process.hpp"
#include "kvmdriver/qemu_command.hpp"

namespace rollcall::kvm {
namespace {

constexpr int kTimeoutMs = 600'000;
constexpr std::size_t kOutputBytesMax = 65'536;

Status run_qemu_img(std::vector<std::string> arguments, const std::string& scratch_file) {
  arguments.insert(arguments.begin(), {"qemu-img", "snapshot"});
  ::unlink(scratch_file.c_str());
  const Result<GuestProcess> process = GuestProcess::spawn({arguments, scratch_file, -1});
  if (!process) return fail(process.error());
  process->wait_for_end(kTimeoutMs);
  const std::optional<ProcessEnd> end = process->reap();
  const std::string printed = read_file(scratch_file, kOutputBytesMax).value_or("");
  ::unlink(scratch_file.c_str());
  if (end && end->succeeded()) return {};
  return fail_kvm(VIR_ERR_OPERATION_FAILED, fmt::format("qemu-img failed: {}", printed));
}

}  // namespace

Status require_snapshot_disks(const Machine& machine, bool with_memory) {
  for (const Machine::Disk& disk : machine.disks) {
    if (disk.read_only || disk.format == "qcow2") continue;
    return fail_kvm(VIR_ERR_OPERATION_UNSUPPORTED,
                    fmt::format("the disk '{}' is {} and keeps no snapshots; qcow2 does", disk.file,
                                disk.format));
  }
  if (!with_memory || !snapshot_devices(machine).empty()) return {};
  return fail_kvm(VIR_ERR_OPERATION_UNSUPPORTED,
                  "the domain has no writable qcow2 disk that could keep its memory");
}

nlohmann::json snapshot_devices(const Machine& machine) {
  nlohmann::json devices = nlohmann::json::array();
  for (std::size_t i = 0; i < machine.disks.size(); ++i) {
    if (!machine.disks[i].read_only) devices.push_back(disk_node(i));
  }
  return devices;
}

nlohmann::json snapshot_arguments(const Machine& machine, const std::string& tag) {
  const nlohmann::json devices = snapshot_devices(machine);
  return {{"tag", tag}, {"vmstate", devices.at(0)}, {"devices", devices}};
}

Status change_disks(const Machine& machine, const std::string& action, const std::string& tag,
                    const std::string& scratch_file) {
  std::vector<std::string> done;
  for (const Machine::Disk& disk : machine.disks) {
    if (disk.read_only) continue;
    Status changed = run_qemu_img({action, tag, disk.file}, scratch_file);
    if (changed) {
      done.push_back(disk.file);
      continue;
    }
    if (action == "-c") {
      for (const std::string& file : done) (void)run_qemu_img({"-d", tag, file}, scratch_file);
    }
    return changed;
  }
  return {};
}

}  // namespace rollcall::kvm
