#include "conformance/history/call_shape.hpp"

namespace rollcall::history {
namespace {

constexpr Presence kAbsent = Presence::kAbsent;
constexpr Presence kOptional = Presence::kOptional;
constexpr Presence kRequired = Presence::kRequired;

constexpr CallShape mutator(ArgumentKind argument = ArgumentKind::kNone, Presence id = kAbsent) {
  return {.domain = kRequired, .argument = argument, .value = id};
}

/// A reader of one domain that gives a number.
constexpr CallShape getter() { return {.domain = kRequired, .value = kRequired}; }

/// A reader whose answer is handles.
constexpr CallShape handles(Presence domain, ArgumentKind argument, Presence value,
                            Presence state = kAbsent) {
  return {.domain = domain,
          .argument = argument,
          .value = value,
          .entries = true,
          .entry_domain = kRequired,
          .entry_name = kOptional,
          .entry_id = kOptional,
          .entry_state = state};
}

constexpr CallShape host_number(ArgumentKind argument = ArgumentKind::kNone) {
  return {.argument = argument, .value = kRequired};
}

/// A legacy call, whose entries are ids or names without handles.
constexpr CallShape legacy(ArgumentKind argument, Presence value, Presence name, Presence id) {
  return {
      .argument = argument, .value = value, .entries = true, .entry_name = name, .entry_id = id};
}

}  // namespace

CallShape shape_of(Call call) {
  switch (call) {
    case Call::kDefine:
    case Call::kRename:
      return mutator(ArgumentKind::kName);
    case Call::kCreate:
      return mutator(ArgumentKind::kName, kOptional);
    case Call::kStart:
      return mutator(ArgumentKind::kNone, kOptional);
    case Call::kSetAutostart:
      return mutator(ArgumentKind::kAutostart);
    case Call::kUndefine:
    case Call::kDestroy:
    case Call::kSuspend:
    case Call::kResume:
    case Call::kManagedSave:
    case Call::kManagedSaveRemove:
    case Call::kSnapshotCreate:
    case Call::kSnapshotDelete:
    case Call::kCheckpointCreate:
    case Call::kCheckpointDelete:
      return mutator();
    case Call::kLookupByUuid:
      return handles(kRequired, ArgumentKind::kNone, kAbsent);
    case Call::kLookupByName:
      return handles(kOptional, ArgumentKind::kName, kAbsent);
    case Call::kLookupById:
      return handles(kOptional, ArgumentKind::kId, kAbsent);
    case Call::kGetState:
    case Call::kIsActive:
    case Call::kIsPersistent:
    case Call::kGetAutostart:
    case Call::kHasManagedSave:
      return getter();
    case Call::kList:
      return handles(kAbsent, ArgumentKind::kFlags, kRequired);
    case Call::kCount:
      return host_number(ArgumentKind::kFlags);
    case Call::kAllStats:
      return handles(kAbsent, ArgumentKind::kFlags, kRequired, kOptional);
    case Call::kNumOfDomains:
    case Call::kNumOfDefinedDomains:
      return host_number();
    case Call::kListDomains:
      return legacy(ArgumentKind::kMaximum, kRequired, kAbsent, kRequired);
    case Call::kListDefinedDomains:
      return legacy(ArgumentKind::kMaximum, kRequired, kRequired, kAbsent);
    case Call::kLegacyUnion:
      return legacy(ArgumentKind::kNone, kAbsent, kOptional, kOptional);
  }
  return {};
}

}  // namespace rollcall::history
