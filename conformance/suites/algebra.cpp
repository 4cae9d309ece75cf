// The suite "algebra": laws that hold between the answers to different flag words, whatever the
// domains are. They need no predicate, so they also catch a mistake that the specification and a
// library would share.

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <set>

#include "conformance/suites/property.hpp"
#include "conformance/suites/zoo.hpp"

namespace rollcall::suites {
namespace {

constexpr int kCasesPerLaw = 200;

using Names = std::set<std::string>;

/// The names that a listing returns. Discards the case when the hypervisor refuses flags that are
/// no contradiction.
Names list_names(const sut::Connection& connection, unsigned flags) {
  const auto domains = connection.list(flags);
  if (!domains) {
    if (!spec::is_contradictory(flags)) RC_DISCARD("the hypervisor refuses these flags");
    return {};
  }
  Names names;
  for (const sut::Domain& domain : *domains) names.insert(domain.name().value_or(""));
  return names;
}

/// A law broken: what the two sides of it are, in words, and what they were.
struct Breach {
  std::string left;
  std::string right;
  Names left_names;
  Names right_names;
};

/// A law on a flag word and one of the flag groups: a breach of it, or nothing.
using Examine = std::optional<Breach> (*)(const sut::Connection&, unsigned word, unsigned group);

std::optional<Breach> require_equal(const std::string& left, const Names& left_names,
                                    const std::string& right, const Names& right_names) {
  if (left_names == right_names) return std::nullopt;
  return Breach{left, right, left_names, right_names};
}

std::string list_of(unsigned flags) { return "list(" + flags_to_text(flags) + ")"; }

std::optional<Breach> union_over_a_group(const sut::Connection& connection, unsigned word,
                                         unsigned group) {
  const unsigned rest = word & ~group;
  Names together;
  for (unsigned bit = 1; bit <= group; bit <<= 1) {
    if ((group & bit) != 0) together.merge(list_names(connection, rest | bit));
  }
  return require_equal(
      fmt::format("the union of {} over each flag of {}", list_of(rest), flags_to_text(group)),
      together, list_of(rest), list_names(connection, rest));
}

std::optional<Breach> whole_group_is_no_filter(const sut::Connection& connection, unsigned word,
                                               unsigned group) {
  const unsigned rest = word & ~group;
  return require_equal(list_of(rest | group), list_names(connection, rest | group), list_of(rest),
                       list_names(connection, rest));
}

std::optional<Breach> intersection_over_groups(const sut::Connection& connection, unsigned word,
                                               unsigned group) {
  const Names outside = list_names(connection, word & ~group);
  const Names inside = list_names(connection, word & group);
  Names both;
  std::set_intersection(outside.begin(), outside.end(), inside.begin(), inside.end(),
                        std::inserter(both, both.end()));
  return require_equal(list_of(word), list_names(connection, word),
                       list_of(word & ~group) + " and " + list_of(word & group), both);
}

std::optional<Breach> more_groups_list_no_more(const sut::Connection& connection, unsigned word,
                                               unsigned group) {
  const Names narrow = list_names(connection, word);
  const Names wide = list_names(connection, word & ~group);
  if (std::includes(wide.begin(), wide.end(), narrow.begin(), narrow.end())) return std::nullopt;
  return Breach{list_of(word), "part of " + list_of(word & ~group), narrow, wide};
}

std::optional<Breach> flags_of_a_group_share_nothing(const sut::Connection& connection,
                                                     unsigned word, unsigned group) {
  const unsigned rest = word & ~group;
  Names seen;
  for (unsigned bit = 1; bit <= group; bit <<= 1) {
    if ((group & bit) == 0) continue;
    Names again = list_names(connection, rest | bit);
    seen.merge(again);  // what was seen before stays behind
    if (!again.empty()) return Breach{list_of(rest | bit), "new names only", again, {}};
  }
  return std::nullopt;
}

std::optional<Breach> count_is_the_length(const sut::Connection& connection, unsigned word,
                                          unsigned) {
  const std::size_t length = list_names(connection, word).size();
  const auto count = connection.count(word);
  if (count.value_or(0) == static_cast<int>(length)) return std::nullopt;
  return Breach{fmt::format("count {}", count.value_or(0)),
                fmt::format("length {} of {}", length, list_of(word)),
                {},
                {}};
}

struct Law {
  const char* slug;
  const char* name;
  Examine examine;
};

constexpr Law kLaws[] = {
    {"union", "the lists for each flag of a group make up the list without the group",
     union_over_a_group},
    {"whole-group", "all flags of a group filter nothing", whole_group_is_no_filter},
    {"intersection", "flags of two groups list the intersection", intersection_over_groups},
    {"monotone", "one more group lists no more", more_groups_list_no_more},
    {"disjoint", "no domain is listed for two flags of a group", flags_of_a_group_share_nothing},
    {"count", "count-only is the length of the list", count_is_the_length},
};

/// A flag word that shrinks flag by flag.
rc::Gen<unsigned> any_flag_word() {
  const auto bits = rc::gen::unique<std::vector<unsigned>>(rc::gen::inRange(0U, 16U));
  return rc::gen::map(bits, [](const std::vector<unsigned>& chosen) {
    unsigned word = 0;
    for (const unsigned bit : chosen) word |= 1U << bit;
    return word;
  });
}

std::string show(const Names& names) {
  return fmt::format("{} domains{}{}", names.size(), names.empty() ? "" : ", first ",
                     names.empty() ? "" : *names.begin());
}

report::Check examine_law(const Law& law, const sut::Connection& connection, std::uint64_t seed) {
  // Shrinking ends with a failing case, so the last breach is the smallest.
  Breach smallest;
  const PropertyResult outcome = check_property(
      [&] {
        const unsigned word = *any_flag_word();
        const unsigned group = *rc::gen::elementOf(spec::kListFlagGroups);
        const auto breach = law.examine(connection, word, group);
        if (breach) smallest = *breach;
        RC_ASSERT(!breach);
      },
      seed, {.cases = kCasesPerLaw});

  report::Check check;
  check.name = law.name;
  if (outcome.kind == PropertyResult::Kind::kGaveUp) check.undecided = outcome.description;
  if (outcome.kind == PropertyResult::Kind::kFails) {
    check.deviations.push_back({.key = fmt::format("algebra/{}", law.slug),
                                .text = fmt::format("{} is not {}", smallest.left, smallest.right),
                                .expected = show(smallest.right_names),
                                .observed = show(smallest.left_names)});
  }
  return check;
}

}  // namespace

report::SuiteResult run_algebra(const Context& context) {
  const auto connection = context.open();
  if (!connection) return could_not_begin("opening the connection", connection.error());
  Scratch scratch(context, *connection);
  populate(scratch);

  report::SuiteResult result;
  for (const Law& law : kLaws) {
    result.checks.push_back(examine_law(law, *connection, context.seed));
  }
  result.headline =
      fmt::format("{} laws x {} flag words: all hold", std::size(kLaws), kCasesPerLaw);
  return result;
}

}  // namespace rollcall::suites
