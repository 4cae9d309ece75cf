#include "conformance/checker/findings.hpp"

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
    if (finding.violation) continue;
    if (!violation) violation = evidence.violation(certificate);
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
