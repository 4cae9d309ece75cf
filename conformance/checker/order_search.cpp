#include "conformance/checker/order_search.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "conformance/checker/alternatives.hpp"
#include "conformance/checker/legal_order.hpp"
#include "conformance/checker/search_groups.hpp"
#include "conformance/checker/search_problem.hpp"

namespace rollcall::checker {
namespace {

using history::DomainNumber;
using history::DomainState;
using history::Operation;
using Kind = Certificate::Kind;

/// A segment of no more operations can be searched as a whole when its parts leave a doubt.
constexpr std::size_t kSmallSegment = 64;

class OrderSearch {
 public:
  OrderSearch(const Segment& segment, const VersionChains& chains, const Constraints& constraints,
              std::span<const OperationNumber> pending, std::uint64_t budget)
      : segment_(segment),
        chains_(chains),
        constraints_(constraints),
        pending_(pending),
        budget_(budget),
        graph_(segment, chains, constraints),
        groups_(search_groups(segment, chains, constraints)),
        alternatives_(segment, chains, constraints, groups_, graph_) {}

  OrderVerdict run() {
    std::optional<std::vector<OperationNumber>> order = graph_.order();
    if (!order) {
      verdict_.certificate = {.kind = Kind::kCycle, .cycle = graph_.cycle()};
      return std::move(verdict_);
    }
    alternatives_.take(*order);
    if (alternatives_.are_open() && !settle_alternatives(*order)) return std::move(verdict_);
    if (is_doubtful(*order)) {
      search_whole("the order found contradicts an answer");
      return std::move(verdict_);
    }
    verdict_.certificate = {.kind = Kind::kOrder, .order = std::move(*order)};
    add_pending();
    return std::move(verdict_);
  }

 private:
  const Operation& operation(OperationNumber number) const { return segment_.operations[number]; }

  /// Finds an order that satisfies all alternatives.
  ///
  /// Returns: whether there is one; else the verdict says why not.
  bool settle_alternatives(std::vector<OperationNumber>& order) {
    const Alternatives::Narrowing narrowing = alternatives_.narrow(order);
    if (!narrowing.is_possible) {
      refute_by_component(narrowing.contradiction);
      return false;
    }
    if (alternatives_.repair(order)) return true;
    if (!search_components()) return false;
    std::optional<std::vector<OperationNumber>> joined = graph_.order();
    if (!joined) {
      search_whole("the orders of separate parts could not be joined");
      return false;
    }
    order = std::move(*joined);
    return true;
  }

  std::vector<OperationNumber> all_operations() const {
    std::vector<OperationNumber> all(segment_.operations.size());
    std::iota(all.begin(), all.end(), OperationNumber{0});
    return all;
  }

  /// Whether an order in which something was left open proves to be wrong.
  bool is_doubtful(const std::vector<OperationNumber>& order) {
    const bool is_certain = constraints_.runs.empty() && constraints_.counts.empty() &&
                            groups_.empty() && pending_.empty();
    return !is_certain && !is_legal(order, segment_, chains_, constraints_);
  }

  /// Searches a small segment at once, and gives the verdict; of a larger one says `doubt`.
  void search_whole(const char* doubt) {
    verdict_ = {};
    verdict_.keeps_chains = false;
    searched_pending_.clear();
    const std::vector<OperationNumber> all = all_operations();
    if (all.size() > kSmallSegment) {
      verdict_.undecided = doubt;
      return;
    }
    std::optional<std::vector<OperationNumber>> order = search(all);
    if (!order) return;
    verdict_.certificate = {.kind = Kind::kOrder, .order = std::move(*order)};
    add_pending();
  }

  SearchProblem problem_of(const std::vector<OperationNumber>& members) const {
    return checker::problem_of(members, segment_, chains_, constraints_);
  }

  /// The operations on common cycles with this one, alternatives included, have no legal order.
  void refute_by_component(OperationNumber member) {
    if (member == kNoOperation) {
      verdict_.undecided = "the operations that exclude each other could not be told";
      return;
    }
    const std::vector<std::uint32_t> component_of = components(segment_, alternatives_.all_arcs());
    verdict_.certificate = {.kind = Kind::kRegion};
    for (OperationNumber number = 0; number < component_of.size(); ++number) {
      if (component_of[number] == component_of[member]) {
        verdict_.certificate.order.push_back(number);
      }
    }
  }

  /// Returns: whether all have an order; they are then added to the graph.
  bool search_components() {
    const std::vector<std::uint32_t> component_of = components(segment_, alternatives_.arcs());
    std::unordered_map<std::uint32_t, std::vector<OperationNumber>> wanted;
    std::vector<std::uint32_t> order_of_search;
    for (OperationNumber number = 0; number < component_of.size(); ++number) {
      const bool is_new =
          alternatives_.unsatisfied()[number] && wanted.try_emplace(component_of[number]).second;
      if (is_new) order_of_search.push_back(component_of[number]);
    }
    for (OperationNumber number = 0; number < component_of.size(); ++number) {
      const auto found = wanted.find(component_of[number]);
      if (found != wanted.end()) found->second.push_back(number);
    }
    for (const std::uint32_t component : order_of_search) {
      const std::optional<std::vector<OperationNumber>> found =
          search_component(wanted.at(component));
      if (!found) return false;
      for (const OperationNumber number : *found) graph_.leave_out(number, false);
      chain_up(*found);
    }
    keep_satisfied(component_of, wanted);
    return true;
  }

  /// Components that the order found satisfies keep their order.
  void keep_satisfied(
      const std::vector<std::uint32_t>& component_of,
      const std::unordered_map<std::uint32_t, std::vector<OperationNumber>>& searched) {
    std::unordered_map<std::uint32_t, std::vector<OperationNumber>> kept;
    const auto keep = [&](OperationNumber reader) {
      if (!searched.contains(component_of[reader])) kept.try_emplace(component_of[reader]);
    };
    for (const Constraint& constraint : constraints_.all) {
      if (constraint.holes == Constraint::kNone) continue;
      keep(segment_.observations[constraint.observation].reader);
    }
    for (const CountConstraint& count : constraints_.counts) keep(count.reader);
    for (OperationNumber number = 0; number < component_of.size(); ++number) {
      const auto found = kept.find(component_of[number]);
      if (found != kept.end() && !graph_.is_left_out(number)) found->second.push_back(number);
    }
    for (auto& [component, members] : kept) {
      std::sort(members.begin(), members.end(), [this](OperationNumber a, OperationNumber b) {
        return alternatives_.position(a) < alternatives_.position(b);
      });
      chain_up(members);
    }
  }

  void chain_up(std::span<const OperationNumber> order) {
    for (std::size_t place = 1; place < order.size(); ++place) {
      graph_.add({.from = order[place - 1], .to = order[place]});
    }
  }

  /// The same as search(), by a choice of runs where nothing else is open.
  std::optional<std::vector<OperationNumber>> search_component(
      const std::vector<OperationNumber>& members) {
    if (alternatives_.are_runs_alone(members)) {
      RunSearchResult result = alternatives_.choose_runs(members, budget_);
      if (result.kind == RunSearchResult::Kind::kOrder) return std::move(result.order);
      if (result.kind == RunSearchResult::Kind::kNone) {
        refute_by_component(members.front());
        return std::nullopt;
      }
    }
    return search(members);
  }

  /// A legal order of the members alone; when there is none, the verdict says so.
  std::optional<std::vector<OperationNumber>> search(const std::vector<OperationNumber>& members) {
    const SearchProblem problem = problem_of(members);
    SweepResult result = sweep_with_few(problem.sweep);
    if (result.kind == SweepResult::Kind::kNone) {
      if (members.size() == segment_.operations.size()) {
        verdict_.certificate = {.kind = Kind::kRegion, .order = members};
      } else {
        refute_by_component(members.front());
      }
      return std::nullopt;
    }
    if (result.kind == SweepResult::Kind::kUndecided) {
      verdict_.undecided = "the exact search over " + std::to_string(members.size()) +
                           " operations used up its budget";
      return std::nullopt;
    }
    note_ending(result, members, problem);
    return std::move(result.order);
  }

  /// Sweeps without the indeterminate mutators that nothing wants, if that gives an order: they may
  /// take effect yet after everything else, and each could double the configurations.
  SweepResult sweep_with_few(const SweepProblem& problem) {
    SweepProblem fewer = problem;
    std::vector<OperationNumber> left_out;
    std::erase_if(fewer.items, [&](const SweepItem& item) {
      const Operation& member = operation(item.number);
      const bool is_unwanted =
          has_effect(member) && graph_.is_left_out(item.number) && !chains_.is_loose(member.domain);
      if (is_unwanted) left_out.push_back(item.number);
      return is_unwanted;
    });
    if (!left_out.empty()) {
      SweepResult result = sweep(fewer, segment_.operations, budget_);
      for (SweepResult::Ending& ending : result.endings) {
        ending.not_done.insert(ending.not_done.end(), left_out.begin(), left_out.end());
      }
      if (result.kind != SweepResult::Kind::kNone) return result;
    }
    return sweep(problem, segment_.operations, budget_);
  }

  /// What the component makes of its loose domains and of indeterminate mutators.
  void note_ending(const SweepResult& result, const std::vector<OperationNumber>& members,
                   const SearchProblem& problem) {
    const SweepResult::Ending& ending = result.endings.front();
    bool decides_something = false;
    for (const OperationNumber number : members) {
      const DomainNumber domain = operation(number).domain;
      const bool is_pending = operation(number).response == history::kNever;
      if (!has_effect(operation(number))) continue;
      if (!chains_.is_loose(domain) && !is_pending) continue;
      decides_something = true;
      const bool is_left = std::find(ending.not_done.begin(), ending.not_done.end(), number) !=
                           ending.not_done.end();
      searched_pending_.insert_or_assign(number, !is_left);
      if (chains_.is_loose(domain) || !is_left) {
        const DomainState& state = ending.states[problem.place_of.at(domain)];
        verdict_.outlook.finals.push_back(chains_.is_loose(domain)
                                              ? Screen::Final{.domain = domain, .state = state}
                                              : after_pending(domain, number));
      }
    }
    if (decides_something && result.endings.size() > 1) verdict_.outlook.is_certain = false;
  }

  /// The indeterminate mutators that no component decided: done where an edge wants them.
  void add_pending() {
    Outlook& outlook = verdict_.outlook;
    for (const OperationNumber number : pending_) {
      const auto searched = searched_pending_.find(number);
      const bool is_done =
          searched != searched_pending_.end() ? searched->second : !graph_.is_left_out(number);
      if (!is_done) outlook.pending.push_back(number);
      const DomainNumber domain = operation(number).domain;
      if (is_done && searched == searched_pending_.end() && !chains_.is_loose(domain)) {
        outlook.finals.push_back(after_pending(domain, number));
      }
    }
  }

  /// How an indeterminate mutator leaves a domain on which it comes last and was seen.
  Screen::Final after_pending(DomainNumber domain, OperationNumber mutator) const {
    const auto chain = chains_.of(domain);
    const bool was_seen = std::any_of(
        constraints_.all.begin(), constraints_.all.end(), [&](const Constraint& constraint) {
          return !constraint.of_count &&
                 segment_.observations[constraint.observation].domain == domain &&
                 chain[constraint.range.first].mutator == mutator;
        });
    return {.domain = domain,
            .state = chain.back().state,
            .outdated = chain[chain.size() - 2].state,
            .in_projection = !was_seen};
  }

  const Segment& segment_;
  const VersionChains& chains_;
  const Constraints& constraints_;
  std::span<const OperationNumber> pending_;
  std::uint64_t budget_;
  PrecedenceGraph graph_;
  std::vector<std::vector<OperationNumber>> groups_;
  Alternatives alternatives_;
  /// Indeterminate mutators that a search decided, and whether they took effect.
  std::unordered_map<OperationNumber, bool> searched_pending_;
  OrderVerdict verdict_;
};

}  // namespace

OrderVerdict search_order(const Segment& segment, const VersionChains& chains,
                          const Constraints& constraints, std::span<const OperationNumber> pending,
                          std::uint64_t budget) {
  return OrderSearch(segment, chains, constraints, pending, budget).run();
}

}  // namespace rollcall::checker
