// Entry points of checkpoints.

#include <libvirt/libvirt.h>

#include "api/public/checkpoint_handle.hpp"

using rollcall::Access;
using rollcall::call_domain;
using rollcall::check_all;
using rollcall::DomainRef;
using rollcall::Flag;
using rollcall::handle_of;
using rollcall::HostConnection;
using rollcall::not_both;
using rollcall::not_null;
using rollcall::Status;

namespace {

Status creation_flags(unsigned flags) {
  constexpr Flag kRedefine{VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE,
                           "VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE"};
  return check_all(
      not_both(flags, kRedefine,
               {VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE, "VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE"}),
      rollcall::needs(flags,
                      {VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE,
                       "VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE"},
                      kRedefine));
}

}  // namespace

const char* virDomainCheckpointGetName(virDomainCheckpointPtr checkpoint) {
  return rollcall::name_of_child(checkpoint);
}

virDomainPtr virDomainCheckpointGetDomain(virDomainCheckpointPtr checkpoint) {
  return rollcall::domain_of_child(checkpoint);
}

virConnectPtr virDomainCheckpointGetConnect(virDomainCheckpointPtr checkpoint) {
  return rollcall::connection_of_child(checkpoint);
}

int virDomainCheckpointRef(virDomainCheckpointPtr checkpoint) {
  return rollcall::retain_child(checkpoint);
}

int virDomainCheckpointFree(virDomainCheckpointPtr checkpoint) {
  return rollcall::release_child(checkpoint);
}

virDomainCheckpointPtr virDomainCheckpointCreateXML(virDomainPtr domain, const char* xml,
                                                    unsigned int flags) {
  return call_domain(
      domain, Access::kWrite,
      [&](HostConnection& host, const DomainRef& ref) {
        return check_all(not_null("xmlDesc", xml), creation_flags(flags)).and_then([&] {
          return host.checkpoint_create(ref, xml, flags);
        });
      },
      [domain](const std::string& name) {
        return rollcall::make_child<_virDomainCheckpoint>(*handle_of(domain), name);
      });
}

char* virDomainCheckpointGetXMLDesc(virDomainCheckpointPtr checkpoint, unsigned int flags) {
  return rollcall::xml_of(checkpoint, flags);
}

int virDomainListAllCheckpoints(virDomainPtr domain, virDomainCheckpointPtr** checkpoints,
                                unsigned int flags) {
  return rollcall::list_all(domain, checkpoints, flags);
}

int virDomainCheckpointListAllChildren(virDomainCheckpointPtr checkpoint,
                                       virDomainCheckpointPtr** children, unsigned int flags) {
  return rollcall::list_all_children(checkpoint, children, flags);
}

virDomainCheckpointPtr virDomainCheckpointLookupByName(virDomainPtr domain, const char* name,
                                                       unsigned int flags) {
  return rollcall::lookup_by_name<_virDomainCheckpoint>(domain, name, flags);
}

virDomainCheckpointPtr virDomainCheckpointGetParent(virDomainCheckpointPtr checkpoint,
                                                    unsigned int flags) {
  return rollcall::parent_of(checkpoint, flags);
}

int virDomainCheckpointDelete(virDomainCheckpointPtr checkpoint, unsigned int flags) {
  return rollcall::remove_child(checkpoint, flags);
}
