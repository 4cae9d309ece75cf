// A backend for tests of the daemon: slow:///PATH is a host with one running domain, "test", whose
// suspending takes until somebody writes a byte into the named pipe PATH.

#include <fcntl.h>
#include <unistd.h>

#include <memory>
#include <string>

#include <rollcall/domain_table.hpp>
#include <rollcall/driver.hpp>
#include <rollcall/table_connection.hpp>

namespace {

using rollcall::DomainChange;

struct SlowHost {
  explicit SlowHost(std::string pipe_path) : pipe(std::move(pipe_path)) {
    rollcall::DomainRecord domain{{}, "test", {}};
    domain.uuid.bytes[15] = 1;
    domain.status.id = 1;
    domain.status.state = VIR_DOMAIN_RUNNING;
    domain.status.attributes =
        rollcall::attribute_word({.active = true, .persistent = true, .state = VIR_DOMAIN_RUNNING});
    (void)table.commit({{DomainChange::insert(domain)}});
  }

  const std::string pipe;
  rollcall::EventBus events;
  rollcall::DomainTable table{events};
};

class SlowConnection final : public rollcall::TableConnection {
 public:
  SlowConnection(std::shared_ptr<SlowHost> host, std::string uri)
      : TableConnection(host->table, host->events), host_(std::move(host)), uri_(std::move(uri)) {}

  const char* type() const noexcept override { return "SLOW"; }
  rollcall::Result<std::string> uri() override { return uri_; }

  rollcall::Status suspend(const rollcall::DomainRef& /*domain*/) override {
    const int pipe = ::open(host_->pipe.c_str(), O_RDONLY | O_CLOEXEC);
    char byte = 0;
    const bool written = ::read(pipe, &byte, 1) == 1;
    ::close(pipe);
    if (written) return {};
    return rollcall::fail(VIR_ERR_OPERATION_FAILED, VIR_FROM_DOMAIN, "nobody wrote into the pipe");
  }

 private:
  const std::shared_ptr<SlowHost> host_;
  const std::string uri_;
};

class SlowDriver final : public rollcall::Driver {
 public:
  std::span<const std::string_view> schemes() const noexcept override { return kSchemes; }

  rollcall::Result<std::unique_ptr<rollcall::HostConnection>> open(
      const rollcall::ConnectionUri& uri, const rollcall::OpenOptions& /*options*/) override {
    return std::make_unique<SlowConnection>(std::make_shared<SlowHost>(uri.path), uri.text);
  }

 private:
  static constexpr std::string_view kSchemes[] = {"slow"};
};

}  // namespace

ROLLCALL_DRIVER_ENTRY([] {
  static SlowDriver driver;
  return static_cast<rollcall::Driver*>(&driver);
}())
