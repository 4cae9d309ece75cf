#include "mockdriver/recorded_event.hpp"

#include <array>
#include <span>
#include <utility>

#include "mockdriver/host_call.hpp"

namespace rollcall {
namespace {

// What an event leaves: the reason by the event's detail.
struct Left {
  virDomainState state;
  std::span<const int> reasons;
};

// Each in the order of the details of its event.
constexpr std::array kStarted = {int{VIR_DOMAIN_RUNNING_BOOTED}, int{VIR_DOMAIN_RUNNING_MIGRATED},
                                 int{VIR_DOMAIN_RUNNING_RESTORED},
                                 int{VIR_DOMAIN_RUNNING_FROM_SNAPSHOT},
                                 int{VIR_DOMAIN_RUNNING_WAKEUP}};
constexpr std::array kSuspended = {
    int{VIR_DOMAIN_PAUSED_USER},           int{VIR_DOMAIN_PAUSED_MIGRATION},
    int{VIR_DOMAIN_PAUSED_IOERROR},        int{VIR_DOMAIN_PAUSED_WATCHDOG},
    int{VIR_DOMAIN_PAUSED_USER},           int{VIR_DOMAIN_PAUSED_FROM_SNAPSHOT},
    int{VIR_DOMAIN_PAUSED_UNKNOWN},        int{VIR_DOMAIN_PAUSED_POSTCOPY},
    int{VIR_DOMAIN_PAUSED_POSTCOPY_FAILED}};
constexpr std::array kResumed = {int{VIR_DOMAIN_RUNNING_UNPAUSED}, int{VIR_DOMAIN_RUNNING_MIGRATED},
                                 int{VIR_DOMAIN_RUNNING_FROM_SNAPSHOT},
                                 int{VIR_DOMAIN_RUNNING_POSTCOPY},
                                 int{VIR_DOMAIN_RUNNING_POSTCOPY_FAILED}};
constexpr std::array kStopped = {
    int{VIR_DOMAIN_SHUTOFF_SHUTDOWN},     int{VIR_DOMAIN_SHUTOFF_DESTROYED},
    int{VIR_DOMAIN_SHUTOFF_CRASHED},      int{VIR_DOMAIN_SHUTOFF_MIGRATED},
    int{VIR_DOMAIN_SHUTOFF_SAVED},        int{VIR_DOMAIN_SHUTOFF_FAILED},
    int{VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT}};
constexpr std::array kShutDown = {int{VIR_DOMAIN_SHUTDOWN_UNKNOWN}, int{VIR_DOMAIN_SHUTDOWN_USER},
                                  int{VIR_DOMAIN_SHUTDOWN_USER}};
constexpr std::array kAsleep = {int{VIR_DOMAIN_PMSUSPENDED_UNKNOWN},
                                int{VIR_DOMAIN_PMSUSPENDED_UNKNOWN}};
constexpr std::array kCrashed = {int{VIR_DOMAIN_CRASHED_PANICKED},
                                 int{VIR_DOMAIN_CRASHED_PANICKED}};
// Definitions leave the state alone.
constexpr std::array kDefined = {0, 0, 0, 0};
constexpr std::array kUndefined = {0, 0};

// By virDomainEventType.
constexpr std::array<Left, 9> kLeft = {{{VIR_DOMAIN_NOSTATE, kDefined},
                                        {VIR_DOMAIN_NOSTATE, kUndefined},
                                        {VIR_DOMAIN_RUNNING, kStarted},
                                        {VIR_DOMAIN_PAUSED, kSuspended},
                                        {VIR_DOMAIN_RUNNING, kResumed},
                                        {VIR_DOMAIN_SHUTOFF, kStopped},
                                        {VIR_DOMAIN_SHUTDOWN, kShutDown},
                                        {VIR_DOMAIN_PMSUSPENDED, kAsleep},
                                        {VIR_DOMAIN_CRASHED, kCrashed}}};

bool is_about_existence(const LifecycleEvent& event) {
  return event.type == VIR_DOMAIN_EVENT_DEFINED || event.type == VIR_DOMAIN_EVENT_UNDEFINED;
}

void leave_in_state(const RecordedEvent& recorded, HostCall& host, DomainRuntime& after) {
  const Left& left = kLeft[static_cast<std::size_t>(recorded.event.type)];
  // QEMU's guests are told to have been resumed as part of their start, which is why they run.
  if (after.active() && after.state == left.state) return;
  after.state = left.state;
  after.reason = left.reasons[static_cast<std::size_t>(recorded.event.detail)];
  if (recorded.event.type == VIR_DOMAIN_EVENT_STOPPED) {
    after.id = kIdInactive;
    after.autodestroy = false;
  }
  if (recorded.event.type == VIR_DOMAIN_EVENT_STARTED && !after.active()) {
    after.id = host.take_id(recorded.id);
    after.managed_save.reset();
  }
}

// What becomes of the domain; nothing when that is impossible.
std::optional<Transition> outcome_of(const RecordedEvent& recorded, HostCall& host,
                                     const DomainRuntime& before) {
  const LifecycleEvent& event = recorded.event;
  const bool starts = event.type == VIR_DOMAIN_EVENT_STARTED;
  if (!is_about_existence(event) && !starts && !before.active()) return std::nullopt;
  Transition transition;
  transition.after = before;
  transition.events = {event};
  if (event.type == VIR_DOMAIN_EVENT_DEFINED) {
    transition.after.persistent = transition.after.has_configuration = true;
  } else if (event.type == VIR_DOMAIN_EVENT_UNDEFINED) {
    transition.after.persistent = false;
  } else {
    leave_in_state(recorded, host, transition.after);
  }
  transition.gone = !transition.after.active() && !transition.after.persistent;
  return transition;
}

void take_over(const RecordedEvent& recorded, Definitions& definitions) {
  if (recorded.definition_or_null == nullptr) return;
  const bool is_defined = recorded.event.type == VIR_DOMAIN_EVENT_DEFINED;
  (is_defined ? definitions.config : definitions.guest) = recorded.definition_or_null;
}

}  // namespace

bool is_known(const LifecycleEvent& event) {
  const auto type = static_cast<std::size_t>(event.type);
  return type < kLeft.size() && static_cast<std::size_t>(event.detail) < kLeft[type].reasons.size();
}

bool play(HostCall& host, const RecordedEvent& recorded) {
  std::optional<Uuid> uuid = host.uuid_of(recorded.domain);
  const bool is_new = !uuid;
  if (is_new && recorded.definition_or_null != nullptr) uuid = recorded.definition_or_null->uuid;
  if (!uuid) return false;
  const MockDomain* known = host.find(*uuid);
  if (is_new && known != nullptr) return false;  // another domain has that uuid
  const DomainRuntime before = is_new ? DomainRuntime{} : known->runtime;
  std::optional<Transition> transition = outcome_of(recorded, host, before);
  if (!transition) return false;
  Definitions definitions = is_new ? Definitions{} : known->definitions;
  take_over(recorded, definitions);
  if (transition->after.persistent && !definitions.config) definitions.config = definitions.guest;
  host.apply(*uuid, *std::move(transition), std::move(definitions));
  return true;
}

}  // namespace rollcall
