#include "conformance/workload/synthetic_history.hpp"

#include <array>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "conformance/spec/filter_predicate.hpp"
#include "conformance/workload/synthetic_host.hpp"

namespace rollcall::workload {
namespace {

using history::Call;
using history::DomainNumber;
using history::Entry;
using history::Operation;
using history::Outcome;

/// What mutators do, the more telling calls more often.
constexpr std::array kMutators = {Call::kDefine,
                                  Call::kDefine,
                                  Call::kUndefine,
                                  Call::kUndefine,
                                  Call::kCreate,
                                  Call::kStart,
                                  Call::kStart,
                                  Call::kStart,
                                  Call::kDestroy,
                                  Call::kDestroy,
                                  Call::kDestroy,
                                  Call::kSuspend,
                                  Call::kResume,
                                  Call::kResume,
                                  Call::kSetAutostart,
                                  Call::kManagedSave,
                                  Call::kManagedSaveRemove,
                                  Call::kRename,
                                  Call::kSnapshotCreate,
                                  Call::kSnapshotDelete,
                                  Call::kCheckpointCreate,
                                  Call::kCheckpointDelete};
constexpr std::array kGetters = {Call::kGetState, Call::kIsActive, Call::kIsPersistent,
                                 Call::kGetAutostart, Call::kHasManagedSave};
constexpr std::array kLegacy = {Call::kNumOfDomains, Call::kListDomains, Call::kNumOfDefinedDomains,
                                Call::kListDefinedDomains};
constexpr std::array kUsualFilters = {std::uint32_t{0},
                                      std::uint32_t{spec::kListActive},
                                      std::uint32_t{spec::kListInactive},
                                      std::uint32_t{spec::kListRunning},
                                      std::uint32_t{spec::kListPersistent},
                                      spec::kListActive | spec::kListPersistent};

template <std::size_t N>
Call one_of(const std::array<Call, N>& calls, SyntheticRandom& random) {
  return calls[random.below(N)];
}

std::uint32_t random_filter(SyntheticRandom& random) {
  if (random.percent(60)) return kUsualFilters[random.below(kUsualFilters.size())];
  // Two or three flags: more would hardly ever match.
  const auto flag = [&random] { return 1U << random.below(16); };
  return flag() | flag() | (random.percent(50) ? flag() : 0U);
}

/// An operation that began.
struct Slot {
  Operation operation{};
  std::vector<Entry> entries{};
  View view{};
  Flaw flaw = Flaw::kNone;
  bool open = true;
};

void flip(Slot& slot, std::int32_t new_id) {
  Operation& operation = slot.operation;
  const bool done = operation.outcome == Outcome::kDone;
  if (is_mutator(operation.call)) {
    operation.outcome = done ? Outcome::kRefused : Outcome::kDone;
    operation.value = done ? 0 : new_id;
  } else if (operation.call >= Call::kGetState && operation.call < Call::kList) {
    operation.outcome = Outcome::kDone;
    operation.value ^= 1;
  } else if (operation.call < Call::kList && done) {
    operation.outcome = Outcome::kRefused;
    slot.entries.clear();
  }
}

/// Spoils an answer that is complete. What has no room for the flaw is left as it is.
void spoil(Slot& slot, const history::Host& host, SyntheticRandom& random) {
  Operation& operation = slot.operation;
  if (slot.flaw == Flaw::kMiscount && operation.call > Call::kGetState) {
    operation.value += random.percent(50) ? 1 : -1;
  }
  if (slot.entries.empty()) return;
  const auto entry =
      slot.entries.begin() + random.below(static_cast<std::uint32_t>(slot.entries.size()));
  const auto domains = static_cast<std::uint32_t>(host.domains.size());
  if (slot.flaw == Flaw::kWrongId) {
    const bool has_id = operation.call != Call::kListDefinedDomains;
    const bool has_name = operation.call != Call::kListDomains;
    if (has_name && (!has_id || random.percent(20))) {
      entry->name = random.below(static_cast<std::uint32_t>(host.names.size()));
    } else {
      entry->id = static_cast<std::int32_t>(random.below(domains)) - 1;
    }
  }
  if (operation.call < Call::kList) return;
  if (slot.flaw == Flaw::kLost) {
    slot.entries.erase(entry);
    --operation.value;
  } else if (slot.flaw == Flaw::kMalformed) {
    const std::uint32_t manner = random.below(3);
    if (manner == 0) {
      slot.entries.push_back(Entry(*entry));
      ++operation.value;
    }
    if (manner == 1) operation.holes = 1;
    if (manner == 2) operation.terminated = false;
  }
}

}  // namespace

/// Threads take steps in random order: one begins an operation, the host performs it in one step or
/// several, then it ends. The clock stands still between some of the steps.
class SyntheticHistory::State {
 public:
  explicit State(const SyntheticPlan& plan)
      : plan_(plan),
        random_(plan.seed),
        truth_(plan.domains, random_),
        host_(truth_.beginning(plan.hide_ids, random_)),
        running_(plan.threads),
        last_response_(plan.threads, 0),
        given_up_(plan.domains, false),
        pause_at_(plan.quiescent_every) {}

  const history::Host& host() const { return host_; }

  history::Batch next(std::size_t operations) {
    while (closed() < operations && take_step()) {
    }
    return take();
  }

 private:
  /// How many of the slots that are kept are closed up to the first open one.
  std::size_t closed() {
    while (closed_ < slots_.size() && !slots_[closed_].open) ++closed_;
    return closed_;
  }

  history::Batch take() {
    history::Batch batch;
    for (; closed_ > 0; --closed_) {
      Slot& slot = slots_.front();
      slot.operation.first_entry = static_cast<std::uint32_t>(batch.entries.size());
      slot.operation.entry_count = static_cast<std::uint32_t>(slot.entries.size());
      batch.operations.push_back(slot.operation);
      batch.entries.insert(batch.entries.end(), slot.entries.begin(), slot.entries.end());
      slots_.pop_front();
      ++taken_;
    }
    return batch;
  }

  /// One step of one thread. Returns: false when the history is at its end.
  bool take_step() {
    if (random_.percent(80)) ++now_;
    if (random_.percent(10)) take_late_effect();
    if (open_ == 0) {
      if (begun_ == plan_.operations) return false;
      if (begun_ == pause_at_) {
        pause_at_ += plan_.quiescent_every;
        ++now_;
      }
    }
    if (!running_[thread_] || random_.percent(plan_.overlap)) {
      thread_ = random_.below(plan_.threads);
    }
    if (running_[thread_]) {
      go_on(slots_[*running_[thread_] - taken_]);
      const bool at_once = !running_[thread_] && random_.percent(plan_.overlap);
      if (!at_once) return true;
    }
    if (begun_ < plan_.operations && begun_ != pause_at_) begin();
    return true;
  }

  void begin() {
    if (now_ == last_response_[thread_]) ++now_;  // operations of one thread never touch
    Slot slot;
    slot.operation = choose();
    slot.operation.invocation = now_;
    slot.operation.response = history::kNever;
    slot.operation.thread = static_cast<std::uint16_t>(thread_);
    slot.view.salt = random_.next();
    ++begun_;
    if (is_mutator(slot.operation.call) && random_.percent(plan_.indeterminates)) {
      slot.operation.outcome = Outcome::kIndeterminate;
      slot.open = false;
      late_.push_back(slot.operation);
      given_up_[slot.operation.domain] = true;
    } else {
      if (random_.below(10'000) < plan_.flawed) slot.flaw = plan_.flaw;
      slot.view.stale = slot.flaw == Flaw::kStale;
      if (slot.flaw == Flaw::kTorn && is_host_reader(slot.operation.call)) {
        slot.view.parts = random_.percent(80) ? 2 : 3;
      }
      running_[thread_] = taken_ + slots_.size();
      ++open_;
    }
    slots_.push_back(std::move(slot));
  }

  void go_on(Slot& slot) {
    Operation& operation = slot.operation;
    // A torn answer takes its time before its second part, so that others come between.
    if (slot.view.parts > 1 && slot.view.part == 1 && random_.percent(90)) return;
    if (slot.view.part < slot.view.parts) {
      if (is_mutator(operation.call)) {
        truth_.perform(operation);
      } else {
        truth_.answer(operation, slot.view, slot.entries);
      }
      ++slot.view.part;
      return;
    }
    if (slot.flaw == Flaw::kFlipped) flip(slot, kFlippedIds + static_cast<std::int32_t>(begun_));
    spoil(slot, host_, random_);
    operation.response = now_;
    slot.open = false;
    running_[thread_].reset();
    last_response_[thread_] = now_;
    --open_;
  }

  /// Lets an indeterminate mutator have its effect, or never have it.
  void take_late_effect() {
    if (late_.empty()) return;
    if (random_.percent(70)) truth_.perform(late_.back());
    late_.pop_back();
  }

  Operation choose() {
    const std::uint32_t share = random_.below(100);
    std::uint32_t limit = plan_.listings;
    if (share < limit) return host_reader(random_.percent(75) ? Call::kList : Call::kAllStats);
    if (share < (limit += plan_.counts)) return host_reader(Call::kCount);
    if (share < (limit += plan_.legacy)) return legacy_reader();
    if (share < limit + plan_.lookups) return domain_reader();
    const std::optional<DomainNumber> domain = domain_to_change();
    return domain ? mutator(*domain) : domain_reader();
  }

  Operation host_reader(Call call) { return {.argument = random_filter(random_), .call = call}; }

  Operation legacy_reader() {
    const Call call = one_of(kLegacy, random_);
    const bool lists = call == Call::kListDomains || call == Call::kListDefinedDomains;
    const std::uint32_t room = random_.percent(50) ? plan_.domains : random_.below(plan_.domains);
    return {.argument = lists ? room : 0, .call = call};
  }

  Operation domain_reader() {
    Operation reader{.domain = random_.below(plan_.domains)};
    if (random_.percent(50)) {
      reader.call = one_of(kGetters, random_);
      return reader;
    }
    switch (random_.below(3)) {
      case 0:
        reader.call = Call::kLookupByUuid;
        break;
      case 1:
        reader.call = Call::kLookupByName;
        reader.argument = some_name(reader.domain);
        break;
      default: {
        const std::int32_t id = truth_.state(reader.domain).id;
        reader.call = Call::kLookupById;
        reader.argument =
            id > 0 ? static_cast<std::uint32_t>(id) : 1 + random_.below(plan_.domains);
      }
    }
    return reader;
  }

  history::NameNumber some_name(DomainNumber domain) {
    return random_.percent(60) ? truth_.own_name(domain) : truth_.shared_name(domain);
  }

  /// A domain that this thread may change; nothing when there is none.
  std::optional<DomainNumber> domain_to_change() {
    DomainNumber domain = 0;
    if (plan_.many_writers) {
      domain = random_.below(plan_.domains);
    } else {
      if (thread_ >= plan_.domains) return std::nullopt;
      const std::uint32_t own = (plan_.domains - thread_ - 1) / plan_.threads + 1;
      domain = thread_ + plan_.threads * random_.below(own);
    }
    if (given_up_[domain]) return std::nullopt;
    return domain;
  }

  /// A change that the domain's present state mostly permits.
  Operation mutator(DomainNumber domain) {
    Operation operation{.domain = domain};
    for (int attempt = 0; attempt < 4; ++attempt) {
      operation.call = one_of(kMutators, random_);
      const bool named = operation.call == Call::kDefine || operation.call == Call::kCreate ||
                         operation.call == Call::kRename;
      operation.argument = named ? some_name(domain) : 0;
      if (operation.call == Call::kDefine && truth_.state(domain).exists && random_.percent(80)) {
        operation.argument = truth_.state(domain).name;
      }
      if (operation.call == Call::kSetAutostart) operation.argument = random_.below(2);
      if (truth_.permits(operation)) break;
    }
    return operation;
  }

  /// Ids of starts that are said to be done and were not, so that no id comes twice.
  static constexpr std::int32_t kFlippedIds = 1 << 30;

  const SyntheticPlan plan_;
  SyntheticRandom random_;
  SyntheticHost truth_;
  history::Host host_;
  std::deque<Slot> slots_;   ///< begun and not taken yet, by invocation
  std::uint64_t taken_ = 0;  ///< slots that were before the first of these
  std::size_t closed_ = 0;   ///< of the first slots, so many are known to be closed
  std::vector<std::optional<std::uint64_t>> running_;  ///< per thread: number of its open slot
  std::vector<history::Stamp> last_response_;          ///< per thread
  std::vector<bool> given_up_;                         ///< domains with an indeterminate mutator
  std::vector<Operation> late_;  ///< indeterminate mutators that may still take effect
  std::uint64_t pause_at_;
  std::uint64_t begun_ = 0;
  std::uint64_t open_ = 0;
  std::uint32_t thread_ = 0;
  history::Stamp now_ = 1;
};

SyntheticHistory::SyntheticHistory(const SyntheticPlan& plan)
    : state_(std::make_unique<State>(plan)) {}
SyntheticHistory::~SyntheticHistory() = default;

const history::Host& SyntheticHistory::host() const { return state_->host(); }

history::Batch SyntheticHistory::next(std::size_t operations) { return state_->next(operations); }

history::History synthetic_history(const SyntheticPlan& plan) {
  SyntheticHistory source(plan);
  return {.host = source.host(), .batch = source.next(plan.operations)};
}

}  // namespace rollcall::workload
