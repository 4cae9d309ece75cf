// DomainEvent: something that happened to a domain, as subscribers are told.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <libvirt/libvirt.h>

#include "api/core/generation.hpp"
#include "api/core/uuid.hpp"

namespace rollcall {

/// A named value that an event carries, as virTypedParameter.
struct EventParam {
  std::string field;
  std::variant<std::int32_t, std::uint32_t, std::int64_t, std::uint64_t, double, bool, std::string>
      value;
};

/// What an event of a kind that carries more than DomainEvent has room for carries: its texts,
/// numbers and parameters, each in the order in which the kind's callback function takes them.
struct EventDetails {
  std::vector<std::optional<std::string>> texts;
  std::vector<std::int64_t> numbers;
  std::vector<EventParam> params;
};

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
  /// Of kinds with several texts, more numbers, or parameters; may be null.
  std::shared_ptr<const EventDetails> details{};
  Generation generation = 0;  ///< the commit that made it visible; set by the domain table
};

}  // namespace rollcall
