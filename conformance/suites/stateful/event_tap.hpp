// EventTap: the lifecycle events of a connection, collected through the library's default event
// loop. It never sleeps: all events have come when that of a call made last, on a domain of its
// own, has come.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conformance/spec/event_pattern.hpp"
#include "conformance/suites/suite.hpp"

namespace rollcall::suites::stateful {

/// Why the library's event functions cannot be used; empty when they can.
std::string events_missing(const sut::Library& library);

/// Makes the library's default event loop the one it uses.
///
/// Pre: no connection whose events are wanted is open yet.
sut::Outcome register_event_loop(const sut::Library& library);

/// Turns the default event loop once, without waiting for anything to happen.
void turn_event_loop(const sut::Library& library);

/// A lifecycle callback as virConnectDomainEventRegisterAny takes it: the C API passes callbacks of
/// every event id as one function type, and calls them as what the id says.
virConnectDomainEventGenericCallback as_generic(virConnectDomainEventCallback callback);

class EventTap {
 public:
  /// Pre: `context` and `connection` outlive this object; register_event_loop() came before the
  /// connection was opened.
  static sut::Expected<std::unique_ptr<EventTap>> open(const Context& context,
                                                       const sut::Connection& connection);
  ~EventTap();
  EventTap(const EventTap&) = delete;
  EventTap& operator=(const EventTap&) = delete;

  using EventsByUuid = std::map<std::string, std::vector<spec::Event>>;

  /// The events since the last drain, in the order of delivery.
  ///
  /// Returns: nothing when the events did not come within the time allowed.
  std::optional<EventsByUuid> drain();

  /// Whether that is the domain whose events tell that all others have come.
  bool is_marker(const std::string& uuid) const { return uuid == marker_uuid_; }

 private:
  EventTap(const Context& context, const sut::Connection& connection)
      : context_(context), connection_(connection) {}
  static int on_event(virConnectPtr connection, virDomainPtr domain, int event, int detail,
                      void* self);
  sut::Outcome start();

  const Context& context_;
  const sut::Connection& connection_;
  int callback_ = -1;
  std::string marker_uuid_;
  std::optional<sut::Domain> marker_;  ///< paused and resumed in turn
  bool is_paused_ = false;
  int markers_due_ = 0;  ///< marker events that have not come yet
  EventsByUuid collected_;
};

}  // namespace rollcall::suites::stateful
