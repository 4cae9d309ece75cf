// Round observer: looks on during the rounds of a concurrent run and says what it found.

#pragma once

#include <vector>

#include "conformance/report/result.hpp"

namespace rollcall::workload {
class Stage;
}

namespace rollcall::suites::concurrent {

class RoundObserver {
 public:
  virtual ~RoundObserver() = default;
  /// No thread is in a call yet, and all domains are as the stage says.
  virtual void before_round(workload::Stage& stage) = 0;
  /// No thread is in a call any more.
  virtual void after_round(workload::Stage& stage) = 0;
  virtual std::vector<report::Check> checks() const = 0;
};

}  // namespace rollcall::suites::concurrent
