#include "conformance/schedule/run.hpp"

namespace rollcall::schedule {

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kCompleted:
      return "completed";
    case Outcome::kDeadlock:
      return "deadlock";
    case Outcome::kStuck:
      return "stuck";
    case Outcome::kEndless:
      return "endless";
  }
  return "unknown";
}

}  // namespace rollcall::schedule
