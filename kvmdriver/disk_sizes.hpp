// How large a disk's image is.

#pragma once

#include <libvirt/libvirt.h>

#include "kvmdriver/machine.hpp"

namespace rollcall::kvm {

/// The sizes of a disk's file in bytes: for the guest, on the host, and the file's length. Reads
/// the file, of a running guest too, whose disk has the same size for it as long as it runs.
///
/// Errors: SYSTEM_ERROR naming the file; OPERATION_FAILED when it is no image of its format.
Result<virDomainBlockInfo> sizes_of(const Machine::Disk& disk);

}  // namespace rollcall::kvm
