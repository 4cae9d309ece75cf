#include "conformance/checker/findings.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace rollcall::checker {
namespace {

constexpr std::array kFromWellFormed{Property::kWellFormed, Property::kEntries,
                                     Property::kProjections, Property::kSnapshots,
                                     Property::kLinearizable};
constexpr std::array kFromProjections{Property::kProjections, Property::kLinearizable};
constexpr std::array kFromSnapshots{Property::kSnapshots, Property::kLinearizable};
constexpr std::array kIdentityAlone{Property::kIdentity};

/// How many violations are looked at for the one that is easiest to understand.
constexpr std::uint64_t kViolationsCompared = 64;

/// What is left of a violation when all is folded that returned before its first reader began.
std::size_t weight(const Violation& violation) {
  const std::vector<history::Operation>& operations = violation.evidence.batch.operations;
  history::Stamp begin = history::kNever;
  for (const history::Operation& operation : operations) {
    if (!history::is_mutator(operation.call)) begin = std::min(begin, operation.invocation);
  }
  return static_cast<std::size_t>(std::count_if(
      operations.begin(), operations.end(),
      [begin](const history::Operation& operation) { return operation.response >= begin; }));
}

}  // namespace

std::span<const Property> broken_with(Property property) {
  switch (property) {
    case Property::kWellFormed:
      return kFromWellFormed;
    case Property::kEntries:
      return std::span(kFromWellFormed).subspan(1);
    case Property::kProjections:
      return kFromProjections;
    case Property::kSnapshots:
      return kFromSnapshots;
    case Property::kLinearizable:
      return std::span(kFromSnapshots).subspan(1);
    default:
      return kIdentityAlone;
  }
}

void Findings::start_segment() {
  projections_counted_ = false;
  linearizable_counted_ = false;
}

void Findings::refute(Property property, const Certificate& certificate, std::uint64_t times,
                      const Evidence& evidence) {
  std::optional<Violation> violation;
  for (const Property broken : broken_with(property)) {
    Finding& finding = judgement_.of(broken);
    if (broken == Property::kProjections) {
      finding.violations += std::exchange(projections_counted_, true) ? 0 : 1;
    } else if (broken == Property::kLinearizable) {
      finding.violations += std::exchange(linearizable_counted_, true) ? 0 : 1;
    } else {
      finding.violations += times;
    }
    if (finding.violations > kViolationsCompared && finding.violation) continue;
    if (!violation) violation = evidence.violation(certificate);
    if (finding.violation && weight(*finding.violation) <= weight(*violation)) continue;
    finding.standing = Standing::kRefuted;
    finding.undecided.clear();
    finding.violation = violation;
  }
}

void Findings::leave_undecided(Property property, const std::string& sentence) {
  Finding& finding = judgement_.of(property);
  if (finding.standing != Standing::kNotRefuted) return;
  finding.standing = Standing::kUndecided;
  finding.undecided = sentence;
}

}  // namespace rollcall::checker
