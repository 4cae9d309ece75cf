// Connection: one connection to a host of this driver. Operations are defined by subject in
// connection_host.cpp, connection_define.cpp, connection_power.cpp, connection_images.cpp,
// connection_snapshots.cpp, connection_usage.cpp and connection_inquiry.cpp.

#pragma once

#include <memory>
#include <string>

#include "api/core/inquiry_connection.hpp"
#include "kvmdriver/host.hpp"

namespace rollcall::kvm {

class Connection final : public InquiryConnection {
 public:
  Connection(std::shared_ptr<Host> host, std::string uri);
  /// Destroys the connection's autodestroy domains.
  ~Connection() override;

  /// For tests.
  Host& host() noexcept { return *host_; }

  const char* type() const noexcept override { return "QEMU"; }
  Result<unsigned long> version() override;
  Result<std::string> hostname() override;
  Result<std::string> uri() override { return uri_; }
  Result<std::string> capabilities() override;
  Result<virNodeInfo> node_info() override;
  Result<int> max_vcpus(std::string_view type) override;
  Result<bool> set_keepalive(int interval_s, unsigned count) override;

  Result<DomainRecord> define_xml(std::string_view xml, unsigned flags) override;
  Result<DomainRecord> create_xml(std::string_view xml, unsigned flags) override;
  Status undefine(const DomainRef& domain, unsigned flags) override;
  Status rename(const DomainRef& domain, std::string_view new_name, unsigned flags) override;
  Status set_autostart(const DomainRef& domain, bool autostart) override;

  Result<std::int32_t> create(const DomainRef& domain, unsigned flags) override;
  Status suspend(const DomainRef& domain) override;
  Status resume(const DomainRef& domain) override;
  Result<std::int32_t> shutdown(const DomainRef& domain, unsigned flags) override;
  Status reboot(const DomainRef& domain, unsigned flags) override;
  Status reset(const DomainRef& domain, unsigned flags) override;
  Result<std::int32_t> destroy(const DomainRef& domain, unsigned flags) override;
  Status pm_suspend(const DomainRef& domain, unsigned target, unsigned long long duration_s,
                    unsigned flags) override;
  Status pm_wakeup(const DomainRef& domain, unsigned flags) override;

  Result<std::int32_t> managed_save(const DomainRef& domain, unsigned flags) override;
  Status managed_save_remove(const DomainRef& domain, unsigned flags) override;
  Result<std::int32_t> save(const DomainRef& domain, const std::string& path, std::string_view xml,
                            unsigned flags) override;
  Status restore(const std::string& path, std::string_view xml, unsigned flags) override;
  Result<std::int32_t> core_dump(const DomainRef& domain, const std::string& path, unsigned format,
                                 unsigned flags) override;

  Result<SnapshotCreated> snapshot_create(const DomainRef& domain, std::string_view xml,
                                          unsigned flags) override;
  Status snapshot_delete(const DomainChildRef& snapshot, unsigned flags) override;
  Result<std::int32_t> snapshot_revert(const DomainChildRef& snapshot, unsigned flags) override;

  Result<virDomainBlockStatsStruct> block_stats(const DomainRef& domain,
                                                std::string_view disk) override;
  Result<virDomainBlockInfo> block_info(const DomainRef& domain, std::string_view disk) override;
  Result<std::vector<virDomainMemoryStatStruct>> memory_stats(const DomainRef& domain) override;
  Result<Vcpus> vcpus(const DomainRef& domain, std::size_t vcpus_max,
                      std::size_t map_bytes) override;

  Result<std::uint64_t> cpu_time_ns(const DomainRef& domain) override;
  Result<virDomainControlInfo> control_info(const DomainRef& domain, unsigned flags) override;
  Result<virDomainJobInfo> job_info(const DomainRef& domain) override;
  Status abort_job(const DomainRef& domain) override;
  Status set_metadata(const DomainRef& domain, int type, const std::optional<std::string>& value,
                      std::string_view key, std::string_view uri, unsigned flags) override;

 private:
  Result<DomainView> look_at(const DomainRef& domain) override;

  Result<Machine> machine_of(const DomainRef& domain);

  /// The definition that `xml` describes, once its machine has been found possible.
  Result<DefinitionPtr> parse(std::string_view xml);

  // The parts of operations on snapshots (connection_snapshots.cpp). All hold the domain.

  /// Keeps the snapshots and checkpoints of a persistent domain as they will be.
  Status keep_moments(const DomainRef& domain, const DomainRuntime& after);
  Status make_snapshot(const DomainRef& domain, const DefinitionPtr& definition, bool active,
                       const std::string& tag);
  Status drop_snapshot(const DomainRef& domain, const DefinitionPtr& definition,
                       const std::string& tag);
  /// Commits what `rule` decides, and ends the guest before if the domain `halts`.
  Result<std::int32_t> conclude(const DomainRef& domain, const Host::Rule& rule, bool halts);

  /// What a domain becomes by a revert.
  struct Reversion {
    Definitions definitions;
    DomainRuntime after;
    bool from_memory;
  };
  Result<std::int32_t> revert_guest(const DomainChildRef& snapshot, const Machine& machine,
                                    const Host::Rule& rule, bool paused);
  Result<std::int32_t> revert_off(const DomainChildRef& snapshot, const Machine& machine,
                                  const Host::Rule& rule, const Reversion& reversion);

  using Check = std::function<Status(const DomainRuntime& before)>;

  /// Asks the guest for something whose effect, if any, it tells by itself.
  Status request(const DomainRef& domain, const char* command, const Check& check);

  /// What `rule` decides now, without doing it.
  template <typename Rule>
  auto decide(const DomainRef& domain, Rule rule) {
    return Registry::Access(host_->registry()).decide(domain, rule);
  }

  /// Writes the file of a persistent domain as it will be after `after`.
  Status store(const DefinitionPtr& config, const DomainRuntime& after);

  const std::shared_ptr<Host> host_;
  const ConnectionNumber number_;
  const std::string uri_;
};

/// The outcome of an operation whose value does not matter.
inline Status outcome(const Result<std::int32_t>& result) {
  return result ? Status() : fail(result.error());
}

}  // namespace rollcall::kvm
