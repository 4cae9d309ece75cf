// Evidence: the histories that prove what was refuted, as files that anyone can judge again.

#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "conformance/history/header.hpp"
#include "conformance/report/result.hpp"

namespace rollcall::report {

/// Writes the evidence of each refuted property to FOLDER/SUITE-PROPERTY.jsonl and remembers the
/// paths in the result. Makes the folder where it is missing.
///
/// Errors: says which file could not be written.
tl::expected<void, std::string> write_evidence(const std::string& folder,
                                               const history::Header& header, SuiteResult& suite);

/// Makes the evidence of every refuted property small. Returns: what speaks against the evidence,
/// which is then no proof; nothing does unless the judge is wrong.
std::vector<std::string> reduce_evidence(checker::Judgement& judgement);

/// The command that judges such a file again.
std::string recheck_command(const std::string& file, checker::Property property);

}  // namespace rollcall::report
