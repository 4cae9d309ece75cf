// StateFolder: the files of one host. Only one driver at a time has them.
//
//   FOLDER/lock               held while a driver has the host; says whose pid
//   FOLDER/domains/UUID.xml   a persistent domain (StoredDomain)
//   FOLDER/save/UUID.save     its managed save image
//   FOLDER/log/UUID.log       what QEMU printed since the last start
//   FOLDER/aside/             files that could not be read, each with the reason in a NAME.why
//   RUN/UUID.json             a guest (GuestRecord)
//   RUN/UUID.monitor          the socket of its QEMU
//   RUN/UUID.pid              QEMU's own record of its process

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/core/result.hpp"
#include "api/core/uuid.hpp"
#include "kvmdriver/guest_record.hpp"
#include "kvmdriver/host_spec.hpp"
#include "kvmdriver/stored_domain.hpp"
#include "kvmdriver/unique_fd.hpp"

namespace rollcall::kvm {

/// Threading: every member from any thread; of one domain's files, one caller at a time.
class StateFolder {
 public:
  /// Makes the folders that are missing and takes the lock.
  ///
  /// Errors: SYSTEM_ERROR naming the folder; NO_CONNECT when another driver has the host.
  static Result<StateFolder> open(const HostSpec& spec);

  std::string domain_file(const Uuid& uuid) const;
  std::string save_file(const Uuid& uuid) const;
  std::string log_file(const Uuid& uuid) const;
  std::string record_file(const Uuid& uuid) const;
  std::string pid_file(const Uuid& uuid) const;
  /// A name that nothing else uses, of a file to be removed at once.
  std::string scratch_file() const;

  /// Durable when it returns. Errors: those of replace_file().
  Status write_domain(const StoredDomain& domain) const;
  /// Durable when it returns. Errors: SYSTEM_ERROR.
  Status remove_domain(const Uuid& uuid) const;

  /// Removes the managed save image, if there is one. Durable when it returns.
  /// Errors: SYSTEM_ERROR.
  Status remove_save(const Uuid& uuid) const;

  Status write_record(const Uuid& uuid, const GuestRecord& record) const;

  /// Removes what a guest leaves behind: record, socket, pid file.
  void remove_guest(const Uuid& uuid) const;

  /// A socket on which QEMU is to listen, under the guest's name, and one connected to it.
  struct MonitorSockets {
    UniqueFd listening;
    UniqueFd connected;
  };
  /// Errors: SYSTEM_ERROR.
  Result<MonitorSockets> make_monitor(const Uuid& uuid) const;

  /// Connects to the socket that QEMU listens on. Says nothing about whether QEMU answers.
  ///
  /// Errors: SYSTEM_ERROR.
  Result<UniqueFd> connect_monitor(const Uuid& uuid) const;

  /// Everything that can be read; what cannot is set aside.
  std::vector<StoredDomain> load_domains() const;
  std::vector<std::pair<Uuid, GuestRecord>> load_records() const;
  std::vector<Uuid> load_saves() const;

  /// Moves a file out of the way and leaves the reason beside it.
  void set_aside(const std::string& file, const std::string& why) const;

 private:
  StateFolder(std::string folder, std::string run_folder, UniqueFd lock, UniqueFd run)
      : folder_(std::move(folder)),
        run_folder_(std::move(run_folder)),
        lock_(std::move(lock)),
        run_(std::move(run)) {}

  /// A short name for the guest's socket, whatever the length of the folder's.
  std::string monitor_path(const Uuid& uuid) const;
  /// The files with a uuid and `suffix` for a name; temporary files that a write left are removed.
  std::vector<std::pair<Uuid, std::string>> files_of(const std::string& folder,
                                                     std::string_view suffix) const;

  std::string folder_;
  std::string run_folder_;
  UniqueFd lock_;
  UniqueFd run_;  // the run folder
};

}  // namespace rollcall::kvm
