// Operation: one call of a concurrent run, with the stamps of its invocation and its response, what
// was asked and what came back. Entry: one handle of an answer, exactly as the library gave it.
//
// Answers are ordered multisets with every field of every handle: a set would hide duplicates, and
// an id tells which period of activity a listing saw.

#pragma once

#include <cstdint>
#include <limits>

namespace rollcall::history {

/// A point on the one clock of a run: nanoseconds, or steps of a scheduler. Operation a precedes b
/// in real time if and only if a.response < b.invocation.
using Stamp = std::uint64_t;

/// The response of an operation that never returned, or may still take effect.
inline constexpr Stamp kNever = std::numeric_limits<Stamp>::max();

/// Index into Host::domains, or one of the values below.
using DomainNumber = std::uint32_t;
inline constexpr DomainNumber kNoDomain = std::numeric_limits<DomainNumber>::max();
/// Index into Host::names.
using NameNumber = std::uint32_t;
inline constexpr NameNumber kNoName = std::numeric_limits<NameNumber>::max();

/// The id of an inactive domain, and of a handle whose id was not recorded.
inline constexpr std::int32_t kInactiveId = -1;
inline constexpr std::int32_t kUnknownId = std::numeric_limits<std::int32_t>::min();

/// The state of a record of statistics that carries none.
inline constexpr std::int32_t kNoState = -1;

/// What was called. FORMAT.md gives, for each mutator, when it succeeds and what it changes.
enum class Call : std::uint8_t {
  // Mutators of one domain.
  kDefine,    ///< argument: NameNumber
  kUndefine,  ///< with flags that drop managed save, snapshots and checkpoints
  kCreate,    ///< a transient domain; argument: NameNumber; value: id
  kStart,     ///< value: id
  kDestroy,   ///< also a shutdown, whose response is then when the domain was seen off
  kSuspend,
  kResume,
  kSetAutostart,  ///< argument: 0 or 1
  kManagedSave,
  kManagedSaveRemove,
  kRename,  ///< argument: NameNumber
  kSnapshotCreate,
  kSnapshotDelete,
  kCheckpointCreate,
  kCheckpointDelete,
  // Readers of one domain.
  kLookupByUuid,    ///< one entry when found
  kLookupByName,    ///< argument: NameNumber; one entry when found
  kLookupById,      ///< argument: id; one entry when found
  kGetState,        ///< value: virDomainState
  kIsActive,        ///< value: 0 or 1
  kIsPersistent,    ///< value: 0 or 1
  kGetAutostart,    ///< value: 0 or 1
  kHasManagedSave,  ///< value: 0 or 1
  // Readers of the whole host.
  kList,                 ///< argument: flags; entries; value: what the call returned
  kCount,                ///< argument: flags; value: what the call returned
  kAllStats,             ///< argument: flags; entries with states; value: what the call returned
  kNumOfDomains,         ///< value
  kListDomains,          ///< argument: size of the array; entries with an id only; value
  kNumOfDefinedDomains,  ///< value
  kListDefinedDomains,   ///< argument: size of the array; entries with a name only; value
  /// What a client makes of the legacy calls: active and inactive domains, concatenated. No
  /// library promises it; judged only on request, as a control that must fail.
  kLegacyUnion,  ///< entries with an id or a name
};
inline constexpr std::size_t kCallCount = static_cast<std::size_t>(Call::kLegacyUnion) + 1;

constexpr bool is_mutator(Call call) { return call <= Call::kCheckpointDelete; }
constexpr bool is_host_reader(Call call) { return call >= Call::kList; }

enum class Outcome : std::uint8_t {
  kDone,
  /// A definite error that the domain's state explains (not running, no such domain, name taken):
  /// no effect. For a look-up: not found.
  kRefused,
  /// Error, time-out or silence after which nobody knows: takes effect at some instant after the
  /// invocation, or never. The response is kNever; a recorder issues no further mutator on the
  /// domain.
  kIndeterminate,
};

/// One handle of an answer. Fields that the call does not give have their "unknown" values.
struct Entry {
  DomainNumber domain = kNoDomain;  ///< by uuid; kNoDomain for ListDomains, ListDefinedDomains
  NameNumber name = kNoName;
  std::int32_t id = kUnknownId;
  std::int32_t state = kNoState;  ///< virDomainState, from statistics only

  friend bool operator==(const Entry&, const Entry&) = default;
};

/// One call. Its entries are those of its batch from `first_entry` on.
struct Operation {
  Stamp invocation = 0;
  Stamp response = 0;
  /// When the backend itself says that the operation took effect; kNever when it does not say.
  Stamp commit = kNever;
  DomainNumber domain = kNoDomain;  ///< what it is about; kNoDomain for readers of the whole host
  std::uint32_t argument = 0;
  std::int32_t value = 0;
  std::uint32_t first_entry = 0;
  std::uint32_t entry_count = 0;
  std::uint16_t thread = 0;
  Call call = Call::kList;
  Outcome outcome = Outcome::kDone;
  /// Of an array: whether a null followed its last entry, and how many nulls were among them.
  bool terminated = true;
  std::uint8_t holes = 0;

  friend bool operator==(const Operation&, const Operation&) = default;
};

}  // namespace rollcall::history
