#include "mockdriver/rule_book.hpp"

#include <utility>

#include <fmt/format.h>

#include "mockdriver/name_pattern.hpp"

namespace rollcall {
namespace {

tl::unexpected<Error> no_rule(int number) {
  return fail(VIR_ERR_INVALID_ARG, VIR_FROM_TEST, fmt::format("there is no rule {}", number));
}

bool matches(const CallRule& rule, const ApiCall& call, CallPoint point) {
  if (rule.point != point || !matches_pattern(rule.function, call.function)) return false;
  return rule.domain.empty() ||
         (!call.domain_name.empty() && matches_pattern(rule.domain, std::string(call.domain_name)));
}

bool matches(const EventRule& rule, const DomainEvent& event) {
  const bool is_of_type =
      !rule.type || (event.event_id == VIR_DOMAIN_EVENT_ID_LIFECYCLE && event.type == *rule.type);
  return is_of_type && matches_pattern(rule.domain, event.name);
}

}  // namespace

bool RuleBook::Entry::fires(const Trigger& trigger) {
  if (matches++ < trigger.skip || hits == trigger.times) return false;
  if ((matches - trigger.skip - 1) % trigger.every != 0) return false;
  const bool is_certain = trigger.probability_ppm == Trigger::kCertain;
  if (!is_certain && prng.below(Trigger::kCertain) >= trigger.probability_ppm) return false;
  ++hits;
  return true;
}

int RuleBook::add(Rule rule) {
  const std::lock_guard lock(mutex_);
  const int number = ++last_number_;
  Prng seeds(seed_ + static_cast<std::uint64_t>(number));
  rules_.insert({number, {std::move(rule), Prng(seeds.next())}});
  count_.store(rules_.size(), std::memory_order_relaxed);
  return number;
}

Status RuleBook::remove(int number) {
  const std::lock_guard lock(mutex_);
  if (rules_.erase(number) == 0) return no_rule(number);
  count_.store(rules_.size(), std::memory_order_relaxed);
  return {};
}

Result<std::uint64_t> RuleBook::hits(int number) const {
  const std::lock_guard lock(mutex_);
  const auto found = rules_.find(number);
  if (found == rules_.end()) return no_rule(number);
  return found->second.hits;
}

std::vector<RuleBook::Effect> RuleBook::on_call(const ApiCall& call, CallPoint point) {
  std::vector<Effect> effects;
  if (empty()) return effects;
  const std::lock_guard lock(mutex_);
  for (auto& [number, entry] : rules_) {
    const auto* rule = std::get_if<CallRule>(&entry.rule);
    if (rule == nullptr || !matches(*rule, call, point) || !entry.fires(rule->trigger)) continue;
    effects.push_back({number, rule->action});
    if (auto* change = std::get_if<ListChange>(&effects.back().action)) {
      change->seed = entry.prng.next();
    }
  }
  return effects;
}

std::optional<EventAction> RuleBook::on_event(const DomainEvent& event) {
  if (empty()) return std::nullopt;
  const std::lock_guard lock(mutex_);
  for (auto& [number, entry] : rules_) {
    const auto* rule = std::get_if<EventRule>(&entry.rule);
    if (rule != nullptr && matches(*rule, event) && entry.fires(rule->trigger)) {
      return rule->action;
    }
  }
  return std::nullopt;
}

GuestRule RuleBook::behaviour_of(const std::string& domain) const {
  GuestRule behaviour;
  if (empty()) return behaviour;
  const std::lock_guard lock(mutex_);
  for (const auto& [number, entry] : rules_) {
    const auto* rule = std::get_if<GuestRule>(&entry.rule);
    if (rule != nullptr && matches_pattern(rule->domain, domain)) behaviour = *rule;
  }
  return behaviour;
}

RuleBook::Due RuleBook::on_time(int number) {
  const std::lock_guard lock(mutex_);
  const auto found = rules_.find(number);
  if (found == rules_.end()) return {std::nullopt, 0};
  Entry& entry = found->second;
  const auto& rule = std::get<ScheduleRule>(entry.rule);
  const bool happens = entry.fires(rule.trigger);
  const bool is_over = entry.hits == rule.trigger.times;
  return {happens ? std::optional(rule.deed) : std::nullopt, is_over ? 0 : rule.period_ns};
}

}  // namespace rollcall
