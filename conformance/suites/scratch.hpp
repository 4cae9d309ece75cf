// Scratch domains: those that a suite makes for itself, and takes away again whatever state they
// are in.

#pragma once

#include <string>
#include <vector>

#include "conformance/suites/suite.hpp"
#include "conformance/sut/scratch_domain.hpp"

namespace rollcall::suites {

using sut::kScratchPrefix;
using sut::remove_domain;
using sut::scratch_uuid;

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
