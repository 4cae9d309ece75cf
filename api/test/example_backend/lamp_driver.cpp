// A backend in a page: a row of lamps, each a domain that can be switched on (create) and off
// (destroy).
//
// lamp:///3 is a host of three lamps, all off. The lamps of one path are shared by all connections
// of the process.

#include <charconv>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <rollcall/domain_table.hpp>
#include <rollcall/driver.hpp>
#include <rollcall/table_connection.hpp>

namespace {

using rollcall::DomainChange;
using rollcall::DomainEvent;
using rollcall::DomainRecord;
using rollcall::DomainStatus;

DomainStatus lamp_status(int id) {
  const bool on = id != -1;
  DomainStatus status;
  status.id = id;
  status.state = on ? VIR_DOMAIN_RUNNING : VIR_DOMAIN_SHUTOFF;
  status.attributes =
      rollcall::attribute_word({.active = on, .persistent = true, .state = status.state});
  return status;
}

/// The row of lamps: all that the backend itself has to keep is the next id.
class Lamps {
 public:
  explicit Lamps(int count) {
    for (int i = 1; i <= count; ++i) {
      rollcall::Uuid uuid;
      uuid.bytes[15] = static_cast<std::uint8_t>(i);
      const DomainRecord lamp{uuid, "lamp-" + std::to_string(i), lamp_status(-1)};
      (void)table.commit({{DomainChange::insert(lamp)}});
    }
  }

  /// Switches a lamp, which must be the other way; tells its subscribers. Returns its id
  /// afterwards.
  rollcall::Result<std::int32_t> turn(const rollcall::DomainRef& domain, bool on) {
    const std::lock_guard lock(mutex_);
    const auto lamp = table.find(domain.uuid);
    if (!lamp) {
      return rollcall::fail(VIR_ERR_NO_DOMAIN, VIR_FROM_DOMAIN,
                            "there is no lamp '" + std::string(domain.name) + "'");
    }
    if ((lamp->status.id != -1) == on) {
      return rollcall::fail(VIR_ERR_OPERATION_INVALID, VIR_FROM_DOMAIN,
                            "lamp '" + lamp->name + "' is " + (on ? "on" : "off") + " already");
    }
    const int id = on ? ++last_id_ : -1;
    DomainEvent event;
    event.uuid = lamp->uuid;
    event.name = lamp->name;
    event.id = id;
    event.type = on ? VIR_DOMAIN_EVENT_STARTED : VIR_DOMAIN_EVENT_STOPPED;
    event.detail = on ? VIR_DOMAIN_EVENT_STARTED_BOOTED : VIR_DOMAIN_EVENT_STOPPED_DESTROYED;
    return table.commit({{DomainChange::update(lamp->uuid, lamp_status(id))}}, {&event, 1})
        .map([id](rollcall::Generation) { return id; });
  }

  rollcall::EventBus events;
  rollcall::DomainTable table{events};

 private:
  std::mutex mutex_;  // from the look at a lamp to the commit that switches it
  int last_id_ = 0;
};

class LampConnection final : public rollcall::TableConnection {
 public:
  LampConnection(std::shared_ptr<Lamps> lamps, std::string uri)
      : TableConnection(lamps->table, lamps->events),
        lamps_(std::move(lamps)),
        uri_(std::move(uri)) {}

  const char* type() const noexcept override { return "LAMP"; }
  rollcall::Result<std::string> uri() override { return uri_; }

  rollcall::Result<std::int32_t> create(const rollcall::DomainRef& domain,
                                        unsigned flags) override {
    if (flags != 0) {
      return rollcall::fail(VIR_ERR_INVALID_ARG, VIR_FROM_DOMAIN, "a lamp is lit without flags");
    }
    return lamps_->turn(domain, true);
  }

  rollcall::Result<std::int32_t> destroy(const rollcall::DomainRef& domain,
                                         unsigned flags) override {
    if (flags != 0) {
      return rollcall::fail(VIR_ERR_INVALID_ARG, VIR_FROM_DOMAIN, "a lamp goes out without flags");
    }
    return lamps_->turn(domain, false);
  }

 private:
  const std::shared_ptr<Lamps> lamps_;
  const std::string uri_;
};

class LampDriver final : public rollcall::Driver {
 public:
  std::span<const std::string_view> schemes() const noexcept override { return kSchemes; }

  rollcall::Result<std::unique_ptr<rollcall::HostConnection>> open(
      const rollcall::ConnectionUri& uri, const rollcall::OpenOptions& /*options*/) override {
    int count = 0;
    const std::string digits = uri.path.empty() ? "" : uri.path.substr(1);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (read.ptr != digits.data() + digits.size() || count < 1 || count > 200) {
      return rollcall::fail(VIR_ERR_INVALID_ARG, VIR_FROM_NONE,
                            "the path of '" + uri.text + "' must be a number of lamps, 1 to 200");
    }
    const std::lock_guard lock(mutex_);
    std::shared_ptr<Lamps>& lamps = rows_[count];
    if (lamps == nullptr) lamps = std::make_shared<Lamps>(count);
    return std::make_unique<LampConnection>(lamps, uri.text);
  }

 private:
  static constexpr std::string_view kSchemes[] = {"lamp"};

  std::mutex mutex_;
  std::map<int, std::shared_ptr<Lamps>> rows_;
};

}  // namespace

ROLLCALL_DRIVER_ENTRY([] {
  static LampDriver driver;
  return static_cast<rollcall::Driver*>(&driver);
}())
