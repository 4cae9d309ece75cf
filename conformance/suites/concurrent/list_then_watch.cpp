#include "conformance/suites/concurrent/list_then_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>

#include "conformance/spec/filter_predicate.hpp"

namespace rollcall::suites::concurrent {
namespace {

/// Lists of one round; more would only take longer to compare.
constexpr std::size_t kListsPerRound = 500;
/// After how many lists the lister begins another watch.
constexpr std::size_t kListsPerWatch = 100;

constexpr auto kPatience = std::chrono::seconds(10);

}  // namespace

std::string watching_missing(const sut::Connection& connection) {
  const sut::Library& library = connection.library();
  for (const std::string& name : library.missing()) {
    if (name.rfind("rollcall", 0) == 0) return "the library lacks " + name;
  }
  virDomainPtr* array = nullptr;
  unsigned long long generation = 0;
  const int length =
      library.rollcallConnectListAllDomains(connection.raw(), &array, &generation, 0);
  for (int index = 0; index < length; ++index) library.virDomainFree(array[index]);
  std::free(array);
  if (length >= 0) return "";
  const sut::Failure failure = sut::last_failure(library);
  return failure.code == VIR_ERR_NO_SUPPORT ? failure.message : "";
}

ListThenWatch::~ListThenWatch() {
  stop_ = true;
  if (lister_.joinable()) lister_.join();
  end_watches();
}

void ListThenWatch::on_event(virConnectPtr, virDomainPtr domain, int event, int detail,
                             unsigned long long generation, void* opaque) {
  auto* watch = static_cast<Watch*>(opaque);
  Event told{.uuid = {}, .event = event, .detail = detail, .generation = generation};
  watch->library->virDomainGetUUID(domain, told.uuid.data());
  watch->events.push_back(told);
}

void ListThenWatch::refute(const std::string& slug, const std::string& how) {
  if (!check_.deviations.empty()) return;
  check_.deviations.push_back({.key = "events/A5/" + slug,
                               .text = "a client that lists and then watches is misled",
                               .observed = how});
}

bool ListThenWatch::list(unsigned flags, List& result) {
  virDomainPtr* array = nullptr;
  result.flags = flags;
  const int length =
      library().rollcallConnectListAllDomains(connection_.raw(), &array, &result.generation, flags);
  if (length < 0) {
    refute("list", "a list fails: " + sut::last_failure(library()).message);
    return false;
  }
  for (int index = 0; index < length; ++index) {
    result.uuids.emplace_back();
    library().virDomainGetUUID(array[index], result.uuids.back().data());
    library().virDomainFree(array[index]);
  }
  std::free(array);
  return true;
}

bool ListThenWatch::watch(Generation after) {
  auto watch = std::make_unique<Watch>();
  watch->library = &library();
  watch->after = after;
  watch->number = library().rollcallConnectDomainWatch(connection_.raw(), after, on_event,
                                                       watch.get(), nullptr);
  const bool began = watch->number >= 0;
  if (began) watches_.push_back(std::move(watch));
  // The host need not remember for ever; then one lists again.
  return began || sut::last_failure(library()).code == VIR_ERR_OPERATION_INVALID;
}

bool ListThenWatch::set_base() {
  std::array<List, 4> base;
  const std::array<unsigned, 4> flags{0, spec::kListActive, spec::kListPaused,
                                      spec::kListPersistent};
  for (std::size_t index = 0; index < base.size(); ++index) {
    if (!list(flags[index], base[index])) return false;
    if (base[index].generation != base[0].generation) {
      refute("generation", "the generation grew though nothing changed");
      return false;
    }
  }
  const auto has = [&](std::size_t index, const history::Uuid& uuid) {
    return std::find(base[index].uuids.begin(), base[index].uuids.end(), uuid) !=
           base[index].uuids.end();
  };
  replica_ = {};
  for (const history::Uuid& uuid : base[0].uuids) {
    replica_.set(uuid, {has(1, uuid), has(2, uuid), has(3, uuid)});
  }
  return watch(base[0].generation);
}

void ListThenWatch::before_round(workload::Stage&) {
  end_watches();
  lists_.clear();
  if (!check_.deviations.empty() || !set_base()) return;
  stop_ = false;
  lister_ = std::thread([this] { list_on(); });
}

void ListThenWatch::list_on() {
  static constexpr std::array<unsigned, 7> kFlags{0,
                                                  spec::kListActive,
                                                  spec::kListInactive,
                                                  spec::kListRunning,
                                                  spec::kListPaused,
                                                  spec::kListPersistent,
                                                  spec::kListTransient};
  for (std::size_t turn = 0; turn < kListsPerRound && !stop_; ++turn) {
    lists_.emplace_back();
    if (!list(kFlags[turn % kFlags.size()], lists_.back())) return;
    if (turn % kListsPerWatch == 0 && !watch(lists_.back().generation)) {
      return refute("watch", "a watch fails: " + sut::last_failure(library()).message);
    }
    std::this_thread::yield();
  }
}

void ListThenWatch::after_round(workload::Stage&) {
  stop_ = true;
  if (lister_.joinable()) lister_.join();
  if (!check_.deviations.empty() || watches_.empty()) return;
  if (!wait_for_events()) return;
  compare_watches();
  replay();
}

bool ListThenWatch::wait_for_events() {
  // Nothing changes any more, so the last list and the last event have the last generation.
  List last;
  if (!list(0, last)) return false;
  lists_.push_back(last);
  const auto end = std::chrono::steady_clock::now() + kPatience;
  const auto all_told = [&] {
    return std::all_of(watches_.begin(), watches_.end(), [&](const auto& watch) {
      return watch->after >= last.generation ||
             (!watch->events.empty() && watch->events.back().generation == last.generation);
    });
  };
  while (!all_told()) {
    stateful::turn_event_loop(library());
    if (std::chrono::steady_clock::now() < end) continue;
    refute("missing", "an event of the last change did not come");
    return false;
  }
  return true;
}

void ListThenWatch::compare_watches() {
  const std::vector<Event>& all = watches_.front()->events;
  for (const auto& watch : watches_) {
    const auto first = std::find_if(all.begin(), all.end(), [&](const Event& event) {
      return event.generation > watch->after;
    });
    if (std::equal(first, all.end(), watch->events.begin(), watch->events.end())) continue;
    return refute("watch", fmt::format("watches from generations {} and {} tell different events",
                                       watches_.front()->after, watch->after));
  }
}

void ListThenWatch::replay() {
  std::stable_sort(lists_.begin(), lists_.end(), [](const List& one, const List& other) {
    return one.generation < other.generation;
  });
  auto list = lists_.begin();
  for (const Event& event : watches_.front()->events) {
    for (; list != lists_.end() && list->generation < event.generation; ++list) compare(*list);
    const std::string wrong = replica_.apply(event.uuid, event.event, event.detail);
    if (!wrong.empty()) {
      return refute("event", fmt::format("{} at generation {}", wrong, event.generation));
    }
  }
  for (; list != lists_.end(); ++list) compare(*list);
}

void ListThenWatch::compare(const List& list) {
  ++lists_compared_;
  const bool all_listed =
      std::all_of(list.uuids.begin(), list.uuids.end(),
                  [&](const history::Uuid& uuid) { return replica_.lists(uuid, list.flags); });
  if (all_listed && list.uuids.size() == replica_.count(list.flags)) return;
  refute("list", fmt::format("the list with flags {:#x} at generation {} has {} domains, the "
                             "events lead to {}{}",
                             list.flags, list.generation, list.uuids.size(),
                             replica_.count(list.flags), all_listed ? "" : " others"));
}

void ListThenWatch::end_watches() {
  for (const auto& watch : watches_) {
    (void)library().rollcallConnectDomainUnwatch(connection_.raw(), watch->number);
  }
  // Their callbacks do not start again.
  if (!watches_.empty()) stateful::turn_event_loop(library());
  watches_.clear();
}

}  // namespace rollcall::suites::concurrent
