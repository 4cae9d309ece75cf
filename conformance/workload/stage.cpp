#include "conformance/workload/stage.hpp"

#include <algorithm>

#include "conformance/sut/scratch_domain.hpp"

namespace rollcall::workload {
namespace {

const std::string kPrefix = std::string(sut::kScratchPrefix) + "vm-";

history::Uuid parse_uuid(const std::string& text) {
  history::Uuid uuid{};
  std::size_t digits = 0;
  for (const char character : text) {
    if (character == '-') continue;
    const int value = character <= '9' ? character - '0' : character - 'a' + 10;
    unsigned char& byte = uuid[digits / 2];
    byte = static_cast<unsigned char>(byte << 4 | value);
    ++digits;
  }
  return uuid;
}

/// A getter's answer; the value given when the library lacks the function.
template <class T>
sut::Expected<T> unless_lacking(const sut::Expected<T>& answer, T otherwise) {
  if (!answer && answer.error().code == VIR_ERR_NO_SUPPORT) return otherwise;
  return answer;
}

}  // namespace

Stage::Stage(const sut::Connection& connection, sut::DomainXml model, std::uint64_t seed,
             history::Recorder& recorder)
    : connection_(connection), model_(std::move(model)), seed_(seed), recorder_(recorder) {}

Stage::~Stage() { clear(); }

sut::Expected<history::DomainState> Stage::observe(const sut::Domain& domain) {
  const auto name = domain.name();
  const auto active = domain.is_active();
  const auto persistent = domain.is_persistent();
  const auto run_state = domain.state();
  const auto autostart = unless_lacking(domain.autostart(), false);
  const auto managed_save = unless_lacking(domain.has_managed_save(), false);
  const auto snapshots = unless_lacking(domain.snapshot_count(), 0);
  const auto checkpoints = unless_lacking(domain.checkpoint_count(), 0);
  for (const auto* flag : {&active, &persistent, &autostart, &managed_save}) {
    if (!*flag) return tl::unexpected(flag->error());
  }
  for (const auto* number : {&snapshots, &checkpoints}) {
    if (!*number) return tl::unexpected(number->error());
  }
  if (!name) return tl::unexpected(name.error());
  if (!run_state) return tl::unexpected(run_state.error());
  return history::DomainState{.exists = true,
                              .active = *active,
                              .persistent = *persistent,
                              .autostart = *autostart,
                              .managed_save = *managed_save,
                              .state = run_state->state,
                              .snapshots = static_cast<std::uint16_t>(*snapshots),
                              .checkpoints = static_cast<std::uint16_t>(*checkpoints),
                              .id = domain.id(),
                              .name = recorder_.add_name(*name)};
}

sut::Expected<std::vector<Stage::Foreigner>> Stage::look_around() {
  const auto domains = connection_.list();
  if (!domains) return tl::unexpected(domains.error());
  std::vector<Foreigner> seen;
  for (const sut::Domain& domain : *domains) {
    const auto uuid = domain.uuid();
    if (!uuid) return tl::unexpected(uuid.error());
    if (is_ours(*uuid)) continue;
    const auto state = observe(domain);
    if (!state) return tl::unexpected(state.error());
    seen.push_back({*uuid, *state});
  }
  return seen;
}

sut::Outcome Stage::prepare(unsigned plain, unsigned renaming) {
  const auto present = connection_.list();
  if (!present) return tl::unexpected(present.error());
  for (const sut::Domain& domain : *present) {
    if (domain.name().value_or("").rfind(kPrefix, 0) == 0) sut::remove_domain(domain);
  }
  auto foreigners = look_around();
  if (!foreigners) return tl::unexpected(foreigners.error());
  foreigners_ = *std::move(foreigners);
  for (const Foreigner& foreigner : foreigners_) {
    recorder_.add_domain(parse_uuid(foreigner.uuid), foreigner.state);
  }
  plain_count_ = plain;
  renaming_count_ = renaming;
  const unsigned count = plain + 2 * renaming;
  names_.resize(count + renaming);
  name_texts_.resize(count + renaming);
  xml_.resize(count);
  for (unsigned number = 0; number < count; ++number) {
    slots_.emplace_back();
    give_identity(static_cast<SlotNumber>(number));
  }
  for (unsigned pair = 0; pair < renaming; ++pair) {
    name_texts_[count + pair] = kPrefix + "spare-" + std::to_string(pair);
    names_[count + pair] = recorder_.add_name(name_texts_[count + pair]);
  }
  return {};
}

void Stage::give_identity(SlotNumber number) {
  Slot& slot = slots_[number];
  const std::string name = kPrefix + std::to_string(identities_given_++);
  slot.uuid = sut::scratch_uuid(seed_, name);
  slot.raw_uuid = parse_uuid(slot.uuid);
  slot.domain = recorder_.add_domain(slot.raw_uuid, {});
  slot.state = {};
  slot.lost = false;
  used_uuids_.push_back(slot.uuid);
  name_texts_[number] = name;
  names_[number] = recorder_.add_name(name);
  sut::DomainXml domain = model_;
  domain.name = name;
  domain.uuid = slot.uuid;
  xml_[number] = sut::to_xml(domain);
}

sut::Outcome Stage::settle(const std::vector<SlotNumber>& shared_next) {
  for (SlotNumber number = 0; number < slots_.size(); ++number) {
    Slot& slot = slots_[number];
    if (slot.lost) {
      give_identity(number);
    } else if (slot.is_shared) {
      const auto domain = connection_.lookup_by_uuid(slot.uuid);
      if (!domain && domain.error().code != VIR_ERR_NO_DOMAIN) {
        return tl::unexpected(domain.error());
      }
      const auto state = domain ? observe(*domain) : history::DomainState{};
      if (!state) return tl::unexpected(state.error());
      slot.state = *state;
    }
    slot.is_shared = std::find(shared_next.begin(), shared_next.end(), number) != shared_next.end();
  }
  return {};
}

std::string Stage::interference() {
  const auto now = look_around();
  if (!now) return "the host's domains cannot be listed any more: " + now.error().message;
  for (const Foreigner& before : foreigners_) {
    const auto after = std::find_if(now->begin(), now->end(), [&](const Foreigner& foreigner) {
      return foreigner.uuid == before.uuid;
    });
    if (after == now->end() || after->state != before.state) {
      return "somebody else changed the domain " + before.uuid;
    }
  }
  for (const Foreigner& after : *now) {
    const bool was_there =
        std::any_of(foreigners_.begin(), foreigners_.end(),
                    [&](const Foreigner& before) { return before.uuid == after.uuid; });
    if (!was_there) return "somebody else made the domain " + after.uuid;
  }
  return "";
}

bool Stage::is_ours(const std::string& uuid) const {
  return std::find(used_uuids_.begin(), used_uuids_.end(), uuid) != used_uuids_.end();
}

void Stage::clear() {
  for (const std::string& uuid : used_uuids_) {
    if (const auto domain = connection_.lookup_by_uuid(uuid)) sut::remove_domain(*domain);
  }
  used_uuids_.clear();
}

}  // namespace rollcall::workload
