// Rules: what happens to which calls and events of a simulated host, how its guests behave, and
// what happens when.

#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "api/core/error.hpp"
#include "api/core/record_list.hpp"
#include "mockdriver/client_calls.hpp"
#include "mockdriver/deed.hpp"

namespace rollcall {

/// Of the times that something matches a rule, those at which the rule takes effect.
struct Trigger {
  static constexpr std::uint32_t kCertain = 1'000'000;

  std::uint64_t skip = 0;                    ///< the first so many matches have no effect
  std::uint64_t every = 1;                   ///< after those, each so-manieth match has
  std::uint32_t probability_ppm = kCertain;  ///< with this probability, in millionths
  std::uint64_t times = std::numeric_limits<std::uint64_t>::max();  ///< no more than so often
};

// --- Calls ---

/// The call fails with the error.
struct AnswerError {
  Error error;
};
/// So much virtual time passes.
struct Delay {
  std::uint64_t duration_ns;
};
/// The call stays where it is until it is released.
struct Hold {};
/// The connection is cut: the call fails, and so does all that comes later on it.
struct Disconnect {};
/// A listing answers something else than what is there.
struct ListChange {
  enum class Kind : std::uint8_t {
    kOmit,    ///< without some domains
    kRepeat,  ///< with some domains twice
    kEmpty,   ///< without any
    kStale,   ///< as it was when the rule was added
  };
  Kind kind;
  std::string domain = "*";                           ///< which are left out, or repeated
  std::uint32_t probability_ppm = Trigger::kCertain;  ///< each of them with this probability
  std::uint64_t seed = 0;                             ///< of those choices; set for each call
  std::shared_ptr<const RecordList> stale{};          ///< what was there, for kStale
};

using CallAction = std::variant<AnswerError, Delay, Hold, Disconnect, ListChange, DomainDeed>;

/// Before a call has done anything, or after it has done all but answer.
enum class CallPoint : std::uint8_t { kBefore, kAfter };

/// A rule about calls. Names and patterns are as of fnmatch(3).
struct CallRule {
  std::string function = "*";  ///< of the C API
  std::string domain{};        ///< name of the domain; empty for calls on any, or on none
  std::optional<ConnectionNumber> client{};  ///< which makes the call; nothing for any
  CallPoint point = CallPoint::kBefore;
  Trigger trigger{};
  CallAction action = Hold{};
};

// --- Events ---

/// What happens to an event: it is never told, told later, told twice, or told after the next one.
struct EventAction {
  enum class Kind : std::uint8_t { kLose, kDelay, kRepeat, kSwap };
  Kind kind;
  std::uint64_t delay_ns = 0;  ///< of kDelay
};

struct EventRule {
  std::optional<int> type{};  ///< a virDomainEventType; nothing for events of every kind
  std::string domain = "*";
  Trigger trigger{};
  EventAction action{};
};

// --- Guests ---

/// How guests behave. By default they have booted at once, and do at once what they are asked.
struct GuestRule {
  std::string domain = "*";
  std::uint64_t boot_ns = 0;  ///< so long after its start a guest ignores requests
  std::uint64_t shutdown_ns = 0;
  bool obeys_shutdown = true;
  std::uint64_t reboot_ns = 0;
  bool obeys_reboot = true;
  std::optional<std::uint64_t> wake_ns{};  ///< so long after it fell asleep it wakes up by itself
};

// --- Scripts ---

/// Something that happens at a time.
struct ScheduleRule {
  std::uint64_t time_ns = 0;    ///< after the rule was added
  std::uint64_t period_ns = 0;  ///< and again each time that this has passed; 0 for only once
  Trigger trigger{};
  DomainDeed deed{};
};

using Rule = std::variant<CallRule, EventRule, GuestRule, ScheduleRule>;

}  // namespace rollcall
