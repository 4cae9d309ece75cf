// Simulation: what a driver whose hosts are simulated adds to a HostConnection, so that calls can
// be counted, delayed, held and made to fail whatever they are. The entry points of the C API tell
// it of every call; <rollcall/mock.h> controls it.

#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "api/core/error.hpp"
#include "api/core/record_list.hpp"
#include "api/core/result.hpp"
#include "api/core/uuid.hpp"

namespace rollcall {

/// A call of the public API that reached a host.
struct ApiCall {
  const char* function;                ///< the C function's name; valid for ever
  std::string_view domain_name{};      ///< of the domain it is about; empty when that is not known
  const Uuid* uuid_or_null = nullptr;  ///< of that domain
  bool changes_domain = false;         ///< asked of a domain, and not only to read
};

/// The simulation of one host, as one connection sees it.
///
/// Threading: every member from any thread.
class Simulation {
 public:
  Simulation() = default;
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;
  virtual ~Simulation() = default;

  /// A call begins, and has done nothing yet. Returns when it may go on.
  ///
  /// Errors: what the call is to answer instead of doing anything.
  virtual Status begin(const ApiCall& call) = 0;

  /// The call has done its work, or has failed with the error. Returns when it may answer.
  ///
  /// Errors: what it is to answer instead.
  virtual Status end(const ApiCall& call, const Error* error_or_null) = 0;

  /// A call for the statistics of these domains waits, as long as such a call does, for operations
  /// on them to end.
  virtual void await_jobs(const RecordList& domains) = 0;

  // --- Control: see the functions of <rollcall/mock.h> ---

  virtual Result<int> add_rule(std::string_view xml) = 0;
  virtual Status remove_rule(int rule) = 0;
  virtual Result<std::uint64_t> rule_hits(int rule) = 0;
  virtual Result<unsigned> wait_held(int rule, unsigned count,
                                     std::chrono::milliseconds timeout) = 0;
  virtual Result<unsigned> release(int rule) = 0;
  virtual std::uint64_t call_count(const char* pattern) = 0;
  /// The number of this connection, and how many there have been.
  virtual std::uint32_t client() = 0;
  virtual std::uint32_t clients() = 0;
  virtual Result<std::uint64_t> client_call_count(std::uint32_t client, const char* pattern) = 0;
  virtual void advance_ns(std::uint64_t duration_ns) = 0;
  virtual std::uint64_t now_ns() = 0;
  virtual bool advance_to_next() = 0;
  virtual Result<unsigned> perform(std::string_view xml) = 0;
  /// An empty path ends the trace.
  virtual Status trace_to(const std::string& path) = 0;
  virtual Status replay(const std::string& path) = 0;
};

}  // namespace rollcall
