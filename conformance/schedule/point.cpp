#include "conformance/schedule/point.hpp"

namespace rollcall::schedule {

std::string_view name_of(PointKind kind) {
  switch (kind) {
    case PointKind::kBegin:
      return "begin";
    case PointKind::kStamp:
      return "stamp";
    case PointKind::kLock:
      return "lock";
    case PointKind::kTryLock:
      return "trylock";
    case PointKind::kUnlocked:
      return "unlocked";
    case PointKind::kWait:
      return "wait";
    case PointKind::kWoken:
      return "woken";
    case PointKind::kSignal:
      return "signal";
    case PointKind::kOnce:
      return "once";
    case PointKind::kSleep:
      return "sleep";
    case PointKind::kYield:
      return "yield";
    case PointKind::kAnnounced:
      return "announced";
  }
  return "unknown";
}

std::optional<PointKind> kind_named(std::string_view name) {
  for (auto kind = PointKind::kBegin; kind <= PointKind::kAnnounced;
       kind = static_cast<PointKind>(static_cast<std::uint8_t>(kind) + 1)) {
    if (name_of(kind) == name) return kind;
  }
  return std::nullopt;
}

}  // namespace rollcall::schedule
