// Entry points of snapshots.

#include <libvirt/libvirt.h>

#include "api/public/snapshot_handle.hpp"

using rollcall::Access;
using rollcall::call_child;
using rollcall::call_domain;
using rollcall::check_all;
using rollcall::DomainChildRef;
using rollcall::DomainRef;
using rollcall::Flag;
using rollcall::handle_of;
using rollcall::HostConnection;
using rollcall::not_both;
using rollcall::not_null;
using rollcall::Result;
using rollcall::run_on_child;
using rollcall::Status;

namespace {

using Names = std::vector<std::string>;

Status creation_flags(unsigned flags) {
  constexpr Flag kRedefine{VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE,
                           "VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE"};
  return check_all(
      rollcall::needs(flags,
                      {VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT, "VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT"},
                      kRedefine),
      not_both(flags, kRedefine,
               {VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA, "VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA"}),
      not_both(flags, kRedefine,
               {VIR_DOMAIN_SNAPSHOT_CREATE_HALT, "VIR_DOMAIN_SNAPSHOT_CREATE_HALT"}));
}

/// Copies of the first `room` names at most. Returns: how many.
int deliver_names(const Names& names, char** copies, int room) noexcept {
  int count = 0;
  for (const std::string& name : names) {
    if (count == room) break;
    copies[count++] = rollcall::duplicate(name);
  }
  return count;
}

/// Whether a caller's array can take names at all.
Status room_for_names(char** names, int room) {
  return check_all(rollcall::not_negative("nameslen", room),
                   room > 0 ? not_null("names", names) : Status());
}

int number_of(const Names& names) noexcept { return static_cast<int>(names.size()); }

}  // namespace

const char* virDomainSnapshotGetName(virDomainSnapshotPtr snapshot) {
  return rollcall::name_of_child(snapshot);
}

virDomainPtr virDomainSnapshotGetDomain(virDomainSnapshotPtr snapshot) {
  return rollcall::domain_of_child(snapshot);
}

virConnectPtr virDomainSnapshotGetConnect(virDomainSnapshotPtr snapshot) {
  return rollcall::connection_of_child(snapshot);
}

int virDomainSnapshotRef(virDomainSnapshotPtr snapshot) { return rollcall::retain_child(snapshot); }

int virDomainSnapshotFree(virDomainSnapshotPtr snapshot) {
  return rollcall::release_child(snapshot);
}

virDomainSnapshotPtr virDomainSnapshotCreateXML(virDomainPtr domain, const char* xml,
                                                unsigned int flags) {
  return call_domain(
      domain, Access::kWrite,
      [&](HostConnection& host, const DomainRef& ref) {
        return check_all(not_null("xmlDesc", xml), creation_flags(flags)).and_then([&] {
          return host.snapshot_create(ref, xml, flags);
        });
      },
      [domain](const HostConnection::SnapshotCreated& created) {
        handle_of(domain)->refresh_id(created.id);
        return rollcall::make_child<_virDomainSnapshot>(*handle_of(domain), created.name);
      });
}

char* virDomainSnapshotGetXMLDesc(virDomainSnapshotPtr snapshot, unsigned int flags) {
  return rollcall::xml_of(snapshot, flags);
}

int virDomainSnapshotNum(virDomainPtr domain, unsigned int flags) {
  return call_domain(
      domain, Access::kRead,
      [&](HostConnection& host, const DomainRef& ref) { return host.snapshot_names(ref, flags); },
      number_of);
}

int virDomainSnapshotListNames(virDomainPtr domain, char** names, int nameslen,
                               unsigned int flags) {
  return call_domain(
      domain, Access::kRead,
      [&](HostConnection& host, const DomainRef& ref) {
        return room_for_names(names, nameslen).and_then([&] {
          return host.snapshot_names(ref, flags);
        });
      },
      [&](const Names& found) { return deliver_names(found, names, nameslen); });
}

int virDomainListAllSnapshots(virDomainPtr domain, virDomainSnapshotPtr** snaps,
                              unsigned int flags) {
  return rollcall::list_all(domain, snaps, flags);
}

int virDomainSnapshotNumChildren(virDomainSnapshotPtr snapshot, unsigned int flags) {
  return call_child(
      snapshot, Access::kRead,
      [&](HostConnection& host, const DomainChildRef& ref) {
        return host.snapshot_children(ref, flags);
      },
      number_of);
}

int virDomainSnapshotListChildrenNames(virDomainSnapshotPtr snapshot, char** names, int nameslen,
                                       unsigned int flags) {
  return call_child(
      snapshot, Access::kRead,
      [&](HostConnection& host, const DomainChildRef& ref) {
        return room_for_names(names, nameslen).and_then([&] {
          return host.snapshot_children(ref, flags);
        });
      },
      [&](const Names& found) { return deliver_names(found, names, nameslen); });
}

int virDomainSnapshotListAllChildren(virDomainSnapshotPtr snapshot, virDomainSnapshotPtr** snaps,
                                     unsigned int flags) {
  return rollcall::list_all_children(snapshot, snaps, flags);
}

virDomainSnapshotPtr virDomainSnapshotLookupByName(virDomainPtr domain, const char* name,
                                                   unsigned int flags) {
  return rollcall::lookup_by_name<_virDomainSnapshot>(domain, name, flags);
}

int virDomainHasCurrentSnapshot(virDomainPtr domain, unsigned int flags) {
  return call_domain(
      domain, Access::kRead,
      [&](HostConnection& host, const DomainRef& ref) { return host.current_snapshot(ref, flags); },
      [](const std::optional<std::string>& current) { return current.has_value() ? 1 : 0; });
}

virDomainSnapshotPtr virDomainSnapshotCurrent(virDomainPtr domain, unsigned int flags) {
  return call_domain(
      domain, Access::kRead,
      [&](HostConnection& host, const DomainRef& ref) {
        return rollcall::require_child<_virDomainSnapshot>(
            host.current_snapshot(ref, flags),
            "domain '" + std::string(ref.name) + "' has no current snapshot");
      },
      [domain](const std::string& name) {
        return rollcall::make_child<_virDomainSnapshot>(*handle_of(domain), name);
      });
}

virDomainSnapshotPtr virDomainSnapshotGetParent(virDomainSnapshotPtr snapshot, unsigned int flags) {
  return rollcall::parent_of(snapshot, flags);
}

int virDomainSnapshotIsCurrent(virDomainSnapshotPtr snapshot, unsigned int flags) {
  return call_child(
      snapshot, Access::kRead,
      [&](HostConnection& host, const DomainChildRef& ref) -> Result<bool> {
        const auto current = host.current_snapshot(ref.domain, flags);
        if (!current) return rollcall::fail(current.error());
        if (*current == ref.name) return true;
        // Not current: but one that was deleted is an error.
        return rollcall::require_named<_virDomainSnapshot>(host.has_snapshot(ref, flags), ref)
            .map([](const std::string&) { return false; });
      },
      rollcall::deliver_answer);
}

int virDomainSnapshotHasMetadata(virDomainSnapshotPtr snapshot, unsigned int flags) {
  return call_child(
      snapshot, Access::kRead,
      [&](HostConnection& host, const DomainChildRef& ref) {
        return host.snapshot_has_metadata(ref, flags);
      },
      rollcall::deliver_answer);
}

int virDomainRevertToSnapshot(virDomainSnapshotPtr snapshot, unsigned int flags) {
  return run_on_child(
      snapshot, Access::kWrite, [&](HostConnection& host, const DomainChildRef& ref) {
        return not_both(flags,
                        {VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING, "VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING"},
                        {VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED, "VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED"})
            .and_then([&] { return host.snapshot_revert(ref, flags); });
      });
}

int virDomainSnapshotDelete(virDomainSnapshotPtr snapshot, unsigned int flags) {
  return rollcall::remove_child(snapshot, flags);
}
