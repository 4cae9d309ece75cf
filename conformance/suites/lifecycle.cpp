// The suite "lifecycle": every call in every state against the specification, then random programs,
// with all getters, lists, counts and look-ups compared after each step.

#include <fmt/format.h>

#include "conformance/report/text.hpp"
#include "conformance/suites/stateful/offer.hpp"
#include "conformance/suites/stateful/search.hpp"
#include "conformance/suites/suite.hpp"

namespace rollcall::suites {

report::SuiteResult run_lifecycle(const Context& context) {
  const auto connection = context.open();
  if (!connection) return could_not_begin("opening the connection", connection.error());
  stateful::System system(context, *connection, "lifecycle");
  stateful::Findings findings("lifecycle", context.profile);
  const auto offered = stateful::offered_items(system, findings);
  const stateful::Ground ground{system, offered, {}, findings};

  const stateful::Effort rows = stateful::search_rows(ground);
  const stateful::Effort random = stateful::search_at_random(ground, context.seed, {});
  const stateful::Effort all = rows + random;
  report::SuiteResult result;
  result.checks = findings.checks();
  if (!all.undecided.empty()) {
    result.checks.push_back({.name = "search", .undecided = all.undecided});
  }
  result.headline = fmt::format("{} rows, {} programs, {} steps",
                                report::grouped(static_cast<std::uint64_t>(rows.programs)),
                                report::grouped(static_cast<std::uint64_t>(random.programs)),
                                report::grouped(static_cast<std::uint64_t>(all.steps)));
  return result;
}

}  // namespace rollcall::suites
