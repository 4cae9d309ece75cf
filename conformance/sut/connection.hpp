// Connection: sole owner of one virConnectPtr, with the calls that the suites make as methods
// returning values.

#pragma once

#include <string>
#include <vector>

#include "conformance/sut/domain.hpp"

namespace rollcall::sut {

/// One connection. Errors of every method: what the library reported.
class Connection : public Handle<virConnect, &Functions::virConnectClose> {
 public:
  using Handle::Handle;

  static Expected<Connection> open(const Library& library, const std::string& uri);
  static Expected<Connection> open_read_only(const Library& library, const std::string& uri);

  /// The library's name of the hypervisor driver, e.g. "QEMU".
  Expected<std::string> type() const;
  Expected<std::string> capabilities() const;

  /// The domains that match `flags`, in the order the library gave.
  Expected<std::vector<Domain>> list(unsigned flags = 0) const;
  /// How many domains match `flags`, asked without an array.
  Expected<int> count(unsigned flags = 0) const;

  Expected<Domain> define(const std::string& xml) const;
  Expected<Domain> create(const std::string& xml, unsigned flags = 0) const;
  Expected<Domain> lookup_by_id(int id) const;
  Expected<Domain> lookup_by_name(const std::string& name) const;
  Expected<Domain> lookup_by_uuid(const std::string& uuid) const;
  Outcome restore(const std::string& path) const;

 private:
  Expected<Domain> own(virDomainPtr raw) const;
};

}  // namespace rollcall::sut
