// Probe: what must be known of a library before a suite can run on it.

#pragma once

#include <string>
#include <tl/expected.hpp>

#include "conformance/spec/profile.hpp"
#include "conformance/sut/domain_xml.hpp"
#include "conformance/sut/library.hpp"

namespace rollcall::suites {

struct Probed {
  std::string driver;  ///< virConnectGetType
  sut::GuestKind guest;
  spec::Profile profile;
};

/// Opens the connection once and closes it again. `name` of the library is for messages; an empty
/// `domain_type` is what the host offers first.
///
/// Errors: a sentence on what the library cannot do.
tl::expected<Probed, std::string> probe(const std::string& name, const sut::Library& library,
                                        const std::string& uri, const std::string& domain_type);

}  // namespace rollcall::suites
