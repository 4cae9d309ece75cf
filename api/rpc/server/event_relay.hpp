// EventRelay: passes the events that a client registered for on to it.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "api/rpc/server/handles.hpp"
#include "api/rpc/wire/packet.hpp"

namespace rollcall::rpc {

/// Where messages to a client go.
class MessageSink {
 public:
  virtual ~MessageSink() = default;

  /// Sends `packet` after what the client's own thread is sending now.
  ///
  /// Threading: from any thread; must not wait.
  virtual void post(Bytes packet) = 0;
};

/// The events of one kind, of one domain or all: registered once with the C library, which refuses
/// the same twice, and passed on to each registration of the client.
struct EventSource;

/// Needs a registered event loop that runs (see EventThread).
///
/// Threading: one thread at a time. Events arrive in the sink from the thread of the event loop.
class EventRelay {
 public:
  explicit EventRelay(std::shared_ptr<MessageSink> sink) : sink_(std::move(sink)) {}

  /// Has events of kind `event_id` sent, of one domain or of all. `modern`: with the number of the
  /// registration in front. Deliver nothing to the client before it was told that number.
  ///
  /// Returns: the number, or nothing: the last error of the thread says why.
  std::optional<std::int32_t> add(virConnectPtr conn, std::int32_t event_id,
                                  virDomainPtr domain_or_null, bool modern);

  /// Ends a registration. Returns: whether there was one of that number and manner.
  bool remove(virConnectPtr conn, std::int32_t number, bool modern);

  /// The number of the registration of that kind which was made in an old way, if there is one.
  std::optional<std::int32_t> old_registration(std::int32_t event_id) const;

  /// Ends all. To be called before `conn` is closed: registrations keep it open.
  void clear(virConnectPtr conn);

 private:
  struct Registered {
    std::int32_t number;
    bool modern;
    std::shared_ptr<EventSource> source;
  };

  std::shared_ptr<EventSource> source_for(virConnectPtr conn, std::int32_t event_id,
                                          virDomainPtr domain_or_null);
  void forget(virConnectPtr conn, const Registered& registered);

  std::shared_ptr<MessageSink> sink_;
  std::vector<Registered> registered_;
  std::int32_t next_number_ = 0;
};

}  // namespace rollcall::rpc
