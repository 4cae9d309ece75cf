#include "conformance/suites/scheduled/themes.hpp"

#include <algorithm>
#include <array>

#include "conformance/spec/filter_predicate.hpp"

namespace rollcall::suites::scheduled {
namespace {

using checker::Property;
using workload::Subject;
using enum history::Call;

// What a handle says of its domain: an answer may be right about who is there, and wrong in this.
constexpr PropertySet kHandles =
    PropertySet(Property::kWellFormed).with(Property::kEntries).with(Property::kIdentity);
constexpr PropertySet kListsOnly = PropertySet::all().without(Property::kIdentity);
// Statistics are filtered by activity, persistence and state only.
constexpr std::uint32_t kStatsFlags = 0xff;

const std::vector<std::pair<unsigned, history::Call>> kListings{
    {12, kList}, {3, kCount}, {1, kLookupByName}};

Theme ids_theme(const char* name, std::uint32_t flags) {
  return {.suite = "handles",
          .name = name,
          .subjects = {Subject::kPower, Subject::kTransience},
          .reads = {{8, kList}, {2, kLookupByUuid}, {2, kLookupById}},
          .flags = flags,
          .after = kHandles};
}

std::vector<Theme> atomicity_themes() {
  return {
      {.suite = "atomicity",
       .name = "power",
       .subjects = {Subject::kPower},
       .reads = {{12, kList}, {4, kCount}, {1, kLookupById}, {1, kGetState}, {1, kIsActive}},
       .programs_per_lap = 5,
       .after = kListsOnly},
      {.suite = "atomicity",
       .name = "definitions",
       .subjects = {Subject::kDefinition},
       .reads = {{12, kList}, {1, kLookupByName}},
       .programs_per_lap = 3,
       .after = kListsOnly},
      {.suite = "atomicity",
       .name = "transients",
       .subjects = {Subject::kTransience},
       .reads = {{8, kList}, {1, kCount}, {3, kLookupByName}, {3, kLookupByUuid}, {3, kIsActive}},
       .after = kListsOnly},
      {.suite = "atomicity",
       .name = "order",
       .subjects = {Subject::kPower},
       .reads = {{1, kList}},
       .programs_per_lap = 5,
       .is_about_order = true,
       .after = kListsOnly},
      {.suite = "atomicity",
       .name = "names",
       .subjects = {Subject::kName},
       .reads = kListings,
       .programs_per_lap = 2,
       .after = kListsOnly},
      {.suite = "atomicity",
       .name = "attributes",
       .subjects = {Subject::kAttribute},
       .reads = {{12, kList}, {3, kCount}, {1, kGetAutostart}, {1, kHasManagedSave}},
       .programs_per_lap = 5,
       .after = kListsOnly}};
}

}  // namespace

std::span<const Theme> all_themes() {
  static const std::vector<Theme> themes = [] {
    std::vector<Theme> all{ids_theme("ids of active", spec::kListActive),
                           ids_theme("ids of inactive", spec::kListInactive),
                           {.suite = "handles",
                            .name = "names",
                            .subjects = {Subject::kName},
                            .reads = {{8, kList}, {1, kLookupByUuid}, {2, kLookupByName}}}};
    for (Theme& theme : atomicity_themes()) all.push_back(std::move(theme));
    all.push_back({.suite = "legacy",
                   .name = "calls without flags",
                   .subjects = {Subject::kPower, Subject::kDefinition, Subject::kTransience},
                   .reads = {{2, kNumOfDomains},
                             {4, kListDomains},
                             {2, kNumOfDefinedDomains},
                             {4, kListDefinedDomains},
                             {1, kLookupById}},
                   .after = kListsOnly});
    all.push_back({.suite = "stats",
                   .name = "statistics",
                   .subjects = {Subject::kPower, Subject::kDefinition, Subject::kTransience},
                   .reads = {{6, kAllStats}, {1, kList}, {1, kGetState}},
                   .flags = kStatsFlags});
    return all;
  }();
  return themes;
}

std::vector<const Theme*> themes_of(std::span<const std::string> suites) {
  std::vector<const Theme*> themes;
  for (const Theme& theme : all_themes()) {
    const bool is_wanted =
        suites.empty() || std::find(suites.begin(), suites.end(), theme.suite) != suites.end();
    if (is_wanted) themes.push_back(&theme);
  }
  return themes;
}

std::string nothing_to_schedule(std::string_view suite) {
  if (suite == "liveness") return "no backend can be told to get stuck";
  if (suite == "events") return "events are delivered between calls, where nothing is scheduled";
  const bool has_themes = std::any_of(all_themes().begin(), all_themes().end(),
                                      [&](const Theme& theme) { return suite == theme.suite; });
  return has_themes ? "" : "one thread makes all its calls, so there is no order to choose";
}

}  // namespace rollcall::suites::scheduled
