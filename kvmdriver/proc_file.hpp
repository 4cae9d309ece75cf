// Files of /proc: what the kernel tells of processes.

#pragma once

#include <string>

namespace rollcall::kvm {

/// The whole text of a file of /proc, whose length is not known beforehand; empty when it is not
/// there or cannot be read, as that of a process that ends meanwhile.
std::string read_proc_file(const std::string& path);

}  // namespace rollcall::kvm
