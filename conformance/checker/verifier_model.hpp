// The verifier's own reading of history/FORMAT.md: what a mutator makes of a domain, and what a
// reader says about each domain and about their number. Written apart from the judge's.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "conformance/history/history.hpp"

namespace rollcall::checker::verifying {

/// Whether an operation may change its domain: a mutator that was not refused.
bool takes_effect(const history::Operation& operation);

/// The state after a mutator with its recorded outcome; nothing when this state and the outcome
/// contradict each other. A refusal that another domain's name may explain contradicts nothing.
std::optional<history::DomainState> after(const history::DomainState& state,
                                          const history::Operation& mutator);

/// Appends what tells these states from others, for a search that remembers where it was.
void add_to_key(std::vector<std::uint64_t>& key, std::span<const history::DomainState> states);

/// How much of an answer is compared with a state.
enum class Detail : std::uint8_t {
  kMembership,  ///< whether the domain is in the answer, and what a getter returned
  kName,        ///< the name in its entry alone
  kId,          ///< the id in its entry alone
  kRunState,    ///< the run state in its entry alone
  kAll,         ///< all of these
};

/// Each of these alone.
inline constexpr Detail kDetails[] = {Detail::kMembership, Detail::kName, Detail::kId,
                                      Detail::kRunState};

/// Whose an id or a name must be, for answers that consist of these alone.
class Owners {
 public:
  explicit Owners(const history::History& history);

  /// The only domain that can have had it by then; kNoDomain when there is none or several.
  history::DomainNumber owner_of_id(std::int32_t id, history::Stamp then) const;
  history::DomainNumber owner_of_name(history::NameNumber name, history::Stamp then) const;
  /// Whether some domain may by then have been active with an id that nobody recorded.
  bool has_unknown_ids(history::Stamp then) const { return unknown_from_ <= then; }

 private:
  /// A domain that can have it from this stamp on.
  struct Owner {
    history::DomainNumber domain = history::kNoDomain;
    history::Stamp from = 0;
  };
  static history::DomainNumber only_one(const std::vector<Owner>& owners, history::Stamp then);

  std::unordered_map<std::int32_t, std::vector<Owner>> ids_;
  std::unordered_map<history::NameNumber, std::vector<Owner>> names_;
  history::Stamp unknown_from_ = history::kNever;
};

/// How many domains an answer allows there to be of those it numbers.
struct NumberRange {
  std::int64_t least = 0;
  std::int64_t most = std::numeric_limits<std::int64_t>::max();

  bool contains(std::int64_t number) const { return least <= number && number <= most; }
};

/// One reader's answer, ready to be compared with states. A refused mutator is a reader too: it
/// says that its domain did not permit it. Refers to the history.
class Answer {
 public:
  Answer(const history::History& history, const history::Operation& reader, const Owners& owners);

  /// Whether the answer says anything: not what is indeterminate, nor what was refused for reasons
  /// outside of the history.
  bool speaks() const;

  /// Whether a domain in this state is what the answer says of that domain alone.
  bool fits(history::DomainNumber domain, const history::DomainState& state, Detail detail) const;

  /// Whether the answer has a handle of this domain.
  bool has_handle(history::DomainNumber domain) const {
    return !lists_ids() && !lists_names() && entries_.contains(domain);
  }

  /// Whether the answer is a number of domains, or says how many there are besides which ones.
  bool is_number() const;
  /// Whether a domain in this state is one of those that the answer numbers.
  bool numbers(const history::DomainState& state) const;
  NumberRange range() const;

  bool lists_ids() const { return reader_.call == history::Call::kListDomains; }
  /// How many entries of ids or names alone there are, and whether one may be a domain's in a
  /// state.
  std::size_t keys() const { return lists_ids() || lists_names() ? list_.size() : 0; }
  bool key_may_be_of(std::size_t key, const history::DomainState& state) const;
  /// Whether one of the ids may be a domain's in a state. Each id must be another domain's.
  bool may_list_id_of(const history::DomainState& state) const;

  /// Whether all domains together, in these states, are what the answer says, but for handles.
  bool fits_all(std::span<const history::DomainState> states) const;

  /// Why the answer is malformed; empty when it is well-formed.
  std::string malformation() const;

 private:
  bool lists_names() const { return reader_.call == history::Call::kListDefinedDomains; }
  /// Whether there may be more ids or names than were returned.
  bool is_cut_short() const { return list_.size() >= reader_.argument; }
  bool fits_look_up(history::DomainNumber domain, const history::DomainState& state) const;
  bool fits_getter(const history::DomainState& state) const;
  bool fits_ids(history::DomainNumber domain, const history::DomainState& state) const;
  bool fits_names(history::DomainNumber domain, const history::DomainState& state) const;
  bool covers_all(std::span<const history::DomainState> states) const;

  const history::Host& host_;
  const history::Operation& reader_;
  std::span<const history::Entry> list_;
  /// By domain; for ids and names alone, by their owner.
  std::unordered_map<history::DomainNumber, history::Entry> entries_;
  std::unordered_set<std::int32_t> ids_;  ///< of list_domains
  bool has_unknown_ids_ = false;          ///< so that an id need not be that of its known owner
  std::unordered_set<history::NameNumber> names_;  ///< of list_defined_domains
};

}  // namespace rollcall::checker::verifying
