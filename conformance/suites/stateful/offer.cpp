#include "conformance/suites/stateful/offer.hpp"

#include <algorithm>

namespace rollcall::suites::stateful {
namespace {

/// The calls that bring a domain to where the item's flags are looked at.
std::vector<MenuItem> preparation(const MenuItem& item) {
  using enum spec::Action;
  const MenuItem define{kDefine, 0, Argument::kOriginalName};
  const MenuItem create{kCreate, 0, Argument::kNone};
  switch (item.action) {
    case kDefine:
    case kCreateXml:
      return {};
    case kSnapshotDelete:
    case kSnapshotRevert:
      return {define, create, {kSnapshotCreate, 0, item.argument}};
    case kCheckpointDelete:
      return {define, create, {kCheckpointCreate, 0, item.argument}};
    case kSuspend:
    case kShutdown:
    case kReboot:
    case kReset:
    case kDestroy:
    case kManagedSave:
    case kSave:
    case kCoreDump:
    case kSnapshotCreate:
    case kCheckpointCreate:
    case kPmSuspend:
    case kPmWakeup:
      return {define, create};
    default:
      return {define};
  }
}

/// Whether the specification wants the arguments refused whatever the state.
bool is_refused_by_documentation(const System& system, const MenuItem& item) {
  const spec::Host empty;
  const spec::Reply reply = spec::step(empty, system.resolve({item, 0, {}}, empty)).front().reply;
  return !reply.ok && reply.codes.front() == spec::kInvalidArgument;
}

/// Why the hypervisor has no such call; empty when it has.
std::string gap(System& system, const MenuItem& item) {
  const spec::Host nothing_known;
  for (const MenuItem& step : preparation(item)) {
    const auto code = system.perform(system.resolve({step, 0, {}}, nothing_known), {});
    if (code != spec::kOk) return "its state cannot be reached: " + to_text(step) + " fails";
  }
  const auto code = system.perform(system.resolve({item, 0, {}}, nothing_known), {});
  if (code == spec::kNoSupport) return "the hypervisor has no such call (error 3)";
  if (code == spec::kConfigUnsupported && item.action == spec::Action::kCheckpointCreate) {
    return "a domain without a disk has no checkpoints (error 67)";
  }
  if (code == spec::kOperationUnsupported && item.action == spec::Action::kSnapshotCreate) {
    return "a running domain without a disk has no snapshots (error 84)";
  }
  if (code == spec::kInvalidArgument && item.flags != 0 &&
      !is_refused_by_documentation(system, item)) {
    return "the hypervisor does not take the flag (error 8)";
  }
  return "";
}

}  // namespace

bool Offer::has(const MenuItem& wanted) const {
  return std::any_of(items.begin(), items.end(), [&wanted](const MenuItem& item) {
    return item.action == wanted.action && item.flags == wanted.flags;
  });
}

Offer probe_offer(System& system) {
  Offer offer;
  for (const MenuItem& item : menu()) {
    const std::string why_not = gap(system, item);
    system.clean_up();
    if (why_not.empty()) {
      offer.items.push_back(item);
    } else {
      offer.gaps.push_back({item, why_not});
    }
  }
  return offer;
}

void skip_gaps(const Offer& offer, Findings& findings) {
  for (const Gap& gap : offer.gaps) findings.skip(to_text(gap.item), gap.reason);
}

}  // namespace rollcall::suites::stateful
