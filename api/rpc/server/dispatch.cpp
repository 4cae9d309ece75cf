#include "api/rpc/server/dispatch.hpp"

#include <algorithm>
#include <vector>

namespace rollcall::rpc {
namespace {

std::vector<Served> sorted_table() {
  std::vector<Served> table;
  for (const auto part : {connection_procedures(), listing_procedures(), inquiry_procedures(),
                          lifecycle_procedures(), snapshot_procedures(), checkpoint_procedures(),
                          statistics_procedures(), usage_procedures(), event_procedures()}) {
    table.insert(table.end(), part.begin(), part.end());
  }
  std::sort(table.begin(), table.end(),
            [](const Served& one, const Served& other) { return one.number < other.number; });
  return table;
}

}  // namespace

std::span<const Served> all_served() noexcept {
  static const std::vector<Served> table = sorted_table();
  return table;
}

const Served* find_served(std::int32_t number) noexcept {
  const auto table = all_served();
  const auto found = std::lower_bound(
      table.begin(), table.end(), number,
      [](const Served& served, std::int32_t wanted) { return served.number < wanted; });
  return found != table.end() && found->number == number ? &*found : nullptr;
}

}  // namespace rollcall::rpc
