// The interface between the runner and the suites: what a suite is given, what it gives back, and
// the one list of all.

#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "conformance/report/result.hpp"
#include "conformance/spec/profile.hpp"
#include "conformance/suites/concurrent/load.hpp"
#include "conformance/sut/connection.hpp"
#include "conformance/sut/domain_xml.hpp"

namespace rollcall::suites {

/// What a suite needs to know of the library under test. Suites keep no state between runs.
struct Context {
  const sut::Library& library;
  std::string uri;
  /// virConnectGetType of the connection.
  std::string driver;
  /// The guest kind whose XML the suites define.
  sut::GuestKind guest;
  /// The seed of every random choice.
  std::uint64_t seed = 0;
  /// Known deviations of the driver; they also tell a stateful suite which departures to follow and
  /// go on.
  const spec::Profile& profile;
  /// For the suites that run threads.
  Load load{};

  /// A new connection to the library under test.
  sut::Expected<sut::Connection> open() const { return sut::Connection::open(library, uri); }

  /// The smallest XML of a domain; an empty uuid lets the library choose one.
  std::string domain_xml(const std::string& name, const std::string& uuid = "") const {
    return sut::to_xml({.kind = guest, .name = name, .uuid = uuid});
  }
};

/// A suite: leaves the host as it found it, as far as the library lets it.
struct Suite {
  const char* name;
  /// One line for --list.
  const char* purpose;
  report::SuiteResult (*run)(const Context& context);
};

/// The result of a suite that could not begin: `what` failed with `failure`.
report::SuiteResult could_not_begin(const std::string& what, const sut::Failure& failure);

/// The result of a suite that does not apply to the library, whatever its seed.
report::SuiteResult skip_suite(const std::string& check, const std::string& reason);

/// Every suite, in the order in which they run.
std::span<const Suite> all_suites();

report::SuiteResult run_contract(const Context& context);
report::SuiteResult run_filters(const Context& context);
report::SuiteResult run_algebra(const Context& context);
report::SuiteResult run_lifecycle(const Context& context);
report::SuiteResult run_clash(const Context& context);
report::SuiteResult run_handles(const Context& context);
report::SuiteResult run_events(const Context& context);
report::SuiteResult run_atomicity(const Context& context);
report::SuiteResult run_legacy(const Context& context);
report::SuiteResult run_stats(const Context& context);
report::SuiteResult run_liveness(const Context& context);

}  // namespace rollcall::suites
