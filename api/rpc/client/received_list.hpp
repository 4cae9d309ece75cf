// A list of domains as a daemon answered it, turned into handles.

#pragma once

#include <span>

#include "api/core/domain_handle.hpp"
#include "api/core/result.hpp"
#include "api/rpc/wire/types.hpp"

namespace rollcall::rpc {

/// Handles of `domains`, in that order, which keep `owner` alive. As those of a listing in the
/// process: 16 bytes each, in slabs that share the names and uuids of up to kChunkDomains.
///
/// Errors: VIR_ERR_NO_MEMORY; nothing is returned then.
Result<DomainList> make_domain_list(std::span<const Domain> domains, RefCounted& owner);

}  // namespace rollcall::rpc
