// Builds the smallest XML that a hypervisor takes for a domain, a snapshot and a checkpoint.

#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>

namespace rollcall::sut {

/// The kind of guest that a host's capabilities offer.
struct GuestKind {
  std::string domain_type;  ///< the `type` attribute of <domain>, e.g. "kvm"
  std::string os_type;      ///< the text of <os><type>, e.g. "hvm"
};

/// The guest kind of the given capabilities XML: the first it offers, or the one of
/// `wanted_domain_type` if not empty.
///
/// Returns: when the host does not list the wanted type, that type with the first os type: the host
/// shall refuse it. Errors:  a sentence saying what the XML lacks.
tl::expected<GuestKind, std::string> guest_kind(const std::string& capabilities_xml,
                                                const std::string& wanted_domain_type);

/// A disk that is not there. A simulated host takes any path; a real one refuses to start a guest
/// whose disk is missing.
inline constexpr const char* kMissingDisk = "/nonexistent/rollcall-kit.qcow2";

/// What a domain's XML says.
struct DomainXml {
  GuestKind kind;
  std::string name;
  std::string uuid{};  ///< left out of the XML when empty
  std::uint64_t memory_kib = 8192;
  std::string disk_file{};  ///< path of a qcow2 image, which need not exist until the start; no
                            ///< disk when empty
};

/// The XML text of a domain with no devices but the disk.
std::string to_xml(const DomainXml& domain);

/// The XML text of a snapshot of the given name.
std::string snapshot_xml(const std::string& name);

/// The XML text of a checkpoint of the given name.
std::string checkpoint_xml(const std::string& name);

}  // namespace rollcall::sut
