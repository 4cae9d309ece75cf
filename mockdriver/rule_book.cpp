#include "mockdriver/rule_book.hpp"

#include <type_traits>
#include <utility>
#include <variant>

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

bool RuleBook::Progress::fires(const Trigger& trigger) {
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
  const Progress progress{Prng(seeds.next())};
  std::visit(
      [&](auto& kind) {
        using Kind = std::remove_reference_t<decltype(kind)>;
        std::get<ByNumber<Kind>>(rules_).insert({number, {std::move(kind), progress}});
      },
      rule);
  count_.fetch_add(1, std::memory_order_relaxed);
  return number;
}

Status RuleBook::remove(int number) {
  const std::lock_guard lock(mutex_);
  const std::size_t removed =
      std::apply([number](auto&... kinds) { return (kinds.erase(number) + ...); }, rules_);
  if (removed == 0) return no_rule(number);
  count_.fetch_sub(1, std::memory_order_relaxed);
  return {};
}

const RuleBook::Progress* RuleBook::find(int number) const {
  const Progress* progress = nullptr;
  const auto look_in = [&](const auto& kind) {
    const auto found = kind.find(number);
    if (found != kind.end()) progress = &found->second.progress;
  };
  std::apply([&](const auto&... kinds) { (look_in(kinds), ...); }, rules_);
  return progress;
}

Result<std::uint64_t> RuleBook::hits(int number) const {
  const std::lock_guard lock(mutex_);
  const Progress* progress = find(number);
  if (progress == nullptr) return no_rule(number);
  return progress->hits;
}

std::vector<RuleBook::Effect> RuleBook::on_call(ConnectionNumber client, const ApiCall& call,
                                                CallPoint point) {
  std::vector<Effect> effects;
  if (empty()) return effects;
  const std::lock_guard lock(mutex_);
  for (auto& [number, entry] : std::get<ByNumber<CallRule>>(rules_)) {
    const CallRule& rule = entry.rule;
    if (rule.client && *rule.client != client) continue;
    if (!matches(rule, call, point) || !entry.progress.fires(rule.trigger)) continue;
    effects.push_back({number, rule.action});
    if (auto* change = std::get_if<ListChange>(&effects.back().action)) {
      change->seed = entry.progress.prng.next();
    }
  }
  return effects;
}

std::optional<EventAction> RuleBook::on_event(const DomainEvent& event) {
  if (empty()) return std::nullopt;
  const std::lock_guard lock(mutex_);
  for (auto& [number, entry] : std::get<ByNumber<EventRule>>(rules_)) {
    const EventRule& rule = entry.rule;
    if (matches(rule, event) && entry.progress.fires(rule.trigger)) return rule.action;
  }
  return std::nullopt;
}

GuestRule RuleBook::behaviour_of(const std::string& domain) const {
  GuestRule behaviour;
  if (empty()) return behaviour;
  const std::lock_guard lock(mutex_);
  for (const auto& [number, entry] : std::get<ByNumber<GuestRule>>(rules_)) {
    if (matches_pattern(entry.rule.domain, domain)) behaviour = entry.rule;
  }
  return behaviour;
}

RuleBook::Due RuleBook::on_time(int number) {
  const std::lock_guard lock(mutex_);
  auto& rules = std::get<ByNumber<ScheduleRule>>(rules_);
  const auto found = rules.find(number);
  if (found == rules.end()) return {std::nullopt, 0};
  const ScheduleRule& rule = found->second.rule;
  Progress& progress = found->second.progress;
  const bool happens = progress.fires(rule.trigger);
  const bool is_over = progress.hits == rule.trigger.times;
  return {happens ? std::optional(rule.deed) : std::nullopt, is_over ? 0 : rule.period_ns};
}

}  // namespace rollcall
