#include "mockdriver/host_spec.hpp"

#include <charconv>
#include <limits>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "mockdriver/fleet.hpp"

namespace rollcall {
namespace {

tl::unexpected<Error> bad_uri(const ConnectionUri& uri, std::string_view why) {
  return fail(VIR_ERR_INVALID_ARG, VIR_FROM_TEST,
              fmt::format("the URI '{}' names no simulated host: {}", uri.text, why));
}

Status read_path(const ConnectionUri& uri, HostSpec& spec) {
  if (uri.path == "/default") {
    spec.kind = HostSpec::Kind::kDefault;
  } else if (uri.path == "/empty") {
    spec.kind = HostSpec::Kind::kEmpty;
  } else if (uri.path.ends_with(".xml") && uri.path.starts_with('/')) {
    spec.kind = HostSpec::Kind::kScenario;
    spec.scenario_path = uri.path;
  } else {
    return bad_uri(uri, fmt::format("its path '{}' is neither '/default', nor '/empty', nor the "
                                    "absolute path of a scenario file that ends in '.xml'",
                                    uri.path));
  }
  return {};
}

Result<std::uint64_t> read_number(const ConnectionUri& uri, const std::string& key,
                                  std::uint64_t most) {
  const std::string& text = uri.query.at(key);
  const char* end = text.data() + text.size();
  std::uint64_t number = 0;
  const auto [stop, status] = std::from_chars(text.data(), end, number);
  if (status != std::errc() || stop != end || number > most) {
    return bad_uri(
        uri, fmt::format("'{}' in '{}={}' is not a number from 0 to {}", text, key, text, most));
  }
  return number;
}

// clock=virtual, clock=real, or clock=60x.
Status read_clock(const ConnectionUri& uri, HostSpec& spec) {
  constexpr std::uint32_t kRateMax = 1'000'000;
  const std::string& text = uri.query.at("clock");
  if (text == "virtual") return {};
  if (text == "real") {
    spec.clock_rate = 1;
    return {};
  }
  const char* end = text.data() + text.size();
  const auto [stop, status] = std::from_chars(text.data(), end, spec.clock_rate);
  const bool is_rate = status == std::errc() && stop + 1 == end && *stop == 'x';
  if (!is_rate || spec.clock_rate < 1 || spec.clock_rate > kRateMax) {
    return bad_uri(uri, fmt::format("'clock={}' is none of 'virtual', 'real' and how many times as "
                                    "fast as real, '1x' to '{}x'",
                                    text, kRateMax));
  }
  return {};
}

Status read_parameter(const ConnectionUri& uri, const std::string& key, HostSpec& spec) {
  if (key == "instance") {
    spec.instance = uri.query.at(key);
    if (spec.instance.empty()) return bad_uri(uri, "'instance=' lacks a name");
    return {};
  }
  if (key == "clock") return read_clock(uri, spec);
  const bool is_seed = key == "seed";
  if (!is_seed && key != "domains" && key != "running") {
    return bad_uri(uri, fmt::format("its query parameter '{}' is none of 'seed', 'domains', "
                                    "'running', 'clock', 'instance'",
                                    key));
  }
  const Result<std::uint64_t> number =
      read_number(uri, key, is_seed ? std::numeric_limits<std::uint64_t>::max() : kFleetDomainsMax);
  if (!number) return fail(number.error());
  (is_seed ? spec.seed : key == "domains" ? spec.fleet_domains : spec.fleet_running) = *number;
  return {};
}

}  // namespace

Result<HostSpec> read_host_spec(const ConnectionUri& uri) {
  if (!uri.transport.empty() || !uri.server.empty()) {
    return bad_uri(uri, "it lives in the process that opens it, on no server");
  }
  HostSpec spec;
  if (Status path = read_path(uri, spec); !path) return fail(path.error());
  for (const auto& parameter : uri.query) {
    if (Status read = read_parameter(uri, parameter.first, spec); !read) {
      return fail(read.error());
    }
  }
  if (!uri.query.contains("running")) spec.fleet_running = spec.fleet_domains / 2;
  if (spec.fleet_running > spec.fleet_domains) {
    return bad_uri(uri, fmt::format("'running={}' wants more than the {} domains of its fleet",
                                    spec.fleet_running, spec.fleet_domains));
  }
  return spec;
}

}  // namespace rollcall
