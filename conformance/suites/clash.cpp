// The suite "clash": bringing a second domain into being under a name or uuid that is taken, by
// every call that can, with the first domain in every state; and under one that is free again.

#include <fmt/format.h>

#include "conformance/suites/stateful/recipes.hpp"
#include "conformance/suites/stateful/search.hpp"
#include "conformance/suites/suite.hpp"

namespace rollcall::suites {
namespace {

using spec::Action;
using stateful::Argument;
using stateful::Call;
using stateful::MenuItem;

// The places of the domains. The name of each one's neighbour is that of the next, and of the third
// that of the first.
constexpr int kFirst = 0;
constexpr int kSecond = 1;
constexpr int kThird = 2;

constexpr MenuItem kDefine{Action::kDefine, 0, Argument::kCurrentName};
constexpr MenuItem kDefineUnderOtherName{Action::kDefine, 0, Argument::kOtherName};
constexpr MenuItem kDefineUnderNeighbourName{Action::kDefine, 0, Argument::kNeighbourName};
constexpr MenuItem kCreateXml{Action::kCreateXml, 0, Argument::kCurrentName};
constexpr MenuItem kCreateUnderOtherName{Action::kCreateXml, 0, Argument::kOtherName};
constexpr MenuItem kCreateUnderNeighbourName{Action::kCreateXml, 0, Argument::kNeighbourName};
constexpr MenuItem kCreate{Action::kCreate};
constexpr MenuItem kDestroy{Action::kDestroy};
constexpr MenuItem kUndefine{Action::kUndefine};
constexpr MenuItem kSave{Action::kSave, 0, Argument::kFile};
constexpr MenuItem kRestore{Action::kRestore, 0, Argument::kFile};
constexpr MenuItem kRenameToNeighbour{Action::kRename, 0, Argument::kNeighbourName};
constexpr MenuItem kRenameToOther{Action::kRename, 0, Argument::kOtherName};
constexpr MenuItem kRenameBack{Action::kRename, 0, Argument::kOriginalName};

/// What is tried beside a first domain that is in some state already.
std::vector<std::vector<Call>> challenges() {
  return {
      // Same name and uuid: no clash but the same domain.
      {{kDefine, kFirst}},
      {{kCreateXml, kFirst}},
      // The first one's name under another uuid, and its uuid under another name.
      {{kDefineUnderNeighbourName, kThird}},
      {{kCreateUnderNeighbourName, kThird}},
      {{kDefineUnderOtherName, kFirst}},
      {{kCreateUnderOtherName, kFirst}},
      // Nothing in common.
      {{kDefine, kSecond}},
      {{kCreateXml, kSecond}},
      // The first one's uuid under the name of the second.
      {{kDefine, kSecond}, {kDefineUnderNeighbourName, kFirst}},
      {{kCreateXml, kSecond}, {kDefineUnderNeighbourName, kFirst}},
      {{kDefine, kSecond}, {kCreateUnderNeighbourName, kFirst}},
      {{kCreateXml, kSecond}, {kCreateUnderNeighbourName, kFirst}},
      // Another domain renamed to the first one's name, then to one that is free.
      {{kDefine, kThird}, {kRenameToNeighbour, kThird}, {kRenameToOther, kThird}},
  };
}

/// Names and uuids that were taken and are free again, and images that come back to a taken name.
std::vector<std::vector<Call>> reuses() {
  return {
      {{kDefine, kFirst}, {kUndefine, kFirst}, {kDefineUnderNeighbourName, kThird}},
      {{kDefine, kFirst}, {kUndefine, kFirst}, {kDefineUnderOtherName, kFirst}},
      {{kCreateXml, kFirst}, {kDestroy, kFirst}, {kCreateUnderNeighbourName, kThird}},
      {{kCreateXml, kFirst}, {kDestroy, kFirst}, {kCreateUnderOtherName, kFirst}},
      {{kDefine, kFirst},
       {kRenameToOther, kFirst},
       {kDefineUnderNeighbourName, kThird},
       {kRenameBack, kFirst}},
      {{kDefine, kFirst}, {kDefine, kSecond}, {kUndefine, kSecond}, {kRenameToNeighbour, kFirst}},
      {{kCreateXml, kThird},
       {kSave, kThird},
       {kDefineUnderNeighbourName, kSecond},
       {kRestore, kThird}},
      {{kCreateXml, kThird},
       {kSave, kThird},
       {kCreateUnderNeighbourName, kSecond},
       {kRestore, kThird}},
      {{kCreateXml, kThird}, {kSave, kThird}, {kDefineUnderOtherName, kThird}, {kRestore, kThird}},
      {{kDefine, kThird},
       {kCreate, kThird},
       {kSave, kThird},
       {kRenameToOther, kThird},
       {kRestore, kThird}},
      {{kCreateXml, kThird}, {kSave, kThird}, {kDefine, kFirst}, {kRestore, kThird}},
  };
}

/// Takes the way there, then what is tried, and records what that shows. What the library lacks is
/// left out. Returns: how many programs were performed.
int try_calls(const stateful::Ground& ground, const stateful::Recipe& way,
              const std::vector<Call>& tried) {
  for (const MenuItem& step : way) {
    if (!ground.offer.has(step)) return 0;
  }
  for (const Call& call : tried) {
    if (!ground.offer.has(call.item)) return 0;
  }
  stateful::Walk walk(ground.system, ground.options);
  for (const MenuItem& step : way) walk.take_unjudged({step, kFirst});
  for (const Call& call : tried) {
    walk.take(call);
    ground.findings.saw(spec::name_of(call.item.action));
  }
  for (const stateful::Departure& departure : walk.departures()) {
    ground.findings.record(departure.finding, departure.program);
  }
  return 1;
}

}  // namespace

report::SuiteResult run_clash(const Context& context) {
  const auto connection = context.open();
  if (!connection) return could_not_begin("opening the connection", connection.error());
  stateful::System system(context, *connection, "clash");
  stateful::Findings findings("clash", context.profile);
  const stateful::Offer offer = stateful::probe_offer(system);
  const stateful::Ground ground{system, offer, {}, findings};
  for (const MenuItem& item : {kRenameToOther, kRestore}) {
    if (!offer.has(item)) findings.skip(to_text(item), "the hypervisor has no such call");
  }

  int programs = 0;
  for (const stateful::Recipe& recipe : stateful::recipes()) {
    for (const std::vector<Call>& challenge : challenges()) {
      programs += try_calls(ground, recipe, challenge);
    }
  }
  for (const std::vector<Call>& calls : reuses()) programs += try_calls(ground, {}, calls);
  report::SuiteResult result;
  result.checks = findings.checks();
  result.headline = fmt::format("{} programs", programs);
  return result;
}

}  // namespace rollcall::suites
