// The suite "contract": runs its groups of cases one after the other on one stage.

#include "conformance/suites/contract/examiner.hpp"

namespace rollcall::suites {
namespace {

void run_group(const contract::Stage& stage, std::span<const contract::Case> cases,
               report::SuiteResult& result) {
  for (const contract::Case& entry : cases) {
    report::Check check;
    check.name = entry.name;
    contract::Examiner examiner(stage, entry.slug, check);
    entry.run(examiner);
    result.checks.push_back(std::move(check));
  }
}

}  // namespace

report::SuiteResult run_contract(const Context& context) {
  const auto connection = context.open();
  if (!connection) return could_not_begin("opening the connection", connection.error());
  Scratch scratch(context, *connection);
  const auto shutoff = scratch.define("contract-off");
  if (!shutoff) return could_not_begin("defining a domain", shutoff.error());
  const auto running = scratch.define("contract-on");
  if (!running) return could_not_begin("defining a domain", running.error());
  const auto started = running->start();
  if (!started) return could_not_begin("starting a domain", started.error());

  const contract::Stage stage{context, *connection, *running, *shutoff};
  report::SuiteResult result;
  for (const auto& cases :
       {contract::listing_cases(), contract::legacy_cases(), contract::lookup_cases(),
        contract::definition_cases(), contract::flag_cases(), contract::connection_cases(),
        contract::handle_cases(), contract::stats_cases()}) {
    run_group(stage, cases, result);
  }
  return result;
}

}  // namespace rollcall::suites
