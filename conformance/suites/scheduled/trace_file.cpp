#include "conformance/suites/scheduled/trace_file.hpp"

#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "conformance/report/grades.hpp"
#include "conformance/schedule/trace_hash.hpp"
#include "conformance/suites/scheduled/scenario.hpp"
#include "conformance/workload/program_code.hpp"

namespace rollcall::suites::scheduled {
namespace {

using Json = nlohmann::ordered_json;
using schedule::Step;

constexpr const char* kFormat = "rollcall-trace";
constexpr unsigned kVersion = 1;

Json header_of(const TraceFile& trace) {
  const Scenario scenario = *scenario_from(trace.token.scenario);
  Json choices = Json::array();
  for (const schedule::Switch& choice : trace.token.switches) {
    choices.push_back({{"step", choice.step + 1}, {"thread", choice.to + 1}});
  }
  Json header{{"format", kFormat},
              {"version", kVersion},
              {"kit", trace.kit},
              {"library", trace.origin.library},
              {"library_version", trace.origin.library_version},
              {"uri", trace.origin.uri}};
  if (!trace.origin.domain_type.empty()) header["domain_type"] = trace.origin.domain_type;
  if (!trace.origin.environment.empty()) header["environment"] = trace.origin.environment;
  header["build"] = fmt::format("{:08x}", trace.token.build);
  header["seed"] = trace.token.seed;
  header["strategy"] = trace.token.strategy;
  header["refuted"] = report::short_name(scenario.property);
  header["title"] = trace.title;
  header["threads"] = scenario.size.threads;
  header["domains"] = scenario.size.plain;
  header["renaming_pairs"] = scenario.size.renaming_pairs;
  header["program"] = workload::code_of(scenario.program);
  header["choices"] = choices;
  header["steps"] = trace.steps.size();
  header["hash"] = fmt::format("{:016x}", schedule::hash_of(trace.steps));
  return header;
}

Json line_of(const Step& step, std::size_t number) {
  Json line{{"step", number}, {"thread", step.thread + 1}, {"point", name_of(step.kind)}};
  if (step.object != schedule::kNoObject) line["object"] = step.object;
  return line;
}

/// Takes the members of one line; the first that is missing or wrong stays as the error.
class Members {
 public:
  explicit Members(const std::string& line)
      : json_(Json::parse(line, nullptr, /*allow_exceptions=*/false)) {
    if (!json_.is_object()) error_ = "this is no JSON object; the file was cut off or changed";
  }

  std::string text(const char* name, bool is_required = true) {
    const Json* member = find(name, is_required);
    if (member == nullptr) return {};
    if (!member->is_string()) return fail(name, "text"), std::string();
    return member->get<std::string>();
  }

  template <class Number>
  Number number(const char* name, std::uint64_t least, std::uint64_t most) {
    const Json* member = find(name, true);
    if (member == nullptr) return {};
    const bool is_number = member->is_number_unsigned();
    const auto value = is_number ? member->get<std::uint64_t>() : 0;
    if (!is_number || value < least || value > most) {
      fail(name, fmt::format("a number from {} to {}", least, most));
    }
    return static_cast<Number>(value);
  }

  template <class Number>
  Number hexadecimal(const char* name) {
    const std::string digits = text(name);
    Number value{};
    const char* const end = digits.data() + digits.size();
    const auto [rest, wrong] = std::from_chars(digits.data(), end, value, 16);
    if (wrong != std::errc() || rest != end) fail(name, "a hexadecimal number");
    return value;
  }

  const Json* find(const char* name, bool is_required) {
    const auto member = json_.find(name);
    if (member != json_.end()) return &*member;
    if (is_required) fail(fmt::format("the member '{}' is missing", name));
    return nullptr;
  }

  void fail(const char* name, const std::string& wanted) {
    fail(fmt::format("the member '{}' is not {}", name, wanted));
  }
  void fail(std::string what) {
    if (error_.empty()) error_ = std::move(what);
  }
  const std::string& error() const { return error_; }

 private:
  Json json_;
  std::string error_;
};

constexpr std::uint64_t kMostSteps = std::numeric_limits<std::uint32_t>::max();

void read_environment(Members& members, Origin& origin) {
  const Json* environment = members.find("environment", false);
  if (environment == nullptr) return;
  if (!environment->is_object()) return members.fail("environment", "an object");
  for (const auto& [name, value] : environment->items()) {
    // A file shall not change what a library does in other ways than the ones it is known by.
    if (!name.starts_with("ROLLCALL_") || !value.is_string()) {
      return members.fail("environment", "texts by the names of variables ROLLCALL_*");
    }
    origin.environment[name] = value.get<std::string>();
  }
}

std::vector<schedule::Switch> read_choices(Members& members) {
  std::vector<schedule::Switch> switches;
  const Json* choices = members.find("choices", true);
  if (choices == nullptr) return switches;
  const auto wrong = [&] {
    members.fail("choices", "a list of steps and threads, by step");
    return switches;
  };
  if (!choices->is_array()) return wrong();
  for (const Json& choice : *choices) {
    Members one(choice.dump());
    const auto step = one.number<std::uint32_t>("step", 1, kMostSteps);
    const auto thread = one.number<schedule::ThreadNumber>("thread", 1, schedule::kThreadsMax);
    if (!one.error().empty()) return wrong();
    if (!switches.empty() && step - 1 <= switches.back().step) return wrong();
    switches.push_back({step - 1, static_cast<schedule::ThreadNumber>(thread - 1)});
  }
  return switches;
}

Scenario read_scenario(Members& members) {
  Scenario scenario;
  const auto refuted = property_named(members.text("refuted"));
  if (refuted) scenario.property = *refuted;
  if (!refuted) members.fail("refuted", "a promise");
  scenario.size = {.threads = members.number<unsigned>("threads", 1, kMostSteps),
                   .plain = members.number<unsigned>("domains", 0, kMostSteps),
                   .renaming_pairs = members.number<unsigned>("renaming_pairs", 0, kMostSteps)};
  auto program = workload::program_from_code(members.text("program"));
  if (!program) {
    members.fail("program: " + program.error());
    return scenario;
  }
  scenario.program = *std::move(program);
  const std::string obstacle = misfit(scenario);
  if (!obstacle.empty()) members.fail(obstacle);
  return scenario;
}

/// What the first line says of the steps.
struct Extent {
  std::size_t steps = 0;
  std::uint64_t hash = 0;
};

Extent read_header(Members& members, TraceFile& trace) {
  if (!members.error().empty() || members.text("format", false) != kFormat) {
    members.fail("this is no trace file");
    return {};
  }
  const auto version = members.number<unsigned>("version", 1, kMostSteps);
  if (version != kVersion) {
    members.fail(
        fmt::format("version {} of the format; this program reads version {}", version, kVersion));
    return {};
  }
  trace.kit = members.text("kit");
  trace.origin.library = members.text("library");
  trace.origin.library_version = members.text("library_version");
  trace.origin.uri = members.text("uri");
  trace.origin.domain_type = members.text("domain_type", false);
  read_environment(members, trace.origin);
  trace.token.build = members.hexadecimal<std::uint32_t>("build");
  trace.token.seed =
      members.number<std::uint64_t>("seed", 0, std::numeric_limits<std::uint64_t>::max());
  trace.token.strategy = members.text("strategy");
  trace.title = members.text("title");
  Scenario scenario = read_scenario(members);
  trace.token.switches = read_choices(members);
  const Extent extent{.steps = members.number<std::size_t>("steps", 0, kMostSteps),
                      .hash = members.hexadecimal<std::uint64_t>("hash")};
  scenario.trace = folded(extent.hash);
  trace.token.scenario = to_text(scenario);
  return extent;
}

Step read_step(Members& members, std::size_t number) {
  Step step;
  members.number<std::size_t>("step", number, number);
  step.thread = static_cast<schedule::ThreadNumber>(
      members.number<unsigned>("thread", 1, schedule::kThreadsMax) - 1);
  const auto kind = schedule::kind_named(members.text("point"));
  if (!kind) members.fail("point", "one that this program knows");
  step.kind = kind.value_or(schedule::PointKind::kBegin);
  if (members.find("object", false) != nullptr) {
    step.object = members.number<schedule::ObjectNumber>(
        "object", 1, std::numeric_limits<schedule::ObjectNumber>::max());
  }
  return step;
}

}  // namespace

std::string to_text(const TraceFile& trace) {
  const auto dump = [](const Json& json) {
    // Texts of the library may be anything; what is no UTF-8 is replaced.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
  };
  std::string text = dump(header_of(trace));
  for (std::size_t i = 0; i < trace.steps.size(); ++i) text += dump(line_of(trace.steps[i], i + 1));
  return text;
}

tl::expected<TraceFile, std::string> trace_from(std::string_view text, const std::string& name) {
  std::istringstream lines{std::string(text)};
  std::string line;
  const auto wrong = [&](std::size_t number, const std::string& what) {
    return tl::unexpected(fmt::format("{}, line {}: {}", name, number, what));
  };
  TraceFile trace;
  std::getline(lines, line);
  Members header(line);
  const Extent extent = read_header(header, trace);
  if (!header.error().empty()) return wrong(1, header.error());
  while (std::getline(lines, line)) {
    const std::size_t number = trace.steps.size() + 1;
    Members members(line);
    trace.steps.push_back(read_step(members, number));
    if (!members.error().empty()) return wrong(number + 1, members.error());
  }
  if (trace.steps.size() != extent.steps) {
    return wrong(trace.steps.size() + 1, fmt::format("the file ends after {} of {} steps",
                                                     trace.steps.size(), extent.steps));
  }
  if (schedule::hash_of(trace.steps) != extent.hash) {
    return wrong(1, "the hash is not that of the steps; the file was changed");
  }
  return trace;
}

tl::expected<TraceFile, std::string> read_trace(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return tl::unexpected(fmt::format("cannot read '{}'", path));
  return trace_from(text.str(), path);
}

tl::expected<void, std::string> write_trace(const std::string& path, const TraceFile& trace) {
  std::ofstream file(path, std::ios::binary);
  file << to_text(trace);
  file.close();
  if (!file.good()) return tl::unexpected(fmt::format("cannot write '{}'", path));
  return {};
}

}  // namespace rollcall::suites::scheduled
