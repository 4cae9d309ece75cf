// The specification of the life cycle: which outcomes an operation may have in which state. Where
// the documentation leaves a choice to the hypervisor, the answer is a set of several outcomes.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "conformance/spec/domain.hpp"
#include "conformance/spec/event_pattern.hpp"
#include "conformance/spec/operation.hpp"

namespace rollcall::spec {

/// What save() left in a file.
struct SavedFile {
  std::string name;
  std::string uuid;
  State state = State::kNoState;  ///< kNoState when not known
  friend bool operator==(const SavedFile&, const SavedFile&) = default;
};

/// One hypervisor host, as far as the specification follows it.
struct Host {
  std::map<std::string, Domain> domains;   ///< by uuid
  std::map<std::string, SavedFile> files;  ///< by path
  int last_id = 0;                         ///< the greatest id seen so far
};

/// The answer of a call: success, or an error with one of `codes`.
struct Reply {
  bool ok = true;
  std::vector<int> codes = {};  ///< of an error; empty when the documentation names no code
};

/// "ok", "E55", "E55|E74" or "any error".
std::string to_text(const Reply& reply);

/// One thing that may happen: the answer, the domain afterwards, its events. Every other domain
/// stays as it is.
struct Outcome {
  Reply reply;
  std::optional<Domain> domain;
  EventPattern events;
  std::optional<SavedFile> file = std::nullopt;  ///< written by save()
};

/// All outcomes that the documentation allows for `operation` on `host`. Never empty.
///
/// Pre: an operation other than defineXML, createXML and restore is called on a handle of the
/// domain, which may be gone. `host.domains` has every domain with which a name could clash.
std::vector<Outcome> step(const Host& host, const Operation& operation);

/// The row of the tables that `operation` finds: label() of the domain, and for a revert or restore
/// the state that it brings back, e.g. "I+S to 5" for a snapshot of a domain that was shut off.
std::string row(const Host& host, const Operation& operation);

/// What becomes of a domain started with AUTODESTROY when the connection it was started by closes.
Outcome autodestroyed(const Domain& domain);

}  // namespace rollcall::spec
