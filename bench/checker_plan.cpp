#include "bench/checker_plan.hpp"

#include <fmt/format.h>

namespace rollcall::bench {
namespace {

constexpr std::uint64_t kLong = 1'000'000;
constexpr std::uint64_t kLongest = 10'000'000;
constexpr std::uint64_t kQuickDivisor = 100;

CheckedHistory right(std::uint64_t operations, unsigned threads, bool searched = false) {
  return {.label = history_label(kRight, threads),
          .plan = {.seed = 20'260'311,
                   .operations = operations,
                   .threads = threads,
                   .domains = 1'000,
                   .listings = 30,
                   .counts = 0,
                   .legacy = 0,
                   .lookups = 0,
                   .overlap = 100},
          .searched = searched};
}

/// As a right one, but `torn` of 10,000 listings are put together from several instants.
CheckedHistory wrong(std::uint64_t operations, unsigned torn, bool searched = false) {
  CheckedHistory history = right(operations, 8, searched);
  history.label = history_label(kWrong, 8);
  history.plan.flaw = workload::Flaw::kTorn;
  history.plan.flawed = torn;
  return history;
}

std::uint64_t scaled(std::uint64_t operations, bool quick) {
  return quick ? operations / kQuickDivisor : operations;
}

std::optional<double> check_figure(const Results& results, const char* kind, unsigned threads,
                                   std::uint64_t operations, const char* quantity) {
  return results.median(
      benchmark_name(kCheck, history_label(kind, threads), operations, checkers().ours), quantity);
}

Table table_of(const Results& results, const std::vector<CheckedHistory>& histories,
               const char* title, const char* quantity, double unit) {
  Table table{.title = title, .size_label = "operations", .rows = {}};
  for (const CheckedHistory& history : histories) {
    const auto figure_of = [&](const std::string& checker) {
      auto value = results.median(
          benchmark_name(kCheck, history.label, history.plan.operations, checker), quantity);
      if (value) *value /= unit;
      return value;
    };
    table.rows.push_back({.label = history.label,
                          .domains = history.plan.operations,
                          .ours = figure_of(checkers().ours),
                          .theirs = figure_of(checkers().theirs)});
  }
  return table;
}

}  // namespace

std::string history_label(const char* kind, unsigned threads) {
  return fmt::format("{}, {} threads", kind, threads);
}

Contenders checkers() { return {.ours = "judge", .theirs = "plain search"}; }

std::vector<CheckedHistory> checked_histories(bool quick) {
  const std::uint64_t long_one = scaled(kLong, quick);
  std::vector<CheckedHistory> histories = {right(long_one, 8), wrong(long_one, 50)};
  for (const unsigned threads : {16U, 32U, 64U}) histories.push_back(right(long_one, threads));
  histories.push_back(right(scaled(kLongest, quick), 8));
  for (const std::uint64_t operations : {300U, 1'000U, 3'000U, 10'000U, 30'000U}) {
    if (quick && operations > 1'000) break;
    histories.push_back(right(operations, 8, true));
    histories.push_back(wrong(operations, operations < 1'000 ? 300 : 100, true));
  }
  return histories;
}

std::vector<Table> checker_tables(const Results& results,
                                  const std::vector<CheckedHistory>& histories) {
  return {table_of(results, histories, "checking a history, CPU ms", kCheckSeconds, 1e-3),
          table_of(results, histories, "the same, peak resident memory, MB", kCheckPeak, 1)};
}

std::vector<Bar> checker_bars(const Results& results, bool quick) {
  const std::uint64_t long_one = scaled(kLong, quick);
  const std::uint64_t longest = scaled(kLongest, quick);
  std::vector<Bar> all;
  for (const char* kind : {kRight, kWrong}) {
    const std::string subject = fmt::format("{} operations, {}: ", grouped(long_one), kind);
    all.push_back({subject + "seconds to judge",
                   check_figure(results, kind, 8, long_one, kCheckSeconds), 2, Better::kLower});
    all.push_back({subject + "peak resident memory, MB",
                   check_figure(results, kind, 8, long_one, kCheckPeak), 512, Better::kLower});
  }
  std::optional<double> growth = check_figure(results, kRight, 64, long_one, kCheckSeconds);
  const auto base = check_figure(results, kRight, 8, long_one, kCheckSeconds);
  growth = growth && base && *base > 0 ? std::optional(*growth / *base) : std::nullopt;
  all.push_back({grouped(long_one) + " operations: times the cost at 64 threads as at 8", growth,
                 10, Better::kLower});
  all.push_back({grouped(longest) + " operations, streamed: peak resident memory, MB",
                 check_figure(results, kRight, 8, longest, kCheckPeak), 512, Better::kLower});
  return all;
}

}  // namespace rollcall::bench
