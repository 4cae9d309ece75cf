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

}  // namespace rollcall::schedule
