// A fake host that emits events, a loop that delivers them, and a callback that notes them.

#pragma once

#include <rollcall/rollcall.h>

#include <string>
#include <vector>

#include "api/test/fake_host.hpp"
#include "api/test/fake_loop.hpp"

namespace rollcall {

/// What a callback was told, one line each, and how often its data was given back.
struct EventLog {
  std::vector<std::string> lines;
  int freed = 0;
};

inline EventLog& log_of(void* opaque) { return *static_cast<EventLog*>(opaque); }
inline void note_free(void* opaque) { ++log_of(opaque).freed; }
inline int note_lifecycle(virConnectPtr, virDomainPtr domain, int event, int detail, void* opaque) {
  log_of(opaque).lines.push_back(std::string(handle_of(domain)->name()) + " " +
                                 std::to_string(event) + "/" + std::to_string(detail));
  return 0;
}
inline void note_generic(virConnectPtr, virDomainPtr domain, void* opaque) {
  log_of(opaque).lines.push_back(handle_of(domain)->name());
}

inline DomainEvent lifecycle_event(std::string name, int type, int detail) {
  DomainEvent event;
  event.uuid.bytes[0] = static_cast<std::uint8_t>(name.front());
  event.name = std::move(name);
  event.type = type;
  event.detail = detail;
  return event;
}

class EventTest : public EntryTest {
 public:
  EventTest() { loop.run(); }
  ~EventTest() override { loop.run(); }

  /// Has the host say that something happened, as one change.
  Generation emit(const DomainEvent& event) { return *host->table().commit({}, {&event, 1}); }

  int register_any(int event_id, virConnectDomainEventGenericCallback callback,
                   virDomainPtr of_domain = nullptr) {
    return virConnectDomainEventRegisterAny(conn, of_domain, event_id, callback, &log, note_free);
  }
  int register_lifecycle(virDomainPtr of_domain = nullptr) {
    return register_any(VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_CALLBACK(note_lifecycle),
                        of_domain);
  }

  FakeLoop& loop = FakeLoop::registered();
  EventLog log;
};

}  // namespace rollcall
