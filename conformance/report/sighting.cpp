#include "conformance/report/sighting.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/history/call_names.hpp"
#include "conformance/history/call_shape.hpp"

namespace rollcall::report {
namespace {

using checker::Observation;
using checker::OperationNumber;
using history::Call;
using history::DomainNumber;
using history::DomainState;
using history::Entry;
using history::History;
using history::Operation;
using history::Outcome;

bool activates(const Operation& operation) {
  return operation.call == Call::kStart || operation.call == Call::kCreate;
}

bool gives_name(const Operation& operation) {
  return operation.call == Call::kDefine || operation.call == Call::kCreate ||
         operation.call == Call::kRename;
}

Observation observe(const History& evidence, OperationNumber reader, DomainNumber domain) {
  Observation observation{.reader = reader, .domain = domain};
  for (const Entry& entry : evidence.batch.entries_of(evidence.batch.operations[reader])) {
    const bool is_it = entry.domain == history::kNoDomain ? may_be_of(evidence, entry, domain)
                                                          : entry.domain == domain;
    if (!is_it) continue;
    observation.seen = true;
    observation.name = entry.name;
    observation.id = entry.id;
    observation.state = entry.state;
    break;
  }
  return observation;
}

/// How many operations give a domain an id, or a name.
std::ptrdiff_t gifts(const History& evidence, DomainNumber domain,
                     bool (*gives)(const Operation&)) {
  return std::count_if(evidence.batch.operations.begin(), evidence.batch.operations.end(),
                       [&](const Operation& operation) {
                         return operation.domain == domain && gives(operation) &&
                                operation.outcome != Outcome::kRefused;
                       });
}

bool is_getter(Call call) { return call >= Call::kGetState && call <= Call::kHasManagedSave; }

}  // namespace

bool may_be_of(const History& evidence, const Entry& entry, DomainNumber domain) {
  const DomainState& initial = evidence.host.domains[domain].initial;
  const bool by_id = entry.name == history::kNoName;
  if (initial.exists && (by_id ? initial.id == entry.id : initial.name == entry.name)) return true;
  const auto gives = [&](const Operation& operation) {
    if (operation.domain != domain || operation.outcome == Outcome::kRefused) return false;
    return by_id ? activates(operation) && operation.value == entry.id
                 : gives_name(operation) && operation.argument == entry.name;
  };
  const auto& operations = evidence.batch.operations;
  return std::any_of(operations.begin(), operations.end(), gives);
}

Sighting::Sighting(const Cast& cast, OperationNumber reader, DomainNumber domain)
    : cast_(cast),
      observation_(observe(cast.evidence(), reader, domain)),
      reading_(cast.operation(reader)),
      possible_(cast.evidence(), domain),
      window_{cast.operation(reader).invocation, cast.operation(reader).response} {
  const auto explains_all = [this](const DomainState& state) { return fits(state, Detail::kBoth); };
  if (possible_.stretches(window_, explains_all).empty()) detail_ = Detail::kMembership;
}

bool Sighting::fits(const DomainState& state, Detail detail) const {
  if (detail != Detail::kMembership && observation_.seen &&
      !checker::entry_fits(observation_, state, checker::kName | checker::kId)) {
    return false;
  }
  if (detail == Detail::kHandle) return true;
  const Operation& reader = cast_.operation(observation_.reader);
  if (is_mutator(reader.call)) return !checker::permits(state, reader);
  // A getter of a domain that is not there is refused; one that is done says that it is there.
  if (is_getter(reader.call) && reader.outcome == Outcome::kRefused) return !state.exists;
  return reading_.fits(observation_, state, checker::attribute_word(state));
}

bool Sighting::numbers(const DomainState& state) const {
  return (checker::attribute_word(state) & reading_.reject()) == 0;
}

std::vector<Stretch> Sighting::stretches() const {
  return possible_.stretches(window_, [this](const DomainState& state) { return fits(state); });
}

std::vector<Era> Sighting::eras() const {
  return possible_.eras(window_, [this](const DomainState& state) { return fits(state); });
}

std::string Sighting::words() const {
  const OperationNumber number = observation_.reader;
  const Operation& reader = cast_.operation(number);
  const std::string& name = cast_.name(number);
  if (reader.outcome == Outcome::kRefused) {
    const bool is_lookup = history::shape_of(reader.call).entries;
    return name + (is_lookup ? " found nothing" : " was refused");
  }
  if (!history::shape_of(reader.call).entries) {
    return fmt::format("{} returned {}", name, cast_.answer(number));
  }
  return name + " has " + entry_words();
}

/// The domain in an answer, with what tells its periods apart where it has several.
std::string Sighting::entry_words() const {
  const History& evidence = cast_.evidence();
  const DomainNumber number = observation_.domain;
  const std::string& domain = cast_.domain(number);
  const bool by_id = cast_.operation(observation_.reader).call == Call::kListDomains;
  if (!observation_.seen) return (by_id ? "no id of " : "no ") + domain;
  const DomainState& initial = evidence.host.domains[number].initial;
  std::string words = by_id ? "the id of " + domain : domain;
  if (observation_.id >= 0 && !by_id &&
      gifts(evidence, number, activates) + (initial.active ? 1 : 0) > 1) {
    words += fmt::format(" with id {}", observation_.id);
  }
  const bool is_renamed = gifts(evidence, number, gives_name) + (initial.exists ? 1 : 0) > 1;
  if (is_renamed && observation_.name < evidence.host.names.size()) {
    words += " named " + cast_.shown(observation_.name);
  }
  return words;
}

}  // namespace rollcall::report
