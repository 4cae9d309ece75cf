// HostSnapshot: all domains of a host at one instant, in the columns in which the library gave
// them. Nothing is made for a domain before somebody asks for it, so taking one costs what the C
// call costs.

#pragma once

#include <pybind11/pybind11.h>

#include <rollcall/domain_status.h>

#include <cstddef>
#include <memory>

#include "python/core/session.hpp"

namespace rollcall::python {

/// Threading: immutable; its members make Python objects and so need the GIL.
class HostSnapshot {
 public:
  /// Ownership: takes over both arrays and the handles.
  HostSnapshot(Session& session, virDomainPtr* domains, rollcallDomainStatus* statuses,
               std::size_t count, unsigned long long generation) noexcept
      : session_(session),
        domains_(domains),
        statuses_(statuses),
        count_(count),
        generation_(generation) {}
  HostSnapshot(const HostSnapshot&) = delete;
  HostSnapshot& operator=(const HostSnapshot&) = delete;
  ~HostSnapshot();

  std::size_t size() const noexcept { return count_; }
  unsigned long long generation() const noexcept { return generation_; }
  rollcallDomainStatus* statuses() const noexcept { return statuses_; }

  pybind11::list names() const;
  pybind11::list uuids() const;
  /// A new virDomain. Raises IndexError.
  pybind11::object domain(std::size_t index) const;
  /// A named tuple of `type`: name, uuid, id, state, reason, attributes. Raises IndexError.
  pybind11::object row(const pybind11::type& type, std::size_t index) const;

 private:
  virDomainPtr at(std::size_t index) const;
  pybind11::object uuid(std::size_t index) const;

  SessionReference session_;
  virDomainPtr* domains_;
  rollcallDomainStatus* statuses_;
  std::size_t count_;
  unsigned long long generation_;
};

}  // namespace rollcall::python
