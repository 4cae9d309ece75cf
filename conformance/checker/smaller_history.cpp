#include "conformance/checker/smaller_history.hpp"

#include <algorithm>
#include <optional>

#include "conformance/checker/domain_machine.hpp"

namespace rollcall::checker {
namespace {

using history::Call;
using history::DomainNumber;
using history::Entry;
using history::History;
using history::Operation;
using history::Outcome;

/// Copies an operation with those of its entries that are wanted.
template <typename IsWanted>
void copy(const Operation& operation, const History& from, History& to, const IsWanted& is_wanted) {
  Operation copied = operation;
  copied.first_entry = static_cast<std::uint32_t>(to.batch.entries.size());
  for (const Entry& entry : from.batch.entries_of(operation)) {
    if (is_wanted(entry)) to.batch.entries.push_back(entry);
  }
  copied.entry_count = static_cast<std::uint32_t>(to.batch.entries.size()) - copied.first_entry;
  if (is_host_reader(copied.call)) {
    copied.value -= static_cast<std::int32_t>(operation.entry_count - copied.entry_count);
  }
  to.batch.operations.push_back(copied);
}

/// The operations of a history that speak about one domain.
std::vector<OperationNumber> speakers(const History& history, DomainNumber domain) {
  std::vector<OperationNumber> result;
  const auto& operations = history.batch.operations;
  for (OperationNumber number = 0; number < operations.size(); ++number) {
    if (speaks_about(operations[number], domain)) result.push_back(number);
  }
  return result;
}

/// Takes off the speakers that return before all others were invoked, as long as they are mutators
/// whose result the state explains.
void fold_leading(History& history, DomainNumber domain, std::vector<OperationNumber>& speakers,
                  std::vector<bool>& dropped) {
  const auto& operations = history.batch.operations;
  history::DomainState& state = history.host.domains[domain].initial;
  std::size_t taken = 0;
  for (; taken < speakers.size(); ++taken) {
    const Operation& first = operations[speakers[taken]];
    const bool alone =
        taken + 1 == speakers.size() || first.response < operations[speakers[taken + 1]].invocation;
    if (!alone || !is_mutator(first.call) || first.outcome == Outcome::kIndeterminate) break;
    if (first.outcome == Outcome::kDone) {
      if (!permits(state, first)) break;
      state = after(state, first);
    }
    dropped[speakers[taken]] = true;
  }
  speakers.erase(speakers.begin(), speakers.begin() + static_cast<std::ptrdiff_t>(taken));
}

/// Takes off the speakers that were invoked after all others had returned, as long as they are
/// mutators.
void drop_trailing(const History& history, std::vector<OperationNumber>& speakers,
                   std::vector<bool>& dropped) {
  const auto& operations = history.batch.operations;
  std::vector<history::Stamp> latest_response = {0};
  for (const OperationNumber speaker : speakers) {
    latest_response.push_back(std::max(latest_response.back(), operations[speaker].response));
  }
  while (!speakers.empty()) {
    const Operation& last = operations[speakers.back()];
    const bool alone =
        speakers.size() == 1 || latest_response[speakers.size() - 1] < last.invocation;
    if (!alone || !is_mutator(last.call)) break;
    dropped[speakers.back()] = true;
    speakers.pop_back();
  }
}

}  // namespace

bool numbers_domains(Call call) { return call == Call::kCount || call >= Call::kNumOfDomains; }

bool speaks_about(const Operation& operation, DomainNumber domain) {
  const bool about_all = is_host_reader(operation.call) || operation.call == Call::kLookupByName ||
                         operation.call == Call::kLookupById;
  return about_all || operation.domain == domain;
}

History without_operations(const History& history, const std::vector<bool>& dropped) {
  History result;
  result.host = history.host;
  for (std::size_t index = 0; index < dropped.size(); ++index) {
    if (dropped[index]) continue;
    copy(history.batch.operations[index], history, result, [](const Entry&) { return true; });
  }
  return result;
}

History without_domains(const History& history, const std::vector<bool>& dropped) {
  History result;
  result.host.names = history.host.names;
  std::vector<DomainNumber> new_number(dropped.size(), history::kNoDomain);
  for (DomainNumber domain = 0; domain < dropped.size(); ++domain) {
    if (dropped[domain]) continue;
    new_number[domain] = static_cast<DomainNumber>(result.host.domains.size());
    result.host.domains.push_back(history.host.domains[domain]);
  }
  const auto is_kept = [&](DomainNumber domain) {
    return domain != history::kNoDomain && !dropped[domain];
  };
  for (const Operation& operation : history.batch.operations) {
    const auto entries = history.batch.entries_of(operation);
    const bool about_host = is_host_reader(operation.call);
    const bool by_other_key =
        operation.call == Call::kLookupByName || operation.call == Call::kLookupById;
    const bool found_dropped = !about_host && !entries.empty() && !is_kept(entries[0].domain);
    if (found_dropped || (!about_host && !by_other_key && !is_kept(operation.domain))) continue;
    copy(operation, history, result, [&](const Entry& entry) { return is_kept(entry.domain); });
    Operation& copied = result.batch.operations.back();
    if (copied.domain != history::kNoDomain) copied.domain = new_number[copied.domain];
  }
  for (Entry& entry : result.batch.entries) entry.domain = new_number[entry.domain];
  return result;
}

History without_ends(const History& history) {
  History result = history;
  std::vector<bool> dropped(history.batch.operations.size(), false);
  for (DomainNumber domain = 0; domain < history.host.domains.size(); ++domain) {
    std::vector<OperationNumber> left = speakers(history, domain);
    fold_leading(result, domain, left, dropped);
    drop_trailing(result, left, dropped);
  }
  return without_operations(result, dropped);
}

}  // namespace rollcall::checker
