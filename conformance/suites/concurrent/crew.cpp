#include "conformance/suites/concurrent/crew.hpp"

#include "conformance/suites/concurrent/current_call.hpp"

namespace rollcall::suites::concurrent {

Crew::Crew(history::Recorder& recorder,
           std::vector<std::unique_ptr<workload::Performer>> performers)
    : recorder_(recorder), performers_(std::move(performers)) {
  parked_ = static_cast<unsigned>(performers_.size());
  for (unsigned index = 0; index < performers_.size(); ++index) {
    threads_.emplace_back([this, index] { work(index); });
  }
}

Crew::~Crew() {
  {
    const std::scoped_lock lock(mutex_);
    quit_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Crew::begin(const workload::Program& program) {
  {
    const std::scoped_lock lock(mutex_);
    program_ = &program;
    over_.store(false, std::memory_order_relaxed);
    parked_ = 0;
    ++rounds_;
  }
  changed_.notify_all();
}

bool Crew::wait_until(std::chrono::steady_clock::time_point time) {
  std::unique_lock lock(mutex_);
  return changed_.wait_until(lock, time, [this] { return parked_ == threads_.size(); });
}

void Crew::work(unsigned index) {
  enter_lane(&recorder_.lane(index), static_cast<int>(index) + 1);
  unsigned rounds_played = 0;
  for (;;) {
    const workload::Program* program = nullptr;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return quit_ || rounds_ != rounds_played; });
      if (quit_) return;
      rounds_played = rounds_;
      program = program_;
    }
    play(index, program->scripts[index]);
    {
      const std::scoped_lock lock(mutex_);
      ++parked_;
    }
    changed_.notify_all();
  }
}

void Crew::play(unsigned index, const workload::Script& script) {
  workload::Performer& performer = *performers_[index];
  const history::Lane& lane = recorder_.lane(index);
  performer.bring_home(script.parts);
  if (script.commands.empty()) return;
  for (;;) {
    for (const workload::Command& command : script.commands) {
      if (over_.load(std::memory_order_relaxed)) return;
      performer.perform(command);
      if (lane.is_full()) end_round();
    }
  }
}

std::optional<OverdueCall> Crew::overdue(history::Stamp limit) const {
  const history::Stamp now = history::read_clock();
  std::optional<OverdueCall> worst;
  for (unsigned index = 0; index < recorder_.lane_count(); ++index) {
    const auto call = recorder_.lane(index).open_call();
    if (!call || now < call->since + limit) continue;
    const history::Stamp waited = now - call->since;
    if (!worst || waited > worst->waited) worst = OverdueCall{*call, index + 1, waited};
  }
  return worst;
}

void Crew::abandon() {
  constexpr auto kTimeToPark = std::chrono::seconds(1);
  end_round();
  (void)wait_until(std::chrono::steady_clock::now() + kTimeToPark);
  for (unsigned index = 0; index < recorder_.lane_count(); ++index) {
    (void)recorder_.lane(index).abandon();
  }
}

}  // namespace rollcall::suites::concurrent
