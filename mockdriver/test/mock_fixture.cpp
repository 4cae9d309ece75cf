#include "mock_fixture.hpp"

#include <fmt/format.h>

namespace rollcall {
namespace {

constexpr const char* kStates[] = {"NOSTATE",  "RUNNING", "BLOCKED", "PAUSED",
                                   "SHUTDOWN", "SHUTOFF", "CRASHED", "PMSUSPENDED"};

constexpr const char* kEvents[] = {"DEFINED", "UNDEFINED", "STARTED",     "SUSPENDED", "RESUMED",
                                   "STOPPED", "SHUTDOWN",  "PMSUSPENDED", "CRASHED"};

std::string shown(const DomainEvent& event) {
  switch (event.event_id) {
    case VIR_DOMAIN_EVENT_ID_LIFECYCLE:
      return fmt::format("{}/{}", kEvents[event.type], event.detail);
    case VIR_DOMAIN_EVENT_ID_REBOOT:
      return "reboot";
    case VIR_DOMAIN_EVENT_ID_PMSUSPEND:
      return "asleep";
    case VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK:
      return "asleep-on-disk";
    case VIR_DOMAIN_EVENT_ID_PMWAKEUP:
      return "awake";
    default:
      return fmt::format("event-{}({},{})", event.event_id, event.type, event.text);
  }
}

}  // namespace

Result<Connection> open_uri(std::string_view uri) {
  const Result<ConnectionUri> parsed = parse_connection_uri(uri);
  if (!parsed) return fail(parsed.error());
  return mock_driver().open(*parsed, OpenOptions{});
}

std::string domain_xml(std::string_view name, std::string_view uuid, std::string_view more) {
  return fmt::format("<domain type='mock'><name>{}</name>{}{}</domain>", name,
                     uuid.empty() ? "" : fmt::format("<uuid>{}</uuid>", uuid), more);
}

std::string seen(HostConnection& host, const Uuid& uuid) {
  const Result<DomainRecord> record = host.find(uuid);
  if (!record) return "gone";
  const DomainStatus& status = record->status;
  std::string flags;
  if (status.has(VIR_CONNECT_LIST_DOMAINS_PERSISTENT)) flags += 'P';
  if (status.has(VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE)) flags += 'M';
  if (status.has(VIR_CONNECT_LIST_DOMAINS_AUTOSTART)) flags += 'A';
  if (status.has(VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT)) flags += 'S';
  if (status.has(VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT)) flags += 'C';
  return fmt::format("{}/{} id={} {}", kStates[status.state], status.reason, status.id, flags);
}

std::string EventLog::take() {
  std::string line;
  for (const DomainEvent& event : take_events()) {
    if (!line.empty()) line += ' ';
    line += shown(event);
  }
  return line;
}

MockTest::MockTest(std::string_view uri) {
  Result<Connection> opened = open_uri(uri);
  if (!opened) throw std::runtime_error(opened.error().message);
  host = *std::move(opened);
  host->events().subscribe(log);
}

MockTest::~MockTest() {
  static_cast<const MockConnection&>(*host).host().check_invariants();
  host->events().unsubscribe(log.get());
}

DomainRef MockTest::defined(std::string_view name, std::string_view more) {
  return remember(host->define_xml(domain_xml(name, "", more), 0));
}

DomainRef MockTest::started(std::string_view name, std::string_view more) {
  const DomainRef domain = defined(name, more);
  EXPECT_EQ(code_of(host->create(domain, 0)), VIR_ERR_OK);
  log->take_events();
  return domain;
}

DomainRef MockTest::transient(std::string_view name, std::string_view more) {
  return remember(host->create_xml(domain_xml(name, "", more), 0));
}

DomainRef MockTest::remember(const Result<DomainRecord>& record) {
  if (!record) throw std::runtime_error(record.error().message);
  log->take_events();
  names_.push_back(std::make_unique<std::string>(record->name));
  return {record->uuid, *names_.back()};
}

}  // namespace rollcall
