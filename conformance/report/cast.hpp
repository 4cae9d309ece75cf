// Cast: what to call the domains and operations of a piece of evidence, so that a timeline and the
// sentences about it speak of the same things by the same short names.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "conformance/checker/verdict.hpp"

namespace rollcall::report {

/// The names of virConnectListAllDomains flags, e.g. "ACTIVE|RUNNING"; empty for 0.
std::string flag_names(std::uint32_t flags);

/// A state in a few words, e.g. "running", "off", "paused, transient", "absent".
std::string state_words(const history::DomainState& state);

class Cast {
 public:
  /// Pre: `evidence` outlives the cast.
  explicit Cast(const history::History& evidence);

  const history::History& evidence() const { return evidence_; }
  const history::Operation& operation(checker::OperationNumber number) const {
    return evidence_.batch.operations[number];
  }

  /// What the names of all domains begin with, which is left out of what is shown; mostly empty.
  const std::string& common_prefix() const { return common_prefix_; }

  /// A name as it is shown.
  std::string shown(history::NameNumber name) const;

  /// The name of a domain; with a piece of its uuid where names do not tell domains apart.
  const std::string& domain(history::DomainNumber domain) const { return domains_[domain]; }

  /// An operation in a sentence, e.g. "start(A) #2", "list 1"; no two are called the same.
  const std::string& name(checker::OperationNumber number) const { return operations_[number]; }

  /// An operation on a timeline, e.g. "start A #2", "list 1 ACTIVE -> {A, B}".
  std::string label(checker::OperationNumber number) const;

  /// What an operation answered, e.g. "{A, B}", "3", "refused"; empty when it was only done.
  std::string answer(checker::OperationNumber number) const;

  /// Every handle of an answer with all its fields, e.g. "A (id 3, uuid 8b0f6a0e)".
  std::vector<std::string> handles(checker::OperationNumber number) const;

 private:
  std::string plain_name(history::DomainNumber domain) const;
  std::string plain_call(const history::Operation& operation) const;
  std::string entry_words(const history::Entry& entry) const;
  void find_common_prefix();
  void name_domains();
  void name_operations();

  const history::History& evidence_;
  std::string common_prefix_;
  std::vector<std::string> domains_;
  std::vector<std::string> operations_;
  std::vector<unsigned> ordinals_;  ///< 0 for operations that need no number
};

}  // namespace rollcall::report
