#include "conformance/history/validate.hpp"

#include <fmt/format.h>

#include "conformance/history/call_names.hpp"
#include "conformance/history/call_shape.hpp"

namespace rollcall::history {
namespace {

bool is_number_of(std::uint32_t number, std::size_t count) { return number < count; }

std::string initial_objection(const Host& host, const Domain& domain) {
  const DomainState& state = domain.initial;
  if (!state.exists)
    return state == DomainState{} ? "" : "it is absent at the start, but has a state";
  if (domain.stranger) return "it is a stranger, but there at the start";
  if (!is_number_of(state.name, host.names.size())) return "it has no name at the start";
  if (!state.active && !state.persistent) return "it is neither active nor persistent at the start";
  if (!state.active && state.id != kInactiveId) return "it is inactive at the start, but has an id";
  return "";
}

}  // namespace

std::optional<Complaint> Validator::check(const Batch& batch) {
  for (; known_domains_ < host_.domains.size(); ++known_domains_) {
    const Domain& domain = host_.domains[known_domains_];
    std::string text = initial_objection(host_, domain);
    if (text.empty() && domain.initial.id >= 0 && !take_id(domain.initial.id)) {
      text = fmt::format("id {} is also that of an earlier domain", domain.initial.id);
    }
    if (!text.empty()) {
      return Complaint{Complaint::Subject::kDomain, known_domains_, std::move(text)};
    }
  }
  for (std::size_t index = 0; index < batch.operations.size(); ++index) {
    std::string text = objection(batch, batch.operations[index]);
    if (!text.empty()) return Complaint{Complaint::Subject::kOperation, index, std::move(text)};
  }
  return std::nullopt;
}

std::string Validator::objection(const Batch& batch, const Operation& operation) {
  if (operation.invocation > operation.response) {
    return fmt::format("the interval is inverted: invoked at {}, returned at {}",
                       operation.invocation, operation.response);
  }
  if ((operation.response == kNever) != (operation.outcome == Outcome::kIndeterminate)) {
    return operation.response == kNever
               ? "a call without response is indeterminate"
               : "an indeterminate call has no response: it may still take effect";
  }
  if (operation.invocation < last_invocation_) {
    return fmt::format("invoked at {}, before an operation ahead of it (at {})",
                       operation.invocation, last_invocation_);
  }
  last_invocation_ = operation.invocation;
  std::string text = shape_objection(operation);
  if (text.empty()) text = entries_objection(batch, operation);
  if (text.empty()) text = thread_objection(operation);
  if (text.empty()) text = id_objection(operation);
  return text;
}

std::string Validator::shape_objection(const Operation& operation) const {
  const CallShape shape = shape_of(operation.call);
  if (operation.domain == kNoDomain) {
    if (shape.domain == Presence::kRequired) return "it names no domain";
  } else if (shape.domain == Presence::kAbsent) {
    return "it names a domain, though it is about the whole host";
  } else if (!is_number_of(operation.domain, host_.domains.size())) {
    return fmt::format("there is no domain {}", operation.domain);
  }
  if (shape.argument == ArgumentKind::kName &&
      !is_number_of(operation.argument, host_.names.size())) {
    return fmt::format("there is no name {}", operation.argument);
  }
  if (operation.entry_count != 0 && !shape.entries) return "the call gives no entries";
  return "";
}

std::string Validator::entries_objection(const Batch& batch, const Operation& operation) const {
  if (std::size_t{operation.first_entry} + operation.entry_count > batch.entries.size()) {
    return "its entries are not among those of the batch";
  }
  const bool is_lookup = operation.call == Call::kLookupByUuid ||
                         operation.call == Call::kLookupByName ||
                         operation.call == Call::kLookupById;
  if (is_lookup && operation.entry_count != (operation.outcome == Outcome::kDone ? 1U : 0U)) {
    return "a look-up has one entry when it is done, else none";
  }
  const CallShape shape = shape_of(operation.call);
  for (const Entry& entry : batch.entries_of(operation)) {
    if (entry.domain == kNoDomain) {
      if (shape.entry_domain == Presence::kRequired) return "an entry has no uuid";
    } else if (!is_number_of(entry.domain, host_.domains.size())) {
      return fmt::format("an entry is of domain {}, which does not exist", entry.domain);
    }
    if (entry.name == kNoName) {
      if (shape.entry_name == Presence::kRequired) return "an entry has no name";
    } else if (!is_number_of(entry.name, host_.names.size())) {
      return fmt::format("an entry has name {}, which does not exist", entry.name);
    }
    if (entry.id == kUnknownId && shape.entry_id == Presence::kRequired) {
      return "an entry has no id";
    }
  }
  return "";
}

std::string Validator::thread_objection(const Operation& operation) {
  if (operation.thread >= last_call_of_thread_.size()) {
    last_call_of_thread_.resize(operation.thread + std::size_t{1});
  }
  std::optional<Interval>& last = last_call_of_thread_[operation.thread];
  if (last.has_value() && operation.invocation < last->response) {
    return fmt::format("thread {} invokes it at {}, before its call of {} returned at {}",
                       operation.thread, operation.invocation, last->invocation, last->response);
  }
  // What became of an indeterminate call is unknown, but its thread went on.
  if (operation.response != kNever) last = Interval{operation.invocation, operation.response};
  return "";
}

std::string Validator::id_objection(const Operation& operation) {
  const bool activates = operation.call == Call::kStart || operation.call == Call::kCreate;
  if (!activates || operation.outcome != Outcome::kDone || operation.value == kUnknownId) return "";
  if (operation.value < 0) return fmt::format("the id {} of an activation", operation.value);
  if (take_id(operation.value)) return "";
  return fmt::format("id {} was used by an earlier activation", operation.value);
}

bool Validator::take_id(std::int64_t id) {
  const auto after = ids_.upper_bound(id);
  const auto before = after == ids_.begin() ? ids_.end() : std::prev(after);
  if (before != ids_.end() && before->second >= id) return false;
  std::int64_t last = id;
  if (after != ids_.end() && after->first == id + 1) {
    last = after->second;
    ids_.erase(after);
  }
  if (before != ids_.end() && before->second == id - 1) {
    before->second = last;
  } else {
    ids_.emplace(id, last);
  }
  return true;
}

std::string objection(const History& history) {
  Validator validator(history.host);
  const auto complaint = validator.check(history.batch);
  if (!complaint) return "";
  if (complaint->subject == Complaint::Subject::kDomain) {
    return fmt::format("domain {}: {}", complaint->index, complaint->text);
  }
  const Operation& operation = history.batch.operations[complaint->index];
  return fmt::format("operation {} ({}): {}", complaint->index, name_of(operation.call),
                     complaint->text);
}

}  // namespace rollcall::history
