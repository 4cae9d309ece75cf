// The driver for kvm:// URIs: guests of this machine in QEMU, with or without KVM.

#pragma once

#include <rollcall/driver.hpp>

namespace rollcall {

/// The one such driver of the process.
///
/// Connections of one process to the same root share it; it lives as long as the first and the last
/// of them overlap. Guests go on without it, and are found again when it is opened the next time.
Driver& kvm_driver();

}  // namespace rollcall
