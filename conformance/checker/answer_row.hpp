// Answer row: the entries of a listing as one bit per domain, and apart from these the few entries
// whose handle is not what is known of their domain. Complains of malformed answers.

#pragma once

#include <span>
#include <string>
#include <vector>

#include "conformance/checker/attribute_planes.hpp"
#include "conformance/checker/owners.hpp"
#include "conformance/history/history.hpp"

namespace rollcall::checker {

/// What a handle of a domain should say.
struct Handle {
  history::NameNumber name = history::kNoName;
  std::int32_t id = history::kInactiveId;
  std::int32_t state = history::kStateShutoff;
};

class AnswerRow {
 public:
  /// Reads the answer of a listing.
  ///
  /// Returns: why it is malformed; empty when it is not.
  std::string read(const history::Operation& listing, std::span<const history::Entry> entries,
                   std::span<const Handle> known, const Row& strangers, const Owners& owners);

  const Row& row() const { return row_; }
  /// Entries with another handle than the known one.
  const std::vector<history::Entry>& exceptions() const { return exceptions_; }
  const history::Entry* exception_of(history::DomainNumber domain) const;
  /// Names in the answer that several domains may have had.
  const std::vector<history::NameNumber>& ambiguous_names() const { return ambiguous_names_; }
  /// Whether something is in the answer that no domain can account for.
  bool has_unexplained() const { return unexplained_; }
  /// Whether the answer has an id that several domains had: it says nothing then.
  bool is_unusable() const { return unusable_; }

 private:
  bool read_handles(std::span<const history::Entry> entries, std::span<const Handle> known);
  bool read_states(std::span<const history::Entry> entries, std::span<const Handle> known);
  void read_bare(history::Call call, const history::Entry& entry, std::span<const Handle> known,
                 const Owners& owners);
  void read_id(const history::Entry& entry, std::span<const Handle> known, const Owners& owners);
  void read_name(const history::Entry& entry, std::span<const Handle> known, const Owners& owners);
  void add_resolved(history::Entry entry, history::DomainNumber domain, bool is_known);
  void add_exception(const history::Entry& entry);
  std::string duplicate(std::span<const history::Entry> entries) const;

  Row row_;
  std::vector<history::Entry> exceptions_;
  std::vector<std::uint32_t> place_;  ///< by domain, valid if exceptions_[place].domain is it
  std::vector<history::NameNumber> ambiguous_names_;
  bool unexplained_ = false;
  bool unusable_ = false;
};

}  // namespace rollcall::checker
