#include "bench/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bench/benchmarks.hpp"

namespace rollcall::bench {
namespace {

using Figure = std::optional<double>;

/// Unit of a share.
constexpr double kPercent = 0.01;

/// Median of one quantity of one benchmark, divided by `unit`.
Figure look_up(const Results& results, const std::string& benchmark, const char* quantity,
               double unit = 1) {
  Figure value = results.median(benchmark, quantity);
  if (value) *value /= unit;
  return value;
}

/// Smallest or largest of the figures; nothing when one is missing.
Figure worst(const std::vector<Figure>& figures, Better better) {
  Figure result;
  for (const Figure& each : figures) {
    if (!each) return std::nullopt;
    if (!result || (better == Better::kHigher ? *each < *result : *each > *result)) result = each;
  }
  return result;
}

class ListingFigures {
 public:
  ListingFigures(const Results& results, const Plan& plan, const Contenders& contenders)
      : results_(results), plan_(plan), contenders_(contenders) {}

  Figure listing(const char* kind, const Filter& filter, std::size_t domains,
                 const std::string& subject) const {
    return look_up(results_, benchmark_name(kind, filter.label, domains, subject), kCpuTime,
                   static_cast<double>(domains));
  }

  /// How many times faster ours answers than theirs, per domain.
  Figure listing_ratio(const char* kind, const Filter& filter) const {
    const std::size_t domains = plan_.judged_domains;
    return quotient(listing(kind, filter, domains, contenders_.theirs),
                    listing(kind, filter, domains, contenders_.ours));
  }

  Table listings(const char* kind, const char* title) const {
    Table table{.title = title, .rows = {}};
    for (const Filter& filter : kFilters) {
      for (const std::size_t domains : plan_.sizes) {
        table.rows.push_back({.label = filter.label,
                              .domains = domains,
                              .ours = listing(kind, filter, domains, contenders_.ours),
                              .theirs = listing(kind, filter, domains, contenders_.theirs)});
      }
    }
    return table;
  }

  Row row(std::string label, const char* kind, const std::string& detail, std::size_t domains,
          const char* quantity, double unit = 1) const {
    const auto figure_of = [&](const std::string& subject) {
      return look_up(results_, benchmark_name(kind, detail, domains, subject), quantity, unit);
    };
    return {.label = std::move(label),
            .domains = domains,
            .ours = figure_of(contenders_.ours),
            .theirs = figure_of(contenders_.theirs)};
  }

 private:
  const Results& results_;
  const Plan& plan_;
  const Contenders& contenders_;
};

std::string figure_or_dash(const Figure& value) { return value ? figure(*value) : "-"; }

}  // namespace

std::string grouped(std::size_t number) {
  std::string digits = std::to_string(number);
  for (auto end = static_cast<std::ptrdiff_t>(digits.size()) - 3; end > 0; end -= 3) {
    digits.insert(static_cast<std::size_t>(end), 1, ' ');
  }
  return digits;
}

std::string figure(double value) {
  if (value >= 99.95) return grouped(static_cast<std::size_t>(std::llround(value)));
  return fmt::format("{:.{}f}", value, value < 0.1 ? 3 : value < 10 ? 2 : 1);
}

std::vector<Table> tables(const Results& results, const Plan& plan, const Contenders& contenders) {
  const ListingFigures figures(results, plan, contenders);
  const std::size_t domains = plan.judged_domains;
  std::vector<Table> all = {
      figures.listings(kListAndFree, "list and free, CPU ns per domain on the host"),
      figures.listings(kThreadedListAndFree, "the same in a process with threads"),
      figures.listings(kCountOnly, "count only, CPU ns per domain on the host")};

  all.push_back({.title = "changes, ns each",
                 .rows = {figures.row("define", kDefine, "one domain", domains, kPerChange),
                          figures.row("start", kStart, "one domain", domains, kPerChange)}});

  const auto churn = [&](const char* label, const char* quantity, double unit) {
    return figures.row(label, kChurn, "ACTIVE", domains, quantity, unit);
  };
  all.push_back(
      {.title = "one reader and one writer on one host, calls/s",
       .better = Better::kHigher,
       .rows = {churn("list ACTIVE and free", kLists, 1), churn("start or stop", kChanges, 1)}});
  all.push_back(
      {.title = "kept of the rate on two hosts, percent",
       .better = Better::kHigher,
       .rows = {churn("reader", kListsKept, kPercent), churn("writer", kChangesKept, kPercent)}});

  Table memory{.title = "bytes of heap per domain", .rows = {}};
  for (const std::size_t size : plan.sizes) {
    memory.rows.push_back(figures.row("all in all", kMemory, "heap", size, kHeapPerDomain));
    memory.rows.push_back(figures.row("beyond its XML", kMemory, "heap", size, kBytesPerDomain));
  }
  all.push_back(std::move(memory));

  Table allocations{.title = "heap allocations per list and free", .rows = {}};
  for (const Filter& filter : kFilters) {
    allocations.rows.push_back(
        figures.row(filter.label, kAllocations, filter.label, domains, kAllocationsPerList));
  }
  all.push_back(std::move(allocations));
  return all;
}

bool Table::is_measured() const {
  return std::any_of(rows.begin(), rows.end(),
                     [](const Row& row) { return row.ours || row.theirs; });
}

std::string render(const Table& table, const Contenders& contenders) {
  std::string text = fmt::format("{:<46}{:>11}{:>13}{:>13}{:>10}\n", table.title, table.size_label,
                                 contenders.ours, contenders.theirs, "ratio");
  for (const Row& row : table.rows) {
    if (!row.ours && !row.theirs) continue;
    const Figure ratio = table.better == Better::kLower ? quotient(row.theirs, row.ours)
                                                        : quotient(row.ours, row.theirs);
    text += fmt::format("  {:<44}{:>11}{:>13}{:>13}", row.label, grouped(row.domains),
                        figure_or_dash(row.ours), figure_or_dash(row.theirs));
    text += ratio ? fmt::format("{:>9}x\n", figure(*ratio)) : "\n";
  }
  return text;
}

bool Bar::met() const {
  if (!found) return false;
  return better == Better::kHigher ? *found >= limit : *found < limit;
}

std::vector<Bar> bars(const Results& results, const Plan& plan, const Contenders& contenders) {
  const ListingFigures figures(results, plan, contenders);
  std::vector<Figure> count_ratios;
  std::vector<Figure> list_times;
  std::vector<Figure> count_times;
  for (const Filter& filter : kFilters) {
    count_ratios.push_back(figures.listing_ratio(kCountOnly, filter));
    count_times.push_back(figures.listing(kCountOnly, filter, kLargestFleet, contenders.ours));
    for (const char* kind : {kListAndFree, kThreadedListAndFree}) {
      list_times.push_back(figures.listing(kind, filter, kLargestFleet, contenders.ours));
    }
  }
  const auto list_ratio = [&figures](const Filter& filter) {
    return worst({figures.listing_ratio(kListAndFree, filter),
                  figures.listing_ratio(kThreadedListAndFree, filter)},
                 Better::kHigher);
  };
  const std::string host = grouped(plan.judged_domains) + " domains";
  const std::string fleet = grouped(kLargestFleet) + " domains";
  const std::string times = "times faster than " + contenders.theirs;
  const auto ours = [&](const char* kind, const char* detail, std::size_t domains,
                        const char* quantity) {
    return look_up(results, benchmark_name(kind, detail, domains, contenders.ours), quantity);
  };
  return {
      {host + ": list and free, no filter, " + times, list_ratio(kFilters[0]), 250,
       Better::kHigher},
      {host + ": list and free, ACTIVE, " + times, list_ratio(kFilters[1]), 400, Better::kHigher},
      {host + ": count only, any filter, " + times, worst(count_ratios, Better::kHigher), 1'000,
       Better::kHigher},
      {fleet + ": list and free, any filter, ns a domain", worst(list_times, Better::kLower), 20,
       Better::kLower},
      {fleet + ": count only, any filter, ns a domain", worst(count_times, Better::kLower), 0.5,
       Better::kLower},
      {fleet + ": heap beyond the definition's XML, bytes a domain",
       ours(kMemory, "heap", kLargestFleet, kBytesPerDomain), 400, Better::kLower},
      {host + ": share of its rate that the reader keeps",
       ours(kChurn, "ACTIVE", plan.judged_domains, kListsKept), 0.75, Better::kHigher},
      {host + ": share of its rate that the writer keeps",
       ours(kChurn, "ACTIVE", plan.judged_domains, kChangesKept), 0.75, Better::kHigher},
  };
}

std::string render(const std::vector<Bar>& bars) {
  std::string text;
  for (const Bar& bar : bars) {
    const char* verdict = !bar.found ? "not measured" : bar.met() ? "met" : "NOT MET";
    text += fmt::format("  {:<67}{:>8} {} {:<6} {}\n", bar.promise, figure_or_dash(bar.found),
                        bar.better == Better::kHigher ? ">=" : "< ", fmt::format("{}", bar.limit),
                        verdict);
  }
  return text;
}

}  // namespace rollcall::bench
