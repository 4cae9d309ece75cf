#include "conformance/suites/scheduled/rig.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "conformance/schedule/controlled.hpp"
#include "conformance/suites/concurrent/rig.hpp"

namespace rollcall::suites::scheduled {
namespace {

// Programs are short: room for a few calls and the domains that they return.
constexpr history::LaneCapacity kSmall{.operations = 64, .entries = 512};

// What happens between runs is not part of any history.
history::Stamp read_steps() { return schedule::is_controlled() ? schedule::stamp() : 0; }

bool changes_membership(const workload::Program& program) {
  using enum history::Call;
  const auto changes = [](const workload::Command& command) {
    return command.call == kDefine || command.call == kUndefine || command.call == kCreate ||
           command.call == kRename;
  };
  return std::any_of(program.scripts.begin(), program.scripts.end(),
                     [&](const workload::Script& script) {
                       return std::any_of(script.commands.begin(), script.commands.end(), changes);
                     });
}

/// The domains that more than one thread writes.
std::vector<workload::SlotNumber> contested_in(const workload::Program& program) {
  std::map<workload::SlotNumber, std::set<const workload::Script*>> writers;
  for (const workload::Script& script : program.scripts) {
    for (const workload::Command& command : script.commands) {
      if (history::is_mutator(command.call)) writers[command.slot].insert(&script);
    }
  }
  std::vector<workload::SlotNumber> contested;
  for (const auto& [slot, scripts] : writers) {
    if (scripts.size() > 1) contested.push_back(slot);
  }
  return contested;
}

/// In the order of the slots.
std::vector<workload::Part> homes_of(const workload::Program& program) {
  std::vector<workload::Part> homes;
  for (const workload::Script& script : program.scripts) {
    homes.insert(homes.end(), script.parts.begin(), script.parts.end());
  }
  std::sort(homes.begin(), homes.end(), [](auto& a, auto& b) { return a.slot < b.slot; });
  return homes;
}

std::vector<workload::SlotNumber> slots_of(const workload::Script& script) {
  std::vector<workload::SlotNumber> slots;
  for (const workload::Command& command : script.commands) {
    const bool is_known = std::find(slots.begin(), slots.end(), command.slot) != slots.end();
    if (command.slot != workload::kNoSlot && !is_known) slots.push_back(command.slot);
  }
  return slots;
}

void perform(workload::Performer& performer, const std::vector<workload::Command>& commands) {
  for (const workload::Command& command : commands) {
    const auto interest =
        history::is_host_reader(command.call) ? schedule::Interest::kYes : schedule::Interest::kNo;
    const schedule::OpenCall call(workload::function_of(command.call), interest);
    performer.perform(command);
  }
}

}  // namespace

Rig::Rig(sut::Connection connection, RigSize size)
    : connection_(std::move(connection)),
      size_(size),
      recorder_(size.threads + 1, kSmall, read_steps) {}

sut::Expected<std::unique_ptr<Rig>> Rig::set_up(const Context& context, RigSize size) {
  auto connection = context.open();
  if (!connection) return tl::unexpected(connection.error());
  std::unique_ptr<Rig> rig(new Rig(*std::move(connection), size));
  auto capabilities = workload::probe_capabilities(rig->connection_, context.guest, context.seed);
  if (!capabilities) return tl::unexpected(capabilities.error());
  rig->capabilities_ = *std::move(capabilities);
  rig->stage_.emplace(
      rig->connection_,
      sut::DomainXml{.kind = context.guest, .name = "", .disk_file = rig->capabilities_.disk_file},
      context.seed, rig->recorder_);
  const sut::Outcome prepared = rig->stage_->prepare(size.plain, size.renaming_pairs);
  if (!prepared) return tl::unexpected(prepared.error());
  for (unsigned index = 0; index <= size.threads; ++index) {
    auto own = context.open();
    if (!own) return tl::unexpected(own.error());
    rig->performers_.push_back(std::make_unique<workload::Performer>(
        *std::move(own), rig->recorder_.lane(index), *rig->stage_, rig->capabilities_,
        concurrent::custom_of(context.profile)));
  }
  return rig;
}

workload::Setting Rig::setting(const workload::Taste& taste) const {
  return {.threads = size_.threads,
          .plain_slots = size_.plain,
          .renaming_pairs = size_.renaming_pairs,
          .capabilities = capabilities_,
          .taste = taste};
}

void Rig::send_away() {
  std::vector<workload::Part> parts;
  for (workload::SlotNumber slot = 0; slot < stage_->slots().size(); ++slot) {
    parts.push_back({slot, workload::Home::kAbsent});
  }
  performers_.back()->bring_home(parts);
}

/// What the threads made of a domain depends on their order, which its state on the stage does not
/// tell.
void Rig::send_away_contested() {
  for (const workload::SlotNumber slot : contested_) {
    performers_.back()->perform({history::Call::kDestroy, slot});
    performers_.back()->perform({history::Call::kUndefine, slot});
    stage_->slots()[slot].state = {};
  }
}

void Rig::bring_home(const workload::Program& program) {
  send_away_contested();
  // Hash tables order what they hold by what they held before, so a library may list the same
  // domains in another order after another run.
  if (!is_fresh_ || !contested_.empty() || changes_membership(program)) send_away();
  is_fresh_ = true;
  performers_.back()->bring_home(homes_of(program));
  for (std::size_t thread = 0; thread < program.scripts.size(); ++thread) {
    performers_[thread]->hold(slots_of(program.scripts[thread]));
  }
  (void)recorder_.take();
  initial_.clear();
  for (const workload::Slot& slot : stage_->slots()) initial_.push_back(slot.state);
}

schedule::Program Rig::schedulable(const workload::Program& program) {
  is_fresh_ = false;
  send_away_contested();
  contested_ = contested_in(program);
  schedule::Program made{.prepare = [this, &program] { bring_home(program); }, .bodies = {}};
  for (std::size_t thread = 0; thread < program.scripts.size(); ++thread) {
    made.bodies.emplace_back([this, &program, thread] {
      perform(*performers_[thread], program.scripts[thread].commands);
    });
  }
  return made;
}

history::History Rig::history() {
  history::History history{.host = recorder_.host(), .batch = recorder_.take()};
  for (std::size_t slot = 0; slot < initial_.size(); ++slot) {
    history.host.domains[stage_->slots()[slot].domain].initial = initial_[slot];
  }
  return history;
}

}  // namespace rollcall::suites::scheduled
