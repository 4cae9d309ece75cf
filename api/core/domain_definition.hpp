// DomainDefinition: what a domain's XML says, as the few fields that we model plus the complete
// text.
//
// Representation: the text is immutable and shared, so a fleet made from one template keeps a
// single copy, and a definition costs about a hundred bytes beyond it. The modelled fields win over
// the text whenever XML is printed. Everything we do not model stays in the text and comes back in
// the printed XML.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "api/core/result.hpp"
#include "api/core/uuid.hpp"

namespace rollcall {

/// Longest domain XML that is read, in bytes.
inline constexpr std::size_t kDomainXmlBytesMax = std::size_t{1024} * 1024;

/// Longest domain name, in bytes: what a file system allows for a file named after the domain.
inline constexpr std::size_t kNameBytesMax = 255;

/// The `type` attribute of `<domain>`.
enum class DomainType : std::uint8_t { kMock, kTest, kKvm, kQemu };

/// What becomes of a guest that powers off, reboots or crashes by itself.
enum class LifecycleAction : std::uint8_t {
  kDestroy,
  kRestart,
  kRestartRename,
  kPreserve,
  kCoredumpDestroy,
  kCoredumpRestart,
};

struct DomainDefinition {
  std::string name;
  Uuid uuid;
  std::uint64_t memory_max_kib = 0;
  std::uint64_t memory_kib = 0;  ///< at most memory_max_kib
  unsigned vcpus_max = 1;
  unsigned vcpus = 1;  ///< at most vcpus_max
  DomainType type = DomainType::kMock;
  LifecycleAction on_poweroff = LifecycleAction::kDestroy;
  LifecycleAction on_reboot = LifecycleAction::kRestart;
  LifecycleAction on_crash = LifecycleAction::kDestroy;
  std::string os_type;                      ///< as in `<os><type>`, usually "hvm"
  std::shared_ptr<const std::string> text;  ///< the XML this came from; never null once parsed
};

/// Reads a `<domain>`. `new_uuid` is asked once, and only when the XML has no `<uuid>`.
///
/// Missing `<memory>`, `<vcpu>` and `<os>` get defaults: 512 MiB, one, and "hvm".
///
/// Errors:
///   XML_DETAIL          ill-formed XML, with line and column; a newline in the name
///   XML_ERROR           wrong root, no type, `/` in the name, a newline in the title, a bad
///   number,
///                       or a limit passed
///   NO_NAME             missing or empty name
///   INTERNAL_ERROR      malformed uuid
///   CONFIG_UNSUPPORTED  unknown type or action, or more current than maximal vcpus
///   INVALID_ARG         unknown unit of memory
///   OVERFLOW            more memory than 64 bits can count
Result<DomainDefinition> parse_domain(std::string_view xml, const std::function<Uuid()>& new_uuid);

/// The definition as XML in libvirt's order of elements, with everything that was not modelled.
///
/// `id` appears as an attribute of `<domain>` unless it is negative.
std::string format_domain(const DomainDefinition& definition, int id);

/// Whether a domain may be called that.
///
/// Errors: NO_NAME when empty; XML_ERROR for `/` and for names over kNameBytesMax;
///         XML_DETAIL for a newline.
Status check_domain_name(std::string_view name);

/// Value of a `<domain>`'s type attribute, such as "kvm".
std::string_view domain_type_name(DomainType type) noexcept;

}  // namespace rollcall
