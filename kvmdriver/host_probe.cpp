#include "kvmdriver/host_probe.hpp"

#include <fcntl.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <optional>

#include <fmt/format.h>

#include "api/core/file.hpp"
#include "api/core/uuid.hpp"
#include "kvmdriver/errors.hpp"
#include "kvmdriver/guest_process.hpp"
#include "kvmdriver/unique_fd.hpp"

namespace rollcall::kvm {
namespace {

constexpr const char* kQemu = "qemu-system-x86_64";
constexpr int kVersionTimeoutMs = 30'000;
constexpr std::size_t kVersionBytesMax = 65'536;

constexpr std::string_view kCapabilities = R"(<capabilities>
  <host>
{uuid}    <cpu>
      <arch>x86_64</arch>
      <topology sockets='{sockets}' dies='1' cores='{cores}' threads='{threads}'/>
    </cpu>
    <power_management/>
  </host>
  <guest>
    <os_type>hvm</os_type>
    <arch name='x86_64'>
      <wordsize>64</wordsize>
      <emulator>{emulator}</emulator>
      <machine maxCpus='255'>pc</machine>
      <machine maxCpus='255'>q35</machine>
      <machine maxCpus='255'>microvm</machine>
{domain_types}    </arch>
    <features>
      <acpi default='off' toggle='yes'/>
    </features>
  </guest>
</capabilities>
)";

unsigned processor_mhz() {
  std::ifstream cpuinfo("/proc/cpuinfo");
  constexpr std::string_view kKey = "cpu MHz";
  for (std::string line; std::getline(cpuinfo, line);) {
    if (!line.starts_with(kKey)) continue;
    double mhz = 0;
    const std::size_t colon = line.find(':');
    if (colon != std::string::npos) mhz = std::strtod(line.c_str() + colon + 1, nullptr);
    return static_cast<unsigned>(mhz);
  }
  return 0;
}

// The machine's id, by which clients tell hosts apart.
std::string host_uuid_element() {
  const Result<std::string> id = read_file("/etc/machine-id", 64);
  const std::optional<Uuid> uuid = id ? parse_uuid(*id) : std::nullopt;
  return uuid ? fmt::format("    <uuid>{}</uuid>\n", to_string(*uuid)) : std::string();
}

}  // namespace

virNodeInfo probe_node() {
  virNodeInfo node{};
  constexpr std::string_view kModel = "x86_64";
  kModel.copy(node.model, sizeof(node.model) - 1);
  node.cpus = static_cast<unsigned>(::sysconf(_SC_NPROCESSORS_ONLN));
  node.mhz = processor_mhz();
  node.nodes = 1;
  node.sockets = 1;
  node.cores = node.cpus;
  node.threads = 1;
  struct sysinfo memory {};
  constexpr unsigned long kKib = 1024;
  if (::sysinfo(&memory) == 0) node.memory = memory.totalram * memory.mem_unit / kKib;
  return node;
}

bool can_open_kvm() { return UniqueFd(::open("/dev/kvm", O_RDWR | O_CLOEXEC)).is_open(); }

Result<unsigned long> probe_qemu_version(const std::string& scratch_file) {
  ::unlink(scratch_file.c_str());
  const Result<GuestProcess> process = GuestProcess::spawn({{kQemu, "-version"}, scratch_file, -1});
  if (!process) return fail(process.error());
  process->wait_for_end(kVersionTimeoutMs);
  process->reap();
  const Result<std::string> text = read_file(scratch_file, kVersionBytesMax);
  ::unlink(scratch_file.c_str());
  if (!text) return fail(text.error());
  unsigned long major = 0;
  unsigned long minor = 0;
  unsigned long release = 0;
  const int read =
      std::sscanf(text->c_str(), "QEMU emulator version %lu.%lu.%lu", &major, &minor, &release);
  if (read != 3) {
    return fail_kvm(VIR_ERR_INTERNAL_ERROR,
                    fmt::format("'{}' is no version of {}", text->substr(0, 100), kQemu));
  }
  return major * 1'000'000 + minor * 1'000 + release;
}

std::string format_capabilities(const virNodeInfo& node, bool kvm) {
  std::string types;
  if (kvm) types += "      <domain type='kvm'/>\n";
  types += "      <domain type='qemu'/>\n";
  return fmt::format(kCapabilities, fmt::arg("uuid", host_uuid_element()),
                     fmt::arg("sockets", node.sockets), fmt::arg("cores", node.cores),
                     fmt::arg("threads", node.threads), fmt::arg("emulator", kQemu),
                     fmt::arg("domain_types", types));
}

}  // namespace rollcall::kvm
