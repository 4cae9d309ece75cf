// Scenario files: a host and its domains as XML, in the format of libvirt's test driver.
//
// The root is <node>. Its <cpu> and <memory> describe the hardware; each <domain> is a domain, in
// place or with file='...' in a file of its own, whose path counts from the scenario's folder.
// In the namespace http://libvirt.org/schemas/domain/test/1.0 a domain may contain
//   <runstate>         its virDomainState as a number, which may have reason='0'; without it the
//                      domain runs
//   <transient/>       it is not persistent
//   <autostart/>       it is started with the host
//   <hasmanagedsave/>  it is off and has a managed save image
//   <domainsnapshot>   a snapshot, complete as for a redefinition, in place or with file='...';
//                      <active>1</active> in it makes it the current one
// An active domain with id='7' has that id; the others get the next ones.
// <fleet count='1000' running='400'> holds one <domain>, of which it makes so many, with -0000001
// and so on after the name; without running='...' all run. Rules (README.md) stand in <simulation>,
// a child of the root; the first has the number 1. Networks and the like,
// which a test driver's <node> may have too, are passed over.

#pragma once

#include <string>

#include "api/core/prng.hpp"
#include "api/core/result.hpp"
#include "mockdriver/host_setup.hpp"

namespace rollcall {

/// Reads a scenario file. Domains without a uuid get one from `prng`.
///
/// Errors: SYSTEM_ERROR when a file cannot be read; else, with "FILE:LINE:COLUMN: " before the
///         message, what is wrong with the XML: XML_DETAIL, XML_ERROR, those of parse_domain() and
///         parse_snapshot(), and OPERATION_FAILED for a name or uuid that stands there twice.
Result<HostSetup> load_scenario(const std::string& path, Prng& prng);

}  // namespace rollcall
