#include "conformance/checker/verifier_orders.hpp"

#include <algorithm>
#include <unordered_set>

namespace rollcall::checker::verifying {

using history::DomainNumber;
using history::DomainState;
using history::Operation;
using history::Stamp;

namespace {

/// A point of an order: the state there, and which of the open operations came before it.
struct Point {
  DomainState state{};
  std::vector<OperationNumber> passed{};  ///< sorted

  bool has_passed(OperationNumber operation) const {
    return std::binary_search(passed.begin(), passed.end(), operation);
  }
  friend bool operator==(const Point&, const Point&) = default;
};

struct PointHash {
  std::size_t operator()(const Point& point) const {
    std::size_t hash = static_cast<std::size_t>(point.state.state) << 1U;
    const auto mix = [&hash](std::size_t value) { hash = hash * 0x9e3779b97f4a7c15ULL + value; };
    mix(static_cast<std::uint32_t>(point.state.id));
    mix(point.state.name);
    mix(point.state.snapshots);
    mix(point.state.checkpoints);
    for (const OperationNumber operation : point.passed) mix(operation);
    return hash;
  }
};

/// Invocation or response of an operation.
struct Event {
  Stamp stamp = 0;
  bool is_response = false;
  OperationNumber operation = 0;

  friend auto operator<=>(const Event&, const Event&) = default;
};

/// Walks through the events of one domain and keeps every point at which a legal order may be.
/// Points move on only when a response forces them, so that each order is met.
class Sweep {
 public:
  Sweep(const history::History& history, DomainNumber domain,
        const std::optional<Sighting>& sighting, const std::optional<Inversion>& inversion,
        std::uint64_t& budget)
      : history_(history), sighting_(sighting), inversion_(inversion), budget_(budget) {
    add({.state = history.host.domains[domain].initial});
  }

  bool reaches_end(const std::vector<Event>& events) {
    for (const Event& event : events) {
      if (!event.is_response) {
        open_.push_back(event.operation);
        continue;
      }
      explore();
      leave_behind(event.operation);
      if (points_.empty()) return false;
    }
    if (!inversion_ || !is_open(inversion_->late)) return true;
    explore();
    return std::any_of(points_.begin(), points_.end(),
                       [this](const Point& point) { return point.has_passed(inversion_->late); });
  }

 private:
  void add(Point point) {
    if (budget_ == 0) return;
    --budget_;
    if (known_.insert(point).second) points_.push_back(std::move(point));
  }

  bool is_open(OperationNumber operation) const {
    return std::find(open_.begin(), open_.end(), operation) != open_.end();
  }

  bool is_sighting(OperationNumber operation) const {
    return sighting_ && sighting_->reader == operation;
  }

  /// Adds every point that can be reached by passing open operations.
  void explore() {
    for (std::size_t index = 0; index < points_.size() && budget_ > 0; ++index) {
      for (const OperationNumber operation : open_) {
        const Point from = points_[index];
        if (from.has_passed(operation) || is_too_late(from, operation)) continue;
        const std::optional<DomainState> state = state_after(from.state, operation);
        if (!state) continue;
        Point to{.state = *state, .passed = from.passed};
        to.passed.insert(std::upper_bound(to.passed.begin(), to.passed.end(), operation),
                         operation);
        add(std::move(to));
      }
    }
  }

  std::optional<DomainState> state_after(const DomainState& state,
                                         OperationNumber operation) const {
    if (!is_sighting(operation)) return after(state, history_.batch.operations[operation]);
    return sighting_->fits(state) ? std::optional(state) : std::nullopt;
  }

  /// Whether the asked inversion forbids to pass an operation here.
  bool is_too_late(const Point& point, OperationNumber operation) const {
    if (!inversion_ || operation != inversion_->late) return false;
    return is_open(inversion_->early) ? point.has_passed(inversion_->early) : early_is_past_;
  }

  /// Keeps the points that passed an operation which returns now.
  void leave_behind(OperationNumber operation) {
    std::vector<Point> before = std::move(points_);
    points_.clear();
    known_.clear();
    for (Point& point : before) {
      if (!point.has_passed(operation)) continue;
      std::erase(point.passed, operation);
      add(std::move(point));
    }
    std::erase(open_, operation);
    if (inversion_ && operation == inversion_->early) early_is_past_ = true;
  }

  const history::History& history_;
  const std::optional<Sighting>& sighting_;
  const std::optional<Inversion>& inversion_;
  std::uint64_t& budget_;
  std::vector<Point> points_;
  std::unordered_set<Point, PointHash> known_;  ///< the same points
  std::vector<OperationNumber> open_;
  bool early_is_past_ = false;
};

}  // namespace

Mutators::Mutators(const history::History& history, std::uint64_t& budget)
    : history_(history), budget_(budget), of_domain_(history.host.domains.size()) {
  const auto& operations = history.batch.operations;
  for (OperationNumber number = 0; number < operations.size(); ++number) {
    const Operation& operation = operations[number];
    if (takes_effect(operation)) of_domain_[operation.domain].push_back(number);
  }
}

bool Mutators::have_order(DomainNumber domain, const std::optional<Sighting>& sighting,
                          const std::optional<Inversion>& inversion) const {
  std::vector<Event> events;
  const auto add = [&events](OperationNumber operation, Stamp begin, Stamp end) {
    events.push_back({.stamp = begin, .is_response = false, .operation = operation});
    if (end == history::kNever) return;
    events.push_back({.stamp = end, .is_response = true, .operation = operation});
  };
  for (const OperationNumber number : of_domain_[domain]) {
    if (sighting && sighting->reader == number) continue;
    const Operation& operation = history_.batch.operations[number];
    add(number, operation.invocation, operation.response);
  }
  if (sighting) add(sighting->reader, sighting->begin, sighting->end);
  std::sort(events.begin(), events.end());
  budget_ -= std::min<std::uint64_t>(budget_, events.size());
  return Sweep(history_, domain, sighting, inversion, budget_).reaches_end(events);
}

std::vector<Stamp> Mutators::stamps_within(DomainNumber domain, Stamp begin, Stamp end) const {
  std::vector<Stamp> stamps;
  for (const OperationNumber number : of_domain_[domain]) {
    const Operation& operation = history_.batch.operations[number];
    for (const Stamp stamp : {operation.invocation, operation.response}) {
      if (begin <= stamp && stamp <= end) stamps.push_back(stamp);
    }
  }
  return stamps;
}

}  // namespace rollcall::checker::verifying
