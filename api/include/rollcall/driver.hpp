// What a hypervisor backend implements. A backend is a Driver, which opens hosts by URI; an open
// host is a HostConnection, with one method per operation of the public API.
//
// Methods that a backend leaves out answer VIR_ERR_NO_SUPPORT. A backend that keeps its domains in
// a DomainTable derives from TableConnection (table_connection.hpp) and gets listing, lookup,
// status and statistics for free.
//
// A backend in a shared object exports one C function, ROLLCALL_DRIVER_ENTRY, and is found through
// ROLLCALL_DRIVER_PATH.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <libvirt/libvirt.h>

#include "api/core/connection_uri.hpp"
#include "api/core/domain_handle.hpp"
#include "api/core/domain_record.hpp"
#include "api/core/event_bus.hpp"
#include "api/core/list_filter.hpp"
#include "api/core/record_list.hpp"
#include "api/core/result.hpp"

namespace rollcall {

class Simulation;

/// The domain that an operation is asked of. The uuid decides; the name is for messages.
struct DomainRef {
  Uuid uuid;
  std::string_view name;
};

/// A snapshot or checkpoint of a domain, by name.
struct DomainChildRef {
  DomainRef domain;
  std::string_view name;
};

/// One open host, as one connection sees it.
///
/// Errors:    every method may answer VIR_ERR_NO_SUPPORT, and VIR_ERR_NO_DOMAIN for a domain that
/// is gone. Unknown flag bits
///            are VIR_ERR_INVALID_ARG, which wins over both. Arguments that the public API forbids
///            outright (null pointers, exclusive flags, read-only connections) never get here.
/// Ids:       methods that return std::int32_t return the domain's id afterwards, -1 if inactive;
/// the handle that was used
///            then shows it.
/// Threading: every method from any thread. Listing, counting and lookups must not wait for a guest
/// (contract A6). Lifetime:  destroyed when the last handle of the connection is freed; domains
/// with autodestroy end in close().
class HostConnection {
 public:
  HostConnection() = default;
  HostConnection(const HostConnection&) = delete;
  HostConnection& operator=(const HostConnection&) = delete;
  virtual ~HostConnection() = default;

  // --- The host
  // -------------------------------------------------------------------------------------------------------

  /// The driver's name as virConnectGetType tells it, e.g. "MOCK". Valid for ever.
  virtual const char* type() const noexcept = 0;
  /// Version of the hypervisor: major * 1,000,000 + minor * 1,000 + release.
  virtual Result<unsigned long> version();
  virtual Result<std::string> hostname();
  /// The canonical URI that opens this host again.
  virtual Result<std::string> uri() = 0;
  virtual Result<std::string> capabilities();
  /// What the firmware of the host says of it, as an XML document <sysinfo>.
  virtual Result<std::string> sysinfo();
  virtual Result<virNodeInfo> node_info();
  /// `type`: a virtualisation type such as "kvm"; empty for the default.
  virtual Result<int> max_vcpus(std::string_view type);
  virtual Result<bool> is_alive() { return true; }
  virtual Result<bool> is_encrypted() { return false; }
  virtual Result<bool> is_secure() { return true; }
  /// Returns: whether keep-alive messages are now being sent.
  virtual Result<bool> set_keepalive(int interval_s, unsigned count);

  /// Where the host's events appear.
  virtual EventBus& events() = 0;
  /// Somebody is about to subscribe to events of that kind (virDomainEventID), as often as it is
  /// called; unwatch_events() takes one such call back. For hosts that must fetch their events.
  virtual Status watch_events(int event_id);
  virtual void unwatch_events(int event_id) noexcept;
  /// Whether lists and events tell the generation of the host that they belong to.
  virtual bool counts_generations() const noexcept { return true; }
  /// Has `handler` called when the host is lost: once, from any thread, which must not call the
  /// host. Replaces an earlier one. Hosts in this process are never lost.
  virtual Status on_close(std::function<void(virConnectCloseReason)> handler);

  // --- Listing and lookup: each answer is of one instant
  // ----------------------------------------------------------------

  /// See DomainTable::list() for what is promised. The handles keep `owner` alive.
  virtual Result<DomainList> list(const ListFilter& filter, RefCounted& owner) = 0;
  virtual Result<std::size_t> count(const ListFilter& filter) = 0;
  virtual Result<RecordList> records(const ListFilter& filter) = 0;
  /// Those of `uuids` that exist.
  virtual Result<RecordList> records(std::span<const Uuid> uuids) = 0;
  /// Ids of active domains, names of inactive ones; the first so many. Unless a driver says
  /// otherwise, out of records().
  virtual Result<std::vector<std::int32_t>> active_ids(std::size_t ids_max);
  virtual Result<std::vector<std::string>> inactive_names(std::size_t names_max);
  /// Identity and id of a domain. Of its status a driver that would have to ask more than once may
  /// leave out what state() and the like tell.
  virtual Result<DomainRecord> find(const Uuid& uuid) = 0;
  virtual Result<DomainRecord> find_by_name(std::string_view name) = 0;
  virtual Result<DomainRecord> find_by_id(std::int32_t id) = 0;

  // --- Defining
  // -----------------------------------------------------------------------------------------------------------

  virtual Result<DomainRecord> define_xml(std::string_view xml, unsigned flags);
  virtual Result<DomainRecord> create_xml(std::string_view xml, unsigned flags);
  virtual Status undefine(const DomainRef& domain, unsigned flags);
  virtual Status rename(const DomainRef& domain, std::string_view new_name, unsigned flags);
  virtual Status set_autostart(const DomainRef& domain, bool autostart);

  // --- Life cycle
  // ---------------------------------------------------------------------------------------------------------

  virtual Result<std::int32_t> create(const DomainRef& domain, unsigned flags);
  virtual Status suspend(const DomainRef& domain);
  virtual Status resume(const DomainRef& domain);
  virtual Result<std::int32_t> shutdown(const DomainRef& domain, unsigned flags);
  virtual Status reboot(const DomainRef& domain, unsigned flags);
  virtual Status reset(const DomainRef& domain, unsigned flags);
  virtual Result<std::int32_t> destroy(const DomainRef& domain, unsigned flags);
  /// `target`: virNodeSuspendTarget. `duration_s`: 0 for no timer.
  virtual Status pm_suspend(const DomainRef& domain, unsigned target, unsigned long long duration_s,
                            unsigned flags);
  virtual Status pm_wakeup(const DomainRef& domain, unsigned flags);

  // --- Memory images
  // ------------------------------------------------------------------------------------------------------

  virtual Result<std::int32_t> managed_save(const DomainRef& domain, unsigned flags);
  virtual Result<bool> has_managed_save(const DomainRef& domain, unsigned flags);
  virtual Status managed_save_remove(const DomainRef& domain, unsigned flags);
  /// `xml`: replaces the definition in the image; empty to keep it.
  virtual Result<std::int32_t> save(const DomainRef& domain, const std::string& path,
                                    std::string_view xml, unsigned flags);
  virtual Status restore(const std::string& path, std::string_view xml, unsigned flags);
  /// `format`: virDomainCoreDumpFormat.
  virtual Result<std::int32_t> core_dump(const DomainRef& domain, const std::string& path,
                                         unsigned format, unsigned flags);

  // --- What a domain says of itself
  // -----------------------------------------------------------------------------------------

  /// virDomainState, and the reason of that state.
  struct RunState {
    int state;
    int reason;
  };
  /// These six are, unless a driver says otherwise, what find() tells of a domain's status; info()
  /// has the CPU time too.
  virtual Result<RunState> state(const DomainRef& domain);
  virtual Result<virDomainInfo> info(const DomainRef& domain);
  virtual Result<std::uint64_t> memory_max_kib(const DomainRef& domain);
  virtual Result<bool> is_active(const DomainRef& domain);
  virtual Result<bool> is_persistent(const DomainRef& domain);
  virtual Result<bool> is_autostarted(const DomainRef& domain);

  virtual Result<std::string> xml(const DomainRef& domain, unsigned flags);
  virtual Result<std::string> os_type(const DomainRef& domain);
  /// Whether the running definition differs from the persistent one. A domain that is gone is not
  /// updated: no error.
  virtual Result<bool> is_updated(const DomainRef& domain);
  virtual Result<std::uint64_t> cpu_time_ns(const DomainRef& domain);
  virtual Result<virDomainControlInfo> control_info(const DomainRef& domain, unsigned flags);
  virtual Result<virDomainJobInfo> job_info(const DomainRef& domain);
  virtual Status abort_job(const DomainRef& domain);
  /// `type`: virDomainMetadataType. `value`: nothing to remove. `key`, `uri`: of metadata elements,
  /// else empty.
  virtual Status set_metadata(const DomainRef& domain, int type,
                              const std::optional<std::string>& value, std::string_view key,
                              std::string_view uri, unsigned flags);
  virtual Result<std::string> metadata(const DomainRef& domain, int type, std::string_view uri,
                                       unsigned flags);

  // --- What a domain uses
  // -------------------------------------------------------------------------------------------------------
  // Of a domain that is not active all but block_info() are VIR_ERR_OPERATION_INVALID.

  /// `disk`: target or source of one disk; empty for all together. Errors: INVALID_ARG without such
  /// a disk.
  virtual Result<virDomainBlockStatsStruct> block_stats(const DomainRef& domain,
                                                        std::string_view disk);
  /// Sizes in bytes of one disk, of a domain that may be inactive. Errors: INVALID_ARG without it.
  virtual Result<virDomainBlockInfo> block_info(const DomainRef& domain, std::string_view disk);
  /// `interface`: target or MAC address of one. Errors: INVALID_ARG without such an interface.
  virtual Result<virDomainInterfaceStatsStruct> interface_stats(const DomainRef& domain,
                                                                std::string_view interface);
  /// What is known, in any order, each virDomainMemoryStatTags at most once and in its unit.
  virtual Result<std::vector<virDomainMemoryStatStruct>> memory_stats(const DomainRef& domain);

  /// Virtual processors by number, and one behind the other the map of each one's host CPUs.
  struct Vcpus {
    std::vector<virVcpuInfo> infos;
    std::vector<unsigned char> maps;
  };
  /// The first `vcpus_max` virtual processors, with maps of `map_bytes` bytes each (0: no maps).
  virtual Result<Vcpus> vcpus(const DomainRef& domain, std::size_t vcpus_max,
                              std::size_t map_bytes);

  // --- Snapshots
  // ------------------------------------------------------------------------------------------------------------
  // Names are in order of creation. `flags` of the list methods: virDomainSnapshotListFlags.

  /// What snapshot_create did: the new snapshot's name, and the domain's id afterwards.
  struct SnapshotCreated {
    std::string name;
    std::int32_t id;
  };
  virtual Result<SnapshotCreated> snapshot_create(const DomainRef& domain, std::string_view xml,
                                                  unsigned flags);
  virtual Result<std::vector<std::string>> snapshot_names(const DomainRef& domain, unsigned flags);
  virtual Result<std::vector<std::string>> snapshot_children(const DomainChildRef& snapshot,
                                                             unsigned flags);
  /// Returns: nothing when there is no such snapshot, no current one, or no parent. `flags` must be
  /// 0.
  virtual Result<bool> has_snapshot(const DomainChildRef& snapshot, unsigned flags);
  virtual Result<std::optional<std::string>> current_snapshot(const DomainRef& domain,
                                                              unsigned flags);
  virtual Result<std::optional<std::string>> snapshot_parent(const DomainChildRef& snapshot,
                                                             unsigned flags);
  virtual Result<bool> snapshot_has_metadata(const DomainChildRef& snapshot, unsigned flags);
  virtual Result<std::string> snapshot_xml(const DomainChildRef& snapshot, unsigned flags);
  virtual Status snapshot_delete(const DomainChildRef& snapshot, unsigned flags);
  virtual Result<std::int32_t> snapshot_revert(const DomainChildRef& snapshot, unsigned flags);

  // --- Checkpoints
  // ----------------------------------------------------------------------------------------------------------

  /// Returns: the new checkpoint's name.
  virtual Result<std::string> checkpoint_create(const DomainRef& domain, std::string_view xml,
                                                unsigned flags);
  virtual Result<std::vector<std::string>> checkpoint_names(const DomainRef& domain,
                                                            unsigned flags);
  virtual Result<std::vector<std::string>> checkpoint_children(const DomainChildRef& checkpoint,
                                                               unsigned flags);
  virtual Result<bool> has_checkpoint(const DomainChildRef& checkpoint, unsigned flags);
  virtual Result<std::optional<std::string>> checkpoint_parent(const DomainChildRef& checkpoint,
                                                               unsigned flags);
  virtual Result<std::string> checkpoint_xml(const DomainChildRef& checkpoint, unsigned flags);
  virtual Status checkpoint_delete(const DomainChildRef& checkpoint, unsigned flags);

  // --- Simulation
  // -----------------------------------------------------------------------------------------------------------

  /// What takes part in every call and is controlled by <rollcall/mock.h> (simulation.hpp); null
  /// for a host that is not simulated. Lives as long as the connection.
  virtual Simulation* simulation() noexcept { return nullptr; }
};

/// How a caller opens a host.
struct OpenOptions {
  bool read_only = false;  ///< enforced by the public layer; a driver may use it to choose a socket
};

/// Opens hosts of the URI schemes that it knows.
///
/// Threading: every method from any thread.
class Driver {
 public:
  Driver() = default;
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;
  virtual ~Driver() = default;

  /// The URI schemes that belong to this driver, e.g. "mock". Valid for ever.
  virtual std::span<const std::string_view> schemes() const noexcept = 0;

  /// Opens the host that `uri`, of one of schemes(), names.
  ///
  /// Errors: VIR_ERR_INVALID_ARG for a path or query that makes no sense (say which part),
  /// VIR_ERR_NO_CONNECT when the host
  ///         cannot be reached, or what else stands in the way.
  virtual Result<std::unique_ptr<HostConnection>> open(const ConnectionUri& uri,
                                                       const OpenOptions& options) = 0;
};

/// Number of the interface in this header. A backend built against another number is refused.
inline constexpr unsigned kDriverInterfaceVersion = 3;

/// What a shared object with a backend exports under the name "rollcall_driver_entry".
///
/// `version`: where to say which interface the backend was built against.
/// Returns:   the driver, which lives until the process ends.
using DriverEntry = Driver* (*)(unsigned* version);

}  // namespace rollcall

/// Defines the entry point of a backend in a shared object; `driver_expression` yields a Driver*.
#define ROLLCALL_DRIVER_ENTRY(driver_expression)                                             \
  extern "C" __attribute__((visibility("default"))) rollcall::Driver* rollcall_driver_entry( \
      unsigned* version) {                                                                   \
    *version = rollcall::kDriverInterfaceVersion;                                            \
    return driver_expression;                                                                \
  }
