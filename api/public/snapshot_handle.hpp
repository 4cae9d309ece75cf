// What a virDomainSnapshotPtr points to.

#pragma once

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "api/public/domain_child.hpp"

struct _virDomainSnapshot final : rollcall::DomainChild<0x52434453> {
  using DomainChild::DomainChild;
  using Host = rollcall::HostConnection;

  static constexpr virErrorNumber kInvalid = VIR_ERR_INVALID_DOMAIN_SNAPSHOT;
  static constexpr virErrorNumber kMissing = VIR_ERR_NO_DOMAIN_SNAPSHOT;
  static constexpr virErrorDomain kPart = VIR_FROM_DOMAIN_SNAPSHOT;
  static constexpr const char* kNoun = "snapshot";

  static constexpr auto kNames = &Host::snapshot_names;
  static constexpr auto kChildren = &Host::snapshot_children;
  static constexpr auto kHas = &Host::has_snapshot;
  static constexpr auto kParent = &Host::snapshot_parent;
  static constexpr auto kXml = &Host::snapshot_xml;
  static constexpr auto kDelete = &Host::snapshot_delete;

  static constexpr unsigned kSecure = VIR_DOMAIN_SNAPSHOT_XML_SECURE;
  static constexpr rollcall::Flag kWithChildren{VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN,
                                                "VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN"};
  static constexpr rollcall::Flag kOnlyChildren{VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY,
                                                "VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY"};
};
