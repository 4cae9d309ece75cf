// Validation: whether a history can be judged at all. A history that is malformed here was recorded
// wrongly; that says nothing about the library.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "conformance/history/history.hpp"

namespace rollcall::history {

/// What is wrong with a batch or a host.
struct Complaint {
  enum class Subject { kDomain, kOperation };
  Subject subject = Subject::kOperation;
  std::size_t index = 0;  ///< into Host::domains or Batch::operations
  std::string text;
};

/// Validates a history batch by batch: well-formed operations and entries, intervals that are not
/// inverted, invocations in order, threads that do one call at a time, ids used by one activation.
class Validator {
 public:
  /// `host` may grow between calls and must outlive the validator.
  explicit Validator(const Host& host) : host_(host) {}

  /// The first thing that is wrong with a batch, given all batches before it.
  std::optional<Complaint> check(const Batch& batch);

 private:
  std::string objection(const Batch& batch, const Operation& operation);
  std::string shape_objection(const Operation& operation) const;
  std::string entries_objection(const Batch& batch, const Operation& operation) const;
  std::string thread_objection(const Operation& operation);
  std::string id_objection(const Operation& operation);
  bool take_id(std::int64_t id);

  struct Interval {
    Stamp invocation = 0;
    Stamp response = 0;
  };

  const Host& host_;
  std::size_t known_domains_ = 0;
  Stamp last_invocation_ = 0;
  std::vector<std::optional<Interval>> last_call_of_thread_;
  /// The ids in use so far as ranges, last by first: ids mostly follow each other, so that millions
  /// take no room.
  std::map<std::int64_t, std::int64_t> ids_;
};

/// The first thing that is wrong with a whole history, e.g. "operation 3 (start): ..."; empty when
/// it is well-formed.
std::string objection(const History& history);

}  // namespace rollcall::history
