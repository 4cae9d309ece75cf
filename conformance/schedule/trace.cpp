#include "conformance/schedule/trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "conformance/schedule/trace_hash.hpp"

namespace rollcall::schedule {
namespace {

constexpr std::string_view kFirstLine = "rollcall-trace 1";

std::uint64_t hash_of(const std::vector<Step>& steps) {
  std::uint64_t hash = kEmptyTraceHash;
  for (const Step& step : steps) hash = extend_hash(hash, step);
  return hash;
}

std::string to_text(const Step& step) {
  std::string text = fmt::format("thread {} {}", step.thread + 1, name_of(step.kind));
  if (step.object != kNoObject) text += fmt::format(" {}", step.object);
  return text;
}

std::optional<PointKind> kind_named(std::string_view name) {
  for (auto kind = PointKind::kBegin; kind <= PointKind::kAnnounced;
       kind = static_cast<PointKind>(static_cast<std::uint8_t>(kind) + 1)) {
    if (name_of(kind) == name) return kind;
  }
  return std::nullopt;
}

std::optional<Step> step_from(const std::string& line) {
  std::istringstream words(line);
  std::string thread;
  std::size_t number = 0;
  std::string kind;
  if (!(words >> thread >> number >> kind) || thread != "thread") return std::nullopt;
  const auto known = kind_named(kind);
  if (!known || number == 0 || number > kThreadsMax) return std::nullopt;
  Step step{static_cast<ThreadNumber>(number - 1), *known, kNoObject};
  if (!(words >> step.object) && !words.eof()) return std::nullopt;
  return step;
}

}  // namespace

std::string to_text(const TraceFile& trace) {
  std::string text = fmt::format("{}\ntoken {}\nhash {:016x}\n", kFirstLine, to_text(trace.token),
                                 hash_of(trace.steps));
  for (const Step& step : trace.steps) text += to_text(step) + '\n';
  return text;
}

tl::expected<TraceFile, std::string> trace_from(std::string_view text) {
  std::istringstream lines{std::string(text)};
  std::string line;
  const auto wrong = [](std::size_t number, std::string_view what) {
    return tl::unexpected(fmt::format("trace file, line {}: {}", number, what));
  };
  if (!std::getline(lines, line) || line != kFirstLine) {
    return wrong(1, fmt::format("expected '{}'", kFirstLine));
  }
  if (!std::getline(lines, line) || !line.starts_with("token "))
    return wrong(2, "expected a token");
  auto token = token_from(std::string_view(line).substr(6));
  if (!token) return wrong(2, token.error());
  std::string hash;
  if (!std::getline(lines, hash) || !hash.starts_with("hash ")) return wrong(3, "expected a hash");
  TraceFile trace{*std::move(token), {}};
  for (std::size_t number = 4; std::getline(lines, line); ++number) {
    const auto step = step_from(line);
    if (!step) return wrong(number, fmt::format("'{}' is no step", line));
    trace.steps.push_back(*step);
  }
  if (hash != fmt::format("hash {:016x}", hash_of(trace.steps))) {
    return wrong(3, "the hash is not that of the steps: the file was changed or cut off");
  }
  return trace;
}

std::optional<std::string> first_difference(const std::vector<Step>& first,
                                            const std::vector<Step>& second) {
  const auto [a, b] = std::mismatch(first.begin(), first.end(), second.begin(), second.end());
  if (a == first.end() && b == second.end()) return std::nullopt;
  return fmt::format("step {} was {}, then {}", a - first.begin() + 1,
                     a == first.end() ? "none" : to_text(*a),
                     b == second.end() ? "none" : to_text(*b));
}

}  // namespace rollcall::schedule
