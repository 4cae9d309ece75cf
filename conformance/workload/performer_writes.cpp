// The mutators of a performer.

#include "conformance/workload/effects.hpp"
#include "conformance/workload/performer.hpp"

namespace rollcall::workload {
namespace {

using history::Call;
using history::Outcome;

constexpr bool takes_a_name(Call call) {
  return call == Call::kDefine || call == Call::kCreate || call == Call::kRename;
}

constexpr bool gives_an_id(Call call) { return call == Call::kCreate || call == Call::kStart; }

/// Snapshots and checkpoints are made and deleted as a stack.
std::string moment_name(int number) { return "moment-" + std::to_string(number); }

sut::Expected<int> number(const sut::Outcome& outcome) {
  return outcome.map([] { return 0; });
}

template <class T>
sut::Expected<int> number(const sut::Expected<T>& made) {
  return made.map([](const T&) { return 0; });
}

}  // namespace

void Performer::write(const Command& command) {
  Slot& slot = stage_.slots()[command.slot];
  if (slot.lost.load(std::memory_order_relaxed)) return;
  const bool makes = command.call == Call::kDefine || command.call == Call::kCreate;
  const sut::Domain* domain = makes ? nullptr : handle_of(command.slot);
  if (!makes && domain == nullptr) return;

  const std::uint32_t argument =
      takes_a_name(command.call) ? stage_.name(command.argument) : command.argument;
  lane_.open(command.call, slot.domain, argument);
  const sut::Expected<int> done =
      makes ? define_or_create(command) : write_to(*domain, command, slot);
  lane_.respond();

  const int value = done.value_or(0);
  const Outcome outcome = done ? Outcome::kDone : outcome_of(command.call, done.error().code);
  lane_.close(outcome, value);
  if (outcome == Outcome::kIndeterminate) {
    slot.lost.store(true, std::memory_order_relaxed);
    note_trouble(command.call, done.error());
  }
  if (outcome != Outcome::kDone) return;
  if (gives_an_id(command.call)) slot.last_id.store(value, std::memory_order_relaxed);
  if (!slot.is_shared) apply(slot.state, command.call, argument, value);
}

sut::Expected<int> Performer::define_or_create(const Command& command) {
  const std::string& xml = stage_.xml(command.slot);
  auto made = command.call == Call::kDefine ? connection_.define(xml) : connection_.create(xml);
  if (!made) return tl::unexpected(made.error());
  const int id = command.call == Call::kCreate ? made->id() : 0;
  held_[command.slot] = {stage_.slots()[command.slot].domain, *std::move(made)};
  return id;
}

sut::Expected<int> Performer::write_to(const sut::Domain& domain, const Command& command,
                                       const Slot& slot) {
  switch (command.call) {
    case Call::kUndefine:
      return number(domain.undefine_flags(capabilities_.undefine_flags));
    case Call::kStart:
      return domain.start().map([&] { return domain.id(); });
    case Call::kDestroy:
      return number(domain.destroy());
    case Call::kSuspend:
      return number(domain.suspend());
    case Call::kResume:
      return number(domain.resume());
    case Call::kSetAutostart:
      return number(domain.set_autostart(static_cast<int>(command.argument)));
    case Call::kManagedSave:
      return number(domain.managed_save());
    case Call::kManagedSaveRemove:
      return number(domain.managed_save_remove());
    case Call::kRename:
      return number(domain.rename(stage_.name_text(command.argument)));
    case Call::kSnapshotCreate:
      return number(
          domain.create_snapshot(sut::snapshot_xml(moment_name(slot.state.snapshots + 1))));
    case Call::kSnapshotDelete:
      return number(domain.delete_snapshot(moment_name(slot.state.snapshots)));
    case Call::kCheckpointCreate:
      return number(
          domain.create_checkpoint(sut::checkpoint_xml(moment_name(slot.state.checkpoints + 1))));
    default:
      return number(domain.delete_checkpoint(moment_name(slot.state.checkpoints),
                                             VIR_DOMAIN_CHECKPOINT_DELETE_METADATA_ONLY));
  }
}

Outcome Performer::outcome_of(Call call, int code) const {
  switch (code) {
    case VIR_ERR_OPERATION_INVALID:
    case VIR_ERR_NO_DOMAIN:
    case VIR_ERR_NO_DOMAIN_SNAPSHOT:
    case VIR_ERR_NO_DOMAIN_CHECKPOINT:
      return Outcome::kRefused;
    case VIR_ERR_OPERATION_FAILED:
      return takes_a_name(call) ? Outcome::kRefused : Outcome::kIndeterminate;
    case VIR_ERR_INTERNAL_ERROR: {
      const bool depends_on_power =
          call == Call::kStart || call == Call::kSuspend || call == Call::kResume;
      return custom_.internal_error_refuses && depends_on_power ? Outcome::kRefused
                                                                : Outcome::kIndeterminate;
    }
    default:
      return Outcome::kIndeterminate;
  }
}

}  // namespace rollcall::workload
