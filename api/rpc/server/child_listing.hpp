// Lists of snapshots and checkpoints, which differ in their types alone.

#pragma once

#include <tuple>
#include <vector>

#include "api/rpc/server/dispatch.hpp"

namespace rollcall::rpc {

/// Handles with their number, or nothing when the call has failed.
using Children = std::optional<std::tuple<List<DomainChild>, std::int32_t>>;

/// Has `list` fill an array of handles of `Child` below `parent`, or count them when no results are
/// wanted.
template <class Child, class Parent>
Children list_children(Call& call, int (*list)(Parent, Child**, unsigned), Parent parent,
                       NeedResults need_results, Flags flags, const char* what) {
  if (parent == nullptr) return std::nullopt;
  Child* handles = nullptr;
  const int count = list(parent, need_results == 0 ? nullptr : &handles, flags);
  if (count < 0) return std::nullopt;
  List<DomainChild> children;
  if (need_results != 0) {
    for (int i = 0; i < count; ++i) children.items.push_back(call.keep(handles[i]));
    std::free(handles);
  }
  if (!call.fits(children.items.size(), what)) return std::nullopt;
  return std::tuple(std::move(children), std::int32_t{count});
}

}  // namespace rollcall::rpc
