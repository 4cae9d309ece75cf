// Subject: one library that is measured, with the hosts made from it. A library that opens
// mock:///empty gets fleets of its mock hypervisor; any other gets host files of libvirt's test
// driver.

#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <tl/expected.hpp>

#include "conformance/sut/connection.hpp"
#include "conformance/sut/domain_xml.hpp"
#include "conformance/sut/library.hpp"

namespace rollcall::bench {

/// A hypervisor of its own, every second domain of which runs.
struct Host {
  sut::Connection connection;
  sut::GuestKind guest_kind;  ///< what its capabilities offer
  std::size_t domains = 0;
  double malloc_bytes = 0;      ///< heap in use that came with it
  double definition_bytes = 0;  ///< mean length of a domain's XML
};

class Subject {
 public:
  /// Pre: `label` is unique among the subjects of a run; it names rows and columns.
  Subject(std::string label, sut::Library library);

  const std::string& label() const { return label_; }
  const sut::Library& library() const { return library_; }

  /// The host of that many domains for that purpose; made at the first call and kept.
  ///
  /// Errors:    a sentence with what the library reported.
  /// Threading: one thread, the one that runs the benchmarks.
  tl::expected<const Host*, std::string> host(std::size_t domains, const std::string& purpose);

 private:
  tl::expected<Host, std::string> make_host(std::size_t domains, const std::string& name) const;
  tl::expected<sut::Connection, std::string> open_host(std::size_t domains,
                                                       const std::string& name) const;

  std::string label_;
  sut::Library library_;
  bool opens_mock_;
  std::map<std::string, Host> hosts_;
};

}  // namespace rollcall::bench
