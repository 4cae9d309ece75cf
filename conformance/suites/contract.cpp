// The suite "contract": runs its groups of cases one after the other on one stage.

#include <fmt/format.h>

#include "conformance/suites/contract/examiner.hpp"

namespace rollcall::suites {
namespace {

report::SuiteResult undecided(const std::string& why) {
  return {.name = "",
          .checks = {{.name = "prepare", .deviations = {}, .skipped = "", .undecided = why}},
          .headline = ""};
}

std::string told(const char* what, const sut::Failure& failure) {
  return fmt::format("{} failed: {} (code {})", what, failure.message, failure.code);
}

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
  if (!connection) return undecided(told("opening the connection", connection.error()));
  Scratch scratch(context, *connection);
  const auto shutoff = scratch.define("contract-off");
  if (!shutoff) return undecided(told("defining a domain", shutoff.error()));
  const auto running = scratch.define("contract-on");
  if (!running) return undecided(told("defining a domain", running.error()));
  const auto started = running->start();
  if (!started) return undecided(told("starting a domain", started.error()));

  const contract::Stage stage{context, *connection, *running, *shutoff};
  report::SuiteResult result;
  run_group(stage, contract::listing_cases(), result);
  return result;
}

}  // namespace rollcall::suites
