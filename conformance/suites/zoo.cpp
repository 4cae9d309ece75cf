#include "conformance/suites/zoo.hpp"

#include <fmt/format.h>

#include <tl/expected.hpp>

namespace rollcall::suites {
namespace {

constexpr std::array<const char*, 16> kFlagNames{
    "ACTIVE",       "INACTIVE",    "PERSISTENT",     "TRANSIENT",      "RUNNING",   "PAUSED",
    "SHUTOFF",      "OTHER",       "MANAGEDSAVE",    "NO_MANAGEDSAVE", "AUTOSTART", "NO_AUTOSTART",
    "HAS_SNAPSHOT", "NO_SNAPSHOT", "HAS_CHECKPOINT", "NO_CHECKPOINT"};

constexpr std::array<const char*, 8> kStateNames{"nostate",  "running", "blocked", "paused",
                                                 "shutdown", "shutoff", "crashed", "pmsuspended"};

/// The first step that failed, or success so far.
class Steps {
 public:
  template <class T>
  void run(const char* what, const sut::Expected<T>& result) {
    if (!result && reason_.empty()) {
      reason_ = fmt::format("{} refused with code {}", what, result.error().code);
    }
  }
  bool going() const { return reason_.empty(); }
  const std::string& reason() const { return reason_; }

 private:
  std::string reason_;
};

/// Gives a new domain the wanted attributes. Checkpoints need a running domain, a managed save
/// image a stopped one.
void shape(const sut::Domain& domain, const spec::DomainAttributes& wanted, Steps& steps) {
  if (wanted.has_snapshot && !wanted.active) {
    steps.run("a snapshot", domain.create_snapshot(sut::snapshot_xml("s1")));
  }
  const bool starts =
      wanted.persistent && (wanted.active || wanted.has_checkpoint || wanted.managed_save);
  if (steps.going() && starts) steps.run("starting", domain.start());
  if (steps.going() && wanted.has_checkpoint) {
    steps.run(wanted.has_snapshot ? "a checkpoint beside a snapshot" : "a checkpoint",
              domain.create_checkpoint(sut::checkpoint_xml("c1")));
  }
  if (steps.going() && wanted.has_snapshot && wanted.active) {
    steps.run(wanted.has_checkpoint ? "a snapshot beside a checkpoint" : "a snapshot",
              domain.create_snapshot(sut::snapshot_xml("s1")));
  }
  if (steps.going() && starts && wanted.managed_save) {
    steps.run("managed save", domain.managed_save());
  }
  if (steps.going() && starts && !wanted.active && !wanted.managed_save) {
    steps.run("destroying", domain.destroy());
  }
  if (steps.going() && wanted.autostart) {
    steps.run(wanted.persistent ? "autostart" : "autostart of a transient domain",
              domain.set_autostart(1));
  }
  if (steps.going() && wanted.state == spec::State::kPaused)
    steps.run("suspending", domain.suspend());
  if (steps.going() && wanted.state == spec::State::kPmSuspended) {
    steps.run("power management suspend", domain.pm_suspend(VIR_NODE_SUSPEND_TARGET_MEM));
  }
}

/// Makes one domain; empty when it came out as wanted, else why not.
std::string try_vector(Scratch& scratch, const spec::DomainAttributes& wanted,
                       const std::string& suffix) {
  // A checkpoint is one of a disk. Without the image a real host has no such domain in its zoo.
  const std::string disk_file = wanted.has_checkpoint ? sut::kMissingDisk : "";
  const auto made =
      wanted.persistent ? scratch.define(suffix, disk_file) : scratch.create(suffix, disk_file);
  Steps steps;
  steps.run(wanted.persistent ? "defining" : "creating", made);
  if (!steps.going()) return steps.reason();
  shape(*made, wanted, steps);
  std::string reason = steps.reason();
  if (steps.going()) {
    const auto attributes = read_attributes(*made);
    if (!attributes) {
      reason = fmt::format("its attributes cannot be read: code {}", attributes.error().code);
    } else if (*attributes != wanted) {
      reason = "it became " + to_text(*attributes);
    }
  }
  if (!reason.empty()) remove_domain(*made);
  return reason;
}

}  // namespace

std::string to_text(const spec::DomainAttributes& attributes) {
  const auto state = static_cast<std::size_t>(attributes.state);
  std::string text =
      state < kStateNames.size() ? kStateNames[state] : fmt::format("state {}", state);
  const bool usual = attributes.active != (attributes.state == spec::State::kShutoff);
  if (!usual) text += attributes.active ? " active" : " inactive";
  text += attributes.persistent ? " persistent" : " transient";
  if (attributes.autostart) text += " autostart";
  if (attributes.managed_save) text += " managed-save";
  if (attributes.has_snapshot) text += " snapshot";
  if (attributes.has_checkpoint) text += " checkpoint";
  return text;
}

std::string flags_to_text(unsigned flags) {
  std::string text;
  for (std::size_t bit = 0; bit < kFlagNames.size(); ++bit) {
    if ((flags & (1U << bit)) == 0) continue;
    if (!text.empty()) text += "|";
    text += kFlagNames[bit];
  }
  return text.empty() ? "0" : text;
}

std::vector<spec::DomainAttributes> possible_vectors() {
  std::vector<spec::DomainAttributes> vectors;
  const auto add = [&vectors](bool persistent, spec::State state) {
    const bool active = state != spec::State::kShutoff;
    for (unsigned bits = 0; bits < 16; ++bits) {
      const bool managed_save = (bits & 8U) != 0;
      if (managed_save && active) continue;
      vectors.push_back({.active = active,
                         .persistent = persistent,
                         .state = state,
                         .managed_save = managed_save,
                         .autostart = (bits & 1U) != 0,
                         .has_snapshot = (bits & 2U) != 0,
                         .has_checkpoint = (bits & 4U) != 0});
    }
  };
  add(true, spec::State::kShutoff);
  for (const spec::State state :
       {spec::State::kRunning, spec::State::kPaused, spec::State::kPmSuspended}) {
    add(true, state);
    add(false, state);
  }
  return vectors;
}

sut::Expected<spec::DomainAttributes> read_attributes(const sut::Domain& domain) {
  const auto active = domain.is_active();
  if (!active) return tl::unexpected(active.error());
  const auto persistent = domain.is_persistent();
  if (!persistent) return tl::unexpected(persistent.error());
  const auto state = domain.state();
  if (!state) return tl::unexpected(state.error());
  // A hypervisor without one of these features refuses the question; then the domain has no such
  // thing.
  return spec::DomainAttributes{.active = *active,
                                .persistent = *persistent,
                                .state = static_cast<spec::State>(state->state),
                                .managed_save = domain.has_managed_save().value_or(false),
                                .autostart = domain.autostart().value_or(false),
                                .has_snapshot = domain.snapshot_count().value_or(0) > 0,
                                .has_checkpoint = domain.checkpoint_count().value_or(0) > 0};
}

sut::Expected<std::vector<ZooMember>> read_members(const sut::Connection& connection) {
  const auto domains = connection.list();
  if (!domains) return tl::unexpected(domains.error());
  std::vector<ZooMember> members;
  for (const sut::Domain& domain : *domains) {
    const auto attributes = read_attributes(domain);
    if (!attributes) return tl::unexpected(attributes.error());
    ZooMember member{.name = domain.name().value_or(""), .uuid = {}, .attributes = *attributes};
    domain.library().virDomainGetUUID(domain.raw(), member.uuid.data());
    members.push_back(std::move(member));
  }
  return members;
}

std::vector<Attempt> populate(Scratch& scratch) {
  std::vector<Attempt> attempts;
  for (const spec::DomainAttributes& wanted : possible_vectors()) {
    const std::string suffix = fmt::format("zoo-{}", attempts.size());
    const std::string refusal = try_vector(scratch, wanted, suffix);
    attempts.push_back({wanted, kScratchPrefix + suffix, refusal});
  }
  return attempts;
}

}  // namespace rollcall::suites
