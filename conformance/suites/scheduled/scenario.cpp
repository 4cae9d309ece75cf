#include "conformance/suites/scheduled/scenario.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <limits>

#include "conformance/history/call_names.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/workload/program_code.hpp"

namespace rollcall::suites::scheduled {
namespace {

using checker::Property;

constexpr unsigned kMostDomains = 1'000;
/// Larger arrays are nothing that a program needs.
constexpr std::uint32_t kArrayEnd = 1U << 16;

bool has_fitting_slot(const workload::Command& command, unsigned slots) {
  using enum history::Call;
  const bool may_lack = history::is_host_reader(command.call) || command.call == kLookupByName;
  return command.slot < slots || (may_lack && command.slot == workload::kNoSlot);
}

/// Arguments of the call are below.
std::uint32_t argument_end(history::Call call, unsigned labels) {
  using enum history::Call;
  switch (call) {
    case kDefine:
    case kCreate:
    case kRename:
    case kLookupByName:
      return labels;
    case kListDomains:
    case kListDefinedDomains:
      return kArrayEnd;
    default:
      return std::numeric_limits<std::uint32_t>::max();
  }
}

template <class Number>
bool read_number(std::string_view text, Number& number, int base) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string to_text(const Scenario& scenario) {
  return fmt::format("{}.{:08x}.{}.{}.{}.{}", report::short_name(scenario.property), scenario.trace,
                     scenario.size.threads, scenario.size.plain, scenario.size.renaming_pairs,
                     workload::code_of(scenario.program));
}

tl::expected<Scenario, std::string> scenario_from(std::string_view text) {
  std::array<std::string_view, 5> fields;
  for (std::string_view& field : fields) {
    const std::size_t end = text.find('.');
    if (end == std::string_view::npos)
      return tl::unexpected(std::string("the token's scenario was cut off"));
    field = text.substr(0, end);
    text.remove_prefix(end + 1);
  }
  const auto property = property_named(fields[0]);
  if (!property) return tl::unexpected(fmt::format("'{}' is no promise", fields[0]));
  Scenario scenario{.property = *property};
  const bool numbers_are_right = read_number(fields[1], scenario.trace, 16) &&
                                 read_number(fields[2], scenario.size.threads, 10) &&
                                 read_number(fields[3], scenario.size.plain, 10) &&
                                 read_number(fields[4], scenario.size.renaming_pairs, 10);
  if (!numbers_are_right)
    return tl::unexpected(std::string("a number in the token's scenario is wrong"));
  auto program = workload::program_from_code(text);
  if (!program) return tl::unexpected(program.error());
  scenario.program = *std::move(program);
  const std::string obstacle = misfit(scenario);
  if (!obstacle.empty()) return tl::unexpected(obstacle);
  return scenario;
}

std::string misfit(const Scenario& scenario) {
  const RigSize& size = scenario.size;
  const bool is_sized = size.threads <= schedule::kThreadsMax && size.plain <= kMostDomains &&
                        size.renaming_pairs <= kMostDomains;
  if (!is_sized) return "the stage is too large";
  if (scenario.program.scripts.size() > scenario.size.threads) {
    return "the program has more scripts than threads";
  }
  const unsigned slots = scenario.size.plain + 2 * scenario.size.renaming_pairs;
  const unsigned labels = slots + scenario.size.renaming_pairs;
  for (const workload::Script& script : scenario.program.scripts) {
    for (const workload::Part& part : script.parts) {
      if (part.slot >= slots) return fmt::format("there is no domain {}", part.slot);
    }
    for (const workload::Command& command : script.commands) {
      if (!has_fitting_slot(command, slots)) {
        return fmt::format("{} needs a domain below {}", history::name_of(command.call), slots);
      }
      const std::uint32_t end = argument_end(command.call, labels);
      if (command.argument >= end) {
        return fmt::format("the argument of {} is below {}", history::name_of(command.call), end);
      }
    }
  }
  return "";
}

std::optional<Property> property_named(std::string_view name) {
  if (name == report::short_name(Property::kIdentity)) return Property::kIdentity;
  return report::grade_named(name);
}

std::uint32_t folded(std::uint64_t hash) { return static_cast<std::uint32_t>(hash ^ hash >> 32); }

}  // namespace rollcall::suites::scheduled
