// Verdict: what a history says about each promise, and the evidence. Grades are ordered by what
// they demand; each is judged on its own, since a library may keep one and break another.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conformance/history/history.hpp"

namespace rollcall::checker {

/// The promises of a listing that a history can refute.
///
/// The first five are the grades W, E, P, S and L. They concern which domains were returned. An
/// implementation that keeps L keeps all of them; S and P imply E, and say nothing of each other.
enum class Property : std::uint8_t {
  kWellFormed,    ///< W: no duplicates, no holes, terminated, count = length, only known domains
  kEntries,       ///< E: every entry and every absence was true at some instant of the call; so
                  ///<    was, each on its own, every name, id and run state in an entry
  kProjections,   ///< P: the history of every domain alone is linearizable
  kSnapshots,     ///< S: each answer as a whole was true at one instant of its call
  kLinearizable,  ///< L: all operations have one total order that respects real time
  kIdentity,      ///< the id rule: name and id of each handle are its domain's at an instant of the
                  ///<    call at which the filter accepted it. Where it holds, P, S and L demand
                  ///<    it too, at the same instant as membership.
};
inline constexpr std::size_t kPropertyCount = 6;

enum class Standing : std::uint8_t { kNotRefuted, kRefuted, kUndecided };

/// Index into Batch::operations of the history that the evidence carries.
using OperationNumber = std::uint32_t;

/// Why the operation before must come before the next one of a cycle.
enum class Because : std::uint8_t {
  kRealTime,      ///< it returned before the next was invoked
  kChain,         ///< both change one domain, and their results permit this order only
  kSawEffect,     ///< the next is a reader that saw `domain` as this mutator left it, or later
  kMissedEffect,  ///< this is a reader that saw `domain` as it was before the next, a mutator
};

/// One step of a cycle: `operation` must take effect before that of the following step (the first
/// follows the last).
struct Step {
  OperationNumber operation = 0;
  Because because = Because::kRealTime;
  history::DomainNumber domain = history::kNoDomain;  ///< of all but kRealTime
};

/// A certificate: enough to confirm a verdict without searching. Its numbers index the operations
/// of the history it came with.
struct Certificate {
  enum class Kind : std::uint8_t {
    kOrder,      ///< PASS: `order` is a legal total order (indeterminate ones may be left out)
    kMalformed,  ///< W: `reader` is malformed, as `text` says
    kNoVersion,  ///< E, P, identity: no state that `domains[0]` had during `reader` fits its answer
    kNoInstant,  ///< S: no instant of `reader` fits what it said of all `domains` together
    kCycle,      ///< P, L: the steps form a cycle
    kResult,     ///< P, L: in no order of their own do the mutators of `domains[0]` give the
                 ///<    recorded results
    kRegion,  ///< P, L: no legal order of the operations in `order` exists (by exhaustive search)
  };
  Kind kind = Kind::kOrder;
  OperationNumber reader = 0;
  std::vector<history::DomainNumber> domains{};
  std::vector<Step> cycle{};
  std::vector<OperationNumber> order{};
  std::string text{};
};

/// Why a property is refuted: a self-contained history with its certificate.
struct Violation {
  history::History evidence;
  Certificate certificate;
};

struct Finding {
  Standing standing = Standing::kNotRefuted;
  /// The first violation met; set if and only if refuted.
  std::optional<Violation> violation{};
  /// How often the property was refuted, at least (one per closed segment for L and P).
  std::uint64_t violations = 0;
  /// Why it is undecided; empty otherwise.
  std::string undecided{};
};

/// The judgement on all that was read so far.
struct Judgement {
  std::array<Finding, kPropertyCount> findings;
  std::uint64_t operations = 0;
  std::uint64_t mutators = 0;
  std::uint64_t listings = 0;  ///< readers of the whole host

  Finding& of(Property property) { return findings[static_cast<std::size_t>(property)]; }
  const Finding& of(Property property) const {
    return findings[static_cast<std::size_t>(property)];
  }
};

}  // namespace rollcall::checker
