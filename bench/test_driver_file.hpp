// A host file as libvirt's test driver reads it.

#pragma once

#include <cstddef>
#include <string>

namespace rollcall::bench {

/// The XML text of a host with that many persistent domains, every second one shut off.
std::string test_driver_host(std::size_t domains);

}  // namespace rollcall::bench
