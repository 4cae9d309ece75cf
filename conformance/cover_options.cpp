#include "conformance/cover_options.hpp"

#include <CLI/CLI.hpp>
#include <charconv>

namespace rollcall::conformance {
namespace {

constexpr unsigned kMostCalls = 4;
constexpr unsigned kMostParts = 100'000;

/// Reads "3/8". Returns: what is wrong with it; empty when nothing is.
std::string read_part(const std::string& text, suites::scheduled::Part& part) {
  const char* const end = text.data() + text.size();
  const auto [slash, wrong] = std::from_chars(text.data(), end, part.number);
  const bool has_slash = wrong == std::errc() && slash != end && *slash == '/';
  if (!has_slash) return "'" + text + "' is not like 3/8";
  const auto [rest, also_wrong] = std::from_chars(slash + 1, end, part.of);
  if (also_wrong != std::errc() || rest != end) return "'" + text + "' is not like 3/8";
  const bool is_one_of_them = part.number >= 1 && part.number <= part.of && part.of <= kMostParts;
  return is_one_of_them ? "" : "'" + text + "' is no part of at most 100000";
}

}  // namespace

void add_cover_command(CLI::App& app, CoverOptions& options) {
  CLI::App* cover = app.add_subcommand(
      "cover", "try every program of a few calls under every schedule with few preemptions");
  cover->fallthrough();
  cover->add_option("--calls", options.plan.calls, "calls of each program, over two domains")
      ->check(CLI::Range(2U, kMostCalls));
  cover->add_option("--preemptions", options.plan.preemptions, "of each schedule, at most")
      ->check(CLI::Range(0U, 100U));
  cover->add_option("--runs", options.plan.runs_per_program,
                    "schedules after which a program is left, as not covered");
  cover
      ->add_option_function<std::string>(
          "--part",
          [&options](const std::string& text) {
            const std::string complaint = read_part(text, options.plan.part);
            if (!complaint.empty()) throw CLI::ValidationError("--part", complaint);
          },
          "which of the programs, to share them out: 3/8 is every eighth from the third on")
      ->default_str("1/1");
  cover->callback([&options] { options.is_wanted = true; });
  cover->footer(
      "Exit codes: 0 nothing found, 1 violation, 2 undecided, 3 harness error, 4 bad usage.");
}

}  // namespace rollcall::conformance
