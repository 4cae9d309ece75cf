#include "kvmdriver/kvm_driver.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "kvmdriver/connection.hpp"
#include "kvmdriver/host.hpp"
#include "kvmdriver/host_spec.hpp"

namespace rollcall {
namespace {

class KvmDriver final : public Driver {
 public:
  std::span<const std::string_view> schemes() const noexcept override { return kSchemes; }

  Result<std::unique_ptr<HostConnection>> open(const ConnectionUri& uri,
                                               const OpenOptions&) override {
    const Result<kvm::HostSpec> spec = kvm::read_host_spec(uri);
    if (!spec) return fail(spec.error());
    Result<std::shared_ptr<kvm::Host>> host = host_of(*spec);
    if (!host) return fail(std::move(host.error()));
    return std::make_unique<kvm::Connection>(*std::move(host), uri.text);
  }

 private:
  static constexpr std::string_view kSchemes[] = {"kvm"};

  // One host a root, whatever its other settings: those of the first connection count.
  Result<std::shared_ptr<kvm::Host>> host_of(const kvm::HostSpec& spec) {
    const std::lock_guard lock(mutex_);
    if (const auto known = hosts_.find(spec.folder); known != hosts_.end()) {
      if (std::shared_ptr<kvm::Host> alive = known->second.lock()) return alive;
    }
    Result<std::shared_ptr<kvm::Host>> host = kvm::Host::open(spec);
    if (!host) return host;
    std::erase_if(hosts_, [](const auto& entry) { return entry.second.expired(); });
    hosts_.insert_or_assign(spec.folder, *host);
    return host;
  }

  std::mutex mutex_;  // guards hosts_
  std::map<std::string, std::weak_ptr<kvm::Host>> hosts_;
};

}  // namespace

Driver& kvm_driver() {
  static KvmDriver driver;
  return driver;
}

}  // namespace rollcall
