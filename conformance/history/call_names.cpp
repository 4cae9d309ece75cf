#include "conformance/history/call_names.hpp"

#include <algorithm>
#include <array>

namespace rollcall::history {
namespace {

constexpr std::array<std::string_view, kCallCount> kCalls{"define",
                                                          "undefine",
                                                          "create",
                                                          "start",
                                                          "destroy",
                                                          "suspend",
                                                          "resume",
                                                          "set_autostart",
                                                          "managed_save",
                                                          "managed_save_remove",
                                                          "rename",
                                                          "snapshot_create",
                                                          "snapshot_delete",
                                                          "checkpoint_create",
                                                          "checkpoint_delete",
                                                          "lookup_by_uuid",
                                                          "lookup_by_name",
                                                          "lookup_by_id",
                                                          "get_state",
                                                          "is_active",
                                                          "is_persistent",
                                                          "get_autostart",
                                                          "has_managed_save",
                                                          "list",
                                                          "count",
                                                          "all_stats",
                                                          "num_of_domains",
                                                          "list_domains",
                                                          "num_of_defined_domains",
                                                          "list_defined_domains",
                                                          "legacy_union"};
constexpr std::array<std::string_view, 3> kOutcomes{"done", "refused", "indeterminate"};

template <typename Enum, std::size_t kSize>
std::optional<Enum> find(const std::array<std::string_view, kSize>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view name_of(Call call) { return kCalls[static_cast<std::size_t>(call)]; }
std::string_view name_of(Outcome outcome) { return kOutcomes[static_cast<std::size_t>(outcome)]; }
std::optional<Call> call_named(std::string_view name) { return find<Call>(kCalls, name); }
std::optional<Outcome> outcome_named(std::string_view name) {
  return find<Outcome>(kOutcomes, name);
}

}  // namespace rollcall::history
