// Writes small histories by hand: domains with their state before the run, then operations in any
// order. Threads are given out so that no two operations of one thread overlap.

#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "conformance/history/history.hpp"

namespace rollcall::history {

class HistoryBuilder {
 public:
  /// A domain named like its uuid; `initial.name` is filled in when it exists.
  DomainNumber domain(const std::string& uuid, DomainState initial = {}) {
    const NameNumber own_name = name(uuid);
    if (initial.exists && initial.name == kNoName) initial.name = own_name;
    history_.host.domains.push_back({.uuid = uuid, .initial = initial});
    names_of_domains_.push_back(own_name);
    return static_cast<DomainNumber>(history_.host.domains.size() - 1);
  }
  DomainNumber absent(const std::string& uuid) { return domain(uuid); }
  DomainNumber inactive(const std::string& uuid) {
    return domain(uuid, {.exists = true, .persistent = true});
  }
  DomainNumber active(const std::string& uuid, std::int32_t id) {
    return domain(
        uuid,
        {.exists = true, .active = true, .persistent = true, .state = kStateRunning, .id = id});
  }
  DomainNumber transient(const std::string& uuid, std::int32_t id) {
    return domain(uuid, {.exists = true, .active = true, .state = kStateRunning, .id = id});
  }

  NameNumber name(const std::string& text) {
    auto& names = history_.host.names;
    const auto found = std::find(names.begin(), names.end(), text);
    const auto number = static_cast<NameNumber>(found - names.begin());
    if (found == names.end()) names.push_back(text);
    return number;
  }

  /// A handle of the domain under its first name.
  Entry entry(DomainNumber number, std::int32_t id = kInactiveId) const {
    return {.domain = number, .name = names_of_domains_.at(number), .id = id};
  }

  /// An operation that is done; change it through the reference until the next one is added.
  Operation& add(Call call, Stamp invocation, Stamp response, DomainNumber number = kNoDomain,
                 std::uint32_t argument = 0, std::int32_t value = 0) {
    auto& operations = history_.batch.operations;
    operations.push_back({.invocation = invocation,
                          .response = response,
                          .domain = number,
                          .argument = argument,
                          .value = value,
                          .call = call});
    return operations.back();
  }
  Operation& refused(Call call, Stamp invocation, Stamp response, DomainNumber number,
                     std::uint32_t argument = 0) {
    Operation& operation = add(call, invocation, response, number, argument);
    operation.outcome = Outcome::kRefused;
    return operation;
  }
  Operation& indeterminate(Call call, Stamp invocation, DomainNumber number,
                           std::uint32_t argument = 0) {
    Operation& operation = add(call, invocation, kNever, number, argument);
    operation.outcome = Outcome::kIndeterminate;
    return operation;
  }
  Operation& define(Stamp invocation, Stamp response, DomainNumber number) {
    return add(Call::kDefine, invocation, response, number, names_of_domains_.at(number));
  }
  Operation& create(Stamp invocation, Stamp response, DomainNumber number, std::int32_t id) {
    return add(Call::kCreate, invocation, response, number, names_of_domains_.at(number), id);
  }
  Operation& start(Stamp invocation, Stamp response, DomainNumber number, std::int32_t id) {
    return add(Call::kStart, invocation, response, number, 0, id);
  }
  Operation& destroy(Stamp invocation, Stamp response, DomainNumber number) {
    return add(Call::kDestroy, invocation, response, number);
  }

  /// A reader with entries; its value is their number.
  Operation& read(Call call, Stamp invocation, Stamp response, std::uint32_t argument,
                  const std::vector<Entry>& entries) {
    auto& all = history_.batch.entries;
    Operation& operation = add(call, invocation, response, kNoDomain, argument,
                               static_cast<std::int32_t>(entries.size()));
    operation.first_entry = static_cast<std::uint32_t>(all.size());
    operation.entry_count = static_cast<std::uint32_t>(entries.size());
    all.insert(all.end(), entries.begin(), entries.end());
    return operation;
  }
  Operation& list(Stamp invocation, Stamp response, std::uint32_t flags,
                  const std::vector<Entry>& entries) {
    return read(Call::kList, invocation, response, flags, entries);
  }
  Operation& count(Stamp invocation, Stamp response, std::uint32_t flags, std::int32_t value) {
    return add(Call::kCount, invocation, response, kNoDomain, flags, value);
  }

  /// The history, sorted by invocation.
  History build() const {
    History history = history_;
    std::stable_sort(history.batch.operations.begin(), history.batch.operations.end(),
                     [](const auto& a, const auto& b) { return a.invocation < b.invocation; });
    give_threads(history.batch.operations);
    return history;
  }

 private:
  static void give_threads(std::vector<Operation>& operations) {
    std::vector<Stamp> busy_until;
    for (Operation& operation : operations) {
      std::size_t thread = 0;
      while (thread < busy_until.size() && busy_until[thread] >= operation.invocation) ++thread;
      if (thread == busy_until.size()) busy_until.push_back(0);
      busy_until[thread] = operation.response;
      operation.thread = static_cast<std::uint16_t>(thread);
    }
  }

  History history_;
  std::vector<NameNumber> names_of_domains_;
};

}  // namespace rollcall::history
