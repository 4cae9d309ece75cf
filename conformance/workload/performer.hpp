// Performer: one thread's connection to the library under test. It makes the calls of a script,
// records what came back, and keeps the stage informed of what its own writing did.

#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "conformance/history/recorder.hpp"
#include "conformance/sut/connection.hpp"
#include "conformance/workload/capabilities.hpp"
#include "conformance/workload/stage.hpp"

namespace rollcall::workload {

/// How a library's errors are to be read.
struct ErrorCustom {
  /// Starting, pausing and resuming a domain in the wrong state is refused as an internal error.
  bool internal_error_refuses = false;
};

/// Calls of one kind that failed as no state of a domain explains.
struct Trouble {
  history::Call call = history::Call::kList;
  std::uint64_t times = 0;
  sut::Failure first;
};

/// Threading: one thread at a time.
class Performer {
 public:
  /// Pre: all that is referred to outlives this object.
  Performer(sut::Connection connection, history::Lane& lane, Stage& stage,
            const Capabilities& capabilities, ErrorCustom custom);

  /// Makes the call, unless it makes no sense now: its domain was given up, or nobody ever had a
  /// handle of it.
  void perform(const Command& command);

  /// Brings the domains of a script to where its commands begin.
  void bring_home(const std::vector<Part>& parts);

  /// Keeps handles of exactly these domains, as far as they exist: what the next calls do depends
  /// on nothing that was before.
  void hold(const std::vector<SlotNumber>& slots);

  /// Calls that failed for no reason in the domains' states. A listing must not; of a mutator that
  /// did, nobody knows whether it had an effect.
  const std::vector<Trouble>& troubles() const { return troubles_; }

  /// Closes the connection. Returns: what the library says still refers to it; -1 is an error.
  int close();

 private:
  /// A handle kept for calls on a domain.
  struct Held {
    history::DomainNumber domain = history::kNoDomain;
    std::optional<sut::Domain> handle;
  };

  const sut::Library& library() const { return connection_.library(); }
  const sut::Domain* handle_of(SlotNumber slot);
  void note_trouble(history::Call call, const sut::Failure& failure);

  void write(const Command& command);
  sut::Expected<int> define_or_create(const Command& command);
  sut::Expected<int> write_to(const sut::Domain& domain, const Command& command, const Slot& slot);
  history::Outcome outcome_of(history::Call call, int code) const;

  void read_domain(const Command& command);
  /// Leaves the handle in `kept` if given.
  void look_up(const Command& command, std::optional<sut::Domain>* kept = nullptr);
  void read_host(const Command& command);
  void list(unsigned flags);
  void count(unsigned flags);
  void all_stats(unsigned flags);
  void legacy(const Command& command);
  void legacy_union();
  void add_entry(virDomainPtr domain, int state);
  /// Ends a call that returned a number, negative for failure.
  void close_number(history::Call call, int returned, bool may_be_refused = false);
  void add_ids(int count);
  void add_names(int count);

  sut::Connection connection_;
  history::Lane& lane_;
  Stage& stage_;
  const Capabilities& capabilities_;
  const ErrorCustom custom_;
  std::vector<Held> held_;
  std::vector<Trouble> troubles_;
  std::vector<int> ids_;
  std::vector<char*> names_;
};

}  // namespace rollcall::workload
