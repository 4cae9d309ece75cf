#include "conformance/workload/performer.hpp"

#include <algorithm>

#include "conformance/workload/effects.hpp"

namespace rollcall::workload {

using history::Call;

namespace {

/// The label of the name with which a domain comes home.
std::uint32_t argument_home(Call call, SlotNumber slot) {
  return call == Call::kDefine || call == Call::kRename ? slot : 0;
}

}  // namespace

Performer::Performer(sut::Connection connection, history::Lane& lane, Stage& stage,
                     const Capabilities& capabilities, ErrorCustom custom)
    : connection_(std::move(connection)),
      lane_(lane),
      stage_(stage),
      capabilities_(capabilities),
      custom_(custom),
      held_(stage.slots().size()) {}

void Performer::perform(const Command& command) {
  if (history::is_mutator(command.call)) return write(command);
  if (history::is_host_reader(command.call)) return read_host(command);
  read_domain(command);
}

void Performer::bring_home(const std::vector<Part>& parts) {
  const auto go = [this](SlotNumber slot, const std::vector<Call>& calls) {
    for (const Call call : calls) perform({call, slot, argument_home(call, slot)});
  };
  // Names first: a domain's own name may still be that of its partner.
  for (const Part& part : parts) {
    const history::DomainState state = stage_.slots()[part.slot].state;
    if (state.exists && state.name != stage_.name(part.slot)) go(part.slot, way_out(state));
  }
  for (const Part& part : parts) {
    const history::DomainState state = stage_.slots()[part.slot].state;
    go(part.slot, way_home(state, part.home));
  }
}

void Performer::hold(const std::vector<SlotNumber>& slots) {
  for (Held& held : held_) held.handle.reset();
  for (const SlotNumber slot : slots) {
    if (stage_.slots()[slot].state.exists) handle_of(slot);
  }
}

const sut::Domain* Performer::handle_of(SlotNumber number) {
  const Slot& slot = stage_.slots()[number];
  Held& held = held_[number];
  if (held.domain != slot.domain || !held.handle) {
    held.handle.reset();
    look_up({Call::kLookupByUuid, number}, &held.handle);
    held.domain = slot.domain;
    if (!held.handle) return nullptr;
  }
  return &*held.handle;
}

void Performer::note_trouble(Call call, const sut::Failure& failure) {
  const auto known = std::find_if(troubles_.begin(), troubles_.end(), [&](const Trouble& trouble) {
    return trouble.call == call && trouble.first.code == failure.code;
  });
  if (known == troubles_.end()) {
    troubles_.push_back({call, 1, failure});
  } else {
    ++known->times;
  }
}

int Performer::close() {
  held_.clear();
  held_.resize(stage_.slots().size());
  return library().virConnectClose(connection_.release());
}

}  // namespace rollcall::workload
