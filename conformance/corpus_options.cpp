#include "conformance/corpus_options.hpp"

#include <CLI/CLI.hpp>

namespace rollcall::conformance {
namespace {

/// Names become file names and names of tests.
std::string complaint_about(const std::string& name) {
  const bool is_plain =
      !name.empty() &&
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
  return is_plain ? "" : "a name is small letters, digits and underscores";
}

}  // namespace

void add_corpus_commands(CLI::App& app, CorpusOptions& options) {
  CLI::App* corpus = app.add_subcommand("corpus", "keep and repeat the smallest traces of bugs");
  corpus->require_subcommand(1)->fallthrough();

  CLI::App* add = corpus->add_subcommand("add", "keep what a token or trace file repeats");
  add->fallthrough();
  add->add_option("recorded", options.recorded, "token, or trace file of --report-folder")
      ->required();
  add->add_option("--as", options.name, "name of the entry")->required()->check(complaint_about);
  add->add_option("--folder", options.folder, "folder of the corpus")->capture_default_str();
  add->callback([&options] { options.action = CorpusOptions::Action::kAdd; });

  CLI::App* replay = corpus->add_subcommand("replay", "say whether an entry still shows its bug");
  replay->fallthrough();
  replay->add_option("entry", options.recorded, "file of the entry")->required();
  replay->add_flag("--must-hold", options.must_hold,
                   "the library is one without the bug: exit 1 if it shows");
  replay->callback([&options] { options.action = CorpusOptions::Action::kReplay; });
  corpus->footer("Exit codes: 0 as it should be, 1 not so, 3 harness error, 4 bad usage.");
}

}  // namespace rollcall::conformance
