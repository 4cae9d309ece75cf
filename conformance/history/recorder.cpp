#include "conformance/history/recorder.hpp"

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace rollcall::history {
namespace {

constexpr std::uint32_t kProvisional = 1U << 31;

/// Whether the number stands for something that a lane met and the directory does not know yet.
bool is_provisional(std::uint32_t number) {
  return number >= kProvisional && number != kNoDomain && number != kNoName;
}

}  // namespace

std::string to_text(const Uuid& uuid) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t index = 0; index < uuid.size(); ++index) {
    if (index == 4 || index == 6 || index == 8 || index == 10) text += '-';
    text += kDigits[uuid[index] >> 4];
    text += kDigits[uuid[index] & 0xf];
  }
  return text;
}

Stamp read_clock() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<Stamp>(now.tv_sec) * 1'000'000'000U + static_cast<Stamp>(now.tv_nsec);
}

std::size_t Directory::UuidHash::operator()(const Uuid& uuid) const {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  std::memcpy(&low, uuid.data(), sizeof low);
  std::memcpy(&high, uuid.data() + sizeof low, sizeof high);
  return (low ^ (high * 0x9e3779b97f4a7c15U)) * 0xbf58476d1ce4e5b9U;
}

std::optional<DomainNumber> Directory::find(const Uuid& uuid) const {
  const auto found = domains_.find(uuid);
  if (found == domains_.end()) return std::nullopt;
  return found->second;
}

std::optional<NameNumber> Directory::find(std::string_view name) const {
  const auto found = names_.find(name);
  if (found == names_.end()) return std::nullopt;
  return found->second;
}

DomainNumber Directory::add(const Uuid& uuid, Domain domain) {
  const auto number = static_cast<DomainNumber>(host_.domains.size());
  const auto [place, is_new] = domains_.emplace(uuid, number);
  if (is_new) host_.domains.push_back(std::move(domain));
  return place->second;
}

NameNumber Directory::add(std::string_view name) {
  if (const auto known = find(name)) return *known;
  const auto number = static_cast<NameNumber>(host_.names.size());
  names_.emplace(name, number);
  host_.names.emplace_back(name);
  return number;
}

Lane::Lane(const Directory& directory, std::uint16_t thread, LaneCapacity capacity, Clock clock)
    : directory_(directory), capacity_(capacity), clock_(clock) {
  current_.thread = thread;
  operations_.reserve(capacity.operations + 1);
  entries_.reserve(capacity.entries + capacity.entries / 4);
}

void Lane::open(Call call, DomainNumber domain, std::uint32_t argument) {
  current_.call = call;
  current_.domain = domain;
  current_.argument = argument;
  current_.first_entry = static_cast<std::uint32_t>(entries_.size());
  current_.terminated = true;
  current_.holes = 0;
  open_call_.store(call, std::memory_order_relaxed);
  open_domain_.store(domain, std::memory_order_relaxed);
  current_.invocation = clock_();
  open_since_.store(current_.invocation, std::memory_order_relaxed);
  phase_.store(Phase::kOpen, std::memory_order_release);
}

void Lane::respond() {
  Phase phase = Phase::kOpen;
  if (!phase_.compare_exchange_strong(phase, Phase::kIdle, std::memory_order_seq_cst)) {
    for (;;) pause();
  }
  current_.response = clock_();
}

DomainNumber Lane::number_of(const Uuid& uuid) {
  if (const auto known = directory_.find(uuid)) return *known;
  const auto place = std::find(strange_uuids_.begin(), strange_uuids_.end(), uuid);
  const auto index = static_cast<std::uint32_t>(place - strange_uuids_.begin());
  if (place == strange_uuids_.end()) strange_uuids_.push_back(uuid);
  return kProvisional + index;
}

NameNumber Lane::number_of(std::string_view name) {
  if (const auto known = directory_.find(name)) return *known;
  const auto place = std::find(strange_names_.begin(), strange_names_.end(), name);
  const auto index = static_cast<std::uint32_t>(place - strange_names_.begin());
  if (place == strange_names_.end()) strange_names_.emplace_back(name);
  return kProvisional + index;
}

NameNumber Lane::number_of(DomainNumber domain, std::string_view name) {
  if (is_provisional(domain)) return number_of(name);
  if (last_names_.size() <= domain) last_names_.resize(domain + 1, kNoName);
  NameNumber& last = last_names_[domain];
  if (last != kNoName && directory_.host().names[last] == name) return last;
  const NameNumber number = number_of(name);
  if (!is_provisional(number)) last = number;
  return number;
}

void Lane::add_entry(const Uuid& uuid, std::string_view name, std::int32_t id, std::int32_t state) {
  const DomainNumber domain = number_of(uuid);
  entries_.push_back({domain, number_of(domain, name), id, state});
}

void Lane::add_entry_with_id(std::int32_t id) { entries_.push_back({.id = id}); }

void Lane::add_entry_with_name(std::string_view name) {
  entries_.push_back({.name = number_of(name)});
}

void Lane::set_shape(bool terminated, std::size_t holes) {
  current_.terminated = terminated;
  current_.holes = static_cast<std::uint8_t>(std::min<std::size_t>(holes, 255));
}

void Lane::close(Outcome outcome, std::int32_t value) {
  current_.outcome = outcome;
  current_.value = value;
  current_.entry_count = static_cast<std::uint32_t>(entries_.size()) - current_.first_entry;
  if (outcome == Outcome::kIndeterminate) current_.response = kNever;
  operations_.push_back(current_);
}

void Lane::discard() { entries_.resize(current_.first_entry); }

std::optional<OpenCall> Lane::open_call() const {
  const Stamp since = open_since_.load(std::memory_order_relaxed);
  if (phase_.load(std::memory_order_acquire) != Phase::kOpen) return std::nullopt;
  return OpenCall{open_call_.load(std::memory_order_relaxed),
                  open_domain_.load(std::memory_order_relaxed), since};
}

bool Lane::abandon() {
  Phase phase = Phase::kOpen;
  return phase_.compare_exchange_strong(phase, Phase::kAbandoned, std::memory_order_acq_rel);
}

void Lane::close_abandoned() {
  if (phase_.load(std::memory_order_acquire) != Phase::kAbandoned) return;
  // Only a mutator may still have an effect; it is told of once.
  if (is_mutator(current_.call) && current_.response != kNever) close(Outcome::kIndeterminate);
}

Recorder::Recorder(unsigned lanes, LaneCapacity capacity, Clock clock) {
  for (unsigned index = 0; index < lanes; ++index) {
    lanes_.push_back(
        std::make_unique<Lane>(directory_, static_cast<std::uint16_t>(index + 1), capacity, clock));
  }
}

DomainNumber Recorder::add_domain(const Uuid& uuid, const DomainState& initial) {
  return directory_.add(uuid, {.uuid = to_text(uuid), .initial = initial});
}

NameNumber Recorder::add_name(std::string_view name) { return directory_.add(name); }

void Recorder::adopt_strangers(Lane& lane) {
  std::vector<DomainNumber> domains;
  for (const Uuid& uuid : lane.strange_uuids_) {
    domains.push_back(directory_.add(uuid, {.uuid = to_text(uuid), .stranger = true}));
  }
  std::vector<NameNumber> names;
  for (const std::string& name : lane.strange_names_) names.push_back(directory_.add(name));
  for (Entry& entry : lane.entries_) {
    if (is_provisional(entry.domain)) entry.domain = domains[entry.domain - kProvisional];
    if (is_provisional(entry.name)) entry.name = names[entry.name - kProvisional];
  }
  lane.strange_uuids_.clear();
  lane.strange_names_.clear();
}

void Recorder::append(Lane& lane, Batch& batch) {
  const auto offset = static_cast<std::uint32_t>(batch.entries.size());
  const auto middle = static_cast<std::ptrdiff_t>(batch.operations.size());
  for (const Operation& operation : lane.operations_) {
    batch.operations.push_back(operation);
    batch.operations.back().first_entry += offset;
  }
  batch.entries.insert(batch.entries.end(), lane.entries_.begin(), lane.entries_.end());
  // What one thread recorded is in order already.
  std::inplace_merge(batch.operations.begin(), batch.operations.begin() + middle,
                     batch.operations.end(), [](const Operation& one, const Operation& other) {
                       return one.invocation < other.invocation;
                     });
  lane.operations_.clear();
  lane.entries_.clear();
}

Batch Recorder::take() {
  Batch batch;
  for (const auto& lane : lanes_) {
    lane->close_abandoned();
    if (!lane->strange_uuids_.empty() || !lane->strange_names_.empty()) adopt_strangers(*lane);
    append(*lane, batch);
  }
  return batch;
}

}  // namespace rollcall::history
