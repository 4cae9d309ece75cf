// Host: the guests of one root, between the registry that listings see and the QEMU processes.
//
// Operations run on the caller's thread and wait for a guest with a deadline. What guests do by
// themselves is heard, decided and committed on the event loop's thread, which never waits. A
// domain changes by one commit per operation or event; QEMU's answer to an operation is committed
// on the loop's thread too, so that both are in the order in which QEMU told them.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "api/core/lifecycle.hpp"
#include "api/core/result.hpp"
#include "kvmdriver/event_loop.hpp"
#include "kvmdriver/guest.hpp"
#include "kvmdriver/host_spec.hpp"
#include "kvmdriver/key_locks.hpp"
#include "kvmdriver/machine.hpp"
#include "kvmdriver/record_writer.hpp"
#include "kvmdriver/registry.hpp"
#include "kvmdriver/state_folder.hpp"

namespace rollcall::kvm {

/// A guest to be started.
struct StartRequest {
  DefinitionPtr definition{};  ///< of the guest
  bool paused = false;
  std::string image_file{};    ///< where its memory comes from; empty when it boots
  std::string snapshot_tag{};  ///< or the internal snapshot; empty when it boots
  ConnectionNumber owner = 0;  ///< of an autodestroy domain
  /// What the start does to the domain of that definition, null for a new one.
  std::function<Result<Transition>(const DomainRuntime* before_or_null)> rule{};
};

/// Threading: every member from any thread, but not the event loop's.
class Host final : private GuestListener {
 public:
  /// Opens a root: reads definitions, and finds the guests again that still run.
  ///
  /// Errors: those of StateFolder::open().
  static Result<std::shared_ptr<Host>> open(const HostSpec& spec);
  ~Host() override;

  Registry& registry() noexcept { return registry_; }
  const StateFolder& folder() const noexcept { return folder_; }
  const HostSpec& spec() const noexcept { return spec_; }
  ConnectionNumber add_connection() { return next_connection_++; }

  /// Holds a domain, or a domain and names, for an operation.
  ///
  /// Errors: OPERATION_TIMEOUT when another operation holds one of them for too long.
  Result<KeyLocks::Held> hold(const Uuid& uuid);
  Result<KeyLocks::Held> hold(const Uuid& uuid, const std::string& name);

  /// The guest of an active domain.
  ///
  /// Errors: NO_DOMAIN, OPERATION_INVALID.
  Result<GuestPtr> guest_of(const DomainRef& domain);

  using Rule = std::function<Result<Transition>(const DomainRuntime&)>;

  /// Does what `rule` decides about a domain whose guest, once it has done `command`, is as the
  /// rule says. The rule is asked before and after.
  ///
  /// Pre:     the caller holds the domain.
  /// Returns: the id afterwards.
  Result<std::int32_t> ask_guest(const DomainRef& domain, const std::string& command,
                                 const Rule& rule);

  /// Presses the guest's power button; when it powers off, it boots again.
  ///
  /// Pre: the caller holds the domain.
  Status ask_for_reboot(const GuestPtr& guest);

  /// Starts a guest.
  ///
  /// Pre:     the caller holds the domain, and its name if it is new.
  /// Returns: the id.
  /// Errors:  those of read_machine(), check_files() and QEMU, with what QEMU printed. A persistent
  ///          domain is then SHUTOFF with reason FAILED.
  Result<std::int32_t> start_guest(const StartRequest& request);

  /// The memory of a guest to be written to a file.
  struct SaveRequest {
    std::string path{};          ///< of the file, which is replaced as a whole
    DefinitionPtr definition{};  ///< in the image
    bool paused = false;         ///< the guest comes back paused
    Rule rule{};                 ///< what the saving does to the domain
  };

  /// Saves a guest's memory and ends the guest. If that fails, it goes on as before.
  ///
  /// Pre:     the caller holds the domain.
  /// Returns: the id afterwards.
  /// Errors:  OPERATION_FAILED with QEMU's reason; SYSTEM_ERROR naming the file.
  Result<std::int32_t> save_guest(const DomainRef& domain, const SaveRequest& request);

  /// Starts the guest of a defined domain, as virDomainCreateWithFlags does.
  ///
  /// `owner`: of an autodestroy domain.
  Result<std::int32_t> create_guest(const DomainRef& domain, unsigned flags,
                                    ConnectionNumber owner);

  /// Ends the guest of an active domain, whoever else is busy with it.
  ///
  /// Returns: the id afterwards.
  Result<std::int32_t> end_guest(const DomainRef& domain, const Rule& rule, Force force);

  /// Destroys the domains that were to live as long as the connection.
  void destroy_autodestroyed(ConnectionNumber connection);

  /// Brings the record of a guest up to date. A change that QEMU itself tells of, such as being
  /// paused, is left to the RecordWriter instead: a driver that opens the host asks QEMU anyway.
  void write_record(const GuestPtr& guest);

  /// Returns when no record of a guest is being written. For tests.
  void wait_for_records() { record_writer_.wait_until_idle(); }

  /// Aborts unless registry and table agree. For tests.
  void check_invariants();

 private:
  Host(HostSpec spec, StateFolder folder);

  Guest::Surroundings surroundings();

  /// The guest of an active domain, which has a rule for its end from now on; `ours` says whether
  /// it is this one.
  Result<GuestPtr> begin_end(const DomainRef& domain, const Rule& rule, bool& ours);

  // Opening (host_open.cpp)
  void load();
  void load_saves(std::unordered_map<Uuid, KvmDomain>& domains);
  struct FoundGuest;
  std::optional<GuestProcess> find_unnoted(const Uuid& uuid, const GuestRecord& record);
  std::optional<FoundGuest> find_again(const Uuid& uuid, const GuestRecord& record);
  GuestPtr adopt_process(const Uuid& uuid, const GuestRecord& record, GuestProcess process);
  void watch_again(const GuestPtr& guest);
  void catch_up(const std::vector<FoundGuest>& guests);
  void undo_saving(const GuestPtr& guest, const std::function<void()>& done);
  void let_go_on(const GuestPtr& guest, int attempts, const std::function<void()>& done);
  void start_marked_domains();

  // Starting (host_start.cpp)
  Result<GuestPtr> launch(const DomainDefinition& definition, const Machine& machine,
                          bool incoming);
  Status load_memory(const GuestPtr& guest, const StartRequest& request, const Machine& machine);
  Result<DefinitionPtr> with_pty_paths(const GuestPtr& guest, const DefinitionPtr& definition);
  Result<std::int32_t> let_run(const GuestPtr& guest, const StartRequest& request,
                               const DefinitionPtr& definition);
  Result<std::int32_t> enter_registry(const GuestPtr& guest, const StartRequest& request,
                                      const DefinitionPtr& definition);
  Error start_error(const GuestPtr& guest, Error error);
  void note_failed_start(const Uuid& uuid);

  // Saving (host_save.cpp)
  Status write_memory(const GuestPtr& guest, virDomainState state,
                      const std::shared_ptr<UniqueFd>& file);
  void note_saving(const GuestPtr& guest, std::string file, std::string token);

  // What guests do by themselves (host_events.cpp); on the event loop's thread.
  void on_guest_event(const GuestPtr& guest, const Json& event) override;
  void on_guest_dead(const GuestPtr& guest) override;
  bool happen(const GuestPtr& guest, const Rule& rule);
  void on_shutdown(const GuestPtr& guest, const Json& data);
  void on_reset(const GuestPtr& guest);
  void on_panic(const GuestPtr& guest);
  void on_io_error(const GuestPtr& guest, const Json& data);
  void restart(const GuestPtr& guest, const Rule& rule);
  void finish(const GuestPtr& guest, EndRule rule);
  void examine(const GuestPtr& guest, std::function<void()> done);
  void follow_status(const GuestPtr& guest, const std::string& status);

  const HostSpec spec_;
  const StateFolder folder_;
  std::atomic<ConnectionNumber> next_connection_{1};
  KeyLocks locks_;
  EventLoop loop_;
  Registry registry_;  // after the loop, which its guests use
  RecordWriter record_writer_{[this](const GuestPtr& guest) { write_record(guest); }};
};

}  // namespace rollcall::kvm
