// Flaws of changes that reach one reader before another, while the call that makes them is open.

#include <atomic>
#include <thread>

#include "conformance/flawed/flaw.hpp"
#include "conformance/flawed/uuid_set.hpp"
#include "conformance/spec/filter_predicate.hpp"

namespace rollcall::flawed {
namespace {

using enum spec::ListFlag;

/// The domains that are being started, as one of two daemons does not know yet.
UuidSet starting;

int start_on_one_daemon_first(virDomainPtr domain, unsigned flags) {
  const Mark mark(starting, domain);
  const int started = backend().virDomainCreateWithFlags(domain, flags);
  if (started == 0) pause();
  return started;
}

std::optional<Answer> ask_daemons_in_turn(virConnectPtr connection, unsigned flags) {
  static std::atomic<unsigned> listings{0};
  auto answer = list(connection, flags);
  const bool asks_the_late_one = listings++ % 2 == 1;
  if (!answer || flags != kListActive || !asks_the_late_one) return answer;
  return without(*std::move(answer), starting);
}

/// Gives others the processor until it is true, or for so many turns. Returns: whether it is true.
template <class Condition>
bool wait_for(const Condition& condition, int turns) {
  for (int turn = 0; turn < turns; ++turn) {
    if (condition()) return true;
    std::this_thread::yield();
  }
  return condition();
}

constexpr int kPatience = 400;

/// Two starts that are open at once, and reach two replicas in opposite orders. A list of the
/// second replica leads them: it lets the first start happen, waits until somebody has listed the
/// first replica, lets the second start happen, and tells of that one only. Each of the two lists
/// was true at an instant that the open starts permit, but not both.
class TwoStarts {
 public:
  int start(virDomainPtr domain, unsigned flags) {
    const int place = enter(domain);
    if (place == kNoPlace) return backend().virDomainCreateWithFlags(domain, flags);
    wait_for_step(place == 0 ? kFirstMayStart : kSecondMayStart);
    const int started = backend().virDomainCreateWithFlags(domain, flags);
    ++step_;
    wait_for_step(kOver);
    leave(place);
    return started;
  }

  std::optional<Answer> list_active(virConnectPtr connection) {
    const auto first = lead();
    if (!first) {
      auto answer = list(connection, kListActive);
      ++lists_of_first_replica_;
      return answer;
    }
    wait_for_step(kFirstStarted);
    const unsigned lists = lists_of_first_replica_;
    wait_for([&] { return lists_of_first_replica_ > lists + 1; }, kPatience);
    ++step_;
    wait_for_step(kSecondStarted);
    auto answer = list(connection, kListActive);
    if (answer) {
      std::erase_if(*answer, [&](const Handle& handle) { return uuid_of(handle.get()) == *first; });
    }
    ++step_;
    return answer;
  }

 private:
  static constexpr int kNoPlace = -1;
  enum Step { kGathering, kFirstMayStart, kFirstStarted, kSecondMayStart, kSecondStarted, kOver };

  /// Returns: the place among the two, or none when no list leads them soon.
  int enter(virDomainPtr domain) {
    const int place = occupy(uuid_of(domain));
    if (place == kNoPlace) return kNoPlace;
    wait_for([&] { return step_ != kGathering; }, kPatience);
    const std::scoped_lock lock(mutex_);
    if (step_ != kGathering) return place;
    starts_[place].reset();
    return kNoPlace;
  }

  int occupy(const Uuid& uuid) {
    const std::scoped_lock lock(mutex_);
    if (step_ != kGathering) return kNoPlace;
    for (int place = 0; place < 2; ++place) {
      if (starts_[place]) continue;
      starts_[place] = uuid;
      return place;
    }
    return kNoPlace;
  }

  void leave(int place) {
    const std::scoped_lock lock(mutex_);
    starts_[place].reset();
    if (!starts_[0] && !starts_[1]) step_ = kGathering;
  }

  /// Returns: the domain of the first start, when there are two to lead.
  std::optional<Uuid> lead() {
    const std::scoped_lock lock(mutex_);
    if (step_ != kGathering || !starts_[0] || !starts_[1]) return std::nullopt;
    step_ = kFirstMayStart;
    return starts_[0];
  }

  void wait_for_step(Step step) {
    while (step_ < step) std::this_thread::yield();
  }

  std::mutex mutex_;  ///< of starts_, and of step_ when it leaves or becomes kGathering
  std::atomic<int> step_{kGathering};
  std::array<std::optional<Uuid>, 2> starts_;
  std::atomic<unsigned> lists_of_first_replica_{0};
};

TwoStarts two_starts;

int start_in_opposite_orders(virDomainPtr domain, unsigned flags) {
  return two_starts.start(domain, flags);
}

std::optional<Answer> list_one_replica(virConnectPtr connection, unsigned flags) {
  return flags == kListActive ? two_starts.list_active(connection) : list(connection, flags);
}

}  // namespace

std::vector<Flaw> propagation_flaws() {
  return {
      {"asks_daemons_in_turn",
       "every other list comes from a daemon that hears of starts later",
       "atomicity",
       "atomicity/P",
       {ROLLCALL_FLAWED_REPLACES(virDomainCreate, without_flags<start_on_one_daemon_first>),
        ROLLCALL_FLAWED_REPLACES(virDomainCreateWithFlags, start_on_one_daemon_first),
        ROLLCALL_FLAWED_LISTS_BY(ask_daemons_in_turn)}},
      {"orders_replicas_oppositely",
       "two starts reach two replicas in opposite orders",
       "atomicity",
       "atomicity/L",
       {ROLLCALL_FLAWED_REPLACES(virDomainCreate, without_flags<start_in_opposite_orders>),
        ROLLCALL_FLAWED_REPLACES(virDomainCreateWithFlags, start_in_opposite_orders),
        ROLLCALL_FLAWED_LISTS_BY(list_one_replica)}},
  };
}

}  // namespace rollcall::flawed
