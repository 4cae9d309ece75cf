#include "conformance/checker/judge.hpp"

#include "conformance/checker/open_operations.hpp"
#include "conformance/checker/segment_judge.hpp"

namespace rollcall::checker {

using history::Batch;
using history::Call;
using history::Operation;
using history::Stamp;

class Judge::State {
 public:
  State(const history::Host& host, JudgeOptions options)
      : options_(std::move(options)), screen_(host), segment_judge_(host, options_, findings_) {
    screen_.keep_entries(static_cast<bool>(options_.on_closed));
  }

  void feed(const Batch& batch) {
    screen_.grow();
    for (const Operation& operation : batch.operations) {
      if (operation.call == Call::kLegacyUnion && !options_.judge_legacy_unions) continue;
      while (open_.returns_before(operation.invocation)) return_next();
      if (open_.empty() && has_news_ && screen_.operations() >= next_try_) close(false);
      invoke(operation, entries_of(batch, operation));
    }
    open_.own_entries();
  }

  const Judgement& finish() {
    while (!open_.empty()) return_next();
    if (has_news_) close(true);
    return findings_.judgement();
  }

  const Judgement& so_far() const { return findings_.judgement(); }

 private:
  static std::span<const history::Entry> entries_of(const Batch& batch,
                                                    const Operation& operation) {
    const std::size_t last = std::size_t{operation.first_entry} + operation.entry_count;
    return last <= batch.entries.size() ? batch.entries_of(operation)
                                        : std::span<const history::Entry>();
  }

  void invoke(const Operation& operation, std::span<const history::Entry> entries) {
    Judgement& judgement = findings_.judgement();
    ++judgement.operations;
    if (is_mutator(operation.call)) ++judgement.mutators;
    if (is_host_reader(operation.call)) ++judgement.listings;
    const OperationNumber number = screen_.invoke(operation);
    has_news_ = true;
    if (is_indeterminate(operation)) return;
    const Stamp response = std::max(operation.response, operation.invocation);
    open_.add({.response = response, .number = number, .entries = entries});
  }

  void return_next() {
    const OpenOperation next = open_.take();
    screen_.respond(next.number, next.entries);
  }

  /// Judges all operations since the last quiescent instant. If these leave the state of the host
  /// uncertain, they stay, to be judged with what follows; the next try is made when there are
  /// twice as many, so that all tries together cost little more than the last.
  void close(bool must_end) {
    const auto outlook = segment_judge_.judge(screen_.finish_segment(), screen_, must_end);
    if (!outlook) {
      screen_.resume_segment();
      next_try_ = 2 * screen_.operations();
      return;
    }
    screen_.start_segment(outlook->finals, outlook->pending);
    next_try_ = 0;
    has_news_ = false;
  }

  JudgeOptions options_;
  Findings findings_;
  Screen screen_;
  SegmentJudge segment_judge_;
  OpenOperations open_;
  bool has_news_ = false;     ///< operations that are not judged yet
  std::size_t next_try_ = 0;  ///< how many operations a segment needs to be judged
};

Judge::Judge(const history::Host& host, JudgeOptions options)
    : state_(std::make_unique<State>(host, std::move(options))) {}

Judge::~Judge() = default;

void Judge::feed(const Batch& batch) { state_->feed(batch); }

const Judgement& Judge::finish() { return state_->finish(); }

const Judgement& Judge::so_far() const { return state_->so_far(); }

Judgement judge(const history::History& history, const JudgeOptions& options) {
  Judge judge(history.host, options);
  judge.feed(history.batch);
  return judge.finish();
}

}  // namespace rollcall::checker
