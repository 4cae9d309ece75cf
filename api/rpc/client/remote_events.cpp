// Events of the daemon, and its end.

#include <fmt/format.h>

#include "api/rpc/client/event_decoding.hpp"
#include "api/rpc/client/remote_connection.hpp"

namespace rollcall::rpc {

// The daemon is asked for a kind of event by the first who wants it, and told by the last: what is
// of which domain is sorted out here.
Status RemoteConnection::watch_events(int event_id) {
  const std::lock_guard lock(registrations_mutex_);
  Registration& registration = registrations_.at(static_cast<std::size_t>(event_id));
  if (registration.watchers == 0) {
    const auto number = ask<EventRegister, std::int32_t>(event_id, std::optional<Domain>());
    if (!number) return fail(number.error());
    registration.number = *number;
  }
  ++registration.watchers;
  return {};
}

void RemoteConnection::unwatch_events(int event_id) noexcept {
  const std::lock_guard lock(registrations_mutex_);
  Registration& registration = registrations_.at(static_cast<std::size_t>(event_id));
  if (--registration.watchers == 0) (void)run<EventDeregister>(registration.number);
}

Status RemoteConnection::on_close(std::function<void(virConnectCloseReason)> handler) {
  {
    const std::lock_guard lock(close_mutex_);
    close_handler_ = std::move(handler);
  }
  // What the daemon knows of connections of its own is worth having, not needed.
  (void)run<CloseCallbackOn>();
  return channel_->state();
}

void RemoteConnection::on_message(const Packet& message) noexcept {
  if (message.header.procedure == ConnectionClosed::kNumber) {
    if (const auto told = decode_payload<ConnectionClosed::Payload>(message.payload())) {
      tell_closed(static_cast<virConnectCloseReason>(std::get<0>(*told)));
    }
    return;
  }
  if (const auto event = decode_event(message)) {
    events_.publish(++events_received_, {&*event, 1});
  }
}

void RemoteConnection::on_lost(virConnectCloseReason reason) noexcept { tell_closed(reason); }

void RemoteConnection::tell_closed(virConnectCloseReason reason) noexcept {
  std::function<void(virConnectCloseReason)> handler;
  {
    const std::lock_guard lock(close_mutex_);
    handler = std::exchange(close_handler_, nullptr);
  }
  if (handler) handler(reason);
}

}  // namespace rollcall::rpc
