// MockSimulation: how one connection takes part in the simulation of its host: its calls are
// counted, wait for jobs, and meet the rules.

#pragma once

#include <rollcall/simulation.hpp>

#include "mockdriver/mock_host.hpp"

namespace rollcall {

class MockSimulation final : public Simulation {
 public:
  /// How long a call waits for a job on its domain to end, in virtual time.
  static constexpr std::uint64_t kJobWaitNs = 30'000'000'000;

  MockSimulation(MockHost& host, ConnectionNumber connection)
      : host_(host), connection_(connection) {}

  Status begin(const ApiCall& call) override;
  Status end(const ApiCall& call, const Error* error_or_null) override;
  void await_jobs(const RecordList& domains) override;

  Result<int> add_rule(std::string_view xml) override;
  Status remove_rule(int rule) override;
  Result<std::uint64_t> rule_hits(int rule) override;
  Result<unsigned> wait_held(int rule, unsigned count, std::chrono::milliseconds timeout) override;
  Result<unsigned> release(int rule) override;
  std::uint64_t call_count(const char* pattern) override;
  void advance_ns(std::uint64_t duration_ns) override;
  std::uint64_t now_ns() override;

 private:
  Status await_job(const ApiCall& call);
  Status follow_rules(const ApiCall& call, CallPoint point);
  Status carry_out(const RuleBook::Effect& effect, const ApiCall& call);

  MockHost& host_;
  const ConnectionNumber connection_;
};

}  // namespace rollcall
