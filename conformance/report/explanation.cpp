#include "conformance/report/explanation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "conformance/history/call_names.hpp"
#include "conformance/history/call_shape.hpp"
#include "conformance/report/cast.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/report/sighting.hpp"
#include "conformance/report/text.hpp"
#include "conformance/report/timeline.hpp"

namespace rollcall::report {
namespace {

using checker::Because;
using checker::Certificate;
using checker::OperationNumber;
using checker::Property;
using checker::Step;
using checker::Violation;
using history::DomainNumber;
using history::DomainState;
using history::Operation;
using history::Stamp;

class Explainer {
 public:
  Explainer(const Violation& violation, Property property)
      : evidence_(violation.evidence),
        certificate_(violation.certificate),
        property_(property),
        cast_(evidence_) {}

  Explanation explain() {
    switch (certificate_.kind) {
      case Certificate::Kind::kOrder:
        break;
      case Certificate::Kind::kMalformed:
        say_malformed();
        break;
      case Certificate::Kind::kNoVersion:
        say_no_version();
        break;
      case Certificate::Kind::kNoInstant:
        say_no_instant();
        break;
      case Certificate::Kind::kCycle:
        say_cycle();
        break;
      case Certificate::Kind::kResult:
        say_result();
        break;
      case Certificate::Kind::kRegion:
        say_region();
        break;
    }
    return {
        .title = title(), .before = before(), .note = note(), .sentences = std::move(sentences_)};
  }

 private:
  void say(std::string sentence) { sentences_.push_back(std::move(sentence)); }
  const Operation& operation(OperationNumber number) const { return cast_.operation(number); }
  std::string subject() const { return cast_.name(certificate_.reader); }

  std::string title() const;
  std::string before() const;
  std::string note() const;
  void say_malformed();
  void say_no_version();
  void say_no_handle(const Sighting& sighting);
  void say_number();
  bool say_unowned(OperationNumber reader);
  void say_no_instant();
  void say_contradiction(const std::vector<Era>& eras, bool are_single);
  void say_cycle();
  void say_result();
  void say_region();
  std::string reason(const Step& step, OperationNumber next) const;
  std::string during(const Era& era) const;
  std::vector<Stamp> instants(OperationNumber reader) const;

  const history::History& evidence_;
  const Certificate& certificate_;
  Property property_;
  Cast cast_;
  std::vector<std::string> sentences_;
};

/// `parts` with commas, the first of them where they are many.
std::string join_some(std::vector<std::string> parts) {
  constexpr std::size_t kShown = 12;
  if (parts.size() > kShown) {
    const std::size_t left = parts.size() - kShown;
    parts.resize(kShown);
    parts.push_back(fmt::format("{} more", left));
  }
  return join(parts, ", ");
}

std::string kind_of(const Operation& reader) {
  const bool is_list = is_host_reader(reader.call);
  return is_list && history::name_of(reader.call).find("list") != std::string_view::npos ? "list"
                                                                                         : "answer";
}

std::string Explainer::title() const {
  const std::string refuted =
      (property_ == Property::kIdentity ? "id rule" : std::string(short_name(property_))) +
      " refuted: ";
  switch (certificate_.kind) {
    case Certificate::Kind::kMalformed:
      return refuted + "this " + kind_of(operation(certificate_.reader)) + " is malformed";
    case Certificate::Kind::kNoVersion:
      return property_ == Property::kIdentity
                 ? refuted + "this handle was never its domain's"
                 : refuted + "part of this " + kind_of(operation(certificate_.reader)) +
                       " was at no instant true";
    case Certificate::Kind::kNoInstant:
      return refuted + "this " + kind_of(operation(certificate_.reader)) + " was never true";
    default:
      return refuted + (property_ == Property::kLinearizable
                            ? "no one order of these calls explains their answers"
                            : "these calls on one domain fit no order");
  }
}

/// The domains that the evidence has calls on, or that the certificate names.
std::string Explainer::before() const {
  std::set<DomainNumber> domains(certificate_.domains.begin(), certificate_.domains.end());
  for (const Step& step : certificate_.cycle) {
    if (step.domain != history::kNoDomain) domains.insert(step.domain);
  }
  for (const Operation& operation : evidence_.batch.operations) {
    const bool is_about_it =
        history::shape_of(operation.call).domain == history::Presence::kRequired;
    if (is_about_it) domains.insert(operation.domain);
  }
  std::vector<std::string> states;
  for (const DomainNumber domain : domains) {
    const DomainState& initial = evidence_.host.domains[domain].initial;
    std::string state = cast_.domain(domain) + " " + state_words(initial);
    if (property_ == Property::kIdentity && initial.id >= 0) {
      state += fmt::format(" with id {}", initial.id);
    }
    states.push_back(std::move(state));
  }
  return join_some(states);
}

std::string Explainer::note() const {
  const std::string& prefix = cast_.common_prefix();
  return prefix.empty() ? "" : "all names begin with " + prefix;
}

void Explainer::say_malformed() {
  say(subject() + ": " + certificate_.text);
  const Operation& reader = operation(certificate_.reader);
  const std::vector<std::string> handles = cast_.handles(certificate_.reader);
  std::string answer = fmt::format("it returned {}", reader.value);
  if (!handles.empty()) answer += " with the entries " + join_some(handles);
  if (reader.holes != 0) {
    answer += fmt::format(", and {} among them", counted(reader.holes, "null"));
  }
  if (!reader.terminated) answer += ", not followed by a null";
  say(answer);
}

/// "started", said of what a state came to be by, e.g. "after start(A) took effect".
std::string Explainer::during(const Era& era) const {
  std::string words;
  if (era.after) words = "after " + cast_.name(*era.after);
  if (era.before) {
    words += (words.empty() ? "before " : " and before ") + cast_.name(*era.before);
  }
  return words.empty() ? "" : words + " took effect";
}

/// Name and id of states, e.g. "named A with id 3".
std::string identity_words(const Cast& cast, const DomainState& state) {
  if (!state.exists) return "absent";
  std::string words = "named " + cast.shown(state.name);
  if (state.id == history::kUnknownId) return words + " with an id that nobody recorded";
  return words + (state.id < 0 ? " without id" : fmt::format(" with id {}", state.id));
}

void Explainer::say_no_handle(const Sighting& sighting) {
  const std::string& domain = cast_.domain(sighting.observation().domain);
  const auto handles = cast_.handles(certificate_.reader);
  const auto entries = evidence_.batch.entries_of(operation(certificate_.reader));
  for (std::size_t index = 0; index < entries.size(); ++index) {
    if (entries[index].domain == sighting.observation().domain) {
      say(fmt::format("{} returned the handle {}", subject(), handles[index]));
      break;
    }
  }
  std::vector<std::string> identities;
  for (const DomainState& state : sighting.possible().within(sighting.window())) {
    if (!sighting.fits(state, Detail::kMembership)) continue;
    const std::string words = identity_words(cast_, state);
    if (std::find(identities.begin(), identities.end(), words) == identities.end()) {
      identities.push_back(words);
    }
  }
  say(fmt::format("whenever {} was one to return during the call, it was {}", domain,
                  join(identities, ", or ")));
  say("no instant gives this handle: its fields are of different instants, or of none");
}

void Explainer::say_no_version() {
  if (certificate_.domains.empty()) {
    say_number();
    return;
  }
  const DomainNumber domain = certificate_.domains[0];
  const Sighting sighting(cast_, certificate_.reader, domain);
  const auto is_member = [&](const DomainState& state) {
    return sighting.fits(state, Detail::kMembership);
  };
  const bool membership_fits = !sighting.possible().stretches(sighting.window(), is_member).empty();
  if (membership_fits && sighting.observation().seen) {
    say_no_handle(sighting);
    return;
  }
  const std::string flags = flag_names(operation(certificate_.reader).argument);
  const bool lists = history::name_of(operation(certificate_.reader).call) == "list";
  say(sighting.words() + (lists && !flags.empty() ? ", though it asks for " + flags : ""));
  std::vector<std::string> states;
  for (const DomainState& state : sighting.possible().within(sighting.window())) {
    states.push_back(state_words(state));
  }
  if (states.empty()) {
    say(fmt::format("the results of the calls on {} fit no order", cast_.domain(domain)));
    return;
  }
  say(fmt::format("from the call to its return {} was {}", cast_.domain(domain),
                  states.size() == 1 ? states[0] + " throughout" : join(states, ", or ")));
  say(states.size() == 1 ? "that does not fit" : "none of these fits");
}

/// The stamps of a reader's window at which anything can begin or end.
std::vector<Stamp> Explainer::instants(OperationNumber reader) const {
  const Stretch window{operation(reader).invocation, operation(reader).response};
  std::vector<Stamp> stamps{window.from, window.to};
  for (const Operation& operation : evidence_.batch.operations) {
    for (const Stamp stamp : {operation.invocation, operation.response}) {
      if (stamp > window.from && stamp < window.to) stamps.push_back(stamp);
    }
  }
  return stamps;
}

void Explainer::say_number() {
  const OperationNumber reader = certificate_.reader;
  std::vector<Sighting> sightings;
  for (DomainNumber domain = 0; domain < evidence_.host.domains.size(); ++domain) {
    sightings.emplace_back(cast_, reader, domain);
  }
  std::size_t least = sightings.size();
  std::size_t most = 0;
  for (const Stamp instant : instants(reader)) {
    std::size_t surely = 0;
    std::size_t possibly = 0;
    for (const Sighting& sighting : sightings) {
      const auto states = sighting.possible().within({instant, instant});
      const auto is_in = [&](const DomainState& state) { return sighting.numbers(state); };
      if (std::all_of(states.begin(), states.end(), is_in)) ++surely;
      if (std::any_of(states.begin(), states.end(), is_in)) ++possibly;
    }
    least = std::min(least, surely);
    most = std::max(most, possibly);
  }
  const Operation& call = operation(reader);
  const std::string flags = flag_names(history::name_of(call.call) == "count" ? call.argument : 0);
  say(fmt::format("{}{} returned {}", subject(), flags.empty() ? "" : " " + flags, call.value));
  if (say_unowned(reader)) return;
  const std::string range = least == most ? fmt::format("exactly {}", least)
                                          : fmt::format("at least {} and at most {}", least, most);
  say(fmt::format("from the call to its return the number was {} at every instant", range));
  const auto value = static_cast<std::size_t>(std::max(call.value, 0));
  say(call.value >= 0 && value >= least && value <= most
          ? "at no one instant was it what the call returned"
          : "so what the call returned was never true");
}

/// Names the ids and names of a legacy answer that no domain ever had. Returns: whether there are.
bool Explainer::say_unowned(OperationNumber reader) {
  const std::size_t before = sentences_.size();
  for (const history::Entry& entry : evidence_.batch.entries_of(operation(reader))) {
    bool is_owned = entry.domain != history::kNoDomain;
    for (DomainNumber domain = 0; domain < evidence_.host.domains.size(); ++domain) {
      is_owned = is_owned || may_be_of(evidence_, entry, domain);
    }
    if (is_owned) continue;
    say(entry.name < evidence_.host.names.size()
            ? fmt::format("no domain was ever named {}", cast_.shown(entry.name))
            : fmt::format("no domain ever had the id {}", entry.id));
  }
  return sentences_.size() != before;
}

void Explainer::say_no_instant() {
  const OperationNumber reader = certificate_.reader;
  std::vector<Era> single;
  bool are_single = true;
  for (const DomainNumber domain : certificate_.domains) {
    const Sighting sighting(cast_, reader, domain);
    if (sighting.is_number()) {
      say_number();
      return;
    }
    const std::vector<Era> eras = sighting.eras();
    std::vector<std::string> when;
    for (const Era& era : eras) {
      const std::string words = during(era);
      if (!words.empty()) when.push_back(words);
    }
    if (when.size() != eras.size() || eras.empty()) {
      say(sighting.words());
      continue;
    }
    say(fmt::format("{}, so it was read {}", sighting.words(), join(when, ", or ")));
    are_single = are_single && eras.size() == 1;
    single.push_back(eras[0]);
  }
  if (certificate_.domains.empty()) {
    say_number();
    return;
  }
  say_contradiction(single, are_single);
}

void Explainer::say_contradiction(const std::vector<Era>& eras, bool are_single) {
  for (const Era& late : eras) {
    for (const Era& early : eras) {
      if (!are_single || !late.after || !early.before) continue;
      if (operation(*early.before).response >= operation(*late.after).invocation) continue;
      say(fmt::format("but {} was called only after {} had returned: no instant fits both",
                      cast_.name(*late.after), cast_.name(*early.before)));
      return;
    }
  }
  say("these have no instant in common");
}

std::string Explainer::reason(const Step& step, OperationNumber next) const {
  const std::string& first = cast_.name(step.operation);
  const std::string& second = cast_.name(next);
  switch (step.because) {
    case Because::kRealTime:
      return fmt::format("{} returned before {} was called", first, second);
    case Because::kChain:
      return fmt::format("{} and {} both change {}, and their results permit only this order",
                         first, second, cast_.domain(step.domain));
    case Because::kSawEffect:
      return fmt::format("{}, so {} came before it", Sighting(cast_, next, step.domain).words(),
                         first);
    case Because::kMissedEffect:
      return fmt::format("{}, so it came before {}",
                         Sighting(cast_, step.operation, step.domain).words(), second);
  }
  return "";
}

void Explainer::say_cycle() {
  const std::vector<Step>& cycle = certificate_.cycle;
  std::string chain;
  for (std::size_t index = 0; index < cycle.size(); ++index) {
    const OperationNumber next = cycle[(index + 1) % cycle.size()].operation;
    say(reason(cycle[index], next));
    chain += cast_.name(cycle[index].operation) + " before ";
  }
  if (!cycle.empty()) {
    say(fmt::format("contradiction: {}{}", chain, cast_.name(cycle[0].operation)));
  }
}

void Explainer::say_result() {
  if (certificate_.domains.empty()) return;
  const DomainNumber domain = certificate_.domains[0];
  std::vector<std::string> results;
  for (OperationNumber number = 0; number < evidence_.batch.operations.size(); ++number) {
    const Operation& mutator = operation(number);
    if (!is_mutator(mutator.call) || mutator.domain != domain) continue;
    results.push_back(fmt::format("{} {}", cast_.name(number), history::name_of(mutator.outcome)));
  }
  say(fmt::format("of the calls that change {}: {}", cast_.domain(domain), join_some(results)));
  say(results.size() == 1
          ? "in the state that the domain had before, the call has another result"
          : "in every order that respects who returned before whom, one of them would have had "
            "another result");
}

void Explainer::say_region() {
  std::vector<std::string> names;
  for (const OperationNumber number : certificate_.order) names.push_back(cast_.name(number));
  say(fmt::format("the calls {} overlap", join_some(names)));
  say("every order of them that respects who returned before whom was tried; in each of them one "
      "would have had another answer");
}

}  // namespace

Explanation explain(const Violation& violation, Property property) {
  return Explainer(violation, property).explain();
}

std::string explanation_text(const Violation& violation, Property property) {
  const Explanation explanation = explain(violation, property);
  const Cast cast(violation.evidence);
  std::string text =
      wrap("  ", fmt::format("{}   ({}, {})", explanation.title,
                             counted(violation.evidence.batch.operations.size(), "operation"),
                             counted(lay_out(violation.evidence).threads, "thread")));
  const std::string timeline = timeline_text(cast, 4);
  if (!timeline.empty()) text += "\n" + timeline;
  if (!explanation.before.empty()) text += wrap("    before: ", explanation.before);
  if (!explanation.note.empty()) text += wrap("    ", "(" + explanation.note + ")");
  text += "\n";
  for (const std::string& sentence : explanation.sentences) text += wrap("    ", sentence);
  return text;
}

}  // namespace rollcall::report
