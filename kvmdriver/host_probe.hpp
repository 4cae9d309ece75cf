// What this machine offers: processors and memory, KVM, and the QEMU that is installed.

#pragma once

#include <string>

#include <libvirt/libvirt.h>

#include "api/core/result.hpp"

namespace rollcall::kvm {

virNodeInfo probe_node();

/// Whether guests of type 'kvm' can run here.
bool can_open_kvm();

/// Version of the QEMU in PATH: major * 1,000,000 + minor * 1,000 + release. Asked anew each time.
///
/// `scratch_file`: where to let QEMU print it.
/// Errors: SYSTEM_ERROR when it cannot be run; INTERNAL_ERROR when what it prints is no version.
Result<unsigned long> probe_qemu_version(const std::string& scratch_file);

/// Capabilities of a host, as XML.
std::string format_capabilities(const virNodeInfo& node, bool kvm);

}  // namespace rollcall::kvm
