#include "conformance/checker/answer_row.hpp"

#include <algorithm>

namespace rollcall::checker {
namespace {

using history::Call;
using history::DomainNumber;
using history::Entry;
using history::Operation;

/// What is wrong with the shape of an answer, whatever its entries are.
std::string shape_complaint(const Operation& listing) {
  if (listing.call == Call::kLegacyUnion) return "";
  if (listing.holes > 0) {
    return "the array has " + std::to_string(listing.holes) + " null among its entries";
  }
  if (!listing.terminated) return "no null follows the last entry of the array";
  if (listing.value < 0 || static_cast<std::uint32_t>(listing.value) != listing.entry_count) {
    return "the call returned " + std::to_string(listing.value) + " but gave " +
           std::to_string(listing.entry_count) + " entries";
  }
  const bool legacy =
      listing.call == Call::kListDomains || listing.call == Call::kListDefinedDomains;
  if (legacy && listing.entry_count > listing.argument) {
    return "more entries than the array has room for";
  }
  return "";
}

/// Whether two entries of a legacy answer are the same.
bool repeats(std::span<const Entry> entries, bool by_id) {
  std::vector<std::int64_t> keys;
  keys.reserve(entries.size());
  for (const Entry& entry : entries) {
    const bool known = by_id ? entry.id != history::kUnknownId : entry.name != history::kNoName;
    if (known) keys.push_back(by_id ? std::int64_t{entry.id} : std::int64_t{entry.name});
  }
  std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
}

}  // namespace

std::string AnswerRow::read(const Operation& listing, std::span<const Entry> entries,
                            std::span<const Handle> known, const Row& strangers,
                            const Owners& owners) {
  row_.assign(words_for(known.size()), 0);
  place_.resize(known.size());
  exceptions_.clear();
  ambiguous_names_.clear();
  unexplained_ = false;
  unusable_ = false;
  if (std::string complaint = shape_complaint(listing); !complaint.empty()) return complaint;
  if (listing.call == Call::kList || listing.call == Call::kAllStats) {
    const bool distinct = listing.call == Call::kAllStats ? read_states(entries, known)
                                                          : read_handles(entries, known);
    if (!distinct) return duplicate(entries);
    for (std::size_t word = 0; word < row_.size(); ++word) {
      if ((row_[word] & strangers[word]) != 0) return "a handle of a domain that nobody made";
    }
    return "";
  }
  const bool by_id = listing.call == Call::kListDomains;
  if (listing.call != Call::kLegacyUnion && repeats(entries, by_id)) return "an entry twice";
  for (const Entry& entry : entries) read_bare(listing.call, entry, known, owners);
  return "";
}

const Entry* AnswerRow::exception_of(DomainNumber domain) const {
  const std::uint32_t place = place_[domain];
  const bool valid = place < exceptions_.size() && exceptions_[place].domain == domain;
  return valid ? &exceptions_[place] : nullptr;
}

/// Returns: false when an entry is of no domain, or of one that was there before.
bool AnswerRow::read_handles(std::span<const Entry> entries, std::span<const Handle> known) {
  std::uint64_t repeated = 0;
  for (const Entry& entry : entries) {
    if (entry.domain >= known.size()) return false;
    const std::uint64_t bit = 1ULL << (entry.domain % 64);
    std::uint64_t& word = row_[entry.domain / 64];
    repeated |= word & bit;
    word |= bit;
    const Handle& handle = known[entry.domain];
    if (entry.name != handle.name || entry.id != handle.id || entry.state != history::kNoState) {
      add_exception(entry);
    }
  }
  return repeated == 0;
}

bool AnswerRow::read_states(std::span<const Entry> entries, std::span<const Handle> known) {
  for (const Entry& entry : entries) {
    if (entry.domain >= known.size() || has(row_, entry.domain)) return false;
    set(row_, entry.domain);
    const Handle& handle = known[entry.domain];
    if (entry.name != handle.name || entry.id != handle.id || entry.state != handle.state) {
      add_exception(entry);
    }
  }
  return true;
}

void AnswerRow::read_bare(Call call, const Entry& entry, std::span<const Handle> known,
                          const Owners& owners) {
  if (call == Call::kLegacyUnion && entry.domain < known.size()) {
    add_resolved(entry, entry.domain, false);
  } else if (entry.id != history::kUnknownId && call != Call::kListDefinedDomains) {
    read_id(entry, known, owners);
  } else {
    read_name(entry, known, owners);
  }
}

void AnswerRow::read_id(const Entry& entry, std::span<const Handle> known, const Owners& owners) {
  const std::optional<DomainNumber> owner = owners.of_id(entry.id);
  if (!owner) {
    unexplained_ |= !owners.has_unknown_ids();
  } else if (*owner >= known.size()) {
    unusable_ = true;
  } else {
    add_resolved(entry, *owner, known[*owner].id == entry.id);
  }
}

void AnswerRow::read_name(const Entry& entry, std::span<const Handle> known, const Owners& owners) {
  if (entry.name == history::kNoName) {
    unusable_ = true;
    return;
  }
  const auto domains = owners.of_name(entry.name);
  if (domains.empty()) unexplained_ = true;
  if (domains.size() == 1) {
    add_resolved(entry, domains.front(), known[domains.front()].name == entry.name);
  }
  if (domains.size() > 1) ambiguous_names_.push_back(entry.name);
}

/// Two ids or names of one domain are never its own at one time.
void AnswerRow::add_resolved(Entry entry, DomainNumber domain, bool is_known) {
  if (has(row_, domain)) {
    unexplained_ = true;
    return;
  }
  set(row_, domain);
  entry.domain = domain;
  if (!is_known) add_exception(entry);
}

void AnswerRow::add_exception(const Entry& entry) {
  place_[entry.domain] = static_cast<std::uint32_t>(exceptions_.size());
  exceptions_.push_back(entry);
}

std::string AnswerRow::duplicate(std::span<const Entry> entries) const {
  Row seen(row_.size(), 0);
  for (const Entry& entry : entries) {
    if (entry.domain >= place_.size()) return "a handle of a domain that the history does not name";
    if (has(seen, entry.domain)) return "two handles of one domain";
    set(seen, entry.domain);
  }
  return "";
}

}  // namespace rollcall::checker
