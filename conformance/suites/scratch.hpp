// Scratch domains: those that a suite makes for itself, and takes away again whatever state they
// are in.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "conformance/suites/suite.hpp"

namespace rollcall::suites {

/// Every name of a scratch domain begins with this.
inline constexpr const char* kScratchPrefix = "rollcall-kit-";

/// A uuid that depends on nothing but its arguments.
std::string scratch_uuid(std::uint64_t seed, const std::string& name);

/// Removes a domain with all that hangs on it: snapshots, checkpoints, managed save image. Best
/// effort.
void remove_domain(const sut::Domain& domain);

/// The scratch domains of one suite; removes them when it goes.
class Scratch {
 public:
  /// Pre: `context` and `connection` outlive this object.
  Scratch(const Context& context, const sut::Connection& connection)
      : context_(context), connection_(connection) {}
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  /// Defines a domain named kScratchPrefix + `suffix`, after removing one of that name that an
  /// aborted run left.
  sut::Expected<sut::Domain> define(const std::string& suffix, const std::string& disk_file = "");

  /// Starts a transient domain of that name, likewise.
  sut::Expected<sut::Domain> create(const std::string& suffix, const std::string& disk_file = "");

 private:
  std::string prepare(const std::string& suffix, const std::string& disk_file);

  const Context& context_;
  const sut::Connection& connection_;
  std::vector<std::string> uuids_;
};

}  // namespace rollcall::suites
