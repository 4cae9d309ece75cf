// The shape of each call: what it takes and what a complete answer carries. The one table that the
// reader, the writer, the validation and the reports go by.

#pragma once

#include "conformance/history/operation.hpp"

namespace rollcall::history {

/// What Operation::argument means.
enum class ArgumentKind : std::uint8_t { kNone, kName, kId, kFlags, kAutostart, kMaximum };

enum class Presence : std::uint8_t { kAbsent, kOptional, kRequired };

struct CallShape {
  /// Whether Operation::domain is set. Optional for look-ups by name and id, of which it says
  /// nothing.
  Presence domain = Presence::kAbsent;
  ArgumentKind argument = ArgumentKind::kNone;
  /// Whether Operation::value of a done call means something. An optional one is the id of an
  /// activation, kUnknownId when nobody recorded it.
  Presence value = Presence::kAbsent;
  bool entries = false;
  /// Which fields the entries have.
  Presence entry_domain = Presence::kAbsent;
  Presence entry_name = Presence::kAbsent;
  Presence entry_id = Presence::kAbsent;
  Presence entry_state = Presence::kAbsent;
};

CallShape shape_of(Call call);

}  // namespace rollcall::history
