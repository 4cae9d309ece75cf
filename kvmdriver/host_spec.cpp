#include "kvmdriver/host_spec.hpp"

#include <cmath>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>

#include "kvmdriver/errors.hpp"

namespace rollcall::kvm {
namespace {

constexpr double kTimeoutSecondsMax = 3600;

std::optional<std::string> absolute_path_in(const char* variable) {
  const char* value = std::getenv(variable);
  // The XDG specification says that relative paths are to be ignored.
  if (value == nullptr || *value != '/') return std::nullopt;
  return value;
}

Result<HostSpec> session_spec() {
  std::optional<std::string> state = absolute_path_in("XDG_STATE_HOME");
  if (!state) {
    const std::optional<std::string> home = absolute_path_in("HOME");
    if (!home) {
      return fail_kvm(VIR_ERR_NO_CONNECT, "kvm:///session needs HOME or XDG_STATE_HOME to be set");
    }
    state = *home + "/.local/state";
  }
  HostSpec spec;
  spec.folder = *state + "/rollcall/kvm";
  const std::optional<std::string> runtime = absolute_path_in("XDG_RUNTIME_DIR");
  spec.run_folder = runtime ? *runtime + "/rollcall/kvm" : spec.folder + "/run";
  spec.starts_domains = true;
  return spec;
}

HostSpec system_spec() {
  HostSpec spec;
  spec.folder = "/var/lib/rollcall/kvm";
  spec.run_folder = "/run/rollcall/kvm";
  spec.starts_domains = true;
  return spec;
}

Result<HostSpec> spec_of_path(const ConnectionUri& uri) {
  if (uri.path == "/session") return session_spec();
  if (uri.path == "/system") return system_spec();
  if (uri.path.size() < 2 || uri.path.front() != '/') {
    return fail_kvm(VIR_ERR_INVALID_ARG,
                    fmt::format("'{}' names no host: expected kvm:///system, kvm:///session or "
                                "kvm:///PATH with an absolute path",
                                uri.text));
  }
  HostSpec spec;
  spec.folder = uri.path;
  while (spec.folder.size() > 1 && spec.folder.back() == '/') spec.folder.pop_back();
  spec.run_folder = spec.folder + "/run";
  return spec;
}

Status read_query(const std::string& key, const std::string& value, HostSpec& spec) {
  if (key == "autostart" && (value == "yes" || value == "no")) {
    spec.starts_domains = value == "yes";
    return {};
  }
  if (key == "timeout") {
    char* end = nullptr;
    const double seconds = std::strtod(value.c_str(), &end);
    const bool number = !value.empty() && *end == '\0' && std::isfinite(seconds);
    if (number && seconds > 0 && seconds <= kTimeoutSecondsMax) {
      spec.command_timeout = std::chrono::milliseconds(std::lround(seconds * 1000) + 1);
      return {};
    }
  }
  return fail_kvm(
      VIR_ERR_INVALID_ARG,
      fmt::format("the query '{}={}' is not known: expected autostart=yes, autostart=no "
                  "or timeout=SECONDS up to {}",
                  key, value, kTimeoutSecondsMax));
}

}  // namespace

Result<HostSpec> read_host_spec(const ConnectionUri& uri) {
  if (!uri.transport.empty() || !uri.server.empty()) {
    return fail_kvm(VIR_ERR_INVALID_ARG,
                    fmt::format("'{}' names a transport or a server, but the driver reaches only "
                                "guests of this machine",
                                uri.text));
  }
  Result<HostSpec> spec = spec_of_path(uri);
  if (!spec) return spec;
  for (const auto& [key, value] : uri.query) {
    if (Status read = read_query(key, value, *spec); !read) return fail(std::move(read.error()));
  }
  return spec;
}

}  // namespace rollcall::kvm
