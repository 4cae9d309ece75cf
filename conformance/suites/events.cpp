// The suite "events": the lifecycle events of every call in every state as a partial order, and how
// callbacks come and go.

#include "conformance/suites/callbacks.hpp"
#include "conformance/suites/concurrent/event_chain.hpp"
#include "conformance/suites/concurrent/list_then_watch.hpp"
#include "conformance/suites/concurrent/run.hpp"
#include "conformance/suites/stateful/search.hpp"
#include "conformance/suites/suite.hpp"

namespace rollcall::suites {
namespace {

/// Events while many threads change domains: each domain's are a possible chain, and who listed
/// once and then watched knows what the next list says.
void press_events(const Context& context, const sut::Connection& connection,
                  stateful::EventTap& tap, report::SuiteResult& result) {
  using enum history::Call;
  concurrent::EventChains chains(tap);
  concurrent::ListThenWatch watching(connection);
  const std::string no_watching = concurrent::watching_missing(connection);
  concurrent::Plan plan{
      .suite = "events",
      .taste = {.reads = {{4, kList}, {1, kGetState}}, .subjects = {4, 3, 3, 3, 1}},
      // The first makes an event at the end, up to which the second waits.
      .observers = {&chains, &watching}};
  if (!no_watching.empty()) {
    plan.observers = {&chains};
    result.checks.push_back({.name = "list, then watch", .skipped = no_watching});
  }
  concurrent::run(context, plan, result);
}

}  // namespace

report::SuiteResult run_events(const Context& context) {
  const std::string missing = stateful::events_missing(context.library);
  if (!missing.empty()) return skip_suite("events", missing);
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
  press_events(context, *connection, **tap, result);
  return result;
}

}  // namespace rollcall::suites
