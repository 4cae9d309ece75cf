// What a connection says of its host.

#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>

#include <fmt/format.h>

#include "kvmdriver/connection.hpp"
#include "kvmdriver/errors.hpp"
#include "kvmdriver/host_probe.hpp"

namespace rollcall::kvm {

Connection::Connection(std::shared_ptr<Host> host, std::string uri)
    : InquiryConnection(host->registry().table(), host->registry().events()),
      host_(std::move(host)),
      number_(host_->add_connection()),
      uri_(std::move(uri)) {}

Connection::~Connection() { host_->destroy_autodestroyed(number_); }

Result<unsigned long> Connection::version() {
  return probe_qemu_version(host_->folder().scratch_file());
}

Result<std::string> Connection::hostname() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) {
    return fail(system_error("ask for", "the name of this host", errno));
  }
  return std::string(name.data());
}

Result<std::string> Connection::capabilities() {
  return format_capabilities(probe_node(), can_open_kvm());
}

Result<virNodeInfo> Connection::node_info() { return probe_node(); }

Result<int> Connection::max_vcpus(std::string_view type) {
  constexpr int kVcpusMax = 255;
  if (type.empty() || type == "kvm" || type == "qemu") return kVcpusMax;
  return fail_kvm(VIR_ERR_INVALID_ARG, fmt::format("the host has no domains of type '{}'", type));
}

Result<bool> Connection::set_keepalive(int, unsigned) { return false; }

}  // namespace rollcall::kvm
