// Screen: takes the calls and returns of a history in the order of time, compares every answer with
// the state after all mutators that had returned, and keeps only what this does not settle: what a
// reader said of domains that were changing meanwhile, and what was wrong. Answers can be dropped
// once they are screened.

#pragma once

#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "conformance/checker/answer_row.hpp"
#include "conformance/checker/segment.hpp"

namespace rollcall::checker {

class Screen {
 public:
  /// `host` must outlive the screen.
  explicit Screen(const history::Host& host) : host_(host) {}

  /// Takes notice of the domains that the host has by now.
  void grow();

  /// The next operation by invocation; all that returned before must have been returned to us.
  OperationNumber invoke(const history::Operation& operation);

  /// The operation returns; next by response.
  void respond(OperationNumber number, std::span<const history::Entry> entries);

  /// Whether entries of answers are kept in the segment.
  void keep_entries(bool keep) { segment_.keeps_entries = keep; }

  /// The state of each domain after all that returned; of a loose one, some earlier state.
  const history::DomainState& state_of(history::DomainNumber domain) const {
    return tracks_[domain].now;
  }
  std::size_t domains() const { return tracks_.size(); }
  /// How many operations the segment has by now.
  std::size_t operations() const { return segment_.operations.size(); }
  /// The indeterminate mutators that have not been seen to take effect.
  const std::vector<OperationNumber>& pending() const { return pending_; }

  /// Pre: nothing is open.
  /// Adds to `chained` the indeterminate mutators that come last on their domains. Returns the
  /// segment, which may be worked on until the next one starts.
  Segment& finish_segment();
  /// Goes on with a segment that was finished too early.
  void resume_segment();

  /// Starts the next segment, in which `finals` replace the states of their domains and `pending`
  /// are the indeterminate mutators that may still take effect.
  struct Final {
    history::DomainNumber domain = history::kNoDomain;
    history::DomainState state{};
    /// A state that only answers ruled out, and whether P permits it still.
    std::optional<history::DomainState> outdated{};
    bool in_projection = false;
  };
  void start_segment(std::span<const Final> finals, std::span<const OperationNumber> pending);

 private:
  struct Track {
    history::DomainState now{};
    AttributeWord attributes = kAbsentBit;
    history::Stamp last_response = 0;
    bool was_changed = false;           ///< a mutator has returned in this segment
    std::uint32_t change = kUnchanged;  ///< index into Segment::changed
    std::uint32_t pending = 0;
    std::vector<OperationNumber> cluster{};  ///< open mutators and those that overlap them
    std::uint32_t open = 0;
    bool is_doubted = false;  ///< by P: an outdated state is not ruled out there
  };
  struct Return {
    history::Stamp response = 0;
    history::DomainNumber domain = history::kNoDomain;
  };
  static constexpr std::uint32_t kUnchanged = ~0U;

  void invoke_mutator(OperationNumber number);
  void respond_mutator(OperationNumber number);
  void carry_outdated(std::span<const Final> finals);
  void settle(Track& track);
  void apply(Track& track, const ChainedMutator& next);
  void become(history::DomainNumber domain, const history::DomainState& state);
  void loosen(history::DomainNumber domain);
  bool is_loose(const Track& track) const {
    return track.change != kUnchanged && segment_.changed[track.change].loose;
  }

  void screen_one_domain(OperationNumber number, std::span<const history::Entry> entries);
  void screen_absence(OperationNumber number);
  void screen_listing(OperationNumber number, std::span<const history::Entry> entries);
  void screen_count(OperationNumber number);
  void screen_ids(OperationNumber number, std::span<const history::Entry> entries);
  bool find_own_ids(OperationNumber number, std::span<const history::Entry> entries);
  std::int32_t own_id(history::DomainNumber domain) const;
  void screen_ambiguous_names(OperationNumber number, std::span<const history::Entry> entries);
  void observe_ambiguous(OperationNumber number, history::NameNumber name);
  void count_all(Counting counting);
  void count_one(Counting& counting, history::DomainNumber domain);
  void observe(const Observation& observation, const Reading& reading);
  void observe_listed(OperationNumber number, history::DomainNumber domain);
  template <typename Use>
  void for_each_changing(history::Stamp since, Use use);
  bool is_changing(const Track& track, history::Stamp since) const;
  bool mark(history::DomainNumber domain);
  void keep_malformed(OperationNumber number, std::string complaint,
                      std::span<const history::Entry> entries);

  const history::Host& host_;
  Segment segment_;
  std::vector<Track> tracks_;
  std::vector<Handle> handles_;
  Row strangers_;
  AttributePlanes planes_;
  Owners owners_;
  AnswerRow answer_;
  Row expected_;
  /// Of a list of ids, by their known owner.
  std::unordered_map<history::DomainNumber, std::int32_t> own_ids_;
  std::vector<OperationNumber> open_mutators_;
  std::vector<OperationNumber> pending_;
  std::size_t returned_chained_ = 0;  ///< size of Segment::chained before it was finished
  std::vector<history::DomainNumber> unsettled_;  ///< loose or with an indeterminate mutator
  std::vector<Return> returns_;                   ///< of mutators, in this segment
  std::uint32_t blocks_ = 0;                      ///< of the segment, so far
  std::vector<std::uint64_t> marks_;
  std::uint64_t mark_ = 0;
};

}  // namespace rollcall::checker
