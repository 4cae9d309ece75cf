#include "conformance/corpus_command.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "conformance/corpus/reappearance.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/scheduled_process.hpp"

namespace rollcall::conformance {
namespace {

using corpus::Reappearance;
using suites::scheduled::TraceFile;

Reappearance look_again(const Options& options, const suites::Context& context,
                        const Recording& recording) {
  suites::Context recorded = context;
  recorded.seed = recording.token.seed;
  const auto rig = set_up_rig(options, recorded, recording.scenario.size);
  TraceFile trace;
  if (recording.file) trace = *recording.file;
  trace.token = recording.token;
  Reappearance reappearance = corpus::look_again(*rig, recording.scenario, trace);
  if (!reappearance.trouble.empty()) give_up(reappearance.trouble);
  return reappearance;
}

/// What an entry says of the library is the same on every machine: its file name.
TraceFile entry_of(const Options& options, const suites::Context& context,
                   const Recording& recording, const suites::scheduled::Counterexample& found) {
  suites::Context recorded = context;
  recorded.seed = recording.token.seed;
  TraceFile entry = trace_of(options, recorded, token_again(recorded, recording, found), found);
  entry.origin.library = std::filesystem::path(entry.origin.library).filename().string();
  std::erase_if(entry.origin.environment,
                [](const auto& setting) { return setting.second.find('/') != std::string::npos; });
  return entry;
}

}  // namespace

int add_to_corpus(const Options& options, const suites::Context& context,
                  const Recording& recording) {
  const Reappearance reappearance = look_again(options, context, recording);
  if (!reappearance.found) {
    fmt::print("{}: no entry was added\n", to_text(reappearance));
    return 1;
  }
  std::error_code no_folder;
  std::filesystem::create_directories(options.corpus.folder, no_folder);
  const std::string path =
      fmt::format("{}/{}.trace.jsonl", options.corpus.folder, options.corpus.name);
  if (std::filesystem::exists(path)) give_up(fmt::format("'{}' is there already", path));
  const auto written =
      write_trace(path, entry_of(options, context, recording, *reappearance.found));
  if (!written) give_up(written.error());
  fmt::print("added {}: {} refuted\n", path, report::short_name(recording.scenario.property));
  return 0;
}

int replay_from_corpus(const Options& options, const suites::Context& context,
                       const Recording& recording) {
  const Reappearance reappearance = look_again(options, context, recording);
  fmt::print("{} {}\n", report::short_name(recording.scenario.property), to_text(reappearance));
  return reappearance.found.has_value() == options.corpus.must_hold ? 1 : 0;
}

}  // namespace rollcall::conformance
