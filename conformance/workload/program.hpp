// Program: what the threads of one round do, as data: which domains each thread writes and how they
// begin, and the calls each thread repeats until the round ends. Domains are slots of a stage.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "conformance/history/operation.hpp"

namespace rollcall::workload {

/// Index of a domain on the stage.
using SlotNumber = std::uint16_t;
inline constexpr SlotNumber kNoSlot = 0xffff;

/// One call to make.
struct Command {
  history::Call call = history::Call::kList;
  SlotNumber slot = kNoSlot;  ///< the domain it is about; kNoSlot for readers of the whole host
  /// Flags, size of an array, 0 or 1; for names, a label: see Stage::name().
  std::uint32_t argument = 0;

  friend bool operator==(const Command&, const Command&) = default;
};

/// The state in which a pattern of calls finds its domain and leaves it again.
enum class Home : std::uint8_t { kAbsent, kOff, kRunning, kPaused };

/// A domain that one thread writes during a round.
struct Part {
  SlotNumber slot = kNoSlot;
  Home home = Home::kOff;

  friend bool operator==(const Part&, const Part&) = default;
};

/// What one thread does: brings its domains home, then repeats the commands, which leave each
/// domain as they found it.
struct Script {
  std::vector<Part> parts;
  std::vector<Command> commands;

  friend bool operator==(const Script&, const Script&) = default;
};

/// One script per thread. No domain is written by two, unless it is shared.
struct Program {
  std::vector<Script> scripts;
  /// Domains that any thread writes, in no agreed order: most of those calls are refused.
  std::vector<SlotNumber> shared;

  friend bool operator==(const Program&, const Program&) = default;
};

/// One command per line, e.g. "thread 1: start domain 3".
std::string to_text(const Program& program);

}  // namespace rollcall::workload
