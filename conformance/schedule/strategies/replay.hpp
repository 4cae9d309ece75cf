// Replay: repeats the choices of an earlier run.

#pragma once

#include <optional>
#include <vector>

#include "conformance/schedule/run.hpp"
#include "conformance/schedule/strategy.hpp"

namespace rollcall::schedule {

class Replay : public Strategy {
 public:
  explicit Replay(std::vector<Switch> switches) : switches_(std::move(switches)) {}

  std::string name() const override { return "replay"; }
  void begin(const Shape& expected) override;
  ThreadNumber choose(const Choice& choice) override;

  /// The first step at which the recorded choice could not be made in the last run.
  const std::optional<std::uint32_t>& impossible_step() const { return impossible_step_; }

 private:
  std::vector<Switch> switches_;  // by step
  std::size_t next_ = 0;
  std::optional<std::uint32_t> impossible_step_;
};

}  // namespace rollcall::schedule
