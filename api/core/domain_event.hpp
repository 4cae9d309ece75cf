// DomainEvent: something that happened to a domain, as subscribers are told.

#pragma once

#include <cstdint>
#include <string>

#include <libvirt/libvirt.h>

#include "api/core/generation.hpp"
#include "api/core/uuid.hpp"

namespace rollcall {

struct DomainEvent {
  int event_id =
      VIR_DOMAIN_EVENT_ID_LIFECYCLE;  ///< virDomainEventID: which callback type it is for
  Uuid uuid;
  std::string name;
  std::int32_t id = -1;  ///< the domain's id as the event is told with
  int type = 0;          ///< lifecycle: virDomainEventType; others: their first number
  int detail = 0;        ///< lifecycle: its detail; others: their second number
  std::int64_t value =
      0;               ///< a balloon size in KiB, a clock offset in seconds, where the kind has one
  std::string text{};  ///< a device alias, a metadata address, where the kind has one
  Generation generation = 0;  ///< the commit that made it visible; set by the domain table
};

}  // namespace rollcall
