// The table against a plain map, and under readers: random sequences of commits, checked after
// every one.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <rollcall/domain_table.hpp>

#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "api/test/table_fixture.hpp"

namespace rollcall {
namespace {

/// One generated change: which domain, what to do, and what with.
struct Step {
  std::uint16_t domain;
  std::uint8_t action;
  std::uint16_t attributes;
};

using Model = std::map<std::string, DomainRecord>;  // by the name that its uuid is made of

DomainStatus status_of(const Step& step, int id) {
  DomainAttributes attributes;
  attributes.active = (step.attributes & 1) != 0;
  attributes.persistent = (step.attributes & 2) != 0;
  attributes.managed_save = (step.attributes & 4) != 0;
  attributes.autostart = (step.attributes & 8) != 0;
  attributes.snapshots = (step.attributes & 16) != 0;
  attributes.checkpoints = (step.attributes & 32) != 0;
  attributes.state = static_cast<std::uint8_t>((step.attributes >> 6) % 8);
  DomainStatus status;
  status.id = attributes.active ? id : -1;
  status.state = attributes.state;
  status.attributes = attribute_word(attributes);
  return status;
}

/// The change that a step means for a host in the model's state, made in the model too.
DomainChange change_of(const Step& step, int id, Model& model) {
  const std::string key = "d" + std::to_string(step.domain % 700);
  const auto known = model.find(key);
  if (known == model.end()) {
    const DomainRecord record{uuid_of(key), key, status_of(step, id)};
    model.emplace(key, record);
    return DomainChange::insert(record);
  }
  if (step.action % 4 == 0) {
    model.erase(known);
    return DomainChange::erase(uuid_of(key));
  }
  if (step.action % 4 == 1) {
    known->second.name = key + "-" + std::to_string(id);
    return DomainChange::rename(uuid_of(key), known->second.name);
  }
  known->second.status = status_of(step, id);
  return DomainChange::update(uuid_of(key), known->second.status);
}

std::map<Uuid, DomainRecord> matching(const Model& model, const ListFilter& filter) {
  std::map<Uuid, DomainRecord> found;
  for (const auto& [key, record] : model) {
    if (filter.matches(record.status.attributes)) found.emplace(record.uuid, record);
  }
  return found;
}

void check_listing(const DomainTable& table, const Model& model, unsigned flags,
                   RefCounted& owner) {
  const ListFilter filter = ListFilter::of(flags);
  const auto expected = matching(model, filter);
  const DomainList list = *table.list(filter, owner);
  RC_ASSERT(list.size() == expected.size());
  RC_ASSERT(table.count(filter) == expected.size());
  RC_ASSERT(table.records(filter).records.size() == expected.size());
  for (const DomainHandle* handle : list) {
    const auto record = expected.find(handle->uuid());
    RC_ASSERT(record != expected.end());
    RC_ASSERT(handle->name() == record->second.name);
    RC_ASSERT(handle->id() == record->second.status.id);
  }
}

}  // namespace
}  // namespace rollcall

template <>
struct rc::Arbitrary<rollcall::Step> {
  static Gen<rollcall::Step> arbitrary() {
    return gen::build<rollcall::Step>(gen::set(&rollcall::Step::domain),
                                      gen::set(&rollcall::Step::action),
                                      gen::set(&rollcall::Step::attributes));
  }
};

namespace rollcall {
namespace {

RC_GTEST_PROP(DomainTableProperty, AgreesWithAPlainMapAfterEveryCommit,
              (std::uint16_t flags, bool fill)) {
  const auto steps = *rc::gen::resize(600, rc::gen::arbitrary<std::vector<Step>>());
  EventBus events;
  DomainTable table(events);
  auto* owner = new TestOwner;
  Model model;
  int id = 0;
  for (std::uint16_t domain = 0; fill && domain < 600; ++domain) {
    RC_ASSERT(table.commit(std::vector{change_of({domain, 0, domain}, ++id, model)}).has_value());
  }
  for (const Step& step : steps) {
    RC_ASSERT(table.commit(std::vector{change_of(step, ++id, model)}).has_value());
    RC_ASSERT(table.generation() == static_cast<Generation>(id));
  }
  check_listing(table, model, flags, *owner);
  check_listing(table, model, 0, *owner);
  for (const auto& [key, record] : model) {
    RC_ASSERT(table.find(record.uuid) == record);
    RC_ASSERT(table.find_by_name(record.name) == record);
  }
  table.check_invariants();
  owner->release();
}

RC_GTEST_PROP(DomainTableProperty, OneCommitOfManyChangesIsTheSameAsMany, ()) {
  const auto domains =
      *rc::gen::unique<std::vector<std::uint16_t>>(rc::gen::inRange<std::uint16_t>(0, 700));
  EventBus events;
  DomainTable table(events);
  auto* owner = new TestOwner;
  Model model;
  std::vector<DomainChange> inserts;
  std::vector<DomainChange> changes;
  int id = 0;
  for (const std::uint16_t domain : domains)
    inserts.push_back(change_of({domain, 0, domain}, ++id, model));
  for (const std::uint16_t domain : domains) {
    changes.push_back(change_of({domain, static_cast<std::uint8_t>(domain / 3), 7}, ++id, model));
  }
  RC_ASSERT(table.commit(inserts).has_value());
  RC_ASSERT(table.commit(changes).has_value());
  check_listing(table, model, 0, *owner);
  table.check_invariants();
  owner->release();
}

// Every commit moves the one mark to another domain of a growing and shrinking host.
RC_GTEST_PROP(DomainTableProperty, ReadersSeeTheMarkExactlyOnce, ()) {
  const auto path =
      *rc::gen::container<std::vector<std::uint16_t>>(200, rc::gen::inRange<std::uint16_t>(0, 300));
  EventBus events;
  DomainTable table(events);
  auto* owner = new TestOwner;
  Model model;
  for (std::uint16_t domain = 0; domain < 300; ++domain) {
    RC_ASSERT(table.commit(std::vector{change_of({domain, 0, 2}, 0, model)}).has_value());
  }
  RC_ASSERT(table.commit(std::vector{update("d0", running(1))}).has_value());
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0};
  std::jthread reader([&] {
    while (!stop.load()) {
      const DomainList list = *table.list(ListFilter::of(VIR_CONNECT_LIST_DOMAINS_ACTIVE), *owner);
      if (list.size() != 1 || (*list.begin())->id() == -1) ++wrong;
    }
  });
  std::uint16_t at = 0;
  int id = 1;
  for (const std::uint16_t next : path) {
    if (next == at) continue;
    const auto name = [](std::uint16_t domain) { return "d" + std::to_string(domain); };
    RC_ASSERT(
        table.commit(std::vector{update(name(at), shutoff()), update(name(next), running(++id))})
            .has_value());
    at = next;
  }
  stop = true;
  reader.join();
  RC_ASSERT(wrong == 0);
  owner->release();
}

}  // namespace
}  // namespace rollcall
