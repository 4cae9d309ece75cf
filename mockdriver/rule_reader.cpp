#include "mockdriver/rule_reader.hpp"

#include <climits>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "api/core/domain_xml.hpp"
#include "mockdriver/attributes.hpp"
#include "mockdriver/error_names.hpp"

namespace rollcall {
namespace {

// The virDomainEventType that an attribute names; the first one without the attribute.
int read_event_type(Attributes& attributes, const char* name) {
  return static_cast<int>(
      attributes.word(name, {"defined", "undefined", "started", "suspended", "resumed", "stopped",
                             "shutdown", "pmsuspended", "crashed"}));
}

// The only child element of a rule, which says what the rule does.
Result<pugi::xml_node> action_of(const XmlFile& file, pugi::xml_node rule) {
  pugi::xml_node action;
  for (const pugi::xml_node child : rule.children()) {
    if (child.type() != pugi::node_element) continue;
    if (action) {
      return bad_element(file, child,
                         fmt::format("<{}> does one thing, and <{}> says which already",
                                     rule.name(), action.name()));
    }
    action = child;
  }
  if (action) return action;
  return bad_element(
      file, rule, fmt::format("<{}> needs an element in it that says what happens", rule.name()));
}

Trigger read_trigger(Attributes& attributes) {
  Trigger trigger;
  attributes.exclude("nth", "skip");
  attributes.exclude("nth", "times");
  trigger.skip = attributes.number("skip", 0, trigger.skip);
  trigger.every = attributes.number("every", 1, trigger.every);
  trigger.times = attributes.number("times", 1, trigger.times);
  trigger.probability_ppm = attributes.probability_ppm("probability", trigger.probability_ppm);
  const std::uint64_t nth = attributes.number("nth", 1, 0);
  if (nth != 0) {
    trigger.skip = nth - 1;
    trigger.times = 1;
  }
  return trigger;
}

// <recorded>: an event, what it left, and the definition that came with it.
Result<DomainDeed> read_recorded(const XmlFile& file, pugi::xml_node element) {
  Attributes attributes(file, element);
  attributes.require("domain");
  attributes.require("event");
  RecordedEvent recorded;
  recorded.domain = attributes.text("domain");
  recorded.event.type = read_event_type(attributes, "event");
  recorded.event.detail = static_cast<int>(attributes.number("detail", 0, 0, INT_MAX));
  const bool has_id = attributes.has("id");
  const auto id = static_cast<std::int32_t>(attributes.number("id", 1, 1, INT_MAX - 1));
  if (has_id) recorded.id = id;
  if (Status read = attributes.finish(); !read) return fail(std::move(read.error()));
  if (!is_known(recorded.event)) {
    return bad_element(file, element,
                       fmt::format("'{}' is no detail of the event '{}'", recorded.event.detail,
                                   element.attribute("event").value()));
  }
  for (const pugi::xml_node child : element.children()) {
    if (child.type() != pugi::node_element) continue;
    Result<DomainDefinition> definition = read_domain(child, [] { return Uuid{}; });
    if (!definition) return fail(placed(file, child, std::move(definition.error())));
    if (definition->uuid == Uuid{} || definition->name != recorded.domain) {
      return bad_element(file, child, "the <domain> that was recorded needs its name and a uuid");
    }
    recorded.definition_or_null = std::make_shared<const DomainDefinition>(*std::move(definition));
  }
  std::string domain = recorded.domain;
  return DomainDeed{Deed::kRecorded, std::move(domain),
                    std::make_shared<const RecordedEvent>(std::move(recorded))};
}

/// Who may leave out whom a deed is done to.
enum class Target { kRequired, kCallsOwn };

Result<DomainDeed> read_deed_of(const XmlFile& file, pugi::xml_node element, Deed deed,
                                Target target) {
  if (deed == Deed::kRecorded) return read_recorded(file, element);
  Attributes attributes(file, element);
  if (deed == Deed::kRestart) {
    const bool forgets = attributes.word("memory", {"yes", "no"}) == 1;
    if (Status good = attributes.finish(); !good) return fail(std::move(good.error()));
    return DomainDeed{forgets ? Deed::kForget : Deed::kRestart};
  }
  if (target == Target::kRequired) attributes.require("domain");
  DomainDeed read{deed, attributes.text("domain")};
  if (Status good = attributes.finish(); !good) return fail(std::move(good.error()));
  return read;
}

// --- What happens to calls ---

Result<CallAction> read_error(const XmlFile& file, pugi::xml_node element) {
  Attributes attributes(file, element);
  attributes.require("code");
  const std::string name = attributes.text("code");
  if (Status read = attributes.finish(); !read) return fail(std::move(read.error()));
  const std::optional<virErrorNumber> code = error_code(name);
  if (!code) {
    return bad_element(file, element,
                       fmt::format("<error> has code='{}', which is to be the number of a "
                                   "virErrorNumber or one of {}",
                                   name, error_names()));
  }
  std::string message = element_text(element);
  if (message.empty()) message = fmt::format("a rule of the simulation answers {}", name);
  return AnswerError{make_error(*code, VIR_FROM_TEST, std::move(message))};
}

ListChange read_choice(Attributes& attributes, ListChange::Kind kind) {
  attributes.require("domain");
  ListChange change{kind};
  change.domain = attributes.text("domain", change.domain);
  change.probability_ppm = attributes.probability_ppm("probability", change.probability_ppm);
  return change;
}

Result<CallAction> read_call_action(const XmlFile& file, pugi::xml_node element) {
  const std::string_view name = element.name();
  if (name == "error") return read_error(file, element);
  if (const std::optional<Deed> deed = deed_named(name)) {
    return read_deed_of(file, element, *deed, Target::kCallsOwn).map([](DomainDeed read) {
      return CallAction(std::move(read));
    });
  }
  Attributes attributes(file, element);
  CallAction action = Hold{};
  if (name == "delay") {
    attributes.require("time");
    action = Delay{attributes.duration_ns("time", 0)};
  } else if (name == "omit") {
    action = read_choice(attributes, ListChange::Kind::kOmit);
  } else if (name == "repeat") {
    action = read_choice(attributes, ListChange::Kind::kRepeat);
  } else if (name == "empty") {
    action = ListChange{ListChange::Kind::kEmpty};
  } else if (name == "stale") {
    action = ListChange{ListChange::Kind::kStale};
  } else if (name == "disconnect") {
    action = Disconnect{};
  } else if (name != "hold") {
    return bad_element(file, element,
                       fmt::format("<{}> is nothing that happens to a call; expected <error>, "
                                   "<delay>, <hold>, <disconnect>, <omit>, <repeat>, <empty>, "
                                   "<stale>, or what happens to a domain or to the host: {}",
                                   name, deed_names()));
  }
  if (Status read = attributes.finish(); !read) return fail(std::move(read.error()));
  return action;
}

Result<Rule> read_call_rule(const XmlFile& file, pugi::xml_node element) {
  Attributes attributes(file, element);
  CallRule rule;
  attributes.require("name");
  rule.function = attributes.text("name");
  rule.domain = attributes.text("domain");
  if (attributes.has("client")) {
    constexpr auto kMost = std::numeric_limits<ConnectionNumber>::max();
    rule.client = static_cast<ConnectionNumber>(attributes.number("client", 0, 0, kMost));
  }
  rule.point =
      attributes.word("when", {"before", "after"}) == 0 ? CallPoint::kBefore : CallPoint::kAfter;
  rule.trigger = read_trigger(attributes);
  if (Status read = attributes.finish(); !read) return fail(std::move(read.error()));
  const Result<pugi::xml_node> child = action_of(file, element);
  if (!child) return fail(child.error());
  Result<CallAction> action = read_call_action(file, *child);
  if (!action) return fail(std::move(action.error()));
  rule.action = *std::move(action);
  if (std::holds_alternative<ListChange>(rule.action) && rule.point == CallPoint::kAfter) {
    return bad_element(file, *child,
                       fmt::format("<{}> changes what a call does, so its rule cannot come 'after' "
                                   "the call; expected when='before'",
                                   child->name()));
  }
  return rule;
}

// --- What happens to events ---

Result<EventAction> read_event_action(const XmlFile& file, pugi::xml_node element) {
  const std::string_view name = element.name();
  Attributes attributes(file, element);
  EventAction action{EventAction::Kind::kLose};
  if (name == "delay") {
    attributes.require("time");
    action = {EventAction::Kind::kDelay, attributes.duration_ns("time", 0)};
  } else if (name == "repeat") {
    action = {EventAction::Kind::kRepeat};
  } else if (name == "swap") {
    action = {EventAction::Kind::kSwap};
  } else if (name != "lose") {
    return bad_element(file, element,
                       fmt::format("<{}> is nothing that happens to an event; expected <lose>, "
                                   "<delay>, <repeat> or <swap>",
                                   name));
  }
  if (Status read = attributes.finish(); !read) return fail(std::move(read.error()));
  return action;
}

Result<Rule> read_event_rule(const XmlFile& file, pugi::xml_node element) {
  Attributes attributes(file, element);
  EventRule rule;
  const bool has_type = attributes.has("type");
  const int type = read_event_type(attributes, "type");
  if (has_type) rule.type = type;
  rule.domain = attributes.text("domain", rule.domain);
  rule.trigger = read_trigger(attributes);
  if (Status read = attributes.finish(); !read) return fail(std::move(read.error()));
  Result<EventAction> action = action_of(file, element).and_then([&](pugi::xml_node child) {
    return read_event_action(file, child);
  });
  if (!action) return fail(std::move(action.error()));
  rule.action = *action;
  return rule;
}

// --- Guests and scripts ---

Result<Rule> read_guest_rule(const XmlFile& file, pugi::xml_node element) {
  Attributes attributes(file, element);
  GuestRule rule;
  rule.domain = attributes.text("domain", rule.domain);
  rule.boot_ns = attributes.duration_ns("boot", 0);
  rule.obeys_shutdown = attributes.word("obeys-shutdown", {"yes", "no"}) == 0;
  rule.shutdown_ns = attributes.duration_ns("shutdown", 0);
  rule.obeys_reboot = attributes.word("obeys-reboot", {"yes", "no"}) == 0;
  rule.reboot_ns = attributes.duration_ns("reboot", 0);
  const bool wakes = attributes.has("wake");
  const std::uint64_t wake_ns = attributes.duration_ns("wake", 0);
  if (wakes) rule.wake_ns = wake_ns;
  if (Status read = attributes.finish(); !read) return fail(std::move(read.error()));
  for (const pugi::xml_node child : element.children()) {
    if (child.type() != pugi::node_element) continue;
    return bad_element(file, child, "<guest> says all in attributes; expected nothing in it");
  }
  return rule;
}

Result<Rule> read_schedule_rule(const XmlFile& file, pugi::xml_node element) {
  Attributes attributes(file, element);
  ScheduleRule rule;
  attributes.require("time");
  rule.time_ns = attributes.duration_ns("time", 0);
  const bool recurs = attributes.has("period");
  rule.period_ns = attributes.duration_ns("period", 0);
  rule.trigger.times = attributes.number("times", 1, rule.trigger.times);
  rule.trigger.probability_ppm =
      attributes.probability_ppm("probability", rule.trigger.probability_ppm);
  if (Status read = attributes.finish(); !read) return fail(std::move(read.error()));
  if (recurs && rule.period_ns == 0) {
    return bad_element(file, element, "<at> has a period of no time; expected more than 0");
  }
  Result<DomainDeed> deed = action_of(file, element).and_then([&](pugi::xml_node child) {
    return read_deed(file, child);
  });
  if (!deed) return fail(std::move(deed.error()));
  rule.deed = *std::move(deed);
  return rule;
}

}  // namespace

Result<DomainDeed> read_deed(const XmlFile& file, pugi::xml_node element) {
  if (const std::optional<Deed> deed = deed_named(element.name())) {
    return read_deed_of(file, element, *deed, Target::kRequired);
  }
  return bad_element(
      file, element,
      fmt::format("<{}> is nothing that happens to a domain or to the host; expected one of {}",
                  element.name(), deed_names()));
}

Result<Rule> read_rule(const XmlFile& file, pugi::xml_node element) {
  const std::string_view name = element.name();
  if (name == "call") return read_call_rule(file, element);
  if (name == "event") return read_event_rule(file, element);
  if (name == "guest") return read_guest_rule(file, element);
  if (name == "at") return read_schedule_rule(file, element);
  return bad_element(
      file, element,
      fmt::format("<{}> is no rule; expected <call>, <event>, <guest> or <at>", name));
}

Result<std::vector<Rule>> read_rules(const XmlFile& file, pugi::xml_node parent) {
  std::vector<Rule> rules;
  for (const pugi::xml_node child : parent.children()) {
    if (child.type() != pugi::node_element) continue;
    Result<Rule> rule = read_rule(file, child);
    if (!rule) return fail(std::move(rule.error()));
    rules.push_back(*std::move(rule));
  }
  return rules;
}

}  // namespace rollcall
