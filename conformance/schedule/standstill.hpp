// Tells why no thread of a run can go on.

#pragma once

#include <memory>
#include <span>
#include <string>

#include "conformance/schedule/execution.hpp"

namespace rollcall::schedule {

/// "deadlock: thread 1 waits for mutex 3 held by thread 2; thread 2 waits for mutex 2 held by
/// thread 1": the threads of a cycle of waiting, or all that wait when there is none.
std::string describe_standstill(std::span<const std::unique_ptr<ManagedThread>> threads,
                                const ObjectTable& objects);

}  // namespace rollcall::schedule
