#include "conformance/spec/domain.hpp"

#include <algorithm>

namespace rollcall::spec {
namespace {

std::string yes_or_no(bool value) { return value ? "yes" : "no"; }

/// "s1 s2<s1": every moment with its parent, in the order of names.
std::string tree_text(const std::vector<Moment>& moments) {
  std::vector<std::string> nodes;
  nodes.reserve(moments.size());
  for (const Moment& moment : moments) {
    nodes.push_back(moment.parent.empty() ? moment.name : moment.name + "<" + moment.parent);
  }
  std::sort(nodes.begin(), nodes.end());
  std::string text;
  for (const std::string& node : nodes) text += (text.empty() ? "" : " ") + node;
  return text.empty() ? "none" : text;
}

std::string id_text(int id) {
  if (id == kNoId) return "none";
  return id == kFreshId ? "fresh" : std::to_string(id);
}

void add_if_different(std::vector<Difference>& differences, const std::string& field,
                      const std::string& expected, const std::string& observed) {
  if (expected != observed) differences.push_back({field, expected, observed});
}

char state_letter(State state) {
  switch (state) {
    case State::kRunning:
    case State::kBlocked:
    case State::kShutdown:
      return 'R';
    case State::kPaused:
      return 'P';
    case State::kCrashed:
      return 'C';
    case State::kPmSuspended:
      return 'S';
    default:
      return '?';
  }
}

void adopt_moments(const std::vector<Moment>& expected, std::vector<Moment>& observed) {
  for (Moment& moment : observed) {
    const Moment* known = find_moment(expected, moment.name);
    if (known != nullptr) moment.state = known->state;
  }
}

}  // namespace

std::string to_text(const Status& status) {
  return std::to_string(static_cast<int>(status.state)) + "/" + std::to_string(status.reason);
}

const Moment* find_moment(const std::vector<Moment>& moments, const std::string& name) {
  const auto found = std::find_if(moments.begin(), moments.end(),
                                  [&](const Moment& moment) { return moment.name == name; });
  return found == moments.end() ? nullptr : &*found;
}

Domain started(Domain domain, Status status) {
  domain.active = true;
  domain.id = kFreshId;
  domain.status = status;
  domain.managed_save = false;
  domain.saved_state = State::kNoState;
  domain.shutdown_requested = false;
  return domain;
}

std::optional<Domain> stopped(Domain domain, Status status) {
  if (!domain.persistent) return std::nullopt;
  domain.active = false;
  domain.id = kNoId;
  domain.status = status;
  domain.shutdown_requested = false;
  return domain;
}

std::vector<Spontaneous> spontaneous(const Domain& domain) {
  std::vector<Spontaneous> possible = {{domain, {}}};
  if (domain.active && domain.shutdown_requested) {
    possible.push_back(
        {stopped(domain, kShutDown),
         {{kStoppedShutdown}, {kShutdownByGuest}, {{kShutdownByGuest, kStoppedShutdown}}}});
  }
  return possible;
}

std::string label(const std::optional<Domain>& domain) {
  if (!domain) return "none";
  std::string text = "I";
  if (domain->active) {
    text = {state_letter(domain->status.state), domain->persistent ? 'P' : 'T'};
    if (!domain->persistent && domain->was_persistent) text += "+U";
  }
  if (domain->managed_save) text += domain->saved_state == State::kPaused ? "+MSp" : "+MS";
  if (!domain->snapshots.empty()) text += "+S";
  if (!domain->checkpoints.empty()) text += "+C";
  if (domain->autostart) text += "+A";
  return text;
}

std::vector<Difference> compare(const std::optional<Domain>& expected,
                                const std::optional<Domain>& observed, int last_id) {
  std::vector<Difference> found;
  add_if_different(found, "exists", yes_or_no(expected.has_value()),
                   yes_or_no(observed.has_value()));
  if (!expected || !observed) return found;
  add_if_different(found, "name", expected->name, observed->name);
  add_if_different(found, "active", yes_or_no(expected->active), yes_or_no(observed->active));
  const bool fresh_as_expected = expected->id == kFreshId && observed->id > last_id;
  if (expected->active == observed->active && !fresh_as_expected) {
    add_if_different(found, "id", id_text(expected->id), id_text(observed->id));
  }
  add_if_different(found, "state", to_text(expected->status), to_text(observed->status));
  add_if_different(found, "persistent", yes_or_no(expected->persistent),
                   yes_or_no(observed->persistent));
  add_if_different(found, "autostart", yes_or_no(expected->autostart),
                   yes_or_no(observed->autostart));
  add_if_different(found, "managed save", yes_or_no(expected->managed_save),
                   yes_or_no(observed->managed_save));
  add_if_different(found, "snapshots", tree_text(expected->snapshots),
                   tree_text(observed->snapshots));
  add_if_different(found, "current snapshot", expected->current_snapshot,
                   observed->current_snapshot);
  add_if_different(found, "checkpoints", tree_text(expected->checkpoints),
                   tree_text(observed->checkpoints));
  return found;
}

std::optional<Domain> adopt(const std::optional<Domain>& expected, std::optional<Domain> observed) {
  if (!observed) return std::nullopt;
  observed->was_persistent = observed->persistent;
  if (!expected) return observed;
  observed->was_persistent |= expected->was_persistent;
  observed->shutdown_requested = expected->shutdown_requested && observed->active;
  if (observed->managed_save) observed->saved_state = expected->saved_state;
  adopt_moments(expected->snapshots, observed->snapshots);
  adopt_moments(expected->checkpoints, observed->checkpoints);
  return observed;
}

}  // namespace rollcall::spec
