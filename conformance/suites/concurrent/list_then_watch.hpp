// List, then watch: a list tells the generation at which it was true, and a watch from that
// generation tells of every later change, once. So a replica that is kept up by events must agree
// with every later list at its generation, exactly.
//
// A round: between calls, the hosts's domains are listed and watched; while the crew works, a
// thread lists and watches on; when all are parked, the events are replayed.

#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "conformance/suites/concurrent/replica.hpp"
#include "conformance/suites/concurrent/round_observer.hpp"
#include "conformance/suites/stateful/event_tap.hpp"

namespace rollcall::suites::concurrent {

/// Why nobody can list and then watch here: the library lacks the functions, or the host tells no
/// generations. Empty when one can.
std::string watching_missing(const sut::Connection& connection);

class ListThenWatch : public RoundObserver {
 public:
  /// Pre: `connection` outlives this object; watching_missing() is empty, and an event loop is
  /// registered.
  explicit ListThenWatch(const sut::Connection& connection) : connection_(connection) {}
  ~ListThenWatch() override;

  void before_round(workload::Stage& stage) override;
  void after_round(workload::Stage& stage) override;
  std::vector<report::Check> checks() const override { return {check_}; }

  /// How many lists were compared with the events.
  std::uint64_t lists_compared() const { return lists_compared_; }

 private:
  using Generation = unsigned long long;

  struct Event {
    history::Uuid uuid{};
    int event = 0;
    int detail = 0;
    Generation generation = 0;
    friend bool operator==(const Event&, const Event&) = default;
  };

  struct Watch {
    const sut::Library* library = nullptr;
    int number = -1;
    Generation after = 0;
    std::vector<Event> events;
  };

  struct List {
    Generation generation = 0;
    unsigned flags = 0;
    std::vector<history::Uuid> uuids;
  };

  static void on_event(virConnectPtr, virDomainPtr domain, int event, int detail,
                       unsigned long long generation, void* watch);

  const sut::Library& library() const { return connection_.library(); }
  /// Fails with a note in the check.
  bool list(unsigned flags, List& result);
  bool watch(Generation after);
  void list_on();
  bool set_base();
  bool wait_for_events();
  void compare_watches();
  void replay();
  void compare(const List& list);
  void end_watches();
  void refute(const std::string& slug, const std::string& how);

  const sut::Connection& connection_;
  Replica replica_;
  std::vector<std::unique_ptr<Watch>> watches_;
  std::vector<List> lists_;
  std::thread lister_;
  std::atomic<bool> stop_{false};
  std::uint64_t lists_compared_ = 0;
  report::Check check_{.name = "events after a list lead exactly to the next list"};
};

}  // namespace rollcall::suites::concurrent
