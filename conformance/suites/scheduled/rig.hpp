// Rig: what programs need to run under the scheduler: the stage with its domains, a connection for
// each thread, and a recorder whose stamps are the scheduler's.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conformance/schedule/explorer.hpp"
#include "conformance/suites/suite.hpp"
#include "conformance/workload/generator.hpp"
#include "conformance/workload/performer.hpp"

namespace rollcall::suites::scheduled {

/// How many threads and domains programs have at most.
struct RigSize {
  unsigned threads = 4;
  unsigned plain = 4;
  unsigned renaming_pairs = 1;

  friend bool operator==(const RigSize&, const RigSize&) = default;
};

class Rig {
 public:
  /// Pre: the library runs in this process.
  static sut::Expected<std::unique_ptr<Rig>> set_up(const Context& context, RigSize size);

  RigSize size() const { return size_; }

  /// Whether runs are judged by the instants that the library announces, too. At first they are
  /// not. Pre: it announces them.
  void judge_by_commits(bool judges) { judges_by_commits_ = judges; }
  bool judges_by_commits() const { return judges_by_commits_; }

  /// What programs for this rig are made for.
  workload::Setting setting(const workload::Taste& taste) const;

  /// The program for the scheduler: before each run its domains go home and all others of the stage
  /// go away, then each thread makes its calls once. Where a run begins depends on nothing that was
  /// before it. Pre: `program` outlives the result, and has at most as many threads as the rig.
  schedule::Program schedulable(const workload::Program& program);

  /// What the last run of a schedulable program recorded.
  history::History history();

 private:
  Rig(sut::Connection connection, RigSize size);
  void bring_home(const workload::Program& program);
  void send_away();
  void send_away_contested();

  sut::Connection connection_;
  RigSize size_;
  history::Recorder recorder_;
  workload::Capabilities capabilities_;
  std::optional<workload::Stage> stage_;
  std::vector<std::unique_ptr<workload::Performer>> performers_;  // the last one prepares
  std::vector<history::DomainState> initial_;                     // of each slot
  std::vector<workload::SlotNumber> contested_;  // that several threads of the program write
  bool judges_by_commits_ = false;
  bool is_fresh_ = false;  // the stage was built up from nothing for the present program
};

}  // namespace rollcall::suites::scheduled
