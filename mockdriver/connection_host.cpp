// What a connection says of its host, and how it looks at domains.

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "api/core/flag_checks.hpp"
#include "api/core/uuid.hpp"
#include "mockdriver/mock_connection.hpp"

namespace rollcall {
namespace {

constexpr unsigned long kHypervisorVersion = 1'000'000;  // 1.0.0
constexpr int kVcpusMax = 255;

// In the order in which capabilities offer them: clients take the first.
constexpr std::array kDomainTypes = {DomainType::kMock, DomainType::kTest, DomainType::kKvm,
                                     DomainType::kQemu};

constexpr std::string_view kCapabilities = R"(<capabilities>
  <host>
    <uuid>4d6f636b-4d6f-436b-8d6f-636b4d6f636b</uuid>
    <cpu>
      <arch>{arch}</arch>
      <topology sockets='{sockets}' cores='{cores}' threads='{threads}'/>
    </cpu>
    <power_management/>
  </host>
  <guest>
    <os_type>hvm</os_type>
    <arch name='{arch}'>
      <wordsize>64</wordsize>
      <machine maxCpus='{vcpus_max}'>mock</machine>
{domain_types}    </arch>
    <features>
      <acpi default='on' toggle='yes'/>
    </features>
  </guest>
</capabilities>
)";

}  // namespace

MockConnection::MockConnection(std::shared_ptr<MockHost> host, std::string uri)
    : InquiryConnection(host->table(), host->events()),
      host_(std::move(host)),
      number_(host_->add_connection()),
      uri_(std::move(uri)) {}

MockConnection::~MockConnection() {
  const Trace::Turn turn = Trace::Turn::close(host_->trace(), number_);
  call().destroy_autodestroyed();
}

Result<unsigned long> MockConnection::version() { return kHypervisorVersion; }

Result<std::string> MockConnection::hostname() { return "mock"; }

Result<std::string> MockConnection::capabilities() {
  std::string domain_types;
  for (const DomainType offered : kDomainTypes) {
    domain_types += fmt::format("      <domain type='{}'/>\n", domain_type_name(offered));
  }
  const virNodeInfo& node = host_->node_info();
  return fmt::format(kCapabilities, fmt::arg("arch", "x86_64"), fmt::arg("sockets", node.sockets),
                     fmt::arg("cores", node.cores), fmt::arg("threads", node.threads),
                     fmt::arg("vcpus_max", kVcpusMax), fmt::arg("domain_types", domain_types));
}

Result<int> MockConnection::max_vcpus(std::string_view type) {
  const auto offers_type = [&](DomainType offered) { return domain_type_name(offered) == type; };
  if (type.empty() || std::any_of(kDomainTypes.begin(), kDomainTypes.end(), offers_type)) {
    return kVcpusMax;
  }
  return fail(VIR_ERR_INVALID_ARG, VIR_FROM_TEST,
              fmt::format("the host has no domains of type '{}'", type));
}

Result<bool> MockConnection::set_keepalive(int, unsigned) { return false; }

std::function<Uuid()> MockConnection::new_uuid() {
  return [this] { return host_->new_uuid(); };
}

Result<MockConnection::Observation> MockConnection::observe(const DomainRef& domain, unsigned flags,
                                                            unsigned known_flags) {
  if (Status known = require_known(flags, known_flags, "the call"); !known) {
    return fail(std::move(known.error()));
  }
  HostCall host = call();
  const Result<MockDomain*> found = host.find(domain);
  if (!found) return fail(found.error());
  return Observation{**found, host.clock().elapsed_ns()};
}

Result<InquiryConnection::DomainView> MockConnection::look_at(const DomainRef& domain) {
  return observe(domain).map([](Observation&& seen) {
    return DomainView{std::move(seen.domain.definitions), std::move(seen.domain.runtime)};
  });
}

}  // namespace rollcall
