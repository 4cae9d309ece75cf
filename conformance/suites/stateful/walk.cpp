#include "conformance/suites/stateful/walk.hpp"

#include <array>

#include "conformance/suites/stateful/sighting.hpp"

namespace rollcall::suites::stateful {
namespace {

std::string code_text(int code) {
  if (code == kErrorNotSet) return "an error that is not set";
  return code == spec::kOk ? "ok" : "E" + std::to_string(code);
}

/// "B: rename(0) to ...-renamed": the step as a reader can repeat it.
std::string line(const System& system, const Call& call, const spec::Operation& operation) {
  std::string text =
      std::string(1, static_cast<char>('A' + call.slot)) + ": " + spec::to_text(operation);
  if (!operation.argument.empty()) {
    const std::size_t slash = operation.argument.rfind('/');
    const bool is_path = operation.argument.front() == '/';
    text += " " +
            (is_path ? operation.argument.substr(slash + 1) : system.shortened(operation.argument));
  }
  if (call.manner.kept_handle) text += " by the oldest handle";
  return text;
}

/// Flag words to list by after the n-th step: everything, what is active, and two that vary.
std::array<unsigned, 4> filters_of_step(std::size_t step) {
  const auto mixed = static_cast<unsigned>((step + 1) * 0x9e3779b1U);
  return {0U, VIR_CONNECT_LIST_DOMAINS_ACTIVE, (mixed >> 3) & 0xffffU,
          // Half of all bits makes most groups speak; two of sixteen narrow the list.
          (1U << (mixed % 16)) | (1U << (mixed / 16 % 16))};
}

}  // namespace

Walk::Walk(System& system, const WalkOptions& options)
    : system_(system), options_(options), foreign_(count_foreign(system.connection())) {
  for (const auto& domain : system.connection().list().value_or(std::vector<sut::Domain>())) {
    host_.last_id = std::max(host_.last_id, domain.id());
  }
}

Walk::~Walk() {
  lost_ ? system_.take_new_names() : system_.clean_up();
  if (options_.tap != nullptr) options_.tap->drain();
}

std::optional<int> Walk::perform(const Call& call, const spec::Operation& operation) {
  if (lost_ || !undecided_.empty()) return std::nullopt;
  const std::optional<int> code = system_.perform(operation, call.manner);
  if (!code) return std::nullopt;
  program_.push_back(line(system_, call, operation) + " -> " + code_text(*code));
  ++steps_;
  return code;
}

bool Walk::collect_events() {
  if (options_.tap == nullptr) return true;
  auto drained = options_.tap->drain();
  if (!drained) {
    undecided_ = "an event of a domain that was just suspended or resumed did not come";
    return false;
  }
  events_ = std::move(*drained);
  return true;
}

void Walk::take(const Call& call) {
  const spec::Operation operation = system_.resolve(call, host_);
  const std::string row = spec::row(host_, operation);
  if (has_stale_events_ && !collect_events()) return;
  has_stale_events_ = false;
  const std::optional<int> code = perform(call, operation);
  if (code && collect_events()) look_around(operation, *code, row);
}

void Walk::take_unjudged(const Call& call) {
  const spec::Operation operation = system_.resolve(call, host_);
  const std::optional<int> code = perform(call, operation);
  if (!code) return;
  has_stale_events_ = true;
  const Sighting sighting = stateful::observe(system_.connection(), operation.uuid);
  const spec::Observation seen{*code, sighting.domain, std::nullopt};
  spec::follow(host_, operation, spec::judge(spec::step(host_, operation), seen, host_.last_id));
}

bool Walk::try_out(const Call& call) {
  const spec::Host before = host_;
  const std::size_t steps_before = program_.size();
  const std::size_t found_before = departures_.size();
  take(call);
  const bool is_unchanged = !lost_ && undecided_.empty() && departures_.size() == found_before &&
                            host_.domains == before.domains && host_.files == before.files;
  if (is_unchanged) program_.resize(steps_before);
  return is_unchanged;
}

void Walk::look_around(const spec::Operation& operation, int code, const std::string& row) {
  for (int slot = 0; slot < kSlots; ++slot) {
    const std::string& uuid = system_.uuid(slot);
    const bool is_target = uuid == operation.uuid;
    if (!is_target && host_.domains.count(uuid) == 0) continue;
    const spec::Observation seen = observe(uuid, is_target ? code : spec::kOk);
    if (is_target) {
      judge_target(operation, seen, row);
    } else {
      judge_bystander(uuid, seen);
    }
  }
  if (!options_.states) return;
  const auto filters = filters_of_step(program_.size());
  for (Finding& finding : check_listings(system_, host_, filters, foreign_)) {
    lost_ = true;
    add(std::move(finding));
  }
}

spec::Observation Walk::observe(const std::string& uuid, int code) {
  Sighting sighting = stateful::observe(system_.connection(), uuid);
  for (const std::string& complaint : sighting.complaints) {
    add({"getters", "getters", spec::label(sighting.domain), complaint, "ok", "an error"});
  }
  spec::Observation seen{code, std::move(sighting.domain), std::nullopt};
  if (options_.tap != nullptr) seen.events = events_[uuid];
  return seen;
}

void Walk::judge_target(const spec::Operation& operation, const spec::Observation& seen,
                        const std::string& row) {
  const spec::Verdict verdict = spec::judge(spec::step(host_, operation), seen, host_.last_id);
  for (const spec::Difference& difference : verdict.differences) add(operation, row, difference);
  spec::follow(host_, operation, verdict);
}

void Walk::judge_bystander(const std::string& uuid, const spec::Observation& seen) {
  const spec::Domain before = host_.domains.at(uuid);
  const spec::Verdict verdict = spec::judge_bystander(before, seen, host_.last_id);
  for (const spec::Difference& difference : verdict.differences) {
    add({"bystander", "bystander", spec::label(before), difference.field, difference.expected,
         difference.observed});
  }
  spec::follow(host_, {spec::Action::kDefine, uuid, "", 0}, verdict);
}

void Walk::add(const spec::Operation& operation, const std::string& row,
               const spec::Difference& difference) {
  if (difference.field == "name") lost_ = true;
  const bool is_event = difference.field == "events";
  if (!is_event && !options_.states) return;
  add({spec::name_of(operation.action), spec::to_text(operation), row, difference.field,
       difference.expected, difference.observed});
}

void Walk::add(Finding finding) {
  finding.expected = system_.shortened(finding.expected);
  finding.observed = system_.shortened(finding.observed);
  departures_.push_back({std::move(finding), program_});
}

}  // namespace rollcall::suites::stateful
