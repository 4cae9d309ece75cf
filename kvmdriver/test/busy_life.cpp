#include "busy_life.hpp"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>

#include "console.hpp"

namespace rollcall::kvm {
namespace {

constexpr std::string_view kSnapshot = "moment";

constexpr Shape kGone{};
constexpr Shape kDefined{.persistent = true};
constexpr Shape kRunning{.persistent = true, .active = true};
constexpr Shape kRunningKept{.persistent = true, .active = true, .snapshot = true};
constexpr Shape kSaved{.persistent = true, .saved = true, .snapshot = true};
constexpr Shape kRenamed{.persistent = true, .renamed = true};
constexpr Shape kRenamedRunning{.persistent = true, .active = true, .renamed = true};
constexpr Shape kTransient{.active = true, .renamed = true};

constexpr std::array kLife = {
    LifeStep{LifeAction::kDefine, kDefined},       LifeStep{LifeAction::kStart, kRunning},
    LifeStep{LifeAction::kSnapshot, kRunningKept}, LifeStep{LifeAction::kSave, kSaved},
    LifeStep{LifeAction::kStart, kRunningKept},    LifeStep{LifeAction::kDropSnapshot, kRunning},
    LifeStep{LifeAction::kDestroy, kDefined},      LifeStep{LifeAction::kRename, kRenamed},
    LifeStep{LifeAction::kStart, kRenamedRunning}, LifeStep{LifeAction::kUndefine, kTransient},
    LifeStep{LifeAction::kDestroy, kGone},
};

template <typename T>
void require(const Result<T>& result) {
  if (!result) throw std::runtime_error(result.error().message);
}

}  // namespace

std::span<const LifeStep> life() { return kLife; }

BusyDomain::BusyDomain(const std::string& folder, const std::string& type, int number)
    : uuid_(*parse_uuid(fmt::format("00000000-0000-4000-8000-{:012}", number))),
      name_(fmt::format("busy-{}", number)),
      new_name_(name_ + "-renamed"),
      serial_(fmt::format("{}/{}.serial", folder, number)) {
  const std::string disk = fmt::format("{}/{}.qcow2", folder, number);
  if (!std::filesystem::exists(disk)) {
    const std::string make = "qemu-img create -q -f qcow2 " + disk + " 4M";
    if (std::system(make.c_str()) != 0) throw std::runtime_error("failed: " + make);
  }
  xml_ = fmt::format(
      "<domain type='{}'><name>{}</name><uuid>{}</uuid><memory unit='MiB'>16</memory>"
      "<os><type arch='x86_64' machine='pc'>hvm</type><loader type='rom'>{}</loader></os>"
      "<devices><serial type='unix'><source mode='bind' path='{}'/></serial>"
      "<disk type='file'><driver type='qcow2'/><source file='{}'/>"
      "<target dev='vda' bus='virtio'/></disk></devices></domain>",
      type, name_, to_string(uuid_), ROLLCALL_TEST_GUEST, serial_, disk);
}

void BusyDomain::take(Connection& host, const LifeStep& step) const {
  const DomainRef known{uuid_, name_};
  switch (step.action) {
    case LifeAction::kDefine:
      return require(host.define_xml(xml_, 0));
    case LifeAction::kStart:
      return require(host.create(known, 0));
    case LifeAction::kSnapshot:
      return require(host.snapshot_create(
          known, fmt::format("<domainsnapshot><name>{}</name></domainsnapshot>", kSnapshot), 0));
    case LifeAction::kSave:
      return require(host.managed_save(known, 0));
    case LifeAction::kDropSnapshot:
      return require(host.snapshot_delete({known, kSnapshot}, 0));
    case LifeAction::kDestroy:
      return require(host.destroy(known, 0));
    case LifeAction::kRename:
      return require(host.rename(known, new_name_, 0));
    case LifeAction::kUndefine:
      return require(host.undefine(known, 0));
  }
}

Shape BusyDomain::look(Connection& host) const {
  const Result<DomainRecord> record = host.find(uuid_);
  if (!record) return kGone;
  const DomainStatus& status = record->status;
  return {.persistent = status.has(VIR_CONNECT_LIST_DOMAINS_PERSISTENT),
          .active = status.id >= 0,
          .saved = status.has(VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE),
          .snapshot = status.has(VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT),
          .renamed = record->name == new_name_};
}

bool BusyDomain::runs(Connection& host) const {
  const Result<DomainRecord> record = host.find(uuid_);
  return record && record->status.state == VIR_DOMAIN_RUNNING;
}

unsigned long BusyDomain::count() const { return Console(serial_).count(); }

pid_t BusyDomain::pid(Connection& host) const {
  const Result<GuestPtr> guest = host.host().guest_of({uuid_, name_});
  return guest ? (*guest)->process().identity().pid : 0;
}

}  // namespace rollcall::kvm
