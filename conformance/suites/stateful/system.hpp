// System: the library under test as the specification sees it. It performs operations through the
// public API on a few domains of its own.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "conformance/suites/stateful/call.hpp"
#include "conformance/suites/suite.hpp"

namespace rollcall::suites::stateful {

/// The code that stands for a call which failed without setting any error.
inline constexpr int kErrorNotSet = -1;

/// How many domains a program works on.
inline constexpr int kSlots = 3;

class System {
 public:
  /// Pre: `context` and `connection` outlive this object. `purpose` keeps the names of one suite
  /// apart from those of another.
  System(const Context& context, const sut::Connection& connection, const std::string& purpose);
  ~System();
  System(const System&) = delete;
  System& operator=(const System&) = delete;

  const Context& context() const { return context_; }
  const sut::Connection& connection() const { return connection_; }
  const std::string& uuid(int slot) const { return uuids_[static_cast<std::size_t>(slot)]; }
  /// The name that the domain in that place is made with.
  std::string original_name(int slot) const;

  /// The operation that a call stands for while `host` is as it is.
  spec::Operation resolve(const Call& call, const spec::Host& host) const;

  /// Performs the operation.
  ///
  /// Returns: 0 for success, else the error's code, or kErrorNotSet; nothing when it cannot be
  /// performed: it needs a handle and the place never had a domain.
  std::optional<int> perform(const spec::Operation& operation, Manner manner);

  /// Removes every domain and file of ours and forgets the kept handles.
  void clean_up();

  /// Takes new names and uuids for all that follows: for when the library has lost track of the old
  /// ones, and would mix up what comes next with what went before.
  void take_new_names();

  /// `text` without the part that all names of ours begin with.
  std::string shortened(std::string text) const;

 private:
  /// The handle that a step uses; null when there is none. A look-up that fails gives its code.
  struct Reached {
    std::optional<sut::Domain> fresh;
    const sut::Domain* domain = nullptr;
    int code = spec::kOk;
  };
  Reached reach(const std::string& uuid, Manner manner);
  std::string prefix() const;
  void choose_uuids();
  std::string xml(const std::string& name, const std::string& uuid) const;
  int make(const spec::Operation& operation, Manner manner);
  int operate(const sut::Domain& domain, const spec::Operation& operation, Manner manner) const;

  const Context& context_;
  const sut::Connection& connection_;
  std::string purpose_;
  int names_taken_ = 0;    ///< how often new names were taken
  bool has_disk_ = false;  ///< whether our domains have a disk, as checkpoints may need
  std::string directory_;  ///< of saved files
  std::vector<std::string> uuids_;
  std::map<std::string, sut::Domain> kept_;  ///< the oldest handle of each domain, by uuid
};

}  // namespace rollcall::suites::stateful
