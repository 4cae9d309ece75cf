#include "conformance/report/evidence.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "conformance/checker/reducer.hpp"
#include "conformance/checker/verifier.hpp"
#include "conformance/history/writer.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/report/text.hpp"

namespace rollcall::report {

tl::expected<void, std::string> write_evidence(const std::string& folder,
                                               const history::Header& header, SuiteResult& suite) {
  if (!suite.concurrent) return {};
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return tl::unexpected(fmt::format("cannot make folder '{}': {}", folder, error.message()));
  }
  const checker::Judgement& judgement = suite.concurrent->judgement;
  for (const checker::Property property : refuted(judgement)) {
    const std::string path =
        fmt::format("{}/{}-{}.jsonl", folder, suite.name, short_name(property));
    std::ofstream file(path, std::ios::binary);
    const history::History& evidence = judgement.of(property).violation->evidence;
    history::Writer(file, header).write(evidence.host, evidence.batch);
    file.close();
    if (!file.good()) return tl::unexpected(fmt::format("cannot write '{}'", path));
    suite.concurrent->evidence_files[static_cast<std::size_t>(property)] = path;
  }
  return {};
}

std::vector<std::string> reduce_evidence(checker::Judgement& judgement) {
  std::vector<std::string> objections;
  for (const checker::Property property : refuted(judgement)) {
    std::optional<checker::Violation>& violation = judgement.of(property).violation;
    violation = checker::reduce(*violation, property);
    const std::string objection = checker::objection(violation->evidence, violation->certificate);
    if (!objection.empty()) {
      objections.push_back(
          fmt::format("the refutation of {} is no proof: {}", short_name(property), objection));
    }
  }
  return objections;
}

std::string recheck_command(const std::string& file, checker::Property property) {
  // The id rule is no grade; the grade that demands it is the weakest to fail.
  const char* grade = property == checker::Property::kIdentity ? "S" : short_name(property);
  return fmt::format("rollcall-conformance check {} --require {}", shell_quoted(file), grade);
}

}  // namespace rollcall::report
