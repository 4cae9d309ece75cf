// Deeds: what is done to a domain otherwise than by a call on it: by its guest, by its hardware, or
// by somebody else; and what happens to the whole host.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/core/uuid.hpp"
#include "mockdriver/recorded_event.hpp"

namespace rollcall {

enum class Deed : std::uint8_t {
  kStart,
  kDestroy,
  kShutdown,  ///< the guest powers itself off
  kReboot,    ///< the guest reboots
  kSuspend,
  kResume,
  kCrash,    ///< the guest's kernel panics
  kIoError,  ///< a disk fails, and the guest is paused
  kSleep,    ///< suspend to memory
  kWake,
  kUndefine,
  kRecorded,  ///< what an event of a recorded host left
  kVanish,    ///< destroyed and undefined with all that it has, in one instant
  kRestart,   ///< of the daemon, which finds all guests again
  kForget,    ///< a restart of the daemon, which knows nothing any more
};

/// Whether it happens to the host, and not to a domain.
constexpr bool is_of_host(Deed deed) { return deed == Deed::kRestart || deed == Deed::kForget; }

struct DomainDeed {
  Deed deed = Deed::kStart;
  std::string domain{};  ///< name or pattern as of fnmatch(3); the very name for kRecorded; empty
                         ///< for what happens to the host
  std::shared_ptr<const RecordedEvent> recorded_or_null{};  ///< of kRecorded
};

/// The deed of that name, such as "io-error".
std::optional<Deed> deed_named(std::string_view name);

/// All names, for messages: "<start>, <destroy> ...".
std::string deed_names();

/// Does it, which is neither kRecorded nor of the host, to the domain. Returns: whether it was
/// possible in the domain's state; else nothing has changed.
bool perform(HostCall& host, const Uuid& uuid, Deed deed);

/// Does it to all domains that match, in the order of their names, or to the host. Returns: to how
/// many domains it was possible; 1 for the host.
unsigned perform(HostCall& host, const DomainDeed& deed);

}  // namespace rollcall
