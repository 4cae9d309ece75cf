#include "kvmdriver/proc_file.hpp"

#include <fstream>
#include <sstream>

namespace rollcall::kvm {

std::string read_proc_file(const std::string& path) {
  const std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  // Not by iterators, which throw when a read fails.
  text << stream.rdbuf();
  return std::move(text).str();
}

}  // namespace rollcall::kvm
