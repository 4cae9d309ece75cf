#include "conformance/spec/judge.hpp"

#include <algorithm>

namespace rollcall::spec {
namespace {

/// A wrong answer outweighs every difference in attributes and events.
constexpr std::size_t kWrongReplyWeight = 100;

bool allows(const Reply& reply, int code) {
  if (reply.ok || code == kOk) return reply.ok && code == kOk;
  return reply.codes.empty() ||
         std::find(reply.codes.begin(), reply.codes.end(), code) != reply.codes.end();
}

std::string code_text(int code) { return code == kOk ? "ok" : "E" + std::to_string(code); }

/// All allowed answers: "ok or E55".
std::string replies_text(const std::vector<Outcome>& allowed) {
  std::vector<std::string> texts;
  for (const Outcome& outcome : allowed) {
    const std::string text = to_text(outcome.reply);
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
  }
  std::string joined;
  for (const std::string& text : texts) joined += (joined.empty() ? "" : " or ") + text;
  return joined;
}

std::vector<Difference> state_differences(const Outcome& outcome, const Observation& observation,
                                          int last_id) {
  std::vector<Difference> found = compare(outcome.domain, observation.domain, last_id);
  if (!observation.events) return found;
  for (const std::string& mismatch : mismatches(outcome.events, *observation.events)) {
    found.push_back({"events", "as documented", mismatch});
  }
  return found;
}

}  // namespace

std::string to_text(const Reply& reply) {
  if (reply.ok) return "ok";
  std::string text;
  for (const int code : reply.codes) text += (text.empty() ? "E" : "|E") + std::to_string(code);
  return text.empty() ? "any error" : text;
}

Verdict judge(const std::vector<Outcome>& allowed, const Observation& observation, int last_id) {
  Verdict nearest;
  std::size_t nearest_distance = 0;
  for (const Outcome& outcome : allowed) {
    Verdict verdict;
    verdict.differences = state_differences(outcome, observation, last_id);
    std::size_t distance = verdict.differences.size();
    if (!allows(outcome.reply, observation.code)) {
      verdict.differences.insert(verdict.differences.begin(),
                                 {"result", replies_text(allowed), code_text(observation.code)});
      distance += kWrongReplyWeight;
    }
    if (&outcome == &allowed.front() || distance < nearest_distance) {
      nearest_distance = distance;
      verdict.expected = outcome;
      if (observation.code != kOk) verdict.expected.file.reset();
      nearest = std::move(verdict);
    }
  }
  nearest.next = adopt(nearest.expected.domain, observation.domain);
  return nearest;
}

Verdict judge_bystander(const Domain& before, const Observation& observation, int last_id) {
  std::vector<Outcome> allowed;
  for (const Spontaneous& possible : spontaneous(before)) {
    Outcome outcome;
    outcome.domain = possible.domain;
    outcome.events = possible.events;
    allowed.push_back(std::move(outcome));
  }
  return judge(allowed, observation, last_id);
}

void follow(Host& host, const Operation& operation, const Verdict& verdict) {
  if (verdict.next) {
    host.domains[operation.uuid] = *verdict.next;
    host.last_id = std::max(host.last_id, verdict.next->id);
  } else {
    host.domains.erase(operation.uuid);
  }
  if (verdict.expected.file) host.files[operation.argument] = *verdict.expected.file;
}

}  // namespace rollcall::spec
