// Guest: one running QEMU, its process and its monitor.

#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "api/core/lifecycle.hpp"
#include "api/core/result.hpp"
#include "api/core/uuid.hpp"
#include "kvmdriver/guest_process.hpp"
#include "kvmdriver/guest_record.hpp"
#include "kvmdriver/qmp_command.hpp"
#include "kvmdriver/state_folder.hpp"

namespace asio {
class io_context;
}

namespace rollcall::kvm {

/// Tells the connections of a host apart.
using ConnectionNumber = std::uint32_t;

/// How long a process that was killed may take until the host has heard of its end.
inline constexpr std::chrono::seconds kTimeToDie{15};

class Guest;
using GuestPtr = std::shared_ptr<Guest>;

/// Who hears from guests. Called on the event loop's thread.
class GuestListener {
 public:
  virtual ~GuestListener() = default;
  virtual void on_guest_event(const GuestPtr& guest, const Json& event) = 0;
  /// The process has ended; nothing more comes from the guest.
  virtual void on_guest_dead(const GuestPtr& guest) = 0;
};

/// What becomes of the domain when the guest's process has ended.
using EndRule = std::function<Transition(const DomainRuntime& before)>;

/// How far the driver goes to end a process.
enum class Force { kAsk, kInsist };

/// Threading: every member from any thread unless it says otherwise.
class Guest : public std::enable_shared_from_this<Guest> {
 public:
  /// What the guest has in common with the others of its host; outlives it.
  struct Surroundings {
    asio::io_context& io;
    const StateFolder& folder;
    GuestListener& listener;
    std::chrono::milliseconds command_timeout;
  };

  Guest(const Surroundings& host, const Uuid& uuid, GuestProcess process,
        std::vector<std::string> arguments);
  ~Guest();

  /// Begins to listen to the process and, by `monitor`, to QEMU.
  void watch(UniqueFd monitor);

  const Uuid& uuid() const noexcept { return uuid_; }
  const GuestProcess& process() const noexcept { return process_; }
  const std::vector<std::string>& arguments() const noexcept { return arguments_; }

  /// Asks QEMU; `done` runs on the event loop's thread, in order with events.
  /// Errors: QmpReply's.
  void ask(QmpCommand command, QmpReply done);
  void ask(std::string name, QmpReply done);

  /// The same, and waits. Not on the event loop's thread.
  Result<Json> call(QmpCommand command);
  Result<Json> call(std::string name, Json arguments = Json::object());

  /// A command with the time that this host's guests have.
  QmpCommand command(std::string name, Json arguments = Json::object()) const;

  /// Whether QEMU has been asked something that it has not answered, so that what it tells of
  /// itself is a consequence of that. On the event loop's thread.
  bool is_being_asked() const noexcept { return commands_in_flight_ > 0; }

  /// Whether QEMU did not answer the last command in time, or cannot be asked at all.
  bool is_silent() const noexcept { return silent_; }

  /// While one lives, what the guest tells of its state is the consequence of an operation that
  /// takes several commands.
  class Busy {
   public:
    explicit Busy(Guest& guest) : guest_(guest) { ++guest_.commands_in_flight_; }
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;
    ~Busy() { --guest_.commands_in_flight_; }

   private:
    Guest& guest_;
  };

  /// Notes that QEMU has told of progress with a migration or a job.
  void note_progress();

  /// Waits until the migration that has begun, in or out, has ended. Not on the event loop's
  /// thread.
  ///
  /// Errors: OPERATION_FAILED with QEMU's reason; those of call().
  Status wait_for_migration();

  /// Runs a job of QEMU to its end. Not on the event loop's thread.
  ///
  /// Errors: OPERATION_FAILED with QEMU's reason; those of call().
  Status run_job(const std::string& command, Json arguments);

  /// Ends the process: asks it, and unless `force` is kAsk kills it when it does not obey soon.
  void end(Force force);

  /// Waits until the host has heard of the process's end. Returns: whether it has.
  bool wait_until_dead(std::chrono::milliseconds patience);
  /// The host has heard.
  void set_dead();
  /// How the process ended; nothing before the host has heard of it, or when another process than
  /// this one started it.
  std::optional<ProcessEnd> how_it_ended();

  /// Forgets what QEMU was asked and has not answered. Pre: the event loop has stopped.
  void forget();

  // What the host notes about the guest, under its lock.
  EndRule end_rule{};          ///< set once the driver knows why the guest is going to end
  bool reboot_wanted = false;  ///< the next power-off is half of a reboot
  ConnectionNumber owner = 0;  ///< of an autodestroy domain
  std::string save_file{};     ///< of the image that is being written; empty when none is
  std::string save_token{};

  std::mutex record_mutex{};    ///< held while the guest's record is written or removed
  bool record_removed = false;  ///< under that lock: nothing is to be written any more

 private:
  void connect(UniqueFd monitor);
  void watch_process();
  void await_end();
  void on_monitor_closed();

  const Surroundings host_;
  const Uuid uuid_;
  const GuestProcess process_;
  const std::vector<std::string> arguments_;

  // Used on the event loop's thread only.
  struct Watch;
  const std::unique_ptr<Watch> watch_;

  std::atomic<int> commands_in_flight_{0};
  std::atomic<bool> silent_{false};

  /// Waits until no job is left. Returns: what became of the last one.
  Status await_job();
  std::uint64_t progress();
  /// Waits for progress since it was `seen`, but not for long: QEMU may be silent.
  void wait_for_progress(std::uint64_t seen);

  std::mutex progress_mutex_;  // guards progress_
  std::condition_variable progressed_;
  std::uint64_t progress_ = 0;

  std::mutex dead_mutex_;  // guards dead_ and process_end_
  std::condition_variable died_;
  bool dead_ = false;
  std::optional<ProcessEnd> process_end_;
};

}  // namespace rollcall::kvm
