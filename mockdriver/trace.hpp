// Trace: what happened on a host, in order and with virtual times, as a file of JSON lines.
//
// The first line tells the version of the format, {"trace":1}. Each other line has the time "t" in
// nanoseconds and one of
//   "open", a connection is made, or "close" of the connection "c";
//   "call" begins, with its connection "c" and, when it is known, its "domain";
//   "resumed": that call was held, and goes on;
//   "answer" of that call, with "error", a virErrorNumber, 0 on success;
//   "control" of the host through the connection "c", with what it is about as "of";
//   "rule" takes effect, with what it "does";
//   "change" of a domain: insert, update, rename or erase, with its state afterwards; first come
//   all that are there when the trace begins, as "there";
//   "event" that is told: a virDomainEventID, with its two numbers.
// Equal calls on hosts of equal seed give equal bytes, as long as one thread makes them.
//
// Where virtual time does not follow the real one, calls take turns as long as a trace is on: one
// begins when the other has answered or is held. So the order of the lines is that of what was
// done, and a host in the same state, of which the same is asked, does it again: a replay lets each
// call begin when its line comes, whoever is first, and compares every line.

#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <fstream>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <rollcall/domain_table.hpp>
#include <rollcall/simulation.hpp>

#include "api/core/record_list.hpp"
#include "api/core/result.hpp"
#include "mockdriver/client_calls.hpp"
#include "mockdriver/trace_replay.hpp"

namespace rollcall {

/// Threading: every member from any thread.
class Trace {
 public:
  static constexpr std::chrono::milliseconds kPatience{10'000};

  /// `now_ns`: tells the virtual time; only members that say so call it. `takes_turns`: whether
  /// that time passes only as it is told to. `patience`: how long a replay waits for the next call.
  Trace(std::function<std::uint64_t()> now_ns, bool takes_turns,
        std::chrono::milliseconds patience = kPatience)
      : now_ns_(std::move(now_ns)), takes_turns_(takes_turns), patience_(patience) {}

  /// Writes into a new file from now on; what was on before is finished first.
  ///
  /// Pre: nothing happens on the host meanwhile; `there` is all that it has.
  /// Errors: SYSTEM_ERROR naming the file, with errno as int1; nothing is traced then.
  Status start(const std::string& path, std::uint64_t now_ns, const RecordList& there);

  /// Has the host do again what the file tells, from now on; what was on before is finished first.
  ///
  /// Pre: as of start().
  /// Errors: as of TraceReplay::read(); INVALID_ARG when the host has other domains than it had;
  /// OPERATION_INVALID when its time follows the real one.
  Status replay(const std::string& path, std::uint64_t now_ns, const RecordList& there);

  /// Errors: SYSTEM_ERROR when not all could be written; INVALID_ARG saying where a replay departed
  /// from its trace, or before which line it ends.
  Status stop();

  bool on() const noexcept { return on_.load(std::memory_order_relaxed); }

  // Each of those below writes a line if the trace is on.

  /// A call begins, or goes on after it was held. Waits for its turn; calls now_ns.
  ///
  /// Errors: INVALID_ARG when the replay departs from the trace here, or has done so unnoticed;
  /// each departure is told once.
  Status begin(ConnectionNumber connection, const ApiCall& call);
  Status resume(ConnectionNumber connection, const ApiCall& call);

  /// The call is held: others may have their turns.
  void hold() { end_turn(); }

  /// The call answers. Calls now_ns. Errors: as of begin().
  Status answer(ConnectionNumber connection, const ApiCall& call, int code);

  void effect(std::uint64_t now_ns, int rule, std::string_view action);
  void commit(std::uint64_t now_ns, Generation generation, std::span<const DomainChange> changes,
              std::span<const DomainEvent> events);

  /// Something else that has its turn, from construction to destruction, unless the thread has one
  /// already. Both call now_ns.
  class Turn {
   public:
    static Turn open(Trace& trace);
    static Turn close(Trace& trace, ConnectionNumber connection);
    static Turn control(Trace& trace, ConnectionNumber connection, std::string_view what,
                        std::string_view of);
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
      if (is_own_) trace_.end_turn();
    }

   private:
    Turn(Trace& trace, const std::string& content);

    Trace& trace_;
    bool is_own_ = false;
  };

 private:
  void write_all(std::uint64_t now_ns, const RecordList& there);
  void write(std::uint64_t now_ns, std::string_view content);
  void write_change(std::uint64_t now_ns, std::string_view kind, Generation generation,
                    const DomainRecord& record);

  bool has_turn() const;
  void take_turn(const std::string& content);
  void await_replayed_turn(std::unique_lock<std::mutex>& lock, const std::string& content);
  void end_turn();
  Status untold_departure();

  const std::function<std::uint64_t()> now_ns_;
  const bool takes_turns_;
  const std::chrono::milliseconds patience_;
  std::atomic<bool> on_{false};
  mutable std::mutex mutex_;  // guards all below
  std::condition_variable turned_;
  std::uint64_t turn_ = 0;  ///< the ticket of the thread whose turn it is; 0 when it is nobody's
  std::ofstream file_;
  std::string path_;
  std::optional<TraceReplay> replay_;  ///< instead of the file
  bool is_departure_told_ = false;
};

}  // namespace rollcall
