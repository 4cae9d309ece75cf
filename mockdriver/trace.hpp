// Trace: what happened on a host, in order and with virtual times, as a file of JSON lines.
//
// The first line tells the version of the format, {"trace":1}. Each other line has the time "t" in
// nanoseconds and one of
//   "call" begins, with its connection "c" and, when it is known, its "domain";
//   "answer" of that call, with "error", a virErrorNumber, 0 on success;
//   "rule" takes effect, with what it "does";
//   "change" of a domain: insert, update, rename or erase, with its state afterwards; first come
//   all that are there when the trace begins, as "there";
//   "event" that is told: a virDomainEventID, with its two numbers.
// Equal calls on hosts of equal seed give equal bytes, as long as one thread makes them.

#pragma once

#include <atomic>
#include <cstdint>
#include <fstream>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include <rollcall/domain_table.hpp>
#include <rollcall/simulation.hpp>

#include "api/core/record_list.hpp"
#include "api/core/result.hpp"

namespace rollcall {

/// Threading: every member from any thread.
class Trace {
 public:
  /// Writes into a new file from now on; one that was written to is finished first.
  ///
  /// Pre: nothing happens on the host meanwhile; `there` is all that it has.
  /// Errors: SYSTEM_ERROR naming the file, with errno as int1; nothing is traced then.
  Status start(const std::string& path, std::uint64_t now_ns, const RecordList& there);

  /// Errors: SYSTEM_ERROR when not all could be written.
  Status stop();

  bool on() const noexcept { return on_.load(std::memory_order_relaxed); }

  // Each writes a line if the trace is on.
  void call(std::uint64_t now_ns, std::uint32_t connection, const ApiCall& call);
  void answer(std::uint64_t now_ns, std::uint32_t connection, const ApiCall& call, int code);
  void effect(std::uint64_t now_ns, int rule, std::string_view action);
  void commit(std::uint64_t now_ns, Generation generation, std::span<const DomainChange> changes,
              std::span<const DomainEvent> events);

 private:
  void write(const std::string& line);
  void write_change(std::uint64_t now_ns, std::string_view kind, Generation generation,
                    const DomainRecord& record);

  std::atomic<bool> on_{false};
  std::mutex mutex_;  // guards all below
  std::ofstream file_;
  std::string path_;
};

}  // namespace rollcall
