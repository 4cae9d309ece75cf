#include "lifecycle_table.hpp"

#include <array>
#include <cctype>
#include <cstddef>
#include <memory>
#include <sstream>
#include <utility>

namespace rollcall::lifecycle {
namespace {

constexpr int kActiveId = 7;

std::shared_ptr<const SnapshotDefinition> snapshot(SnapshotState state, bool has_definition) {
  SnapshotDefinition snapshot;
  snapshot.name = "s";
  snapshot.state = state;
  if (has_definition) snapshot.domain = std::make_shared<const DomainDefinition>();
  return std::make_shared<const SnapshotDefinition>(std::move(snapshot));
}

std::shared_ptr<const CheckpointDefinition> checkpoint() {
  CheckpointDefinition checkpoint;
  checkpoint.name = "c";
  return std::make_shared<const CheckpointDefinition>(std::move(checkpoint));
}

void put_snapshot(DomainRuntime& domain, const std::string& mark) {
  const SnapshotState state = mark == "Sr"   ? SnapshotState::kRunning
                              : mark == "Sp" ? SnapshotState::kPaused
                                             : SnapshotState::kShutoff;
  domain.snapshots.put(snapshot(state, mark != "Sx"));
  domain.snapshots.set_current("s");
}

void put_mark(DomainRuntime& domain, const std::string& mark) {
  if (mark == "MS" || mark == "MSp") {
    domain.managed_save = SavedImage{mark == "MSp"};
  } else if (mark == "A") {
    domain.autostart = true;
  } else if (mark == "U") {
    domain.has_configuration = true;
  } else if (mark == "D") {
    domain.autodestroy = true;
  } else if (mark == "C") {
    domain.checkpoints.put(checkpoint());
    domain.checkpoints.set_current("c");
  } else {
    put_snapshot(domain, mark);
  }
}

void put_state(DomainRuntime& domain, char letter) {
  switch (letter) {
    case 'R':
      domain.state = VIR_DOMAIN_RUNNING;
      domain.reason = VIR_DOMAIN_RUNNING_BOOTED;
      break;
    case 'P':
      domain.state = VIR_DOMAIN_PAUSED;
      domain.reason = VIR_DOMAIN_PAUSED_USER;
      break;
    case 'C':
      domain.state = VIR_DOMAIN_CRASHED;
      domain.reason = VIR_DOMAIN_CRASHED_PANICKED;
      break;
    default:
      domain.state = VIR_DOMAIN_PMSUSPENDED;
      domain.reason = VIR_DOMAIN_PMSUSPENDED_UNKNOWN;
  }
}

char state_letter(const DomainRuntime& domain) {
  switch (domain.state) {
    case VIR_DOMAIN_RUNNING:
      return 'R';
    case VIR_DOMAIN_PAUSED:
      return 'P';
    case VIR_DOMAIN_CRASHED:
      return 'C';
    case VIR_DOMAIN_PMSUSPENDED:
      return 'M';
    case VIR_DOMAIN_SHUTDOWN:
      return 'S';
    default:
      return '?';
  }
}

std::string after_text(const DomainRuntime& domain) {
  std::ostringstream text;
  if (domain.active()) {
    text << state_letter(domain) << (domain.persistent ? 'P' : 'T');
  } else {
    text << 'I';
  }
  if (domain.managed_save) text << (domain.managed_save->paused ? "+MSp" : "+MS");
  if (domain.autostart) text << "+A";
  if (!domain.snapshots.empty()) text << "+S";
  if (!domain.checkpoints.empty()) text << "+C";
  if (domain.autodestroy) text << "+D";
  text << ' ' << domain.state << '/' << domain.reason;
  return text.str();
}

std::string events_text(const std::vector<LifecycleEvent>& events) {
  constexpr std::array<const char*, 9> kNames = {"DEFINED",   "UNDEFINED",   "STARTED",
                                                 "SUSPENDED", "RESUMED",     "STOPPED",
                                                 "SHUTDOWN",  "PMSUSPENDED", "CRASHED"};
  std::string text = events.empty() ? "" : ":";
  for (const LifecycleEvent& event : events) {
    text += std::string(" ") + kNames.at(static_cast<std::size_t>(event.type)) + "/" +
            std::to_string(event.detail);
  }
  return text;
}

}  // namespace

DomainRuntime domain(const std::string& notation) {
  std::istringstream marks(notation);
  std::string mark;
  std::getline(marks, mark, '+');
  DomainRuntime made;
  made.persistent = mark == "I" || mark.at(1) == 'P';
  made.has_configuration = made.persistent;
  if (mark != "I") {
    made.id = kActiveId;
    put_state(made, mark[0]);
  }
  while (std::getline(marks, mark, '+')) put_mark(made, mark);
  return made;
}

std::string outcome(const Result<Transition>& result) {
  if (!result) return "E" + std::to_string(result.error().code);
  std::string text = result->gone ? "gone" : after_text(result->after);
  if (result->needs_new_id) text += " new-id";
  if (result->rebooted) text += " reboot";
  return text + events_text(result->events);
}

Row row(std::string call_name, std::string before,
        std::function<Result<Transition>(const DomainRuntime&)> call, std::string after) {
  return {std::move(call_name), std::move(before),
          [call = std::move(call)](const DomainRuntime* prior) { return call(*prior); },
          std::move(after)};
}

void expect_row(const Row& row) {
  const bool none = row.before == "N";
  const DomainRuntime before = none ? DomainRuntime{} : domain(row.before);
  const Result<Transition> result = row.call(none ? nullptr : &before);
  EXPECT_EQ(outcome(result), row.after);
  if (!result || result->gone) return;
  // An id is the guest's from start to stop, and kept as long as it runs.
  const int expected_id = result->needs_new_id                        ? kIdPending
                          : result->after.state == VIR_DOMAIN_SHUTOFF ? kIdInactive
                                                                      : before.id;
  EXPECT_EQ(result->after.id, expected_id);
}

std::string row_name(const testing::TestParamInfo<Row>& parameter) {
  std::string name;
  for (const char c : parameter.param.call_name + "_of_" + parameter.param.before) {
    name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  }
  return name + "_" + std::to_string(parameter.index);
}

}  // namespace rollcall::lifecycle
