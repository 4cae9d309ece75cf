// Execution: runs the bodies of a program on threads of its own, one at a time. A thread that
// reaches a point decides, by the strategy, who goes on, hands over to that thread and waits for
// its own turn; a thread that waits for something which cannot be yet has no turn.
//
// Only the thread that has its turn touches the state, so nothing here needs a lock.

#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <limits>
#include <memory>
#include <thread>
#include <vector>

#include "conformance/schedule/baton.hpp"
#include "conformance/schedule/objects.hpp"
#include "conformance/schedule/run.hpp"
#include "conformance/schedule/strategy.hpp"

namespace rollcall::schedule {

class Execution;

inline constexpr VirtualTime kForever = std::numeric_limits<VirtualTime>::max();

/// What a thread waits for.
struct Wait {
  enum class For : std::uint8_t { kNothing, kLock, kSignal, kOnce, kSemaphore, kTime };
  For what = For::kNothing;
  LockMode mode = LockMode::kExclusive;
  bool signalled = false;
  ObjectNumber object = kNoObject;
  const void* address = nullptr;
  VirtualTime until = kForever;  ///< goes on then in any case
  std::uint64_t turn = 0;        ///< who waits longest for a signal gets the first
};

/// One thread of a run.
struct ManagedThread {
  Execution* execution = nullptr;
  ThreadNumber number = 0;
  bool finished = false;
  std::uint8_t interest = 0;               ///< depth of open calls marked as interesting
  std::atomic<const char*> call{nullptr};  ///< the open call; whoever watches reads it too
  Wait wait{};
  std::function<void()> body{};  ///< its own: the thread may outlast the run
  Baton turn{};
  std::thread thread{};
};

/// "thread 2", or "thread 2 in virDomainSuspend".
std::string text_of(const ManagedThread& thread);

/// The calling thread when it belongs to a run and is not inside the scheduler, else null.
extern thread_local constinit ManagedThread* managed_thread;

/// While it exists, the calling thread's own calls pass through.
class Inside {
 public:
  Inside() : me_(managed_thread) { managed_thread = nullptr; }
  ~Inside() { managed_thread = me_; }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  ManagedThread* me_;
};

struct Limits {
  /// A step that takes longer blocks outside the scheduler's view.
  std::chrono::milliseconds step{5'000};
  std::uint32_t steps = 1'000'000;
};

class Execution {
 public:
  explicit Execution(const Limits& limits) : limits_(limits) {}
  /// Pre: the last run completed.
  ~Execution();
  Execution(const Execution&) = delete;
  Execution& operator=(const Execution&) = delete;

  /// Runs the bodies until all have returned or none can go on. Unless it completed, the threads
  /// never go on, and this object must live as long as the process.
  const RunRecord& run(const std::vector<std::function<void()>>& bodies, Strategy& strategy,
                       const Shape& expected);

  // The rest is for the thread that has its turn.

  /// Stops at a point. Returns once the strategy lets the thread go on, which is not before what it
  /// waits for (`me.wait`) can be.
  void reach(ManagedThread& me, const Point& point);
  /// As reach(), but others go first.
  void yield(ManagedThread& me);
  /// Ends the run; does not return.
  [[noreturn]] void give_up(ManagedThread& me, Outcome outcome, const std::string& trouble);

  ObjectTable& objects() { return objects_; }
  VirtualTime now() const { return now_; }
  std::uint64_t next_stamp() { return ++stamps_; }
  /// The place in the queue of who begins to wait for a signal now.
  std::uint64_t next_turn() { return ++waits_begun_; }
  /// Makes one waiter for a signal of `object`, or all of them, able to go on.
  /// Returns: how many.
  int wake(ObjectNumber object, bool all);
  /// The thread gave a lock back.
  void release(ManagedThread& me, ObjectNumber lock);
  void count_wait_for_outsider() { ++run_.waits_for_outsiders; }
  void count_started_thread() { ++run_.threads_started; }

 private:
  void live(ManagedThread& me);
  void finish(ManagedThread& me);
  void hand_over(ManagedThread& me, bool yields);
  ThreadNumber choose(ThreadNumber current, bool yields);
  ThreadNumber usual_choice(ThreadNumber current, bool yields, ThreadSet enabled) const;
  void record(const Choice& choice, ThreadNumber chosen);
  ThreadSet enabled_threads() const;
  bool is_enabled(const ManagedThread& thread) const;
  bool advance_clock();
  void end(Outcome outcome, const std::string& trouble);
  [[noreturn]] void park(ManagedThread& me);
  void add_threads(std::size_t count);
  void wait_for_end();
  std::string standstill() const;

  const Limits limits_;
  std::vector<std::unique_ptr<ManagedThread>> pool_;
  std::size_t thread_count_ = 0;  // of this run
  std::size_t running_ = 0;       // have not finished
  Strategy* strategy_ = nullptr;
  std::array<Point, kThreadsMax> pending_{};
  ObjectTable objects_;
  std::vector<ObjectNumber> released_;  // since the last choice
  VirtualTime now_ = 0;
  std::uint64_t stamps_ = 0;
  std::uint64_t waits_begun_ = 0;
  RunRecord run_;
  ThreadNumber current_ = kNobody;
  std::atomic<std::uint32_t> steps_{0};  // read by who watches
  std::atomic<bool> given_up_{false};
  bool quit_ = false;
  Baton ended_;
};

}  // namespace rollcall::schedule
