// SavedGuest: the file that virDomainSave writes and virDomainRestore reads.
//
// Text: a header of three lines (format and version; whether the guest was paused; size and
// checksum of what follows) and the guest's definition as XML.

#pragma once

#include <string>

#include "api/core/domain_definition.hpp"
#include "api/core/domain_runtime.hpp"
#include "api/core/result.hpp"

namespace rollcall {

struct SavedGuest {
  SavedImage image;
  DomainDefinition definition;
};

/// Errors: those of replace_file(); the file is as before then.
Status write_saved_guest(const std::string& path, const SavedGuest& guest);

/// Errors: SYSTEM_ERROR when the file cannot be read; OPERATION_FAILED naming the file and what is
///         wrong with it when it is cut off, damaged, of another version, or no saved guest at all.
Result<SavedGuest> read_saved_guest(const std::string& path);

/// Writes the file that virDomainCoreDump makes: the definition of a guest whose memory would
/// follow.
///
/// Errors: those of replace_file().
Status write_core(const std::string& path, const DomainDefinition& definition, int id);

}  // namespace rollcall
