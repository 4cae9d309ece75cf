#include "conformance/checker/screen.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "conformance/checker/writer_cluster.hpp"

namespace rollcall::checker {
namespace {

using history::Call;
using history::DomainNumber;
using history::DomainState;
using history::Entry;
using history::Operation;
using history::Outcome;
using history::Stamp;

/// Such a refusal may be due to the name of another domain, and is taken as saying nothing.
bool may_be_a_clash(const Operation& operation) {
  return operation.call == Call::kDefine || operation.call == Call::kCreate ||
         operation.call == Call::kRename;
}

Handle handle_of(const DomainState& state) {
  return {.name = state.name, .id = state.id, .state = state.state};
}

}  // namespace

void Screen::grow() {
  const std::size_t known = tracks_.size();
  const std::size_t domains = host_.domains.size();
  if (known == domains) return;
  tracks_.resize(domains);
  handles_.resize(domains);
  marks_.resize(domains, 0);
  strangers_.resize(words_for(domains), 0);
  planes_.resize(domains);
  for (std::size_t number = known; number < domains; ++number) {
    const auto domain = static_cast<DomainNumber>(number);
    if (host_.domains[number].stranger) set(strangers_, number);
    become(domain, host_.domains[number].initial);
    owners_.add_initial(domain, host_.domains[number].initial);
  }
}

OperationNumber Screen::invoke(const Operation& operation) {
  const auto number = static_cast<OperationNumber>(segment_.operations.size());
  segment_.operations.push_back(operation);
  Operation& added = segment_.operations.back();
  if (is_indeterminate(operation)) {
    added.outcome = Outcome::kIndeterminate;
    added.response = history::kNever;
  }
  added.response = std::max(added.response, added.invocation);
  if (has_effect(operation) && operation.domain < tracks_.size()) invoke_mutator(number);
  return number;
}

void Screen::respond(OperationNumber number, std::span<const Entry> entries) {
  Operation& operation = segment_.operations[number];
  segment_.returned.push_back(number);
  if (segment_.keeps_entries) {
    operation.first_entry = static_cast<std::uint32_t>(segment_.entries.size());
    segment_.entries.insert(segment_.entries.end(), entries.begin(), entries.end());
  }
  if (has_effect(operation)) {
    if (operation.domain < tracks_.size()) respond_mutator(number);
  } else if (may_be_a_clash(operation)) {
    return;
  } else if (!is_host_reader(operation.call)) {
    screen_one_domain(number, entries);
  } else if (operation.outcome == Outcome::kDone) {
    Reading(operation).counts() ? screen_count(number) : screen_listing(number, entries);
  }
}

void Screen::invoke_mutator(OperationNumber number) {
  const Operation& mutator = segment_.operations[number];
  Track& track = tracks_[mutator.domain];
  owners_.add(mutator);
  if (track.change == kUnchanged) {
    track.change = static_cast<std::uint32_t>(segment_.changed.size());
    segment_.changed.push_back({.domain = mutator.domain, .initial = track.now});
  }
  if (is_indeterminate(mutator)) {
    if (track.open > 0 || track.pending > 0) loosen(mutator.domain);
    ++track.pending;
    pending_.push_back(number);
    unsettled_.push_back(mutator.domain);
    return;
  }
  if (track.pending > 0) loosen(mutator.domain);
  ++track.open;
  track.cluster.push_back(number);
  open_mutators_.push_back(number);
}

void Screen::respond_mutator(OperationNumber number) {
  const Operation& mutator = segment_.operations[number];
  Track& track = tracks_[mutator.domain];
  std::erase(open_mutators_, number);
  returns_.push_back({.response = mutator.response, .domain = mutator.domain});
  track.last_response = mutator.response;
  track.was_changed = true;
  if (--track.open > 0) return;
  if (!is_loose(track)) settle(track);
  track.cluster.clear();
}

/// Brings the mutators of a closed cluster into their only order, if there is one.
void Screen::settle(Track& track) {
  if (track.cluster.size() == 1) {
    apply(track, {.number = track.cluster.front()});
    return;
  }
  const ClusterOrders orders = legal_orders(track.now, track.cluster, segment_.operations);
  if (!orders.same_ending) {
    loosen(segment_.operations[track.cluster.front()].domain);
    return;
  }
  const bool impossible = orders.number == ClusterOrders::Number::kNone;
  const bool is_block = orders.number == ClusterOrders::Number::kSeveral;
  const std::uint32_t block = is_block ? ++blocks_ : ChainedMutator::kNoBlock;
  for (const OperationNumber next : impossible ? track.cluster : orders.order) {
    apply(track, {.number = next, .block = block});
  }
}

void Screen::apply(Track& track, const ChainedMutator& next) {
  const Operation& mutator = segment_.operations[next.number];
  if (!permits(track.now, mutator)) segment_.contradictions.push_back(next.number);
  segment_.chained.push_back(next);
  become(mutator.domain, after(track.now, mutator));
}

void Screen::become(DomainNumber domain, const DomainState& state) {
  Track& track = tracks_[domain];
  const AttributeWord attributes = attribute_word(state);
  planes_.change(domain, track.attributes, attributes);
  track.now = state;
  track.attributes = attributes;
  handles_[domain] = handle_of(state);
}

void Screen::loosen(DomainNumber domain) {
  bool& loose = segment_.changed[tracks_[domain].change].loose;
  if (!loose) unsettled_.push_back(domain);
  loose = true;
}

bool Screen::is_changing(const Track& track, Stamp since) const {
  return track.open > 0 || track.pending > 0 || track.is_doubted || is_loose(track) ||
         (track.was_changed && track.last_response >= since);
}

/// Returns: whether the domain had no mark yet.
bool Screen::mark(DomainNumber domain) { return std::exchange(marks_[domain], mark_) != mark_; }

/// Calls `use` once for each domain that may have changed since `since`.
template <typename Use>
void Screen::for_each_changing(Stamp since, Use use) {
  ++mark_;
  const auto visit = [&](DomainNumber domain) {
    if (mark(domain)) use(domain);
  };
  for (const OperationNumber open : open_mutators_) visit(segment_.operations[open].domain);
  for (const DomainNumber domain : unsettled_) visit(domain);
  for (auto past = returns_.rbegin(); past != returns_.rend() && past->response >= since; ++past) {
    visit(past->domain);
  }
}

/// Keeps the observation unless it was true all the time.
void Screen::observe(const Observation& observation, const Reading& reading) {
  const Track& track = tracks_[observation.domain];
  const Operation& reader = segment_.operations[observation.reader];
  if (!is_changing(track, reader.invocation) &&
      reading.fits(observation, track.now, track.attributes, kAllAspects)) {
    return;
  }
  segment_.observations.push_back(observation);
}

void Screen::screen_one_domain(OperationNumber number, std::span<const Entry> entries) {
  const Operation& reader = segment_.operations[number];
  const bool is_look_up = reader.call == Call::kLookupByUuid ||
                          reader.call == Call::kLookupByName || reader.call == Call::kLookupById;
  const bool is_done = reader.outcome == Outcome::kDone;
  if (is_look_up && is_done) {
    if (entries.size() != 1 || entries.front().domain >= tracks_.size()) {
      keep_malformed(number, "a look-up that found a domain has one handle of a known domain",
                     entries);
      return;
    }
    const Entry& entry = entries.front();
    observe({.reader = number,
             .domain = entry.domain,
             .name = entry.name,
             .id = entry.id,
             .state = entry.state,
             .seen = true},
            Reading(reader));
  } else if (reader.call == Call::kLookupByName || reader.call == Call::kLookupById) {
    screen_absence(number);
  } else if (reader.domain < tracks_.size()) {
    observe({.reader = number, .domain = reader.domain, .seen = is_done}, Reading(reader));
  }
}

/// A look-up that found nothing speaks of all domains that ever had the name or id.
void Screen::screen_absence(OperationNumber number) {
  const Operation& reader = segment_.operations[number];
  const Reading reading(reader);
  const auto observe_absence = [&](DomainNumber domain) {
    observe({.reader = number, .domain = domain, .seen = false}, reading);
  };
  if (reader.call == Call::kLookupByName) {
    for (const DomainNumber domain : owners_.of_name(reader.argument)) observe_absence(domain);
    return;
  }
  const auto owner = owners_.of_id(static_cast<std::int32_t>(reader.argument));
  if (owner && *owner < tracks_.size()) observe_absence(*owner);
}

void Screen::screen_listing(OperationNumber number, std::span<const Entry> entries) {
  const Operation& listing = segment_.operations[number];
  std::string complaint = answer_.read(listing, entries, handles_, strangers_, owners_);
  if (!complaint.empty()) {
    keep_malformed(number, std::move(complaint), entries);
    return;
  }
  if (answer_.is_unusable()) {
    segment_.unclear.push_back(number);
    return;
  }
  if (listing.call == Call::kListDomains && owners_.has_unknown_ids()) {
    screen_ids(number, entries);
    return;
  }
  if (answer_.has_unexplained()) {
    if (segment_.unexplained.empty()) {
      segment_.kept.push_back({.reader = number, .entries = {entries.begin(), entries.end()}});
    }
    segment_.unexplained.push_back(number);
  }
  planes_.select(Reading(listing).reject(), expected_);
  const bool cut_short = is_cut_short(listing);
  Row& differing = expected_;
  for (std::size_t word = 0; word < differing.size(); ++word) {
    const std::uint64_t listed = answer_.row()[word];
    differing[word] = cut_short ? listed & ~expected_[word] : listed ^ expected_[word];
  }
  for_each_changing(listing.invocation, [&](DomainNumber domain) {
    clear(differing, domain);
    if (!cut_short || has(answer_.row(), domain)) observe_listed(number, domain);
  });
  for (const history::NameNumber name : answer_.ambiguous_names()) {
    for (const DomainNumber domain : owners_.of_name(name)) clear(differing, domain);
  }
  for (const Entry& entry : answer_.exceptions()) {
    if (mark(entry.domain)) observe_listed(number, entry.domain);
    clear(differing, entry.domain);
  }
  for (std::size_t word = 0; word < differing.size(); ++word) {
    for (std::uint64_t rest = differing[word]; rest != 0; rest &= rest - 1) {
      const auto bit = static_cast<std::size_t>(std::countr_zero(rest));
      observe_listed(number, static_cast<DomainNumber>(word * 64 + bit));
    }
  }
  screen_ambiguous_names(number, entries);
}

/// What the listing at hand said of the domain.
void Screen::observe_listed(OperationNumber number, DomainNumber domain) {
  const Operation& listing = segment_.operations[number];
  Observation observation{.reader = number, .domain = domain, .seen = has(answer_.row(), domain)};
  if (!observation.seen) {
    for (const history::NameNumber name : answer_.ambiguous_names()) {
      if (owners_.may_have(domain, name)) return;
    }
  } else if (const Entry* entry = answer_.exception_of(domain)) {
    observation.name = entry->name;
    observation.id = entry->id;
    observation.state = entry->state;
  } else {
    const Handle& handle = handles_[domain];
    if (listing.call != Call::kListDomains) observation.name = handle.name;
    if (listing.call != Call::kListDefinedDomains) observation.id = handle.id;
    if (listing.call == Call::kAllStats) observation.state = handle.state;
  }
  segment_.observations.push_back(observation);
}

/// A list of ids that need not be those of the domains known to have had them, since some domain
/// may be active with an id that nobody recorded.
void Screen::screen_ids(OperationNumber number, std::span<const Entry> entries) {
  const Operation& listing = segment_.operations[number];
  const bool cut_short = is_cut_short(listing);
  segment_.kept.push_back({.reader = number, .entries = {entries.begin(), entries.end()}});
  if (!find_own_ids(number, entries)) {
    segment_.unclear.push_back(number);
    return;
  }
  if (!cut_short) {
    planes_.select(Reading(listing).reject(), expected_);
    for_each_changing(listing.invocation, [&](DomainNumber domain) { set(expected_, domain); });
    for (std::size_t word = 0; word < expected_.size(); ++word) {
      for (std::uint64_t rest = expected_[word]; rest != 0; rest &= rest - 1) {
        const auto domain =
            static_cast<DomainNumber>(word * 64 + static_cast<std::size_t>(std::countr_zero(rest)));
        observe({.reader = number, .domain = domain, .id = own_id(domain), .unsure = true},
                Reading(listing));
      }
    }
  }
  const auto length = static_cast<std::int64_t>(entries.size());
  if (!cut_short) count_all({.reader = number, .least = length, .most = length});
  Counting owners{.reader = number, .least = length, .unsure = true};
  for (DomainNumber domain = 0; domain < tracks_.size(); ++domain) count_one(owners, domain);
  segment_.countings.push_back(owners);
}

/// Finds the ids in an answer that are of their known owners, if they are of any.
///
/// Returns: false when one domain may have had two of them during the call.
bool Screen::find_own_ids(OperationNumber number, std::span<const Entry> entries) {
  own_ids_.clear();
  for (const Entry& entry : entries) {
    const std::optional<DomainNumber> owner = owners_.of_id(entry.id);
    if (!owner || *owner >= tracks_.size()) continue;
    const Track& track = tracks_[*owner];
    const bool is_past =
        !is_changing(track, segment_.operations[number].invocation) && track.now.id != entry.id;
    if (!is_past && !own_ids_.try_emplace(*owner, entry.id).second) return false;
  }
  return true;
}

std::int32_t Screen::own_id(DomainNumber domain) const {
  const auto found = own_ids_.find(domain);
  return found == own_ids_.end() ? history::kUnknownId : found->second;
}

/// What a list says of names that several domains had.
void Screen::screen_ambiguous_names(OperationNumber number, std::span<const Entry> entries) {
  const Operation& listing = segment_.operations[number];
  const auto& names = answer_.ambiguous_names();
  if (listing.call != Call::kListDefinedDomains || names.empty()) return;
  segment_.kept.push_back({.reader = number, .entries = {entries.begin(), entries.end()}});
  for (const history::NameNumber name : names) observe_ambiguous(number, name);
  if (!is_cut_short(listing)) {
    const auto length = static_cast<std::int64_t>(entries.size());
    count_all({.reader = number, .least = length, .most = length});
  }
  for (const history::NameNumber name : names) {
    Counting counting{.reader = number, .least = 1, .unsure = true, .name = name};
    for (const DomainNumber domain : owners_.of_name(name)) count_one(counting, domain);
    segment_.countings.push_back(counting);
  }
}

/// Of a name that several domains had: each of them is inactive under that name or not inactive.
void Screen::observe_ambiguous(OperationNumber number, history::NameNumber name) {
  const Operation& listing = segment_.operations[number];
  if (is_cut_short(listing)) return;
  const auto& names = answer_.ambiguous_names();
  for (const DomainNumber domain : owners_.of_name(name)) {
    const bool has_others = std::any_of(names.begin(), names.end(), [&](history::NameNumber other) {
      return other != name && owners_.may_have(domain, other);
    });
    if (has(answer_.row(), domain) || has_others) continue;
    observe({.reader = number, .domain = domain, .name = name, .unsure = true}, Reading(listing));
  }
}

void Screen::screen_count(OperationNumber number) {
  const Operation& counting = segment_.operations[number];
  if (counting.value < 0) {
    keep_malformed(number, "the call returned " + std::to_string(counting.value), {});
    return;
  }
  count_all({.reader = number, .least = counting.value, .most = counting.value});
}

/// A number of all domains that match.
void Screen::count_all(Counting counting) {
  const Operation& reader = segment_.operations[counting.reader];
  const auto index = static_cast<std::uint32_t>(segment_.countings.size());
  planes_.select(Reading(reader).reject(), expected_);
  for_each_changing(reader.invocation, [&](DomainNumber domain) {
    clear(expected_, domain);
    segment_.observations.push_back(counting.observation(index, domain));
  });
  for (const std::uint64_t word : expected_) counting.certain += std::popcount(word);
  segment_.countings.push_back(counting);
}

/// Takes a domain into the number that is added next.
void Screen::count_one(Counting& counting, DomainNumber domain) {
  const Operation& reader = segment_.operations[counting.reader];
  const auto index = static_cast<std::uint32_t>(segment_.countings.size());
  Observation observation = counting.observation(index, domain);
  if (reader.call == Call::kListDomains) observation.id = own_id(domain);
  const Track& track = tracks_[domain];
  if (is_changing(track, reader.invocation)) {
    segment_.observations.push_back(observation);
  } else if (Reading(reader).counts(observation, track.now, track.attributes)) {
    ++counting.certain;
  }
}

void Screen::keep_malformed(OperationNumber number, std::string complaint,
                            std::span<const Entry> entries) {
  if (segment_.malformed.empty()) {
    segment_.malformation = std::move(complaint);
    segment_.kept.push_back({.reader = number, .entries = {entries.begin(), entries.end()}});
  }
  segment_.malformed.push_back(number);
}

Segment& Screen::finish_segment() {
  returned_chained_ = segment_.chained.size();
  for (const OperationNumber number : pending_) {
    const Operation& mutator = segment_.operations[number];
    const Track& track = tracks_[mutator.domain];
    if (!is_loose(track) && permits(track.now, mutator))
      segment_.chained.push_back({.number = number});
  }
  return segment_;
}

void Screen::resume_segment() { segment_.chained.resize(returned_chained_); }

/// Makes the outdated states those of the next segment.
void Screen::carry_outdated(std::span<const Final> finals) {
  std::vector<OutdatedState> carried;
  for (OutdatedState old : segment_.outdated) {
    tracks_[old.domain].is_doubted = false;
    if (tracks_[old.domain].change != kUnchanged) continue;
    old.in_projection =
        old.in_projection &&
        std::none_of(segment_.observations.begin(), segment_.observations.end(),
                     [&](const Observation& observation) {
                       return rules_out(segment_.operations[observation.reader], observation, old);
                     });
    carried.push_back(old);
  }
  for (const Final& last : finals) {
    if (!last.outdated) continue;
    carried.push_back({.domain = last.domain,
                       .state = *last.outdated,
                       .current = last.state,
                       .in_projection = last.in_projection});
  }
  segment_.outdated = std::move(carried);
}

void Screen::start_segment(std::span<const Final> finals,
                           std::span<const OperationNumber> pending) {
  std::vector<Operation> carried;
  for (const OperationNumber number : pending) carried.push_back(segment_.operations[number]);
  carry_outdated(finals);
  for (const ChangedDomain& changed : segment_.changed) {
    Track& track = tracks_[changed.domain];
    track.change = kUnchanged;
    track.was_changed = false;
    track.pending = 0;
  }
  for (const Final& last : finals) become(last.domain, last.state);
  pending_.clear();
  unsettled_.clear();
  returns_.clear();
  blocks_ = 0;
  std::vector<OutdatedState> outdated = std::move(segment_.outdated);
  segment_.clear();
  segment_.outdated = std::move(outdated);
  for (const OutdatedState& old : segment_.outdated) {
    if (!old.in_projection) continue;
    tracks_[old.domain].is_doubted = true;
    unsettled_.push_back(old.domain);
  }
  for (const Operation& operation : carried) invoke(operation);
}

}  // namespace rollcall::checker
