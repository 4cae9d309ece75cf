// MockConnection: one connection to a simulated host. Each operation is one HostCall: look the
// domain up, ask the life-cycle rules, commit what they decide.
//
// The operations are defined by subject in connection_host.cpp, connection_lifecycle.cpp,
// connection_images.cpp, connection_inquiry.cpp, connection_listing.cpp, connection_moments.cpp and
// connection_usage.cpp.

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "api/core/inquiry_connection.hpp"
#include "api/core/lifecycle.hpp"
#include "mockdriver/host_call.hpp"
#include "mockdriver/mock_host.hpp"
#include "mockdriver/mock_simulation.hpp"

namespace rollcall {

class MockConnection final : public InquiryConnection {
 public:
  MockConnection(std::shared_ptr<MockHost> host, std::string uri);
  /// Destroys the connection's autodestroy domains.
  ~MockConnection() override;

  /// For tests.
  const MockHost& host() const noexcept { return *host_; }

  Simulation* simulation() noexcept override { return &simulation_; }

  const char* type() const noexcept override { return "MOCK"; }
  Result<unsigned long> version() override;
  Result<std::string> hostname() override;
  Result<std::string> uri() override { return uri_; }
  Result<std::string> capabilities() override;
  Result<std::string> sysinfo() override;
  Result<virNodeInfo> node_info() override { return host_->node_info(); }
  Result<int> max_vcpus(std::string_view type) override;
  Result<bool> is_alive() override { return simulation_.connected(); }
  Result<bool> set_keepalive(int interval_s, unsigned count) override;

  Result<DomainList> list(const ListFilter& filter, RefCounted& owner) override;
  Result<std::size_t> count(const ListFilter& filter) override;
  using TableConnection::records;
  Result<RecordList> records(const ListFilter& filter) override;

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

  Result<std::uint64_t> cpu_time_ns(const DomainRef& domain) override;
  Result<virDomainControlInfo> control_info(const DomainRef& domain, unsigned flags) override;
  Result<virDomainJobInfo> job_info(const DomainRef& domain) override;
  Status abort_job(const DomainRef& domain) override;
  Status set_metadata(const DomainRef& domain, int type, const std::optional<std::string>& value,
                      std::string_view key, std::string_view uri, unsigned flags) override;

  Result<virDomainBlockStatsStruct> block_stats(const DomainRef& domain,
                                                std::string_view disk) override;
  Result<virDomainBlockInfo> block_info(const DomainRef& domain, std::string_view disk) override;
  Result<virDomainInterfaceStatsStruct> interface_stats(const DomainRef& domain,
                                                        std::string_view interface) override;
  Result<std::vector<virDomainMemoryStatStruct>> memory_stats(const DomainRef& domain) override;
  Result<Vcpus> vcpus(const DomainRef& domain, std::size_t vcpus_max,
                      std::size_t map_bytes) override;

  Result<SnapshotCreated> snapshot_create(const DomainRef& domain, std::string_view xml,
                                          unsigned flags) override;
  Status snapshot_delete(const DomainChildRef& snapshot, unsigned flags) override;
  Result<std::int32_t> snapshot_revert(const DomainChildRef& snapshot, unsigned flags) override;

  Result<std::string> checkpoint_create(const DomainRef& domain, std::string_view xml,
                                        unsigned flags) override;
  Status checkpoint_delete(const DomainChildRef& checkpoint, unsigned flags) override;

 private:
  Result<DomainView> look_at(const DomainRef& domain) override;

  /// A domain as it was at one instant.
  struct Observation {
    MockDomain domain;
    std::uint64_t now_ns;

    /// How long the guest has been running.
    std::uint64_t ran_ns() const;
  };

  /// What a rule decides about the domain of a definition, null for a new one.
  using RealisationRule = std::function<Result<Transition>(const DomainRuntime* before_or_null)>;

  HostCall call() { return HostCall(*host_, number_); }

  /// Where definitions without a uuid get one from. Not during a call(), which holds the lock.
  std::function<Uuid()> new_uuid();

  /// Looks at a domain after checking that `flags` are among `known_flags`.
  Result<Observation> observe(const DomainRef& domain, unsigned flags = 0,
                              unsigned known_flags = ~0U);

  /// The same for an active domain. Errors: OPERATION_INVALID.
  Result<Observation> observe_active(const DomainRef& domain);

  /// Does what `rule` decides. Returns: the id afterwards.
  template <typename Rule>
  Result<std::int32_t> carry_out(const DomainRef& domain, Rule rule) {
    HostCall host = call();
    Result<Transition> transition = host.decide(domain, rule);
    if (!transition) return fail(std::move(transition.error()));
    return host.apply(domain.uuid, *std::move(transition));
  }

  /// Does what `rule` decides about the domain that has the identity of `definition`, which becomes
  /// that one of its definitions which `role` names.
  Result<DomainRecord> realise(DefinitionPtr definition, DefinitionPtr Definitions::*role,
                               const RealisationRule& rule);

  /// The same for a definition as XML.
  Result<DomainRecord> realise_xml(std::string_view xml, DefinitionPtr Definitions::*role,
                                   const RealisationRule& rule);

  /// What a rule decides about a new snapshot or checkpoint.
  template <typename Moment>
  using MomentRule = Result<Transition> (*)(const DomainRuntime&, Moment, unsigned flags);

  /// Adds `wanted` to `tree` of the domain, as `rule` decides. What the XML of a moment that is not
  /// `redefined` leaves open is filled in first. Returns: the name, and the domain's id afterwards.
  template <typename Moment>
  Result<SnapshotCreated> create_moment(const DomainRef& domain, Result<Moment> wanted,
                                        MomentTree<Moment> DomainRuntime::*tree, bool redefined,
                                        MomentRule<Moment> rule, unsigned flags);

  const std::shared_ptr<MockHost> host_;
  const ConnectionNumber number_;
  MockSimulation simulation_{*host_, number_};
  const std::string uri_;
};

/// The outcome of an operation whose value does not matter.
inline Status outcome(const Result<std::int32_t>& result) {
  return result ? Status() : fail(result.error());
}

}  // namespace rollcall
