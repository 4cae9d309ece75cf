// The arguments of callbacks for events that carry more than a DomainEvent has fields for.

#pragma once

#include <vector>

#include <libvirt/libvirt.h>

#include "api/core/domain_event.hpp"

namespace rollcall {

/// The text, the number in that place among an event's details; null or 0 when there is none.
const char* text_at(const EventDetails& details, std::size_t place) noexcept;
template <typename Number>
Number number_at(const EventDetails& details, std::size_t place) noexcept {
  return place < details.numbers.size() ? static_cast<Number>(details.numbers[place]) : 0;
}

/// An event's parameters as callbacks take them.
class ParameterArguments {
 public:
  explicit ParameterArguments(const EventDetails& details);
  ParameterArguments(const ParameterArguments&) = delete;
  ParameterArguments& operator=(const ParameterArguments&) = delete;
  ~ParameterArguments();

  virTypedParameterPtr array() const noexcept { return params_; }
  int count() const noexcept { return count_; }

 private:
  virTypedParameterPtr params_ = nullptr;
  int count_ = 0;
};

/// What a graphics event tells of a viewer: the texts of the details are node and service of both
/// addresses, the scheme, then type and name of each identity; the numbers are the phase and the
/// addresses' families. Pointers are into the details.
struct GraphicsArguments {
  explicit GraphicsArguments(const EventDetails& details);
  GraphicsArguments(const GraphicsArguments&) = delete;
  GraphicsArguments& operator=(const GraphicsArguments&) = delete;

  virDomainEventGraphicsAddress local;
  virDomainEventGraphicsAddress remote;
  const char* scheme;
  std::vector<virDomainEventGraphicsSubjectIdentity> identities;
  virDomainEventGraphicsSubject subject;
};

}  // namespace rollcall
