#include "kvmdriver/new_uuid.hpp"

#include <sys/random.h>

namespace rollcall::kvm {

Uuid new_uuid() {
  Uuid uuid;
  // So few bytes come all at once, or not at all when a signal interrupts.
  while (::getrandom(uuid.bytes.data(), uuid.bytes.size(), 0) !=
         static_cast<ssize_t>(uuid.bytes.size())) {
  }
  // Version 4, variant 1 (RFC 4122).
  uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0F) | 0x40);
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3F) | 0x80);
  return uuid;
}

}  // namespace rollcall::kvm
