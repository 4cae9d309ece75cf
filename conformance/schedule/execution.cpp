#include "conformance/schedule/execution.hpp"

#include <fmt/format.h>
#include <semaphore.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "conformance/schedule/standstill.hpp"
#include "conformance/schedule/trace_hash.hpp"

namespace rollcall::schedule {

thread_local constinit ManagedThread* managed_thread = nullptr;

std::string text_of(const ManagedThread& thread) {
  const std::string number = fmt::format("thread {}", thread.number + 1);
  const char* call = thread.call.load();
  return call == nullptr ? number : fmt::format("{} in {}", number, call);
}

Execution::~Execution() {
  quit_ = true;
  for (const auto& thread : pool_) thread->turn.give();
  for (const auto& thread : pool_) thread->thread.join();
}

void Execution::add_threads(std::size_t count) {
  while (pool_.size() < count) {
    auto added = std::make_unique<ManagedThread>();
    added->execution = this;
    added->number = static_cast<ThreadNumber>(pool_.size());
    added->thread = std::thread([this, me = added.get()] { live(*me); });
    pool_.push_back(std::move(added));
  }
}

void Execution::live(ManagedThread& me) {
  for (;;) {
    me.turn.take();
    if (quit_) return;
    managed_thread = &me;
    me.body();
    managed_thread = nullptr;
    finish(me);
  }
}

const RunRecord& Execution::run(const std::vector<std::function<void()>>& bodies,
                                Strategy& strategy, const Shape& expected) {
  add_threads(bodies.size());
  thread_count_ = running_ = bodies.size();
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    ManagedThread& thread = *pool_[i];
    thread.finished = false;
    thread.interest = 0;
    thread.call = nullptr;
    thread.wait = {};
    thread.body = bodies[i];
    pending_[i] = {};
  }
  objects_.clear();
  released_.clear();
  now_ = 0;
  stamps_ = waits_begun_ = 0;
  steps_.store(0, std::memory_order_relaxed);
  run_.outcome = Outcome::kCompleted;
  run_.trouble.clear();
  run_.trace.clear();
  run_.switches.clear();
  run_.announced_writes.clear();
  run_.hash = kEmptyTraceHash;
  run_.preemptions = run_.interesting_steps = 0;
  run_.interested = 0;
  run_.waits_for_outsiders = run_.threads_started = 0;
  strategy_ = &strategy;
  strategy.begin(expected);
  current_ = kNobody;
  if (!bodies.empty()) {
    pool_[choose(kNobody, false)]->turn.give();
    wait_for_end();
  }
  strategy.end();
  run_.ended_at = now_;
  return run_;
}

void Execution::wait_for_end() {
  std::uint32_t seen = 0;
  while (!ended_.take_within(limits_.step)) {
    const std::uint32_t steps = steps_.load(std::memory_order_acquire);
    if (steps != std::exchange(seen, steps)) continue;
    given_up_.store(true);
    run_.outcome = Outcome::kStuck;
    const Step& last = run_.trace.back();
    run_.trouble = fmt::format(
        "{} blocks where the scheduler cannot see it: nothing for {} s after step {}, {}{}",
        text_of(*pool_[current_]), static_cast<double>(limits_.step.count()) / 1000.0, steps,
        name_of(last.kind),
        last.object > kHistory ? fmt::format(" of {}", text_of(objects_, last.object)) : "");
    return;
  }
}

void Execution::finish(ManagedThread& me) {
  if (given_up_.load()) park(me);
  me.finished = true;
  if (--running_ == 0) return end(Outcome::kCompleted, {});
  const ThreadNumber next = choose(me.number, false);
  if (next == kNobody) return end(Outcome::kDeadlock, standstill());
  pool_[next]->turn.give();
}

void Execution::reach(ManagedThread& me, const Point& point) {
  pending_[me.number] = point;
  hand_over(me, false);
}

void Execution::yield(ManagedThread& me) {
  pending_[me.number] = {PointKind::kYield, Access::kNone, kNoObject};
  hand_over(me, true);
}

void Execution::hand_over(ManagedThread& me, bool yields) {
  if (given_up_.load(std::memory_order_relaxed)) park(me);
  if (run_.trace.size() >= limits_.steps) {
    give_up(me, Outcome::kEndless,
            fmt::format("the run did not end within {} steps; {} ran last", limits_.steps,
                        text_of(me)));
  }
  const ThreadNumber next = choose(me.number, yields);
  if (next == me.number) return;
  if (next == kNobody) give_up(me, Outcome::kDeadlock, standstill());
  pool_[next]->turn.give();
  me.turn.take();
  if (given_up_.load(std::memory_order_relaxed)) park(me);
}

ThreadNumber Execution::choose(ThreadNumber current, bool yields) {
  ThreadSet enabled = enabled_threads();
  while (enabled == 0) {
    if (!advance_clock()) return kNobody;
    enabled = enabled_threads();
  }
  ThreadSet interesting = 0;
  for (std::size_t i = 0; i < thread_count_; ++i) {
    if (pool_[i]->interest > 0) interesting |= only(pool_[i]->number);
  }
  const Choice choice{.step = static_cast<std::uint32_t>(run_.trace.size()),
                      .current = current,
                      .usual = usual_choice(current, yields, enabled),
                      .enabled = enabled,
                      .interesting = interesting,
                      .yields = yields,
                      .released = released_,
                      .pending = pending_};
  const ThreadNumber chosen = strategy_->choose(choice);
  record(choice, chosen);
  released_.clear();
  return chosen;
}

ThreadNumber Execution::usual_choice(ThreadNumber current, bool yields, ThreadSet enabled) const {
  if (current == kNobody) return static_cast<ThreadNumber>(std::countr_zero(enabled));
  if (!yields && contains(enabled, current)) return current;
  ThreadNumber next = current;
  do {
    next = static_cast<ThreadNumber>((next + 1U) % thread_count_);
  } while (!contains(enabled, next));
  return next;
}

void Execution::record(const Choice& choice, ThreadNumber chosen) {
  const Point& point = pending_[chosen];
  const Step step{chosen, point.kind, point.object};
  if (point.kind == PointKind::kAnnounced && point.access == Access::kWrite) {
    run_.announced_writes.push_back(choice.step);
  }
  run_.trace.push_back(step);
  run_.hash = extend_hash(run_.hash, step);
  if (chosen != choice.usual) run_.switches.push_back({choice.step, chosen});
  if (chosen != choice.current && !choice.yields && choice.current != kNobody &&
      contains(choice.enabled, choice.current)) {
    ++run_.preemptions;
  }
  if (contains(choice.interesting, chosen)) ++run_.interesting_steps;
  run_.interested |= choice.interesting;
  current_ = chosen;
  steps_.store(static_cast<std::uint32_t>(run_.trace.size()), std::memory_order_release);
}

ThreadSet Execution::enabled_threads() const {
  ThreadSet enabled = 0;
  for (std::size_t i = 0; i < thread_count_; ++i) {
    if (is_enabled(*pool_[i])) enabled |= only(pool_[i]->number);
  }
  return enabled;
}

bool Execution::is_enabled(const ManagedThread& thread) const {
  if (thread.finished) return false;
  const Wait& wait = thread.wait;
  if (wait.what == Wait::For::kNothing || wait.until <= now_) return true;
  switch (wait.what) {
    case Wait::For::kLock:
      return objects_[wait.object].can_be_taken(thread.number, wait.mode);
    case Wait::For::kSignal:
      return wait.signalled;
    case Wait::For::kOnce:
      return objects_[wait.object].owner == kNobody;
    case Wait::For::kSemaphore: {
      int value = 0;
      sem_getvalue(static_cast<sem_t*>(const_cast<void*>(wait.address)), &value);
      return value > 0;
    }
    default:
      return false;
  }
}

bool Execution::advance_clock() {
  VirtualTime earliest = kForever;
  for (std::size_t i = 0; i < thread_count_; ++i) {
    if (!pool_[i]->finished) earliest = std::min(earliest, pool_[i]->wait.until);
  }
  if (earliest == kForever) return false;
  now_ = earliest;
  return true;
}

int Execution::wake(ObjectNumber object, bool all) {
  int woken = 0;
  for (;;) {
    ManagedThread* first = nullptr;
    for (std::size_t i = 0; i < thread_count_; ++i) {
      Wait& wait = pool_[i]->wait;
      if (wait.what != Wait::For::kSignal || wait.object != object || wait.signalled) continue;
      if (first == nullptr || wait.turn < first->wait.turn) first = pool_[i].get();
    }
    if (first == nullptr) return woken;
    first->wait.signalled = true;
    ++woken;
    if (!all) return woken;
  }
}

void Execution::release(ManagedThread& me, ObjectNumber lock) {
  objects_[lock].give_back(me.number);
  released_.push_back(lock);
}

void Execution::end(Outcome outcome, const std::string& trouble) {
  run_.outcome = outcome;
  run_.trouble = trouble;
  if (outcome != Outcome::kCompleted) given_up_.store(true);
  ended_.give();
}

void Execution::give_up(ManagedThread& me, Outcome outcome, const std::string& trouble) {
  end(outcome, trouble);
  park(me);
}

std::string Execution::standstill() const {
  return describe_standstill(std::span(pool_).first(thread_count_), objects_);
}

void Execution::park(ManagedThread& me) {
  for (;;) me.turn.take();
}

}  // namespace rollcall::schedule
