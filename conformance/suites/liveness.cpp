// The suite "liveness": a listing, and all else that does not change a domain, is never delayed by
// an operation on it that is stuck (contract A6). A simulated host is told by a rule to let one get
// stuck (<rollcall/mock.h>); of a guest in QEMU the process is stopped, so that it does not answer.

#include <algorithm>
#include <chrono>
#include <functional>
#include <future>
#include <optional>

#include "conformance/suites/expectations.hpp"
#include "conformance/suites/scratch.hpp"
#include "conformance/suites/suite.hpp"
#include "conformance/sut/domain_process.hpp"

namespace rollcall::suites {
namespace {

/// How long an answer may take before it counts as delayed: far longer than any that is not.
constexpr std::chrono::seconds kPatience{10};

/// A call that has not returned by then, while its guest does not answer, waits for the guest.
constexpr std::chrono::milliseconds kSurelyStuck{500};

bool has_rules(const sut::Library& library) {
  return library.rollcallMockAddRule != nullptr && library.rollcallMockRemoveRule != nullptr &&
         library.rollcallMockWaitHeld != nullptr;
}

/// A domain that is being suspended, in another thread, by a call that does not return.
class StuckOperation {
 public:
  /// Pre: `connection` and `domain` outlive this object.
  StuckOperation(const sut::Connection& connection, const sut::Domain& domain)
      : connection_(connection) {
    if (has_rules(library())) hold_suspensions(domain);
    if (rule_ < 0 && !stop_process(domain)) return;
    call_ = std::async(std::launch::async, [&domain] { (void)domain.suspend(); });
    if (rule_ >= 0) {
      constexpr auto kMost = static_cast<unsigned>(std::chrono::milliseconds(kPatience).count());
      (void)library().rollcallMockWaitHeld(connection.raw(), rule_, 1, kMost);
    } else {
      (void)call_.wait_for(kSurelyStuck);
    }
  }
  ~StuckOperation() { end(); }
  StuckOperation(const StuckOperation&) = delete;
  StuckOperation& operator=(const StuckOperation&) = delete;

  bool is_stuck() const {
    return call_.valid() && call_.wait_for(std::chrono::seconds(0)) == std::future_status::timeout;
  }

  void end() {
    if (rule_ >= 0) library().rollcallMockRemoveRule(connection_.raw(), rule_);
    rule_ = -1;
    process_.reset();
    if (call_.valid()) call_.get();
  }

 private:
  const sut::Library& library() const { return connection_.library(); }

  void hold_suspensions(const sut::Domain& domain) {
    const std::string rule =
        "<call name='virDomainSuspend' domain='" + domain.name().value() + "'><hold/></call>";
    rule_ = library().rollcallMockAddRule(connection_.raw(), rule.c_str());
  }

  bool stop_process(const sut::Domain& domain) {
    std::optional<sut::DomainProcess> found = sut::DomainProcess::find(domain.uuid().value());
    if (found) process_.emplace(*std::move(found));
    return process_ && process_->stop();
  }

  const sut::Connection& connection_;
  int rule_ = -1;
  std::optional<sut::DomainProcess> process_;
  std::future<void> call_;
};

/// What is asked while the operation is stuck.
struct Question {
  const char* slug;
  const char* name;
  std::function<bool()> ask;  ///< whether it succeeded
};

struct Subjects {
  const sut::Connection& connection;
  const sut::Domain& stuck;
  const sut::Domain& other;
};

bool holds(const std::vector<sut::Domain>& list, const std::string& name) {
  return std::any_of(list.begin(), list.end(),
                     [&](const sut::Domain& domain) { return domain.name() == name; });
}

std::vector<Question> questions(const Context& context, const Subjects& subjects) {
  const sut::Connection& connection = subjects.connection;
  const sut::Domain& stuck = subjects.stuck;
  const sut::Domain& other = subjects.other;
  const std::string name = stuck.name().value();
  const std::string uuid = stuck.uuid().value();
  const auto lists = [&connection, name](unsigned flags) {
    const auto list = connection.list(flags);
    return list && holds(*list, name);
  };
  return {
      {"list", "a listing", [=] { return lists(0); }},
      {"list-active", "a listing of active domains",
       [=] { return lists(VIR_CONNECT_LIST_DOMAINS_ACTIVE); }},
      {"count", "a count", [&] { return connection.count().value_or(0) >= 2; }},
      {"list-elsewhere", "a listing through another connection",
       [&context, name] {
         const auto own = context.open();
         const auto list = own ? own->list() : decltype(own->list())();
         return list && holds(*list, name);
       }},
      {"lookup-name", "a look-up by name",
       [&connection, name] { return connection.lookup_by_name(name).has_value(); }},
      {"lookup-uuid", "a look-up by uuid",
       [&connection, uuid] { return connection.lookup_by_uuid(uuid).has_value(); }},
      {"state", "the state of the domain", [&] { return stuck.state().has_value(); }},
      {"change-other", "changes of another domain",
       [&] { return other.suspend() && other.resume(); }},
  };
}

/// Asks while the operation is stuck, which ends when there is no answer in time.
void ask(const Question& question, StuckOperation& operation, Expectations& log) {
  log.begin(question.slug, std::string(question.name) + " does not wait for a stuck operation");
  if (!operation.is_stuck()) return log.skip("no operation is stuck any more");
  std::future<bool> answer = std::async(std::launch::async, question.ask);
  const bool in_time = answer.wait_for(kPatience) == std::future_status::ready;
  if (!in_time) operation.end();
  log.expect("answer", "at once", in_time ? "at once" : "when the operation went on");
  log.expect("success", answer.get());
}

}  // namespace

report::SuiteResult run_liveness(const Context& context) {
  constexpr const char* kCheck = "a listing does not wait for a stuck operation";
  const auto connection = context.open();
  if (!connection) return could_not_begin("opening the connection", connection.error());
  Scratch scratch(context, *connection);
  const auto stuck = scratch.create("stuck");
  if (!stuck) return could_not_begin("starting a domain", stuck.error());
  const auto other = scratch.create("other");
  if (!other) return could_not_begin("starting a domain", other.error());
  StuckOperation operation(*connection, *stuck);
  if (!operation.is_stuck()) {
    return skip_suite(kCheck,
                      "no operation can be made to get stuck: neither by a rule of the mock "
                      "nor by stopping the domain's process on this machine");
  }
  Expectations log("liveness");
  for (const Question& question : questions(context, {*connection, *stuck, *other})) {
    ask(question, operation, log);
  }
  operation.end();
  report::SuiteResult result;
  result.checks = std::move(log).checks();
  return result;
}

}  // namespace rollcall::suites
