// RemoteConnection: a host that a daemon serves. Each method is one call of the remote protocol and
// one reply; what a reply says is handed on as it was received, so a list is as atomic as the
// daemon made it.
//
// The methods are defined by subject in remote_host.cpp, remote_listing.cpp, remote_lifecycle.cpp,
// remote_images.cpp, remote_inquiry.cpp, remote_moments.cpp, remote_usage.cpp and
// remote_events.cpp.

#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include <rollcall/driver.hpp>

#include "api/rpc/client/channel.hpp"
#include "api/rpc/client/daemon_address.hpp"

namespace rollcall::rpc {

class RemoteConnection final : public HostConnection, public ChannelListener {
 public:
  /// Talks to the daemon behind `socket`: authenticates, and has it open `address.name`.
  /// `uri`: what the caller wrote.
  ///
  /// Errors: the daemon's; VIR_ERR_AUTH_UNAVAILABLE when it wants what cannot be given.
  static Result<std::unique_ptr<HostConnection>> open(FileDescriptor socket,
                                                      const DaemonAddress& address, std::string uri,
                                                      bool read_only);

  /// Tells the daemon, unless it is lost.
  ~RemoteConnection() override;

  const char* type() const noexcept override { return type_.c_str(); }
  Result<unsigned long> version() override;
  Result<std::string> hostname() override;
  Result<std::string> uri() override { return uri_; }
  Result<std::string> capabilities() override;
  Result<std::string> sysinfo() override;
  Result<virNodeInfo> node_info() override;
  Result<int> max_vcpus(std::string_view type) override;
  Result<bool> is_alive() override { return channel_->state().has_value(); }
  Result<bool> is_secure() override;
  Result<bool> set_keepalive(int interval_s, unsigned count) override;

  EventBus& events() override { return events_; }
  Status watch_events(int event_id) override;
  void unwatch_events(int event_id) noexcept override;
  bool counts_generations() const noexcept override { return false; }
  Status on_close(std::function<void(virConnectCloseReason)> handler) override;

  Result<DomainList> list(const ListFilter& filter, RefCounted& owner) override;
  Result<std::size_t> count(const ListFilter& filter) override;
  Result<RecordList> records(const ListFilter& filter) override;
  Result<RecordList> records(std::span<const rollcall::Uuid> uuids) override;
  Result<std::vector<std::int32_t>> active_ids(std::size_t ids_max) override;
  Result<std::vector<std::string>> inactive_names(std::size_t names_max) override;
  Result<DomainRecord> find(const rollcall::Uuid& uuid) override;
  Result<DomainRecord> find_by_name(std::string_view name) override;
  Result<DomainRecord> find_by_id(std::int32_t id) override;

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
  Result<bool> has_managed_save(const DomainRef& domain, unsigned flags) override;
  Status managed_save_remove(const DomainRef& domain, unsigned flags) override;
  Result<std::int32_t> save(const DomainRef& domain, const std::string& path, std::string_view xml,
                            unsigned flags) override;
  Status restore(const std::string& path, std::string_view xml, unsigned flags) override;
  Result<std::int32_t> core_dump(const DomainRef& domain, const std::string& path, unsigned format,
                                 unsigned flags) override;

  Result<RunState> state(const DomainRef& domain) override;
  Result<virDomainInfo> info(const DomainRef& domain) override;
  Result<std::uint64_t> memory_max_kib(const DomainRef& domain) override;
  Result<bool> is_active(const DomainRef& domain) override;
  Result<bool> is_persistent(const DomainRef& domain) override;
  Result<bool> is_autostarted(const DomainRef& domain) override;
  Result<std::string> xml(const DomainRef& domain, unsigned flags) override;
  Result<std::string> os_type(const DomainRef& domain) override;
  Result<bool> is_updated(const DomainRef& domain) override;
  Result<std::uint64_t> cpu_time_ns(const DomainRef& domain) override;
  Result<virDomainControlInfo> control_info(const DomainRef& domain, unsigned flags) override;
  Result<virDomainJobInfo> job_info(const DomainRef& domain) override;
  Status abort_job(const DomainRef& domain) override;
  Status set_metadata(const DomainRef& domain, int type, const std::optional<std::string>& value,
                      std::string_view key, std::string_view uri, unsigned flags) override;
  Result<std::string> metadata(const DomainRef& domain, int type, std::string_view uri,
                               unsigned flags) override;

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
  Result<std::vector<std::string>> snapshot_names(const DomainRef& domain, unsigned flags) override;
  Result<std::vector<std::string>> snapshot_children(const DomainChildRef& snapshot,
                                                     unsigned flags) override;
  Result<bool> has_snapshot(const DomainChildRef& snapshot, unsigned flags) override;
  Result<std::optional<std::string>> current_snapshot(const DomainRef& domain,
                                                      unsigned flags) override;
  Result<std::optional<std::string>> snapshot_parent(const DomainChildRef& snapshot,
                                                     unsigned flags) override;
  Result<bool> snapshot_has_metadata(const DomainChildRef& snapshot, unsigned flags) override;
  Result<std::string> snapshot_xml(const DomainChildRef& snapshot, unsigned flags) override;
  Status snapshot_delete(const DomainChildRef& snapshot, unsigned flags) override;
  Result<std::int32_t> snapshot_revert(const DomainChildRef& snapshot, unsigned flags) override;

  Result<std::string> checkpoint_create(const DomainRef& domain, std::string_view xml,
                                        unsigned flags) override;
  Result<std::vector<std::string>> checkpoint_names(const DomainRef& domain,
                                                    unsigned flags) override;
  Result<std::vector<std::string>> checkpoint_children(const DomainChildRef& checkpoint,
                                                       unsigned flags) override;
  Result<bool> has_checkpoint(const DomainChildRef& checkpoint, unsigned flags) override;
  Result<std::optional<std::string>> checkpoint_parent(const DomainChildRef& checkpoint,
                                                       unsigned flags) override;
  Result<std::string> checkpoint_xml(const DomainChildRef& checkpoint, unsigned flags) override;
  Status checkpoint_delete(const DomainChildRef& checkpoint, unsigned flags) override;

 private:
  RemoteConnection(std::string uri, bool local) : uri_(std::move(uri)), local_(local) {}

  Status authenticate();
  Status ask_for_keepalive();
  Status greet(const std::string& name, bool read_only);

  /// A call that tells nothing but that it was done.
  template <class Procedure, class... Values>
  Status run(const Values&... values) {
    return channel_->call<Procedure>(values...).map([](const auto&) {});
  }
  /// A call with one result, as a `T`.
  template <class Procedure, class T, class... Values>
  Result<T> ask(const Values&... values) {
    return channel_->call<Procedure>(values...).map(
        [](const auto& answer) { return static_cast<T>(std::get<0>(answer.results)); });
  }
  template <class Procedure, class... Values>
  Result<DomainRecord> ask_for_domain(const Values&... values);
  template <class Procedure, class... Values>
  Result<std::vector<std::string>> ask_for_children(const Values&... values);
  template <class Procedure, class... Values>
  Result<std::optional<std::string>> ask_for_child(int missing, const Values&... values);
  Result<RecordList> ask_for_statistics(List<Domain> domains, unsigned flags);

  /// The id that a domain has after a call that did not tell it; -1 also when it is gone.
  Result<std::int32_t> id_after(const DomainRef& domain, Status call);

  void on_message(const Packet& message) noexcept override;
  void on_lost(virConnectCloseReason reason) noexcept override;
  void tell_closed(virConnectCloseReason reason) noexcept;

  struct Registration {
    int watchers = 0;
    std::int32_t number = 0;
  };

  const std::string uri_;
  const bool local_;  // by a UNIX socket
  std::string type_;
  bool keeps_alive_ = false;  // the daemon answers keep-alive messages

  EventBus events_{0};
  Generation events_received_ = 0;  // the channel's thread's
  std::mutex registrations_mutex_;  // guards registrations_, and is held by calls that change them
  std::array<Registration, kEventsEnd> registrations_;

  std::mutex close_mutex_;  // guards close_handler_
  std::function<void(virConnectCloseReason)> close_handler_;

  std::unique_ptr<Channel> channel_;  // last: its thread uses all the others
};

/// How the protocol names a domain and what belongs to it. The uuid decides.
inline Domain on_wire(const DomainRef& domain) { return {domain.name, domain.uuid.bytes, -1}; }
inline DomainChild on_wire(const DomainChildRef& child) {
  return {child.name, on_wire(child.domain)};
}

/// An argument that is left out when it is empty.
inline OptionalText unless_empty(std::string_view text) {
  return text.empty() ? OptionalText() : OptionalText(text);
}

/// What a reply says of a domain: its identity and id, and what follows from them.
DomainRecord record_of(const Domain& domain);

template <class Procedure, class... Values>
Result<DomainRecord> RemoteConnection::ask_for_domain(const Values&... values) {
  return channel_->call<Procedure>(values...).map(
      [](const auto& answer) { return record_of(std::get<0>(answer.results)); });
}

}  // namespace rollcall::rpc
