// LineParser: one line of a history file as its fields, each checked for type and range. It knows
// which fields there are, not what they mean together.

#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rollcall::history {

/// The fields of a line, then those of the object "initial", then those of one of the "entries".
enum class Field : std::uint8_t {
  kFormat,
  kVersion,
  kLibrary,
  kUri,
  kSeed,
  kClock,
  kDomain,
  kInitial,
  kStranger,
  kCall,
  kThread,
  kInvocation,
  kResponse,
  kCommit,
  kName,
  kFlags,
  kId,
  kAutostart,
  kMax,
  kOutcome,
  kValue,
  kEntries,
  kTerminated,
  kHoles,
  kInitialName,
  kInitialId,
  kInitialState,
  kInitialActive,
  kInitialPersistent,
  kInitialAutostart,
  kInitialManagedSave,
  kInitialSnapshots,
  kInitialCheckpoints,
  kEntryUuid,
  kEntryName,
  kEntryId,
  kEntryState,
};
inline constexpr std::size_t kFieldCount = static_cast<std::size_t>(Field::kEntryState) + 1;

/// The name of a field within its object, e.g. "invocation".
std::string_view name_of(Field field);

/// The fields of a line that are there.
class ParsedLine {
 public:
  struct Entry {
    std::string uuid;
    std::string name;
    std::int64_t id = 0;
    std::int64_t state = 0;
    std::bitset<kFieldCount> present;
  };

  bool has(Field field) const { return present_[static_cast<std::size_t>(field)]; }
  /// The first field, in the order of the enumeration, that is there but not among `known`;
  /// kFieldCount when there is none.
  std::size_t first_outside(const std::bitset<kFieldCount>& known) const;

  /// Pre: has(field), and the field is of that type. Flags are 0 or 1; a seed has all its 64 bits.
  const std::string& text(Field field) const { return texts_[static_cast<std::size_t>(field)]; }
  std::int64_t number(Field field) const { return numbers_[static_cast<std::size_t>(field)]; }
  bool flag(Field field) const { return number(field) != 0; }

  std::size_t entry_count() const { return entry_count_; }
  const Entry& entry(std::size_t index) const { return entries_[index]; }

 private:
  friend class LineHandler;

  std::bitset<kFieldCount> present_;
  std::array<std::string, kFieldCount> texts_;
  std::array<std::int64_t, kFieldCount> numbers_{};
  std::vector<Entry> entries_;  // never shrinks, so that their strings keep their memory
  std::size_t entry_count_ = 0;
};

/// Reads a line into `parsed`. Returns what is wrong with it; empty when nothing is.
std::string parse_line(std::string_view line, ParsedLine& parsed);

}  // namespace rollcall::history
