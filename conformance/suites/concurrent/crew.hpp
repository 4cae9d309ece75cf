// Crew: the threads of a concurrent run. In a round each repeats its script on its own connection;
// between rounds all are parked outside any call, so that what they recorded can be taken out.

#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "conformance/workload/performer.hpp"

namespace rollcall::suites::concurrent {

/// A call that has taken too long.
struct OverdueCall {
  history::OpenCall call;
  unsigned thread = 0;  ///< as recorded: from 1 on
  history::Stamp waited = 0;
};

class Crew {
 public:
  /// One thread per performer. Pre: the recorder has a lane for each and outlives this object.
  Crew(history::Recorder& recorder, std::vector<std::unique_ptr<workload::Performer>> performers);
  /// Pre: no round is on.
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  /// Begins a round. Pre: all are parked; `program` outlives the round.
  void begin(const workload::Program& program);

  /// Waits until all are parked, at most until then. Returns: whether they are.
  bool wait_until(std::chrono::steady_clock::time_point time);

  /// Asks the threads to park after the call they are in.
  void end_round() { over_.store(true, std::memory_order_relaxed); }

  /// The call that has taken longest, if longer than the limit.
  std::optional<OverdueCall> overdue(history::Stamp limit) const;

  /// Gives up every thread that is in a call, and waits for the others to park. Afterwards this
  /// object must never be destroyed: the calls may still return.
  void abandon();

  std::vector<std::unique_ptr<workload::Performer>>& performers() { return performers_; }

 private:
  void work(unsigned index);
  void play(unsigned index, const workload::Script& script);

  history::Recorder& recorder_;
  std::vector<std::unique_ptr<workload::Performer>> performers_;
  std::vector<std::thread> threads_;
  std::atomic<bool> over_{false};

  std::mutex mutex_;
  std::condition_variable changed_;
  const workload::Program* program_ = nullptr;
  unsigned rounds_ = 0;
  unsigned parked_ = 0;
  bool quit_ = false;
};

}  // namespace rollcall::suites::concurrent
