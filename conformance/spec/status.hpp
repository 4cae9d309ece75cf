// Run states of a domain and their reasons, and the error codes of the life cycle. The numbers are
// those of libvirt's public headers; they stand here again so that the specification depends on
// nothing.

#pragma once

#include <string>

namespace rollcall::spec {

/// virDomainState.
enum class State : int {
  kNoState = 0,
  kRunning = 1,
  kBlocked = 2,
  kPaused = 3,
  kShutdown = 4,
  kShutoff = 5,
  kCrashed = 6,
  kPmSuspended = 7,
};

/// A run state with its reason (virDomainRunningReason, virDomainPausedReason, ...).
struct Status {
  State state = State::kNoState;
  int reason = 0;
  friend bool operator==(const Status&, const Status&) = default;
};

inline constexpr Status kBooted{State::kRunning, 1};
inline constexpr Status kRestored{State::kRunning, 3};
inline constexpr Status kRunningFromSnapshot{State::kRunning, 4};
inline constexpr Status kUnpaused{State::kRunning, 5};
inline constexpr Status kWokenUp{State::kRunning, 8};
inline constexpr Status kPausedByUser{State::kPaused, 1};
inline constexpr Status kPausedByMigration{State::kPaused, 2};
inline constexpr Status kPausedBySave{State::kPaused, 3};
inline constexpr Status kPausedFromSnapshot{State::kPaused, 7};
inline constexpr Status kNeverStarted{State::kShutoff, 0};
inline constexpr Status kShutDown{State::kShutoff, 1};
inline constexpr Status kDestroyed{State::kShutoff, 2};
inline constexpr Status kDumped{State::kShutoff, 3};
inline constexpr Status kSaved{State::kShutoff, 5};
inline constexpr Status kShutoffFromSnapshot{State::kShutoff, 7};
inline constexpr Status kPanicked{State::kCrashed, 1};
inline constexpr Status kAsleep{State::kPmSuspended, 0};

/// "state/reason", as in "1/5".
std::string to_text(const Status& status);

/// The codes of virErrorNumber that the life cycle uses.
enum ErrorCode : int {
  kOk = 0,
  kNoSupport = 3,
  kInvalidArgument = 8,
  kOperationFailed = 9,
  kXmlError = 27,
  kNoDomain = 42,
  kOperationInvalid = 55,
  kConfigUnsupported = 67,
  kNoSnapshot = 72,
  kArgumentUnsupported = 74,
  kRevertRisky = 77,
  kOperationUnsupported = 84,
  kNoCheckpoint = 103,
};

}  // namespace rollcall::spec
