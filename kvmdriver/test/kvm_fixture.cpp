#include "kvm_fixture.hpp"

#include <chrono>

#include <fmt/format.h>

#include "kvmdriver/host_probe.hpp"
#include "kvmdriver/kvm_driver.hpp"

namespace rollcall::kvm {
namespace {

constexpr const char* kStates[] = {"NOSTATE",  "RUNNING", "BLOCKED", "PAUSED",
                                   "SHUTDOWN", "SHUTOFF", "CRASHED", "PMSUSPENDED"};
constexpr const char* kEvents[] = {"DEFINED", "UNDEFINED", "STARTED",     "SUSPENDED", "RESUMED",
                                   "STOPPED", "SHUTDOWN",  "PMSUSPENDED", "CRASHED"};

}  // namespace

void Journal::on_event(const DomainEvent& event) noexcept {
  {
    const std::lock_guard lock(mutex_);
    events_.push_back(event);
    ++total_;
  }
  changed_.notify_all();
}

std::string Journal::take() {
  const std::lock_guard lock(mutex_);
  std::string line;
  for (const DomainEvent& event : events_) {
    if (!line.empty()) line += ' ';
    if (event.event_id == VIR_DOMAIN_EVENT_ID_LIFECYCLE) {
      line += fmt::format("{}/{}", kEvents[event.type], event.detail);
    } else {
      line += event.event_id == VIR_DOMAIN_EVENT_ID_REBOOT ? "reboot"
                                                           : fmt::format("#{}", event.event_id);
    }
  }
  events_.clear();
  return line;
}

bool Journal::wait_for(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  std::unique_lock lock(mutex_);
  for (;;) {
    const std::size_t seen = total_;
    // Without the lock: the condition looks at the table, which tells of events under its own.
    lock.unlock();
    if (condition()) return true;
    lock.lock();
    const auto news = [&] { return total_ != seen; };
    if (!changed_.wait_until(lock, deadline, news)) return false;
  }
}

KvmTest::~KvmTest() { close(); }

void KvmTest::SetUp() {
  if (std::string_view(GetParam()) == "kvm" && !can_open_kvm()) {
    GTEST_SKIP() << "/dev/kvm cannot be opened here; the same test has run emulated";
  }
  open();
}

void KvmTest::open(const std::string& query) {
  const Result<ConnectionUri> uri = parse_connection_uri("kvm://" + root() + query);
  ASSERT_TRUE(succeeds(uri));
  Result<std::unique_ptr<HostConnection>> opened = kvm_driver().open(*uri, OpenOptions{});
  ASSERT_TRUE(succeeds(opened));
  host.reset(static_cast<Connection*>(opened->release()));
  host->events().subscribe(journal);
}

void KvmTest::close() {
  consoles_.clear();
  if (!host) return;
  host->host().check_invariants();
  host->events().unsubscribe(journal.get());
  host.reset();
}

std::string KvmTest::serial_path(std::string_view name) const {
  return folder_.file(std::string(name) + ".serial");
}

std::string KvmTest::xml(std::string_view name, std::string_view more,
                         std::string_view devices) const {
  return fmt::format(
      "<domain type='{}'><name>{}</name><memory unit='MiB'>16</memory>"
      "<os><type arch='x86_64' machine='pc'>hvm</type><loader type='rom'>{}</loader></os>"
      "<features><acpi/></features>{}"
      "<devices><serial type='unix'><source mode='bind' path='{}'/><log file='{}'/></serial><panic "
      "model='isa'/>{}"
      "</devices></domain>",
      GetParam(), name, ROLLCALL_TEST_GUEST, more, serial_path(name), serial_path(name) + ".log",
      devices);
}

DomainRef KvmTest::remember(const Result<DomainRecord>& record) {
  if (!record) throw std::runtime_error(record.error().message);
  names_.push_back(record->name);
  return {record->uuid, names_.back()};
}

DomainRef KvmTest::defined(std::string_view name, std::string_view more, std::string_view devices) {
  const DomainRef domain = remember(host->define_xml(xml(name, more, devices), 0));
  journal->take();
  return domain;
}

DomainRef KvmTest::started(std::string_view name, std::string_view more, std::string_view devices) {
  const DomainRef domain = defined(name, more, devices);
  const Result<std::int32_t> id = host->create(domain, 0);
  if (!id) throw std::runtime_error(id.error().message);
  console(domain).count();
  journal->take();
  return domain;
}

Console& KvmTest::console(const DomainRef& domain) {
  const std::string path = serial_path(domain.name);
  return consoles_.try_emplace(path, path).first->second;
}

std::string KvmTest::seen(const DomainRef& domain) {
  const Result<DomainRecord> record = host->find(domain.uuid);
  if (!record) return "gone";
  const DomainStatus& status = record->status;
  std::string text = fmt::format("{}/{} ", kStates[status.state], status.reason);
  if (status.has(VIR_CONNECT_LIST_DOMAINS_PERSISTENT)) text += 'P';
  if (status.has(VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE)) text += 'M';
  if (status.has(VIR_CONNECT_LIST_DOMAINS_AUTOSTART)) text += 'A';
  if (status.has(VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT)) text += 'S';
  return text;
}

std::string KvmTest::wait_until_seen(const DomainRef& domain, const std::string& expected) {
  journal->wait_for([&] { return seen(domain) == expected; });
  return seen(domain);
}

pid_t KvmTest::pid_of(const DomainRef& domain) {
  return (*host->host().guest_of(domain))->process().identity().pid;
}

}  // namespace rollcall::kvm
