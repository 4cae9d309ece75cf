#include "mockdriver/list_changes.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "api/core/prng.hpp"
#include "mockdriver/name_pattern.hpp"

namespace rollcall {
namespace {

std::vector<DomainRecord> changed(const std::vector<DomainRecord>& records,
                                  const ListFilter& filter, const ListChange& change) {
  std::vector<DomainRecord> after;
  Prng prng(change.seed);
  const auto chosen = [&](const DomainRecord& record) {
    if (!matches_pattern(change.domain, record.name)) return false;
    return change.probability_ppm == Trigger::kCertain ||
           prng.below(Trigger::kCertain) < change.probability_ppm;
  };
  switch (change.kind) {
    case ListChange::Kind::kOmit:
      std::remove_copy_if(records.begin(), records.end(), std::back_inserter(after), chosen);
      break;
    case ListChange::Kind::kRepeat:
      for (const DomainRecord& record : records) {
        after.push_back(record);
        if (chosen(record)) after.push_back(record);
      }
      break;
    case ListChange::Kind::kEmpty:
      break;
    case ListChange::Kind::kStale:
      const auto matched = [&](const DomainRecord& record) {
        return filter.matches(record.status.attributes);
      };
      std::copy_if(change.stale->records.begin(), change.stale->records.end(),
                   std::back_inserter(after), matched);
      break;
  }
  return after;
}

}  // namespace

RecordList with_changes(RecordList list, const ListFilter& filter,
                        std::span<const ListChange> changes) {
  for (const ListChange& change : changes) list.records = changed(list.records, filter, change);
  return list;
}

}  // namespace rollcall
