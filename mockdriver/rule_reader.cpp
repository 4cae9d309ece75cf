#include "mockdriver/rule_reader.hpp"

#include <utility>

#include <fmt/format.h>

#include "mockdriver/attributes.hpp"
#include "mockdriver/error_names.hpp"

namespace rollcall {
namespace {

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

Result<CallAction> read_call_action(const XmlFile& file, pugi::xml_node element) {
  const std::string_view name = element.name();
  if (name == "error") return read_error(file, element);
  Attributes attributes(file, element);
  CallAction action = Hold{};
  if (name == "delay") {
    attributes.require("time");
    action = Delay{attributes.duration_ns("time", 0)};
  } else if (name != "hold") {
    return bad_element(file, element,
                       fmt::format("<{}> is nothing that happens to a call; expected <error>, "
                                   "<delay> or <hold>",
                                   name));
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
  rule.point =
      attributes.word("when", {"before", "after"}) == 0 ? CallPoint::kBefore : CallPoint::kAfter;
  rule.trigger = read_trigger(attributes);
  if (Status read = attributes.finish(); !read) return fail(std::move(read.error()));
  Result<CallAction> action = action_of(file, element).and_then([&](pugi::xml_node child) {
    return read_call_action(file, child);
  });
  if (!action) return fail(std::move(action.error()));
  rule.action = *std::move(action);
  return rule;
}

}  // namespace

Result<Rule> read_rule(const XmlFile& file, pugi::xml_node element) {
  const std::string_view name = element.name();
  if (name == "call") return read_call_rule(file, element);
  return bad_element(file, element, fmt::format("<{}> is no rule; expected <call>", name));
}

}  // namespace rollcall
