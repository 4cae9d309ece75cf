#include "mockdriver/mock_simulation.hpp"

#include <algorithm>
#include <string>
#include <thread>
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

// A client answers these by itself, and cleans up with them.
constexpr std::string_view kWithoutConnection[] = {
    "virConnectIsAlive", "virConnectUnregisterCloseCallback", "virConnectDomainEventDeregister",
    "virConnectDomainEventDeregisterAny", "rollcallConnectDomainUnwatch"};

// Of the call that the thread is in. A call begins and ends in one thread, and has no other in it.
thread_local std::vector<ListChange> list_changes_of_call;

template <typename Names>
bool is_one_of(const char* function, const Names& names) {
  return std::find(std::begin(names), std::end(names), function) != std::end(names);
}

// What a call answers during which its connection was cut.
Status cut() { return fail(VIR_ERR_SYSTEM_ERROR, VIR_FROM_RPC, "the connection was cut"); }

bool takes_job(const ApiCall& call) {
  return call.changes_domain && !is_one_of(call.function, kWithoutJob) &&
         !is_one_of(call.function, kDestroy);
}

}  // namespace

std::span<const ListChange> MockSimulation::list_changes() noexcept { return list_changes_of_call; }

Status MockSimulation::begin(const ApiCall& call) {
  host_.calls().count(call.function);
  calls_->count(call.function);
  if (host_.trace().on()) {
    if (Status begun = host_.trace().begin(connection_, call); !begun) return begun;
  }
  Status admitted = admit(call);
  if (admitted) return {};
  const Status traced = trace_answer(call, admitted.error().code);
  return traced ? admitted : traced;
}

Status MockSimulation::admit(const ApiCall& call) {
  if (!list_changes_of_call.empty()) list_changes_of_call.clear();
  if (!connected() && !is_one_of(call.function, kWithoutConnection)) {
    return fail(VIR_ERR_INTERNAL_ERROR, VIR_FROM_RPC, "the connection is closed");
  }
  if (host_.rules().empty() && host_.held().empty()) return {};
  if (Status free = await_job(call); !free) return free;
  return follow_rules(call, CallPoint::kBefore);
}

Status MockSimulation::end(const ApiCall& call, const Error* error_or_null) {
  Status answered = finish(call, error_or_null == nullptr);
  const int code = error_or_null == nullptr ? int{VIR_ERR_OK} : error_or_null->code;
  const Status traced = trace_answer(call, answered ? code : answered.error().code);
  return traced ? answered : traced;
}

Status MockSimulation::finish(const ApiCall& call, bool succeeded) {
  if (!list_changes_of_call.empty()) list_changes_of_call.clear();
  if (host_.rules().empty() && host_.held().empty()) return {};
  if (succeeded && is_one_of(call.function, kDestroy)) {
    host_.held().give_up(
        *call.uuid_or_null,
        make_error(VIR_ERR_OPERATION_FAILED, VIR_FROM_TEST,
                   fmt::format("the domain '{}' was destroyed meanwhile", call.domain_name)));
  }
  return follow_rules(call, CallPoint::kAfter);
}

Status MockSimulation::trace_answer(const ApiCall& call, int code) {
  return host_.trace().on() ? host_.trace().answer(connection_, call, code) : Status();
}

void MockSimulation::await_jobs(const RecordList& domains) {
  for (const DomainRecord& record : domains.records) {
    if (host_.held().empty()) return;
    if (host_.held().job_on(record.uuid)) let_pass(kJobWaitNs);
  }
}

void MockSimulation::let_pass(std::uint64_t duration_ns) {
  if (host_.pace().follows_real_time()) {
    std::this_thread::sleep_for(host_.pace().real_time(duration_ns));
  } else {
    // Nothing but the passing of virtual time is to be waited for, so it passes at once.
    untimed().advance_ns(duration_ns);
  }
}

Status MockSimulation::await_job(const ApiCall& call) {
  if (!takes_job(call)) return {};
  const std::optional<DomainJob> job = host_.held().job_on(*call.uuid_or_null);
  if (!job) return {};
  let_pass(kJobWaitNs);
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
  for (const RuleBook::Effect& effect : host_.rules().on_call(connection_, known, point)) {
    if (Status done = carry_out(effect, known); !done) return done;
  }
  return {};
}

Status MockSimulation::carry_out(const RuleBook::Effect& effect, const ApiCall& call) {
  if (host_.trace().on()) {
    // In the order of the alternatives of CallAction.
    constexpr std::string_view kActions[] = {"error",      "delay", "hold",
                                             "disconnect", "list",  "deed"};
    host_.trace().effect(now_ns(), effect.rule, kActions[effect.action.index()]);
  }
  if (const auto* answer = std::get_if<AnswerError>(&effect.action)) return fail(answer->error);
  if (const auto* delay = std::get_if<Delay>(&effect.action)) {
    let_pass(delay->duration_ns);
    return {};
  }
  if (const auto* change = std::get_if<ListChange>(&effect.action)) {
    list_changes_of_call.push_back(*change);
    return {};
  }
  if (const auto* deed = std::get_if<DomainDeed>(&effect.action)) {
    HostCall host = untimed();
    if (is_of_host(deed->deed)) {
      rollcall::perform(host, *deed);
      return cut();
    }
    if (!deed->domain.empty()) {
      rollcall::perform(host, *deed);
    } else if (call.uuid_or_null != nullptr) {
      rollcall::perform(host, *call.uuid_or_null, deed->deed);
    } else if (!call.domain_name.empty()) {
      rollcall::perform(host, {deed->deed, std::string(call.domain_name)});
    }
    return {};
  }
  if (std::holds_alternative<Disconnect>(effect.action)) return disconnect();
  return hold(effect.rule, call);
}

Status MockSimulation::hold(int rule, const ApiCall& call) {
  const bool is_traced = host_.trace().on();
  Status released = host_.held().hold(
      rule, takes_job(call) ? call.uuid_or_null : nullptr, {call.function, now_ns()},
      {.is_held = [this] { host_.trace().hold(); },
       .is_gone = [this, rule] { return !host_.rules().hits(rule); }});
  if (is_traced) {
    if (Status resumed = host_.trace().resume(connection_, call); !resumed) return resumed;
  }
  return released;
}

Status MockSimulation::disconnect() {
  connected_.store(false, std::memory_order_relaxed);
  untimed().destroy_autodestroyed();
  return cut();
}

Result<int> MockSimulation::add_rule(std::string_view xml) {
  const Trace::Turn turn = control("add-rule", xml);
  return parse_xml_file("rule", std::string(xml), "").and_then([&](const XmlFile& file) {
    return read_rule(file, file.root()).map([&](Rule rule) {
      return untimed().add_rule(std::move(rule));
    });
  });
}

Status MockSimulation::remove_rule(int rule) {
  const Trace::Turn turn = control("remove-rule", std::to_string(rule));
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
  const Trace::Turn turn = control("release", std::to_string(rule));
  return rule_hits(rule).map([&](std::uint64_t) { return host_.held().release(rule); });
}

std::uint64_t MockSimulation::call_count(const char* pattern) {
  return matching(host_.calls().all(), pattern);
}

Result<std::uint64_t> MockSimulation::client_call_count(std::uint32_t client, const char* pattern) {
  if (const auto calls = host_.client_calls().matching(client, pattern)) return *calls;
  return fail(VIR_ERR_INVALID_ARG, VIR_FROM_TEST,
              fmt::format("nothing is known of a client {}; there have been {} clients, and of "
                          "closed ones the last {} are remembered",
                          client, host_.connections(), ClientCalls::kClosedMax));
}

void MockSimulation::advance_ns(std::uint64_t duration_ns) {
  const Trace::Turn turn = control("advance", std::to_string(duration_ns));
  untimed().advance_ns(duration_ns);
}

bool MockSimulation::advance_to_next() {
  const Trace::Turn turn = control("advance-to-next", "");
  return untimed().advance_to_next();
}

Status MockSimulation::trace_to(const std::string& path) {
  if (path.empty()) return host_.trace().stop();
  // Nothing happens on the host as long as the call lasts.
  const HostCall call = untimed();
  return host_.trace().start(path, call.clock().elapsed_ns(), host_.table().records(ListFilter()));
}

Status MockSimulation::replay(const std::string& path) {
  const HostCall call = untimed();
  return host_.trace().replay(path, call.clock().elapsed_ns(), host_.table().records(ListFilter()));
}

Trace::Turn MockSimulation::control(std::string_view what, std::string_view of) {
  return Trace::Turn::control(host_.trace(), connection_, what, of);
}

Result<unsigned> MockSimulation::perform(std::string_view xml) {
  const Trace::Turn turn = control("perform", xml);
  return parse_xml_file("deed", std::string(xml), "").and_then([&](const XmlFile& file) {
    return read_deed(file, file.root()).map([&](const DomainDeed& deed) {
      HostCall host = untimed();
      return rollcall::perform(host, deed);
    });
  });
}

std::uint64_t MockSimulation::now_ns() { return untimed().clock().elapsed_ns(); }

}  // namespace rollcall
