// Domain: everything the specification knows about one domain. The visible part can be read
// through the API; the hidden part cannot, but decides what later operations may do.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conformance/spec/event_pattern.hpp"
#include "conformance/spec/status.hpp"

namespace rollcall::spec {

/// The id of an inactive domain.
inline constexpr int kNoId = -1;
/// In an outcome: an id greater than every id seen before. Ids grow strictly and are never reused.
inline constexpr int kFreshId = -2;

/// A snapshot or a checkpoint: a node of a domain's tree of moments.
struct Moment {
  std::string name;
  std::string parent = "";  ///< empty at the root
  /// Hidden: the run state kept in a snapshot; kNoState when not known.
  State state = State::kNoState;
  friend bool operator==(const Moment&, const Moment&) = default;
};

struct Domain {
  // Visible.
  std::string name;
  std::string uuid;
  bool active = false;
  int id = kNoId;
  Status status = kNeverStarted;
  bool persistent = false;
  bool autostart = false;
  bool managed_save = false;
  std::vector<Moment> snapshots;
  std::string current_snapshot;  ///< empty for none
  std::vector<Moment> checkpoints;

  // Hidden.
  State saved_state = State::kNoState;  ///< in the managed save image; kNoState when not known
  bool was_persistent = false;          ///< defined at some time, perhaps undefined since
  bool shutdown_requested = false;      ///< the guest was asked to shut down and may do so any time

  friend bool operator==(const Domain&, const Domain&) = default;
};

/// The moment of that name, or null.
const Moment* find_moment(const std::vector<Moment>& moments, const std::string& name);

/// The domain after it started with `status`: a fresh id, and no managed save image.
Domain started(Domain domain, Status status);

/// The domain after it stopped with `status`; nothing if it was transient.
std::optional<Domain> stopped(Domain domain, Status status);

/// A state that a domain may be in without any call having been made, with the events on the way.
struct Spontaneous {
  std::optional<Domain> domain = std::nullopt;
  EventPattern events = {};
};

/// All states the domain may be in by now: itself first, then what a requested shutdown leads to.
std::vector<Spontaneous> spontaneous(const Domain& domain);

/// What makes the row of a transition table: "none", or I, RP, RT, PP, PT, CP, CT, SP, ST
/// (inactive; running, paused, crashed or asleep, persistent or transient), then "+MS" ("+MSp" for
/// an image of a paused guest), "+S", "+C", "+A" for managed save, snapshots, checkpoints,
/// autostart, and "+U" for a transient that was defined before.
std::string label(const std::optional<Domain>& domain);

/// One visible attribute on which two domains differ.
struct Difference {
  std::string field;
  std::string expected;
  std::string observed;

  /// "state 1/1 -> 5/0".
  std::string text() const { return field + " " + expected + " -> " + observed; }
};

/// The visible differences between what is expected and what was observed. `last_id` is the
/// greatest id seen before, for a fresh id. What follows from another difference is left out: the
/// attributes when only one of the two exists, the id when the activity differs.
std::vector<Difference> compare(const std::optional<Domain>& expected,
                                const std::optional<Domain>& observed, int last_id);

/// The observed domain, with the hidden part taken from `expected`, as far as it still applies.
std::optional<Domain> adopt(const std::optional<Domain>& expected, std::optional<Domain> observed);

}  // namespace rollcall::spec
