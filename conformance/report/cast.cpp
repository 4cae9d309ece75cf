#include "conformance/report/cast.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

#include "conformance/history/call_names.hpp"
#include "conformance/history/call_shape.hpp"
#include "conformance/report/text.hpp"

namespace rollcall::report {
namespace {

using checker::OperationNumber;
using history::ArgumentKind;
using history::Call;
using history::DomainNumber;
using history::DomainState;
using history::Entry;
using history::Operation;
using history::Outcome;

/// The flags of virConnectListAllDomains in the order of their bits.
constexpr std::array<const char*, 16> kFlagNames{
    "ACTIVE",       "INACTIVE",    "PERSISTENT",     "TRANSIENT",      "RUNNING",   "PAUSED",
    "SHUTOFF",      "OTHER",       "MANAGEDSAVE",    "NO_MANAGEDSAVE", "AUTOSTART", "NO_AUTOSTART",
    "HAS_SNAPSHOT", "NO_SNAPSHOT", "HAS_CHECKPOINT", "NO_CHECKPOINT"};

/// The names of virDomainState.
constexpr std::array<const char*, 8> kStateNames{
    "in no state",   "running", "blocked", "paused",
    "shutting down", "off",     "crashed", "suspended by power management"};

/// Answers above this length are cut on timelines.
constexpr std::size_t kShownEntries = 6;

std::string state_name(std::int32_t state) {
  if (state >= 0 && static_cast<std::size_t>(state) < kStateNames.size()) {
    return kStateNames[static_cast<std::size_t>(state)];
  }
  return fmt::format("in state {}", state);
}

/// The activity that a call is named after: a listing is "list" whatever it lists.
bool is_about_one_domain(const Operation& operation) {
  return history::shape_of(operation.call).domain == history::Presence::kRequired;
}

}  // namespace

std::string flag_names(std::uint32_t flags) {
  std::vector<std::string> names;
  for (std::size_t bit = 0; bit < 32; ++bit) {
    if ((flags >> bit & 1U) == 0) continue;
    names.push_back(bit < kFlagNames.size() ? kFlagNames[bit] : fmt::format("{:#x}", 1U << bit));
  }
  return join(names, "|");
}

std::string state_words(const DomainState& state) {
  if (!state.exists) return "absent";
  std::vector<std::string> words{state_name(state.state)};
  if (!state.persistent) words.emplace_back("transient");
  if (state.autostart) words.emplace_back("autostart");
  if (state.managed_save) words.emplace_back("managed save");
  if (state.snapshots != 0) words.push_back(counted(state.snapshots, "snapshot"));
  if (state.checkpoints != 0) words.push_back(counted(state.checkpoints, "checkpoint"));
  return join(words, ", ");
}

Cast::Cast(const history::History& evidence) : evidence_(evidence) {
  find_common_prefix();
  name_domains();
  name_operations();
}

/// The first name that the evidence knows of a domain.
std::string Cast::plain_name(DomainNumber domain) const {
  const history::Host& host = evidence_.host;
  const DomainState& initial = host.domains[domain].initial;
  const auto known = [&](history::NameNumber name) { return name < host.names.size(); };
  if (initial.exists && known(initial.name)) return host.names[initial.name];
  for (const Operation& operation : evidence_.batch.operations) {
    const bool names = operation.call == Call::kDefine || operation.call == Call::kCreate;
    if (names && operation.domain == domain && known(operation.argument)) {
      return host.names[operation.argument];
    }
  }
  for (const Entry& entry : evidence_.batch.entries) {
    if (entry.domain == domain && known(entry.name)) return host.names[entry.name];
  }
  return "";
}

/// Long names that differ at their ends only would hide what matters: "kit-run-vm-1" and
/// "kit-run-vm-2" are shown as "vm-1" and "vm-2".
void Cast::find_common_prefix() {
  constexpr std::size_t kWorthIt = 6;
  std::set<std::string> names;
  for (DomainNumber domain = 0; domain < evidence_.host.domains.size(); ++domain) {
    std::string name = plain_name(domain);
    if (!name.empty()) names.insert(std::move(name));
  }
  if (names.size() < 2) return;
  const std::string& first = *names.begin();
  for (std::size_t end = first.rfind('-'); end != std::string::npos && end >= kWorthIt;
       end = first.rfind('-', end - 1)) {
    const std::string prefix = first.substr(0, end + 1);
    const bool is_common = std::all_of(names.begin(), names.end(), [&](const std::string& name) {
      return name.size() > prefix.size() && name.compare(0, prefix.size(), prefix) == 0 &&
             std::isalpha(static_cast<unsigned char>(name[prefix.size()])) != 0;
    });
    if (!is_common) continue;
    common_prefix_ = prefix;
    return;
  }
}

std::string Cast::shown(history::NameNumber name) const {
  if (name >= evidence_.host.names.size()) return "?";
  const std::string& text = evidence_.host.names[name];
  const bool has_prefix = text.compare(0, common_prefix_.size(), common_prefix_) == 0;
  return has_prefix ? text.substr(common_prefix_.size()) : text;
}

void Cast::name_domains() {
  const std::size_t count = evidence_.host.domains.size();
  std::map<std::string, unsigned> uses;
  for (DomainNumber domain = 0; domain < count; ++domain) {
    std::string name = plain_name(domain);
    if (!name.empty()) name.erase(0, common_prefix_.size());
    domains_.push_back(std::move(name));
    ++uses[domains_.back()];
  }
  for (DomainNumber domain = 0; domain < count; ++domain) {
    std::string& name = domains_[domain];
    const std::string uuid = evidence_.host.domains[domain].uuid.substr(0, 8);
    if (name.empty()) {
      name = "uuid " + uuid;
    } else if (uses[name] > 1) {
      name += " (uuid " + uuid + ")";
    }
  }
}

/// What a call is without its number: "start(A)", "define(A, web)", "list".
std::string Cast::plain_call(const Operation& operation) const {
  const std::string call(history::name_of(operation.call));
  const history::CallShape shape = history::shape_of(operation.call);
  std::vector<std::string> arguments;
  if (is_about_one_domain(operation)) arguments.push_back(domain(operation.domain));
  if (shape.argument == ArgumentKind::kName) {
    const std::string name = shown(operation.argument);
    if (arguments.empty() || arguments[0] != name) arguments.push_back(name);
  }
  if (shape.argument == ArgumentKind::kId) {
    arguments.push_back(std::to_string(static_cast<std::int32_t>(operation.argument)));
  }
  if (shape.argument == ArgumentKind::kAutostart) {
    arguments.emplace_back(operation.argument != 0 ? "on" : "off");
  }
  return arguments.empty() ? call : call + "(" + join(arguments, ", ") + ")";
}

void Cast::name_operations() {
  std::map<std::string, unsigned> uses;
  for (const Operation& operation : evidence_.batch.operations) ++uses[plain_call(operation)];
  std::map<std::string, unsigned> numbers;
  for (const Operation& operation : evidence_.batch.operations) {
    const std::string name = plain_call(operation);
    const unsigned ordinal = uses[name] > 1 ? ++numbers[name] : 0;
    ordinals_.push_back(ordinal);
    const char* before_number = name.back() == ')' ? " #" : " ";
    operations_.push_back(ordinal == 0 ? name : name + before_number + std::to_string(ordinal));
  }
}

std::string Cast::entry_words(const Entry& entry) const {
  if (entry.domain != history::kNoDomain) return domain(entry.domain);
  if (entry.name != history::kNoName) return shown(entry.name);
  return entry.id == history::kUnknownId ? "?" : fmt::format("id {}", entry.id);
}

std::string Cast::answer(OperationNumber number) const {
  const Operation& operation = this->operation(number);
  const history::CallShape shape = history::shape_of(operation.call);
  if (operation.outcome == Outcome::kIndeterminate) return "no answer";
  if (operation.outcome == Outcome::kRefused) {
    return is_mutator(operation.call) || shape.value != history::Presence::kAbsent ? "refused"
                                                                                   : "not found";
  }
  if (is_mutator(operation.call)) return "";
  if (!shape.entries) {
    return operation.call == Call::kGetState ? state_name(operation.value)
                                             : std::to_string(operation.value);
  }
  const auto entries = evidence_.batch.entries_of(operation);
  std::vector<std::string> words;
  for (std::size_t index = 0; index < std::min(entries.size(), kShownEntries); ++index) {
    words.push_back(entry_words(entries[index]));
  }
  if (entries.size() > kShownEntries) {
    words.push_back(fmt::format("{} more", entries.size() - kShownEntries));
  }
  return "{" + join(words, ", ") + "}";
}

std::string Cast::label(OperationNumber number) const {
  const Operation& operation = this->operation(number);
  std::string label = name(number);
  // On a timeline "start A" reads better than "start(A)".
  std::replace(label.begin(), label.end(), '(', ' ');
  label.erase(std::remove(label.begin(), label.end(), ')'), label.end());
  if (history::shape_of(operation.call).argument == ArgumentKind::kFlags) {
    const std::string flags = flag_names(operation.argument);
    if (!flags.empty()) label += " " + flags;
  }
  const std::string said = answer(number);
  return said.empty() ? label : label + " -> " + said;
}

std::vector<std::string> Cast::handles(OperationNumber number) const {
  std::vector<std::string> all;
  for (const Entry& entry : evidence_.batch.entries_of(operation(number))) {
    std::vector<std::string> fields;
    if (entry.domain != history::kNoDomain) {
      fields.push_back("uuid " + evidence_.host.domains[entry.domain].uuid.substr(0, 8));
    }
    if (entry.id != history::kUnknownId) fields.push_back(fmt::format("id {}", entry.id));
    if (entry.state != history::kNoState) fields.push_back(state_name(entry.state));
    if (entry.name == history::kNoName) {
      all.push_back(join(fields, ", "));
      continue;
    }
    const std::string name = shown(entry.name);
    all.push_back(fields.empty() ? name : name + " (" + join(fields, ", ") + ")");
  }
  return all;
}

}  // namespace rollcall::report
