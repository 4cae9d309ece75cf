// The suite "filters": every flag word of a listing, with an array and without, against the
// specification's predicate, on a zoo that has one domain of each attribute vector.

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <map>
#include <numeric>

#include "conformance/report/text.hpp"
#include "conformance/suites/zoo.hpp"

namespace rollcall::suites {
namespace {

/// What a listing returned: how often it had each member, and how many handles that were no
/// member's.
struct Listed {
  int code = VIR_ERR_OK;
  std::vector<int> times;
  int strangers = 0;
};

/// Asks the library for listings of a zoo.
class Asker {
 public:
  Asker(const sut::Connection& connection, const std::vector<ZooMember>& members)
      : connection_(connection) {
    for (const ZooMember& member : members) index_of_.emplace(member.uuid, index_of_.size());
  }

  Listed list(unsigned flags) const {
    const sut::Library& library = connection_.library();
    virDomainPtr* array = nullptr;
    const int length = library.virConnectListAllDomains(connection_.raw(), &array, flags);
    if (length < 0) return {.code = sut::last_failure(library).code, .times = {}};
    Listed listed{.code = VIR_ERR_OK, .times = std::vector<int>(index_of_.size())};
    for (int index = 0; index < length; ++index) {
      Uuid uuid{};
      library.virDomainGetUUID(array[index], uuid.data());
      library.virDomainFree(array[index]);
      const auto found = index_of_.find(uuid);
      if (found == index_of_.end()) {
        ++listed.strangers;
      } else {
        ++listed.times[found->second];
      }
    }
    std::free(array);
    return listed;
  }

  sut::Expected<int> count(unsigned flags) const { return connection_.count(flags); }

 private:
  const sut::Connection& connection_;
  std::map<Uuid, std::size_t> index_of_;
};

/// All flag words, those with few flags first, so that the first failure is a smallest one.
std::vector<unsigned> all_flag_words() {
  std::vector<unsigned> words(spec::kListFlagWords);
  std::iota(words.begin(), words.end(), 0U);
  std::stable_sort(words.begin(), words.end(), [](unsigned left, unsigned right) {
    return std::popcount(left) < std::popcount(right);
  });
  return words;
}

/// The first two of several names, and how many more.
std::string some(const std::vector<std::string>& names) {
  if (names.size() <= 2) return report::join(names, "; ");
  return fmt::format("{}; {}; and {} more", names[0], names[1], names.size() - 2);
}

std::string difference(const std::vector<ZooMember>& members, unsigned flags,
                       const Listed& listed) {
  std::vector<std::string> missing;
  std::vector<std::string> extra;
  for (std::size_t index = 0; index < members.size(); ++index) {
    const int wanted = spec::is_listed(members[index].attributes, flags) ? 1 : 0;
    const std::string who =
        fmt::format("'{}' ({})", members[index].name, to_text(members[index].attributes));
    if (listed.times[index] < wanted) missing.push_back(who);
    if (listed.times[index] > wanted) extra.push_back(who);
  }
  if (listed.strangers > 0) extra.push_back(fmt::format("{} unknown", listed.strangers));
  std::vector<std::string> parts;
  if (!missing.empty()) parts.push_back("missing " + some(missing));
  if (!extra.empty()) parts.push_back("too many: " + some(extra));
  return report::join(parts, "; ");
}

/// One sweep over all flag words, by one of the two forms of the call.
class Sweep {
 public:
  Sweep(const char* form, const std::vector<ZooMember>& members) : members_(members) {
    form_ = form;
    check_.name = fmt::format("the {} of every flag word", form);
  }

  /// Whether `flags` need no look: an error is no departure where a hypervisor may refuse.
  bool may_refuse(unsigned flags) const {
    return spec::is_contradictory(flags) || (flags & refused_) != 0;
  }

  /// A failed call. The documentation lets a hypervisor refuse a flag that it cannot filter by.
  void refuse(unsigned flags, int code) {
    if (may_refuse(flags) || is_explained(flags)) return;
    if (std::has_single_bit(flags)) {
      refused_ |= flags;
      refusals_.push_back(fmt::format("{} (code {})", flags_to_text(flags), code));
      return;
    }
    deviate(flags, "success", fmt::format("failure with code {}", code));
  }

  /// Whether a part of these flags differs already, so that a difference says nothing new.
  bool is_explained(unsigned flags) const {
    return std::any_of(differing_.begin(), differing_.end(),
                       [flags](unsigned part) { return (part & flags) == part; });
  }

  /// Records a difference. Pre: not is_explained(flags).
  void deviate(unsigned flags, const std::string& expected, const std::string& observed) {
    differing_.push_back(flags);
    check_.deviations.push_back(
        {.key = fmt::format("filters/{}/{}", form_, flags_to_text(flags)),
         .text = fmt::format("the {} for flags {} differs from the documented filter", form_,
                             flags_to_text(flags)),
         .expected = expected,
         .observed = observed,
         .program = {fmt::format("virConnectListAllDomains(conn, {}, {:#x}) on a host with {}",
                                 form_ == "array" ? "&list" : "NULL", flags,
                                 report::counted(members_.size(), "domain"))}});
  }

  /// The check of the sweep, and one that is skipped when the hypervisor refused flags.
  std::vector<report::Check> checks() const {
    std::vector<report::Check> checks{check_};
    if (!refusals_.empty()) {
      report::Check refused;
      refused.name = fmt::format("the {} of refused flags", form_);
      refused.skipped = "the hypervisor refuses " + report::join(refusals_, ", ");
      checks.push_back(refused);
    }
    return checks;
  }

 private:
  std::string form_;
  const std::vector<ZooMember>& members_;
  report::Check check_;
  std::vector<unsigned> differing_;
  unsigned refused_ = 0;
  std::vector<std::string> refusals_;
};

std::vector<report::Check> sweep_arrays(const Asker& asker, const std::vector<ZooMember>& members) {
  Sweep sweep("array", members);
  for (const unsigned flags : all_flag_words()) {
    const Listed listed = asker.list(flags);
    if (listed.code != VIR_ERR_OK) {
      sweep.refuse(flags, listed.code);
      continue;
    }
    bool same = listed.strangers == 0;
    for (std::size_t index = 0; same && index < members.size(); ++index) {
      same = listed.times[index] == (spec::is_listed(members[index].attributes, flags) ? 1 : 0);
    }
    if (!same && !sweep.is_explained(flags))
      sweep.deviate(flags, "the matching domains", difference(members, flags, listed));
  }
  return sweep.checks();
}

std::vector<report::Check> sweep_counts(const Asker& asker, const std::vector<ZooMember>& members) {
  Sweep sweep("count", members);
  for (const unsigned flags : all_flag_words()) {
    const auto count = asker.count(flags);
    if (!count) {
      sweep.refuse(flags, count.error().code);
      continue;
    }
    const auto matching = std::count_if(
        members.begin(), members.end(),
        [flags](const auto& member) { return spec::is_listed(member.attributes, flags); });
    if (*count != matching && !sweep.is_explained(flags)) {
      sweep.deviate(flags, std::to_string(matching), std::to_string(*count));
    }
  }
  return sweep.checks();
}

/// One check per vector: whether the host has it, and whether a listing without flags shows it.
std::vector<report::Check> vector_checks(const std::vector<Attempt>& attempts,
                                         const std::vector<ZooMember>& members) {
  std::vector<report::Check> checks;
  for (const Attempt& attempt : attempts) {
    report::Check check;
    check.name = to_text(attempt.wanted);
    check.skipped = attempt.refusal;
    const bool listed = std::any_of(members.begin(), members.end(), [&attempt](const auto& member) {
      return member.name == attempt.name;
    });
    if (attempt.refusal.empty() && !listed) {
      check.deviations.push_back({.key = "filters/array/0",
                                  .text = "a listing without flags lacks a domain",
                                  .expected = fmt::format("'{}' listed", attempt.name),
                                  .observed = "not listed"});
    }
    checks.push_back(std::move(check));
  }
  return checks;
}

bool same_members(std::vector<ZooMember> left, std::vector<ZooMember> right) {
  const auto by_uuid = [](const ZooMember& a, const ZooMember& b) { return a.uuid < b.uuid; };
  std::sort(left.begin(), left.end(), by_uuid);
  std::sort(right.begin(), right.end(), by_uuid);
  return left == right;
}

}  // namespace

report::SuiteResult run_filters(const Context& context) {
  const auto connection = context.open();
  if (!connection) return could_not_begin("opening the connection", connection.error());
  Scratch scratch(context, *connection);
  const std::vector<Attempt> attempts = populate(scratch);
  const auto members = read_members(*connection);
  if (!members) return could_not_begin("reading the domains", members.error());

  const Asker asker(*connection, *members);
  report::SuiteResult result;
  result.checks = vector_checks(attempts, *members);
  for (auto sweep : {sweep_arrays, sweep_counts}) {
    for (report::Check& check : sweep(asker, *members)) result.checks.push_back(std::move(check));
  }
  result.headline = fmt::format("{} flag words x {}, array and count: no difference",
                                report::grouped(spec::kListFlagWords),
                                report::counted(members->size(), "domain"));

  const auto after = read_members(*connection);
  if (!after || !same_members(*members, *after)) {
    report::Check check;
    check.name = "a host at rest";
    check.undecided = "domains of the host changed while it was being listed";
    result.checks.push_back(check);
  }
  return result;
}

}  // namespace rollcall::suites
