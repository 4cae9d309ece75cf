// Examiner: what one case of the contract suite sees of the library under test, and where it
// records what it finds.

#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "conformance/suites/scratch.hpp"

namespace rollcall::suites::contract {

/// What all cases share: a connection, a running and a shut off persistent domain on it.
struct Stage {
  const Context& context;
  const sut::Connection& connection;
  const sut::Domain& running;
  const sut::Domain& shutoff;
};

class Examiner {
 public:
  /// Pre: all arguments outlive this object. `slug` names the case in deviation keys.
  Examiner(const Stage& stage, std::string slug, report::Check& check)
      : stage_(stage), slug_(std::move(slug)), check_(check) {}

  const Context& context() const { return stage_.context; }
  const sut::Library& library() const { return stage_.context.library; }
  const sut::Connection& connection() const { return stage_.connection; }
  const sut::Domain& running() const { return stage_.running; }
  const sut::Domain& shutoff() const { return stage_.shutoff; }

  /// Records a deviation of `aspect` (a word) unless `holds`. `call` is the call as C source,
  /// arguments and all.
  ///
  /// The key is "contract/slug/function/aspect"; of several deviations with one key the first is
  /// kept.
  void expect(const std::string& call, const std::string& aspect, bool holds,
              const std::string& expected, const std::string& observed);

  /// The call must have returned `expected`.
  void expect_value(const std::string& call, long expected, long observed);

  /// The call must have failed, with one of `codes`; any code but 0 when none is named.
  ///
  /// Pre: `failed` comes from the library call made last on this thread.
  void expect_error(const std::string& call, bool failed, std::initializer_list<int> codes);

  /// The call must have succeeded. Pre: as expect_error(). Returns whether it did.
  bool expect_success(const std::string& call, bool succeeded);

  /// A read-only connection that sees the domains of the stage; when there is none, the case is
  /// recorded as skipped or as a deviation.
  sut::Expected<sut::Connection> open_read_only();

  /// Whether the library has the function; when not, the case is recorded as skipped.
  template <class Function>
  bool has(Function function, const char* name) {
    if (function != nullptr) return true;
    skip(std::string("the library lacks ") + name);
    return false;
  }

  /// Records that the case does not apply, and why.
  void skip(const std::string& reason) { check_.skipped = reason; }

  /// Records that the case came to no verdict, and why.
  void give_up(const std::string& reason) { check_.undecided = reason; }

 private:
  const Stage& stage_;
  std::string slug_;
  report::Check& check_;
};

/// One case: its slug for keys, its name as a sentence, its code.
struct Case {
  const char* slug;
  const char* name;
  void (*run)(Examiner& examiner);
};

/// The groups of cases, one file each.
std::span<const Case> listing_cases();
std::span<const Case> legacy_cases();
std::span<const Case> lookup_cases();
std::span<const Case> definition_cases();
std::span<const Case> flag_cases();
std::span<const Case> connection_cases();
std::span<const Case> handle_cases();
std::span<const Case> stats_cases();

}  // namespace rollcall::suites::contract
