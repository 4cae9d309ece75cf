// Whole files, read and written at once.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "api/core/result.hpp"

namespace rollcall {

/// The contents of a regular file.
///
/// Errors: SYSTEM_ERROR naming the file, with errno as int1; INVALID_ARG for a file that is longer
///         than `bytes_max`.
Result<std::string> read_file(const std::string& path, std::size_t bytes_max);

/// What a file that was written is to survive.
enum class Durability {
  kPowerCut,  ///< it is on disk
  kProcess,   ///< it is there for other processes until the machine stops
};

/// Writes a file so that, whatever happens meanwhile, `path` has either its old contents or all of
/// the new ones: into a temporary file beside it, which then takes its name.
///
/// Returns: when the contents are as durable as asked for.
/// Errors:  SYSTEM_ERROR naming the file, with errno as int1; the old contents are still there.
///          Only regular files are replaced, never devices or folders.
Status replace_file(const std::string& path, std::string_view contents,
                    Durability durability = Durability::kPowerCut);

/// Makes sure that names made or removed in a folder are on disk.
///
/// Errors: SYSTEM_ERROR naming the folder.
Status sync_folder(const std::string& folder);

}  // namespace rollcall
