// Call: one step of a stateful program, and the menu of steps that programs are made of.

#pragma once

#include <span>
#include <string>

#include "conformance/spec/host.hpp"

namespace rollcall::suites::stateful {

/// What a menu item passes besides the flags; resolved against the domain that the step is about.
enum class Argument {
  kNone,
  kCurrentName,    ///< the name that the domain has now
  kOriginalName,   ///< the name that the domain was made with
  kOtherName,      ///< a spare name of the same domain
  kNeighbourName,  ///< the name of the next domain
  kEmptyName,
  kBadName,  ///< has a slash
  kMoment0,
  kMoment1,
  kMoment2,
  kFile,
};

/// One kind of call with all but the domain chosen.
struct MenuItem {
  spec::Action action = spec::Action::kDefine;
  unsigned flags = 0;
  Argument argument = Argument::kNone;
  /// How often a random program takes it, against the others.
  int weight = 1;
};

/// Every kind of call of the tables, the simplest first.
std::span<const MenuItem> menu();

/// How a step reaches the domain and which of two equal functions it uses.
struct Manner {
  bool kept_handle = false;     ///< the oldest handle there is instead of a fresh look-up
  bool plain_function = false;  ///< virDomainDestroy instead of virDomainDestroyFlags(0), ...
};

/// One step on the domain in place `slot`.
struct Call {
  MenuItem item;
  int slot = 0;
  Manner manner = {};
};

/// The item's call and flags as text, e.g. "undefine(SNAPSHOTS)"; for marking what is not offered.
std::string to_text(const MenuItem& item);

}  // namespace rollcall::suites::stateful
