// The suite "events": the lifecycle events of every call in every state as a partial order, and how
// callbacks come and go.

#include "conformance/suites/callbacks.hpp"
#include "conformance/suites/stateful/search.hpp"
#include "conformance/suites/suite.hpp"

namespace rollcall::suites {
namespace {

report::SuiteResult nothing_but(const std::string& reason) {
  report::SuiteResult result;
  result.checks = {{.name = "events", .skipped = reason}};
  return result;
}

}  // namespace

report::SuiteResult run_events(const Context& context) {
  const std::string missing = stateful::events_missing(context.library);
  if (!missing.empty()) return nothing_but(missing);
  const auto registered = stateful::register_event_loop(context.library);
  if (!registered) return could_not_begin("virEventRegisterDefaultImpl", registered.error());
  const auto connection = context.open();
  if (!connection) return could_not_begin("opening the connection", connection.error());

  const auto tap = stateful::EventTap::open(context, *connection);
  if (!tap) return could_not_begin("watching lifecycle events", tap.error());

  const std::vector<report::Check> callbacks = check_callbacks(context, *connection, **tap);
  stateful::System system(context, *connection, "events");
  stateful::Findings findings("events", context.profile);
  const stateful::Offer offer = stateful::probe_offer(system);
  stateful::skip_gaps(offer, findings);
  (*tap)->drain();
  const stateful::Ground ground{system, offer, {.states = false, .tap = tap->get()}, findings};
  const stateful::Effort rows = stateful::search_rows(ground);
  const stateful::Effort random = stateful::search_at_random(ground, context.seed, {200, 40});
  report::SuiteResult result = stateful::result_of(findings, rows, random);
  result.checks.insert(result.checks.begin(), callbacks.begin(), callbacks.end());
  return result;
}

}  // namespace rollcall::suites
