// MockSimulation: how one connection takes part in the simulation of its host: its calls are
// counted, wait for jobs, and meet the rules.

#pragma once

#include <atomic>
#include <memory>
#include <span>

#include <rollcall/simulation.hpp>

#include "mockdriver/host_call.hpp"
#include "mockdriver/mock_host.hpp"

namespace rollcall {

class MockSimulation final : public Simulation {
 public:
  /// How long a call waits for a job on its domain to end, in virtual time.
  static constexpr std::uint64_t kJobWaitNs = 30'000'000'000;

  MockSimulation(MockHost& host, ConnectionNumber connection)
      : host_(host),
        connection_(connection),
        calls_(host.client_calls().open(connection)),
        restarts_(host.restarts()) {}
  ~MockSimulation() override { host_.client_calls().close(connection_); }

  /// What the call that this thread is in is to do to lists.
  static std::span<const ListChange> list_changes() noexcept;

  /// Whether no rule has cut the connection, nor the host restarted.
  bool connected() const noexcept {
    return connected_.load(std::memory_order_relaxed) && host_.restarts() == restarts_;
  }

  Status begin(const ApiCall& call) override;
  Status end(const ApiCall& call, const Error* error_or_null) override;
  void await_jobs(const RecordList& domains) override;

  Result<int> add_rule(std::string_view xml) override;
  Status remove_rule(int rule) override;
  Result<std::uint64_t> rule_hits(int rule) override;
  Result<unsigned> wait_held(int rule, unsigned count, std::chrono::milliseconds timeout) override;
  Result<unsigned> release(int rule) override;
  std::uint64_t call_count(const char* pattern) override;
  std::uint32_t client() override { return connection_; }
  std::uint32_t clients() override { return host_.connections(); }
  Result<std::uint64_t> client_call_count(std::uint32_t client, const char* pattern) override;
  void advance_ns(std::uint64_t duration_ns) override;
  std::uint64_t now_ns() override;
  bool advance_to_next() override;
  Result<unsigned> perform(std::string_view xml) override;
  Status trace_to(const std::string& path) override;
  Status replay(const std::string& path) override;

 private:
  /// Work on the host that is no call, and takes no time.
  HostCall untimed() { return HostCall(host_, connection_, HostCall::Takes::kNoTime); }

  Status admit(const ApiCall& call);
  Status finish(const ApiCall& call, bool succeeded);
  Status trace_answer(const ApiCall& call, int code);
  Trace::Turn control(std::string_view what, std::string_view of);
  /// The call takes so much virtual time.
  void let_pass(std::uint64_t duration_ns);
  Status await_job(const ApiCall& call);
  Status follow_rules(const ApiCall& call, CallPoint point);
  Status carry_out(const RuleBook::Effect& effect, const ApiCall& call);
  Status hold(int rule, const ApiCall& call);
  Status disconnect();

  MockHost& host_;
  const ConnectionNumber connection_;
  const std::shared_ptr<CallCounts> calls_;
  const std::uint64_t restarts_;  ///< of the host, when the connection was made
  std::atomic<bool> connected_{true};
};

}  // namespace rollcall
