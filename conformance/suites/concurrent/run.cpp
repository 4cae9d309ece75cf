#include "conformance/suites/concurrent/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "conformance/checker/judge.hpp"
#include "conformance/report/evidence.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/report/text.hpp"

namespace rollcall::suites::concurrent {
namespace {

using Clock = std::chrono::steady_clock;
using checker::Property;
using checker::Standing;

constexpr auto kRoundLength = std::chrono::milliseconds(200);
/// How often the main thread looks at the others while they work.
constexpr auto kLook = std::chrono::milliseconds(100);

/// The two legacy calls seen as one listing, with the mutators and without all other readers.
history::Batch only_legacy_unions(const history::Batch& batch) {
  history::Batch unions;
  unions.entries = batch.entries;
  for (const history::Operation& operation : batch.operations) {
    const bool belongs =
        history::is_mutator(operation.call) || operation.call == history::Call::kLegacyUnion;
    if (belongs) unions.operations.push_back(operation);
  }
  return unions;
}

Property required(const Context& context) {
  return context.load.required.value_or(required_by_default(context.uri));
}

std::string hang_text(const OverdueCall& overdue, workload::Stage& stage) {
  std::string domain;
  for (std::size_t slot = 0; slot < stage.slots().size(); ++slot) {
    if (stage.slots()[slot].domain != overdue.call.domain) continue;
    domain = '"' + stage.name_text(static_cast<std::uint32_t>(slot)) + '"';
  }
  return fmt::format("no answer from {}({}) on thread {} for {:.0f} s",
                     workload::function_of(overdue.call.call), domain, overdue.thread,
                     static_cast<double>(overdue.waited) / 1e9);
}

class Run {
 public:
  Run(const Context& context, const Plan& plan, Rig& rig)
      : context_(context),
        plan_(plan),
        rig_(rig),
        judge_(rig.recorder().host()),
        union_judge_(rig.recorder().host(), {.judge_legacy_unions = true}),
        begin_(Clock::now()) {}

  /// Rounds until the time is over. Errors: what the library reported between rounds.
  sut::Outcome perform() {
    const workload::Setting setting = rig_.setting(plan_.taste);
    history::Batch recorded;
    for (std::uint64_t round = 0; !is_over() && hang_.empty(); ++round) {
      const auto program = workload::generate(setting, context_.seed * 1'000'003U + round);
      const sut::Outcome settled = rig_.stage().settle(program.shared);
      if (!settled) return settled;
      for (RoundObserver* observer : plan_.observers) observer->before_round(rig_.stage());
      rig_.crew().begin(program);
      judge(recorded);
      finish_round();
      if (hang_.empty()) {
        if (interference_.empty()) interference_ = rig_.stage().interference();
        for (RoundObserver* observer : plan_.observers) observer->after_round(rig_.stage());
      }
      recorded = rig_.recorder().take();
      tell_progress();
    }
    judge(recorded);
    return {};
  }

  /// The call that never returned, in words; empty when all did.
  const std::string& hang() const { return hang_; }

  /// What somebody else changed on the host, in words; empty when nothing.
  const std::string& interference() const { return interference_; }

  double seconds() const { return std::chrono::duration<double>(Clock::now() - begin_).count(); }

  checker::Judgement judgement() { return judge_.finish(); }

  /// How often the two legacy calls together were wrong, and of how many.
  std::pair<std::uint64_t, std::uint64_t> wrong_unions() {
    const checker::Judgement& judgement = union_judge_.finish();
    return {judgement.of(Property::kSnapshots).violations, judgement.listings};
  }

 private:
  bool is_over() {
    return context_.load.is_interrupted() || seconds() >= context_.load.seconds ||
           (context_.load.until_refuted && is_refuted());
  }

  bool is_refuted() {
    const std::vector<Property> refuted = report::refuted(judge_.so_far());
    return std::any_of(refuted.begin(), refuted.end(), [this](Property property) {
      return report::demands(required(context_), property);
    });
  }

  void judge(const history::Batch& batch) {
    judge_.feed(batch);
    if (plan_.judges_legacy_unions) union_judge_.feed(only_legacy_unions(batch));
  }

  void finish_round() {
    const auto end = Clock::now() + kRoundLength;
    const auto limit = static_cast<history::Stamp>(context_.load.hang_limit_seconds * 1e9);
    while (!rig_.crew().wait_until(std::min(end, Clock::now() + kLook))) {
      if (Clock::now() >= end || is_over()) break;
    }
    rig_.crew().end_round();
    // Every call of a round is recorded, so one that does not return is an open one.
    while (!rig_.crew().wait_until(Clock::now() + kLook)) {
      const auto overdue = rig_.crew().overdue(limit);
      if (!overdue) continue;
      hang_ = hang_text(*overdue, rig_.stage());
      rig_.crew().abandon();
      return;
    }
  }

  void tell_progress() {
    if (!context_.load.on_progress) return;
    const checker::Judgement& judgement = judge_.so_far();
    Progress progress{plan_.suite, seconds(), context_.load.seconds, judgement.operations,
                      judgement.listings};
    for (std::size_t index = checker::kPropertyCount; index-- > 0;) {
      const auto property = static_cast<Property>(index);
      if (judgement.of(property).standing == Standing::kRefuted) progress.refuted = property;
    }
    context_.load.on_progress(progress);
  }

  const Context& context_;
  const Plan& plan_;
  Rig& rig_;
  checker::Judge judge_;
  checker::Judge union_judge_;
  Clock::time_point begin_;
  std::string hang_;
  std::string interference_;
};

/// Takes back what was refuted by domains that somebody else may have changed at any time.
void distrust(checker::Judgement& judgement, const workload::Stage& stage,
              const std::string& interference) {
  for (const Property property : report::refuted(judgement)) {
    checker::Finding& finding = judgement.of(property);
    const auto& domains = finding.violation->evidence.host.domains;
    const bool is_of_ours_only =
        std::all_of(domains.begin(), domains.end(),
                    [&](const history::Domain& domain) { return stage.is_ours(domain.uuid); });
    if (is_of_ours_only) continue;
    finding = {.standing = Standing::kUndecided, .undecided = interference};
  }
}

/// Listings must not fail; of other calls nobody knows what they did.
report::Check listing_errors(const std::string& suite, Rig& rig) {
  std::map<std::pair<std::string, int>, workload::Trouble> all;  // by function and code
  for (const auto& performer : rig.crew().performers()) {
    for (const workload::Trouble& trouble : performer->troubles()) {
      if (history::is_mutator(trouble.call)) continue;
      const auto [known, is_new] =
          all.try_emplace({workload::function_of(trouble.call), trouble.first.code}, trouble);
      if (!is_new) known->second.times += trouble.times;
    }
  }
  report::Check check{.name = "no listing fails"};
  for (const auto& [what, trouble] : all) {
    const auto& [function, code] = what;
    check.deviations.push_back(
        {.key = fmt::format("{}/W/{} fails with {}", suite, function, code),
         .text = fmt::format("{} fails though its arguments are right", function),
         .expected = "an answer",
         .observed =
             fmt::format("error {}: {} ({} times)", code, trouble.first.message, trouble.times)});
  }
  return check;
}

std::uint64_t indefinite_answers(Rig& rig) {
  std::uint64_t count = 0;
  for (const auto& performer : rig.crew().performers()) {
    for (const workload::Trouble& trouble : performer->troubles()) {
      if (history::is_mutator(trouble.call)) count += trouble.times;
    }
  }
  return count;
}

std::vector<report::Check> gaps(const workload::Capabilities& capabilities) {
  std::vector<report::Check> checks;
  for (const workload::Gap& gap : capabilities.gaps) {
    checks.push_back({.name = workload::function_of(gap.call), .skipped = gap.reason});
  }
  return checks;
}

std::string headline(const checker::Judgement& judgement, unsigned threads,
                     std::uint64_t indefinite) {
  const std::string text =
      fmt::format("{} operations, {} listings, {}", report::grouped(judgement.operations),
                  report::grouped(judgement.listings), report::counted(threads, "thread"));
  if (indefinite == 0) return text;
  return text + fmt::format(", {} calls without a definite answer", report::grouped(indefinite));
}

/// Leaves the host as it was. What that shows is added to the result.
void take_down(const Context& context, const Plan& plan, Rig& rig, report::SuiteResult& result) {
  rig.stage().clear();
  report::Check leak{.name = "connections close when their handles are freed"};
  const std::string wrong = rig.close_connections();
  if (!wrong.empty()) {
    leak.deviations.push_back(
        {.key = plan.suite + "/W/leak", .text = "the library keeps handles", .observed = wrong});
  }
  result.checks.push_back(std::move(leak));
  if (context.load.is_interrupted()) {
    result.checks.push_back({.name = "time", .undecided = "interrupted"});
  }
}

}  // namespace

void run(const Context& context, const Plan& plan, report::SuiteResult& result) {
  auto rig = Rig::set_up(context, {});
  if (!rig) {
    result.checks.push_back(
        could_not_begin("preparing a concurrent run", rig.error()).checks.front());
    return;
  }
  Run run(context, plan, **rig);
  const sut::Outcome performed = run.perform();
  const double seconds = run.seconds();
  checker::Judgement judgement = run.judgement();
  for (const std::string& objection : report::reduce_evidence(judgement)) {
    result.checks.push_back({.name = "evidence", .undecided = objection});
  }
  if (!run.interference().empty()) {
    distrust(judgement, (*rig)->stage(), run.interference());
    result.checks.push_back(
        {.name = "nobody else changed the host", .undecided = run.interference()});
  }
  for (auto&& checks : {report::grade_checks(plan.suite, judgement, required(context)),
                        gaps((*rig)->capabilities())}) {
    result.checks.insert(result.checks.end(), checks.begin(), checks.end());
  }
  for (const RoundObserver* observer : plan.observers) {
    for (report::Check& check : observer->checks()) result.checks.push_back(std::move(check));
  }
  result.checks.push_back(listing_errors(plan.suite, **rig));
  if (!performed) {
    result.checks.push_back(could_not_begin("a round", performed.error()).checks.front());
  }
  result.headline = headline(judgement, context.load.threads, indefinite_answers(**rig));
  if (plan.judges_legacy_unions) {
    const auto [wrong, unions] = run.wrong_unions();
    result.headline += fmt::format("; the two-call union was wrong {} times of {}, as expected",
                                   report::grouped(wrong), report::grouped(unions));
  }
  result.concurrent = report::ConcurrentResult{.judgement = std::move(judgement),
                                               .required = required(context),
                                               .threads = context.load.threads,
                                               .seconds = seconds};
  if (run.hang().empty()) {
    take_down(context, plan, **rig, result);
  } else {
    result.aborted = run.hang();
    result.checks.push_back({.name = "every call returns", .undecided = run.hang()});
    (*rig)->stage().forget();
    // Threads that never came back still use it.
    (void)rig->release();
  }
}

}  // namespace rollcall::suites::concurrent
