#include "mockdriver/rule_book.hpp"

#include <fnmatch.h>

#include <string>
#include <utility>

#include <fmt/format.h>

namespace rollcall {
namespace {

tl::unexpected<Error> no_rule(int number) {
  return fail(VIR_ERR_INVALID_ARG, VIR_FROM_TEST, fmt::format("there is no rule {}", number));
}

bool matches(const std::string& pattern, const std::string& name) {
  return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

bool matches(const CallRule& rule, const ApiCall& call, CallPoint point) {
  if (rule.point != point || !matches(rule.function, call.function)) return false;
  return rule.domain.empty() ||
         (!call.domain_name.empty() && matches(rule.domain, std::string(call.domain_name)));
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
    if (!matches(entry.rule, call, point)) continue;
    if (entry.fires(entry.rule.trigger)) effects.push_back({number, entry.rule.action});
  }
  return effects;
}

}  // namespace rollcall
