#include "mockdriver/mock_driver.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "mockdriver/host_setup.hpp"
#include "mockdriver/host_spec.hpp"
#include "mockdriver/mock_connection.hpp"
#include "mockdriver/mock_host.hpp"

namespace rollcall {
namespace {

class MockDriver final : public Driver {
 public:
  std::span<const std::string_view> schemes() const noexcept override { return kSchemes; }

  Result<std::unique_ptr<HostConnection>> open(const ConnectionUri& uri,
                                               const OpenOptions&) override {
    const Result<HostSpec> spec = read_host_spec(uri);
    if (!spec) return fail(spec.error());
    Result<std::shared_ptr<MockHost>> host = host_of(*spec);
    if (!host) return fail(std::move(host.error()));
    return std::make_unique<MockConnection>(*std::move(host), uri.text);
  }

 private:
  static constexpr std::string_view kSchemes[] = {"mock"};

  Result<std::shared_ptr<MockHost>> host_of(const HostSpec& spec) {
    const std::lock_guard lock(mutex_);
    if (const auto known = hosts_.find(spec); known != hosts_.end()) {
      if (std::shared_ptr<MockHost> alive = known->second.lock()) return alive;
    }
    Prng prng(spec.seed);
    Result<HostSetup> setup = set_up_host(spec, prng);
    if (!setup) return fail(std::move(setup.error()));
    auto host = std::make_shared<MockHost>(*std::move(setup), prng, Pace(spec.clock_rate));
    std::erase_if(hosts_, [](const auto& entry) { return entry.second.expired(); });
    hosts_.insert_or_assign(spec, host);
    return host;
  }

  std::mutex mutex_;  // guards hosts_
  std::map<HostSpec, std::weak_ptr<MockHost>> hosts_;
};

}  // namespace

Driver& mock_driver() {
  static MockDriver driver;
  return driver;
}

}  // namespace rollcall
