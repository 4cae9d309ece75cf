// Rig: everything that a concurrent run stands on: the recorder, the stage, and the crew with its
// connections.

#pragma once

#include <memory>
#include <optional>
#include <string>

#include "conformance/suites/concurrent/crew.hpp"
#include "conformance/suites/suite.hpp"
#include "conformance/workload/generator.hpp"

namespace rollcall::suites::concurrent {

/// How many domains a run plays with.
struct StageSize {
  unsigned plain = 12;
  unsigned renaming_pairs = 2;
};

/// How the errors of a library with this profile are to be read.
workload::ErrorCustom custom_of(const spec::Profile& profile);

class Rig {
 public:
  /// Probes the backend, prepares the stage, opens a connection for each thread.
  static sut::Expected<std::unique_ptr<Rig>> set_up(const Context& context, StageSize size);

  history::Recorder& recorder() { return recorder_; }
  workload::Stage& stage() { return *stage_; }
  Crew& crew() { return *crew_; }
  const workload::Capabilities& capabilities() const { return capabilities_; }
  const sut::Connection& connection() const { return connection_; }

  /// What programs for this rig are made for.
  workload::Setting setting(const workload::Taste& taste) const;

  /// Closes the threads' connections. Returns: what is wrong with that in words; empty when
  /// nothing is. Pre: no round is on, nor will be.
  std::string close_connections();

 private:
  Rig(sut::Connection connection, unsigned threads)
      : connection_(std::move(connection)), recorder_(threads), threads_(threads) {}

  sut::Connection connection_;
  history::Recorder recorder_;
  workload::Capabilities capabilities_;
  std::optional<workload::Stage> stage_;
  std::optional<Crew> crew_;
  unsigned threads_;
};

}  // namespace rollcall::suites::concurrent
