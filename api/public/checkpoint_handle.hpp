// What a virDomainCheckpointPtr points to.

#pragma once

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "api/public/domain_child.hpp"

struct _virDomainCheckpoint final : rollcall::DomainChild<0x52434443> {
  using DomainChild::DomainChild;
  using Host = rollcall::HostConnection;

  static constexpr virErrorNumber kInvalid = VIR_ERR_INVALID_DOMAIN_CHECKPOINT;
  static constexpr virErrorNumber kMissing = VIR_ERR_NO_DOMAIN_CHECKPOINT;
  static constexpr virErrorDomain kPart = VIR_FROM_DOMAIN_CHECKPOINT;
  static constexpr const char* kNoun = "checkpoint";

  static constexpr auto kNames = &Host::checkpoint_names;
  static constexpr auto kChildren = &Host::checkpoint_children;
  static constexpr auto kHas = &Host::has_checkpoint;
  static constexpr auto kParent = &Host::checkpoint_parent;
  static constexpr auto kXml = &Host::checkpoint_xml;
  static constexpr auto kDelete = &Host::checkpoint_delete;

  static constexpr unsigned kSecure = VIR_DOMAIN_CHECKPOINT_XML_SECURE;
  static constexpr rollcall::Flag kWithChildren{VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN,
                                                "VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN"};
  static constexpr rollcall::Flag kOnlyChildren{VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY,
                                                "VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY"};
};
