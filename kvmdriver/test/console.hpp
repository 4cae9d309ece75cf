// Console: the serial port of the guest that tests run (payload/guest.s), as a socket.

#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "kvmdriver/unique_fd.hpp"

namespace rollcall::kvm {

/// How long tests wait for what a guest is to do.
inline constexpr std::chrono::seconds kPatience{60};

class Console {
 public:
  /// Throws when no guest has its serial port there.
  explicit Console(const std::string& socket_path);
  /// Throws when the guest is gone.
  void send(std::string_view commands) const;
  /// Reads on until `expected` has come. Returns: what came; without `expected` when it took too
  /// long.
  std::string read_until(std::string_view expected) const;
  /// The guest's counter. Throws when it does not answer.
  unsigned long count() const;

 private:
  UniqueFd socket_;
};

}  // namespace rollcall::kvm
