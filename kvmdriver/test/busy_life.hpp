// The life that a domain leads over and over while its driver is killed: a script of steps, and how
// the domain looks after each.

#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "kvmdriver/connection.hpp"

namespace rollcall::kvm {

/// As much of a domain as outlives its driver. The default is that of one that is not there.
struct Shape {
  bool persistent = false;
  bool active = false;
  bool saved = false;     ///< has a managed save image
  bool snapshot = false;  ///< has the snapshot of the script
  bool renamed = false;

  bool operator==(const Shape&) const = default;
};

enum class LifeAction {
  kDefine,
  kStart,
  kSnapshot,
  kSave,
  kDropSnapshot,
  kDestroy,
  kRename,
  kUndefine
};

struct LifeStep {
  LifeAction action;
  Shape after;
};

/// From nothing to nothing.
std::span<const LifeStep> life();

/// A domain that leads that life, with a disk of its own.
class BusyDomain {
 public:
  /// Makes the disk `FOLDER/NUMBER.qcow2` unless it is there. `type` is of the domain.
  BusyDomain(const std::string& folder, const std::string& type, int number);

  /// Takes a step. Throws what went wrong.
  void take(Connection& host, const LifeStep& step) const;

  Shape look(Connection& host) const;

  /// Whether its guest is there and not paused.
  bool runs(Connection& host) const;
  /// The count of the guest, which runs. Throws when it does not answer.
  unsigned long count() const;
  /// The pid of its guest; 0 when it has none.
  pid_t pid(Connection& host) const;

  const Uuid& uuid() const noexcept { return uuid_; }

 private:
  Uuid uuid_;
  std::string name_;
  std::string new_name_;
  std::string serial_;
  std::string xml_;
};

}  // namespace rollcall::kvm
