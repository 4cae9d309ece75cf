#include "mockdriver/mock_simulation.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "mockdriver/host_call.hpp"
#include "mockdriver/rule_reader.hpp"

namespace rollcall {
namespace {

constexpr std::string_view kDestroy[] = {"virDomainDestroy", "virDomainDestroyFlags"};
// These change nothing that a job protects.
constexpr std::string_view kWithoutJob[] = {"virDomainGetXMLDesc", "virDomainSnapshotGetXMLDesc",
                                            "virDomainCheckpointGetXMLDesc", "virDomainAbortJob"};

template <typename Names>
bool is_one_of(const char* function, const Names& names) {
  return std::find(std::begin(names), std::end(names), function) != std::end(names);
}

bool takes_job(const ApiCall& call) {
  return call.changes_domain && !is_one_of(call.function, kWithoutJob) &&
         !is_one_of(call.function, kDestroy);
}

}  // namespace

Status MockSimulation::begin(const ApiCall& call) {
  host_.calls().count(call.function);
  if (host_.rules().empty() && host_.held().empty()) return {};
  if (Status free = await_job(call); !free) return free;
  return follow_rules(call, CallPoint::kBefore);
}

Status MockSimulation::end(const ApiCall& call, const Error* error_or_null) {
  if (host_.rules().empty() && host_.held().empty()) return {};
  if (error_or_null == nullptr && is_one_of(call.function, kDestroy)) {
    host_.held().give_up(
        *call.uuid_or_null,
        make_error(VIR_ERR_OPERATION_FAILED, VIR_FROM_TEST,
                   fmt::format("the domain '{}' was destroyed meanwhile", call.domain_name)));
  }
  return follow_rules(call, CallPoint::kAfter);
}

void MockSimulation::await_jobs(const RecordList& domains) {
  for (const DomainRecord& record : domains.records) {
    if (host_.held().empty()) return;
    if (host_.held().job_on(record.uuid)) advance_ns(kJobWaitNs);
  }
}

Status MockSimulation::await_job(const ApiCall& call) {
  if (!takes_job(call)) return {};
  const std::optional<DomainJob> job = host_.held().job_on(*call.uuid_or_null);
  if (!job) return {};
  // Nothing but the passing of virtual time is to be waited for, so it passes at once.
  advance_ns(kJobWaitNs);
  return fail(VIR_ERR_OPERATION_TIMEOUT, VIR_FROM_TEST,
              fmt::format("the domain '{}' has been busy with '{}' for {} s", call.domain_name,
                          job->function, (now_ns() - job->since_ns) / 1'000'000'000));
}

Status MockSimulation::follow_rules(const ApiCall& call, CallPoint point) {
  ApiCall known = call;
  std::string name;
  if (known.domain_name.empty() && known.uuid_or_null != nullptr) {
    if (const auto record = host_.table().find(*known.uuid_or_null)) name = record->name;
    known.domain_name = name;
  }
  for (const RuleBook::Effect& effect : host_.rules().on_call(known, point)) {
    if (Status done = carry_out(effect, known); !done) return done;
  }
  return {};
}

Status MockSimulation::carry_out(const RuleBook::Effect& effect, const ApiCall& call) {
  if (const auto* answer = std::get_if<AnswerError>(&effect.action)) return fail(answer->error);
  if (const auto* delay = std::get_if<Delay>(&effect.action)) {
    advance_ns(delay->duration_ns);
    return {};
  }
  return host_.held().hold(effect.rule, takes_job(call) ? call.uuid_or_null : nullptr,
                           {call.function, now_ns()});
}

Result<int> MockSimulation::add_rule(std::string_view xml) {
  return parse_xml_file("rule", std::string(xml), "").and_then([&](const XmlFile& file) {
    return read_rule(file, file.root()).map([&](Rule rule) {
      return host_.rules().add(std::move(rule));
    });
  });
}

Status MockSimulation::remove_rule(int rule) {
  Status removed = host_.rules().remove(rule);
  if (removed) host_.held().release(rule);
  return removed;
}

Result<std::uint64_t> MockSimulation::rule_hits(int rule) { return host_.rules().hits(rule); }

Result<unsigned> MockSimulation::wait_held(int rule, unsigned count,
                                           std::chrono::milliseconds timeout) {
  return rule_hits(rule).and_then(
      [&](std::uint64_t) { return host_.held().wait(rule, count, timeout); });
}

Result<unsigned> MockSimulation::release(int rule) {
  return rule_hits(rule).map([&](std::uint64_t) { return host_.held().release(rule); });
}

std::uint64_t MockSimulation::call_count(const char* pattern) {
  return host_.calls().matching(pattern);
}

void MockSimulation::advance_ns(std::uint64_t duration_ns) {
  HostCall(host_, connection_, HostCall::Takes::kNoTime).advance_ns(duration_ns);
}

std::uint64_t MockSimulation::now_ns() {
  return HostCall(host_, connection_, HostCall::Takes::kNoTime).clock().elapsed_ns();
}

}  // namespace rollcall
