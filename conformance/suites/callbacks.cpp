#include "conformance/suites/callbacks.hpp"

#include <string>
#include <utility>

#include "conformance/spec/judge.hpp"
#include "conformance/suites/expectations.hpp"
#include "conformance/suites/scratch.hpp"
#include "conformance/suites/stateful/sighting.hpp"

namespace rollcall::suites {
namespace {

const std::vector<int> kMustSucceed = {VIR_ERR_OK};

/// What a case works with. `tap` knows when all events of a call have come.
struct Desk {
  const Context& context;
  const sut::Connection& connection;
  stateful::EventTap& tap;
  Scratch& scratch;
  Expectations& log;

  const sut::Library& library() const { return context.library; }
};

sut::Outcome deregister_any(const Desk& desk, int id) {
  return sut::to_outcome(
      desk.library(), desk.library().virConnectDomainEventDeregisterAny(desk.connection.raw(), id));
}

/// A lifecycle callback and what it was given so far. Deregistered when it goes, if it still is.
class Listener {
 public:
  explicit Listener(const Desk& desk) : desk_(desk) {}
  ~Listener() {
    if (id_ >= 0) (void)deregister_any(desk_, id_);
    if (id_ >= 0) (void)desk_.tap.drain();
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// Registers for the events of `only`, or of every domain when null. Returns: whether it did.
  bool begin(virDomainPtr only) {
    // What happened before must not be heard.
    (void)desk_.tap.drain();
    const auto id = sut::to_number(desk_.library(),
                                   desk_.library().virConnectDomainEventRegisterAny(
                                       desk_.connection.raw(), only, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                       stateful::as_generic(listen), this, note_freed));
    if (id) id_ = *id;
    return desk_.log.expect_code("virConnectDomainEventRegisterAny", kMustSucceed, id);
  }

  void end() {
    desk_.log.expect_code("virConnectDomainEventDeregisterAny", kMustSucceed,
                          deregister_any(desk_, id_));
    ended_id_ = std::exchange(id_, -1);
  }

  /// The id that the ended registration had.
  int ended_id() const { return ended_id_; }
  int events() const { return events_; }
  int freed() const { return freed_; }
  const std::string& last_uuid() const { return last_uuid_; }
  virConnectPtr last_connection() const { return last_connection_; }

  static int listen(virConnectPtr connection, virDomainPtr domain, int, int, void* opaque) {
    auto* self = static_cast<Listener*>(opaque);
    char uuid[VIR_UUID_STRING_BUFLEN] = "";
    self->desk_.library().virDomainGetUUIDString(domain, uuid);
    if (self->desk_.tap.is_marker(uuid)) return 0;
    ++self->events_;
    self->last_connection_ = connection;
    self->last_uuid_ = uuid;
    // One that asked to be removed at its first event.
    if (self->ends_itself_) self->end();
    return 0;
  }
  static void note_freed(void* opaque) { ++static_cast<Listener*>(opaque)->freed_; }

  void end_at_first_event() { ends_itself_ = true; }

 private:
  const Desk& desk_;
  int id_ = -1;
  int ended_id_ = -1;
  int events_ = 0;
  int freed_ = 0;
  bool ends_itself_ = false;
  std::string last_uuid_ = "none";
  virConnectPtr last_connection_ = nullptr;
};

/// Starts the domain and stops it again, then waits for the events.
void stir(const Desk& desk, const sut::Domain& domain) {
  (void)domain.start();
  (void)domain.destroy();
  if (!desk.tap.drain()) desk.log.give_up("an event of a call that succeeded did not come");
}

void expect_silence(const Desk& desk, const sut::Domain& domain, const Listener& listener) {
  const int before = listener.events();
  stir(desk, domain);
  desk.log.expect("events after the callback was deregistered", std::to_string(before),
                  std::to_string(listener.events()));
  desk.log.expect("how often the opaque value was freed", "1", std::to_string(listener.freed()));
}

void any_callback_listens_until_deregistered(const Desk& desk) {
  const auto domain = desk.scratch.define("events-any");
  Listener listener(desk);
  if (!listener.begin(nullptr)) return;
  stir(desk, *domain);
  desk.log.expect("start and destroy give at least two events", listener.events() >= 2);
  desk.log.expect("the event is of the domain that was started",
                  listener.last_uuid() == domain->uuid().value_or(""));
  desk.log.expect("the connection of the event is the caller's",
                  listener.last_connection() == desk.connection.raw());
  listener.end();
  expect_silence(desk, *domain, listener);
  desk.log.expect_code("virConnectDomainEventDeregisterAny again", {},
                       deregister_any(desk, listener.ended_id()));
}

void any_callback_can_ask_for_one_domain(const Desk& desk) {
  const auto wanted = desk.scratch.define("events-wanted");
  const auto other = desk.scratch.define("events-other");
  Listener listener(desk);
  if (!listener.begin(wanted->raw())) return;
  stir(desk, *other);
  desk.log.expect("events of another domain", "0", std::to_string(listener.events()));
  stir(desk, *wanted);
  desk.log.expect("events of the domain asked for", listener.events() >= 2);
}

void callbacks_are_independent(const Desk& desk) {
  const auto first_domain = desk.scratch.define("events-first");
  const auto second_domain = desk.scratch.define("events-second");
  // Each asks for a domain of its own: the same function twice for the same events may be refused.
  Listener first(desk);
  Listener second(desk);
  if (!first.begin(first_domain->raw()) || !second.begin(second_domain->raw())) return;
  stir(desk, *first_domain);
  stir(desk, *second_domain);
  desk.log.expect("both hear the same", std::to_string(first.events()),
                  std::to_string(second.events()));
  first.end();
  const int before = second.events();
  stir(desk, *second_domain);
  desk.log.expect("the second still hears when the first is gone", second.events() > before);
}

void old_callback_listens_until_deregistered(const Desk& desk) {
  const sut::Library& library = desk.library();
  const auto domain = desk.scratch.define("events-old");
  Listener listener(desk);
  const auto registered = sut::to_outcome(
      library, library.virConnectDomainEventRegister(desk.connection.raw(), Listener::listen,
                                                     &listener, Listener::note_freed));
  if (!desk.log.expect_code("virConnectDomainEventRegister", kMustSucceed, registered)) return;
  stir(desk, *domain);
  desk.log.expect("start and destroy give at least two events", listener.events() >= 2);
  const auto deregister = [&desk, &library] {
    return sut::to_outcome(
        library, library.virConnectDomainEventDeregister(desk.connection.raw(), Listener::listen));
  };
  desk.log.expect_code("virConnectDomainEventDeregister", kMustSucceed, deregister());
  expect_silence(desk, *domain, listener);
  desk.log.expect_code("virConnectDomainEventDeregister again", {}, deregister());
}

void bad_registrations_are_refused(const Desk& desk) {
  const sut::Library& library = desk.library();
  virConnectPtr raw = desk.connection.raw();
  const auto generic = stateful::as_generic(Listener::listen);
  const std::vector<int> invalid = {VIR_ERR_INVALID_ARG};
  desk.log.expect_code("virConnectDomainEventRegisterAny without callback", invalid,
                       sut::to_number(library, library.virConnectDomainEventRegisterAny(
                                                   raw, nullptr, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                                   nullptr, nullptr, nullptr)));
  desk.log.expect_code("virConnectDomainEventRegisterAny of a negative event", invalid,
                       sut::to_number(library, library.virConnectDomainEventRegisterAny(
                                                   raw, nullptr, -1, generic, nullptr, nullptr)));
  desk.log.expect_code("virConnectDomainEventRegister without callback", invalid,
                       sut::to_number(library, library.virConnectDomainEventRegister(
                                                   raw, nullptr, nullptr, nullptr)));
  desk.log.expect_code("virConnectDomainEventDeregisterAny of a negative id", invalid,
                       deregister_any(desk, -1));
  desk.log.expect_code("virConnectDomainEventDeregisterAny of an unknown id", {},
                       deregister_any(desk, 123'456));
}

void callback_may_deregister_itself(const Desk& desk) {
  const auto domain = desk.scratch.define("events-self");
  Listener listener(desk);
  listener.end_at_first_event();
  if (!listener.begin(nullptr)) return;
  stir(desk, *domain);
  desk.log.expect("events of a callback that deregisters itself at the first", "1",
                  std::to_string(listener.events()));
}

void expect_autodestroyed(const Desk& desk, const std::string& which, const std::string& uuid,
                          const spec::Domain& before, stateful::EventTap::EventsByUuid& events) {
  const spec::Outcome expected = spec::autodestroyed(before);
  const stateful::Sighting sighting = stateful::observe(desk.connection, uuid);
  for (const spec::Difference& difference : spec::compare(expected.domain, sighting.domain, 0)) {
    desk.log.expect(which + ": " + difference.field, difference.expected, difference.observed);
  }
  for (const std::string& mismatch : spec::mismatches(expected.events, events[uuid])) {
    desk.log.expect(which + ": events", "as documented", mismatch);
  }
}

void close_destroys_what_autodestroy_started(const Desk& desk) {
  // Made and removed once, so that its name is free and it is removed if the close leaves it.
  const auto placeholder = desk.scratch.define("events-autodestroy");
  const std::string transient_name = placeholder->name().value_or("");
  const std::string transient_uuid = placeholder->uuid().value_or("");
  (void)placeholder->undefine();
  const auto defined = desk.scratch.define("events-autodestroy-defined");
  const std::string defined_uuid = defined->uuid().value_or("");
  spec::Domain transient_before;
  spec::Domain defined_before;
  {
    const auto connection = desk.context.open();
    if (!desk.log.expect_code("virConnectOpen", kMustSucceed, connection)) return;
    const auto same_host = connection->lookup_by_uuid(defined_uuid);
    if (!same_host) return desk.log.skip("each connection has a host of its own");
    const auto started = connection->create(desk.context.domain_xml(transient_name, transient_uuid),
                                            VIR_DOMAIN_START_AUTODESTROY);
    if (sut::code_of(started) == VIR_ERR_INVALID_ARG) {
      return desk.log.skip("the hypervisor does not take AUTODESTROY (error 8)");
    }
    if (!desk.log.expect_code("virDomainCreateXML", kMustSucceed, started)) return;
    desk.log.expect_code("virDomainCreateWithFlags", kMustSucceed,
                         same_host->start(VIR_DOMAIN_START_AUTODESTROY));
    transient_before =
        stateful::observe(desk.connection, transient_uuid).domain.value_or(spec::Domain());
    defined_before =
        stateful::observe(desk.connection, defined_uuid).domain.value_or(spec::Domain());
    (void)desk.tap.drain();
    // Here the handles go first, then the connection, since handles keep a connection alive.
  }
  auto events = desk.tap.drain();
  if (!events) return desk.log.give_up("an event of a call that succeeded did not come");
  expect_autodestroyed(desk, "transient", transient_uuid, transient_before, *events);
  expect_autodestroyed(desk, "persistent", defined_uuid, defined_before, *events);
}

struct Case {
  const char* slug;
  const char* name;
  void (*run)(const Desk& desk);
};

constexpr Case kCases[] = {
    {"any", "a callback hears events until it is deregistered",
     any_callback_listens_until_deregistered},
    {"one-domain", "a callback can ask for one domain", any_callback_can_ask_for_one_domain},
    {"two", "callbacks do not disturb each other", callbacks_are_independent},
    {"old", "the old way of registering", old_callback_listens_until_deregistered},
    {"bad", "bad registrations are refused", bad_registrations_are_refused},
    {"self", "a callback may deregister itself", callback_may_deregister_itself},
    {"autodestroy", "the close of a connection destroys what AUTODESTROY started",
     close_destroys_what_autodestroy_started},
};

}  // namespace

std::vector<report::Check> check_callbacks(const Context& context,
                                           const sut::Connection& connection,
                                           stateful::EventTap& tap) {
  Expectations log("events");
  for (const Case& entry : kCases) {
    log.begin(entry.slug, entry.name);
    Scratch scratch(context, connection);
    entry.run({context, connection, tap, scratch, log});
  }
  return std::move(log).checks();
}

}  // namespace rollcall::suites
