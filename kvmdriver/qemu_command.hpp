// The command line of QEMU for a machine.

#pragma once

#include <string>
#include <vector>

#include "api/core/domain_definition.hpp"
#include "kvmdriver/machine.hpp"

namespace rollcall::kvm {

/// Arguments that start the guest paused, with its monitor on the inherited listening socket.
///
/// `incoming`: whether its memory is to come from an image. `pid_file`: makes the command line that
/// of this guest of this host and no other; empty for what the guest itself can see of it.
std::vector<std::string> qemu_command(const Machine& machine, const DomainDefinition& definition,
                                      bool incoming, const std::string& pid_file);

/// QEMU's name of the block device with the contents of the disk of that index.
std::string disk_node(std::size_t index);

/// QEMU's id of the serial port of that index.
std::string serial_id(std::size_t index);

}  // namespace rollcall::kvm
