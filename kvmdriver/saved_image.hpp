// Files with the memory of guests: managed save images and those of virDomainSave.
//
// A line that says what it is and whether it is complete, the size of the header, the header as
// JSON, and then what QEMU wrote. A file that is cut off at any point is still marked partial.

#pragma once

#include <string>
#include <vector>

#include "api/core/domain_definitions.hpp"
#include "api/core/result.hpp"
#include "kvmdriver/unique_fd.hpp"

namespace rollcall::kvm {

struct SavedImageHeader {
  DefinitionPtr definition{};            ///< of the guest
  std::vector<std::string> arguments{};  ///< of its QEMU, apart from what only the driver sees
  bool paused = false;                   ///< the guest comes back paused
  std::string token{};                   ///< tells this saving apart from every other
};

/// The name of an image while it is being written.
std::string partial_name(const std::string& path);

/// Makes the file, marked partial, and leaves it at the place where QEMU is to begin.
///
/// Errors: SYSTEM_ERROR naming the file.
Result<UniqueFd> begin_image(const std::string& path, const SavedImageHeader& header);

/// Marks the file complete once all of it is on disk, and gives it its name.
///
/// Errors: SYSTEM_ERROR naming the file.
Status complete_image(const UniqueFd& file, const std::string& partial, const std::string& path);

struct OpenImage {
  UniqueFd file;  ///< at the place where QEMU began
  SavedImageHeader header;
};

/// Errors: SYSTEM_ERROR when it cannot be read; OPERATION_FAILED naming the file when it is partial
///         or no image at all.
Result<OpenImage> open_image(const std::string& path);

}  // namespace rollcall::kvm
