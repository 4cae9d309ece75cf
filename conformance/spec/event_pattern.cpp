#include "conformance/spec/event_pattern.hpp"

#include <algorithm>
#include <array>

namespace rollcall::spec {
namespace {

/// Takes one occurrence of `event` out of `events`; false if there is none.
bool take(std::vector<Event>& events, const Event& event) {
  const auto found = std::find(events.begin(), events.end(), event);
  if (found == events.end()) return false;
  events.erase(found);
  return true;
}

}  // namespace

std::string to_text(const Event& event) {
  static constexpr std::array<const char*, 9> kNames = {"DEFINED",   "UNDEFINED",   "STARTED",
                                                        "SUSPENDED", "RESUMED",     "STOPPED",
                                                        "SHUTDOWN",  "PMSUSPENDED", "CRASHED"};
  const auto kind = static_cast<std::size_t>(event.kind);
  const std::string name = kind < kNames.size() ? kNames[kind] : "EVENT" + std::to_string(kind);
  return name + "/" + std::to_string(event.detail);
}

EventPattern operator+(EventPattern first, const EventPattern& second) {
  first.required.insert(first.required.end(), second.required.begin(), second.required.end());
  first.optional.insert(first.optional.end(), second.optional.begin(), second.optional.end());
  first.order.insert(first.order.end(), second.order.begin(), second.order.end());
  return first;
}

std::vector<std::string> mismatches(const EventPattern& pattern,
                                    const std::vector<Event>& observed) {
  std::vector<std::string> found;
  std::vector<Event> required = pattern.required;
  std::vector<Event> optional = pattern.optional;
  for (const Event& event : observed) {
    if (!take(required, event) && !take(optional, event)) {
      found.push_back("unexpected " + to_text(event));
    }
  }
  for (const Event& event : required) found.push_back("missing " + to_text(event));
  for (const auto& [first, second] : pattern.order) {
    const auto first_at = std::find(observed.begin(), observed.end(), first);
    const auto second_at = std::find(observed.begin(), observed.end(), second);
    if (first_at != observed.end() && second_at < first_at) {
      found.push_back(to_text(second) + " before " + to_text(first));
    }
  }
  return found;
}

}  // namespace rollcall::spec
