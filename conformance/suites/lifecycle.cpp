// The suite "lifecycle": every call in every state against the specification, then random programs,
// with all getters, lists, counts and look-ups compared after each step.

#include "conformance/suites/stateful/search.hpp"
#include "conformance/suites/suite.hpp"

namespace rollcall::suites {

report::SuiteResult run_lifecycle(const Context& context) {
  const auto connection = context.open();
  if (!connection) return could_not_begin("opening the connection", connection.error());
  stateful::System system(context, *connection, "lifecycle");
  stateful::Findings findings("lifecycle", context.profile);
  const stateful::Offer offer = stateful::probe_offer(system);
  stateful::skip_gaps(offer, findings);
  const stateful::Ground ground{system, offer, {}, findings};

  const stateful::Effort rows = stateful::search_rows(ground);
  const stateful::Effort random = stateful::search_at_random(ground, context.seed, {});
  return stateful::result_of(findings, rows, random);
}

}  // namespace rollcall::suites
