// Lists that do not tell what is there, as rules want them.

#pragma once

#include <span>

#include "api/core/list_filter.hpp"
#include "api/core/record_list.hpp"
#include "mockdriver/rule.hpp"

namespace rollcall {

/// The domains of `list` after the changes, one after the other.
///
/// `filter`: that of the call, which a list of the past follows too.
RecordList with_changes(RecordList list, const ListFilter& filter,
                        std::span<const ListChange> changes);

}  // namespace rollcall
