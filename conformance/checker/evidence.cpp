#include "conformance/checker/evidence.hpp"

#include <algorithm>

namespace rollcall::checker {
namespace {

using history::Call;
using history::DomainNumber;
using history::DomainState;
using history::Entry;
using history::Operation;
using history::Stamp;
using Kind = Certificate::Kind;

/// All operations that the certificate names.
std::vector<OperationNumber> named_by(const Certificate& certificate) {
  std::vector<OperationNumber> named = certificate.order;
  for (const Step& step : certificate.cycle) named.push_back(step.operation);
  const bool has_reader = certificate.kind == Kind::kMalformed ||
                          certificate.kind == Kind::kNoVersion ||
                          certificate.kind == Kind::kNoInstant;
  if (has_reader) named.push_back(certificate.reader);
  return named;
}

void renumber(Certificate& certificate, std::span<const OperationNumber> new_numbers) {
  certificate.reader = new_numbers[certificate.reader];
  for (Step& step : certificate.cycle) step.operation = new_numbers[step.operation];
  for (OperationNumber& number : certificate.order) number = new_numbers[number];
}

/// Makes a listing one of fewer domains.
void shorten(Operation& listing, std::size_t entries) {
  if (is_cut_short(listing)) listing.argument = static_cast<std::uint32_t>(entries);
  listing.value = static_cast<std::int32_t>(entries);
}

}  // namespace

Violation Evidence::violation(const Certificate& certificate) const {
  const std::vector<bool> domains = domains_of(certificate);
  const std::vector<bool> readers = readers_of(certificate);
  std::vector<Stamp> ends(domains.size(), end_of(certificate));
  for (DomainNumber domain = 0; domain < ends.size(); ++domain) {
    // Any later result may tell in which order the mutators of such a domain went.
    if (chains_.is_loose(domain)) ends[domain] = history::kNever;
  }
  Violation result{.evidence = {.host = host_with(domains), .batch = {}},
                   .certificate = certificate};
  history::Batch& batch = result.evidence.batch;
  std::vector<OperationNumber> new_numbers(segment_.operations.size(), 0);
  for (OperationNumber number = 0; number < segment_.operations.size(); ++number) {
    Operation operation = segment_.operations[number];
    const bool changes = has_effect(operation) && operation.domain < domains.size() &&
                         domains[operation.domain] &&
                         operation.invocation <= ends[operation.domain];
    if (!changes && !readers[number]) continue;
    if (changes && operation.response != history::kNever) {
      // What overlaps it may tell at which point it took effect.
      ends[operation.domain] = std::max(ends[operation.domain], operation.response);
    }
    new_numbers[number] = static_cast<OperationNumber>(batch.operations.size());
    const std::vector<Entry> entries =
        readers[number] ? entries_of(number, domains) : std::vector<Entry>();
    if (certificate.kind != Kind::kMalformed && operation.entry_count != entries.size()) {
      shorten(operation, entries.size());
    }
    operation.first_entry = static_cast<std::uint32_t>(batch.entries.size());
    operation.entry_count = static_cast<std::uint32_t>(entries.size());
    batch.entries.insert(batch.entries.end(), entries.begin(), entries.end());
    batch.operations.push_back(operation);
  }
  renumber(result.certificate, new_numbers);
  return result;
}

history::History Evidence::whole() const {
  return {.host = host_with(std::vector<bool>(host_.domains.size(), true)),
          .batch = {.operations = segment_.operations, .entries = segment_.entries}};
}

/// The host at the start of the segment; domains not in `domains` are made absent.
history::Host Evidence::host_with(const std::vector<bool>& domains) const {
  history::Host host = host_;
  for (DomainNumber domain = 0; domain < host.domains.size(); ++domain) {
    DomainState& initial = host.domains[domain].initial;
    if (domain >= domains.size() || !domains[domain]) {
      initial = {};
    } else {
      initial = chains_.has_chain(domain) ? chains_.of(domain).front().state : state_of_(domain);
    }
  }
  return host;
}

std::vector<bool> Evidence::domains_of(const Certificate& certificate) const {
  std::vector<bool> domains(host_.domains.size(), false);
  const auto add = [&](DomainNumber domain) {
    if (domain < domains.size()) domains[domain] = true;
  };
  for (const DomainNumber domain : certificate.domains) add(domain);
  for (const Step& step : certificate.cycle) add(step.domain);
  for (const OperationNumber number : named_by(certificate)) {
    const Operation& operation = segment_.operations[number];
    if (is_counting(number)) return std::vector<bool>(domains.size(), true);
    if (has_effect(operation)) add(operation.domain);
  }
  const bool is_of_none = std::find(domains.begin(), domains.end(), true) == domains.end();
  if (is_of_none && certificate.kind != Kind::kMalformed) domains.flip();
  return domains;
}

/// Whether the answer, or a part of it, is a number of domains, so that none can be left out.
bool Evidence::is_counting(OperationNumber reader) const {
  return std::any_of(segment_.countings.begin(), segment_.countings.end(),
                     [&](const Counting& counting) { return counting.reader == reader; });
}

std::vector<bool> Evidence::readers_of(const Certificate& certificate) const {
  std::vector<bool> readers(segment_.operations.size(), false);
  for (const OperationNumber number : named_by(certificate)) {
    if (!has_effect(segment_.operations[number])) readers[number] = true;
  }
  return readers;
}

/// The last response of what is named; mutators that neither these nor mutators that are kept
/// overlap prove nothing.
Stamp Evidence::end_of(const Certificate& certificate) const {
  const std::vector<OperationNumber> named = named_by(certificate);
  if (named.empty()) return history::kNever;
  Stamp end = 0;
  for (const OperationNumber number : named) {
    end = std::max(end, segment_.operations[number].response);
  }
  return end;
}

std::vector<Entry> Evidence::entries_of(OperationNumber reader,
                                        const std::vector<bool>& domains) const {
  for (const KeptAnswer& kept : segment_.kept) {
    if (kept.reader == reader) return kept.entries;
  }
  return restored_entries(reader, domains);
}

/// What the reader said of the domains: what was observed, else what they were all the time.
std::vector<Entry> Evidence::restored_entries(OperationNumber number,
                                              const std::vector<bool>& domains) const {
  const Operation& reader = segment_.operations[number];
  std::vector<Entry> entries;
  if (reader.entry_count == 0) return entries;
  std::vector<bool> observed(domains.size(), false);
  const Reading reading(reader);
  const auto add = [&](const Observation& seen) {
    Entry entry{.domain = seen.domain, .name = seen.name, .id = seen.id, .state = seen.state};
    const bool bare = reader.call == Call::kListDomains || reader.call == Call::kListDefinedDomains;
    if (bare) entry.domain = history::kNoDomain;
    entries.push_back(entry);
  };
  for (const Observation& observation : segment_.observations) {
    if (observation.reader != number || !domains[observation.domain]) continue;
    observed[observation.domain] = true;
    if (observation.seen) add(observation);
  }
  // Of an array that was too small nobody knows which other domains it had.
  if (!is_host_reader(reader.call) || is_cut_short(reader)) return entries;
  for (DomainNumber domain = 0; domain < domains.size(); ++domain) {
    if (!domains[domain] || observed[domain]) continue;
    const DomainState state =
        chains_.has_chain(domain) ? current(domain, reader)->state : state_of_(domain);
    if ((attribute_word(state) & reading.reject()) != 0) continue;
    Observation seen{.reader = number, .domain = domain, .seen = true};
    if (reader.call != Call::kListDomains) seen.name = state.name;
    if (reader.call != Call::kListDefinedDomains) seen.id = state.id;
    if (reader.call == Call::kAllStats) seen.state = state.state;
    add(seen);
  }
  return entries;
}

/// The only version of a domain that did not change during the reader.
const Version* Evidence::current(DomainNumber domain, const Operation& reader) const {
  const VersionRange met = chains_.possible(domain, reader.invocation, reader.response);
  return &chains_.of(domain)[met.first];
}

}  // namespace rollcall::checker
