// Makes what the judge found fit to be shown: evidence as small as it gets, and confirmed.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "conformance/checker/verdict.hpp"

namespace rollcall::suites::concurrent {

/// Makes the evidence of every refuted property small.
///
/// Returns: the verifier's objections, if the evidence of a property does not prove it.
std::vector<std::string> settle_evidence(checker::Judgement& judgement);

}  // namespace rollcall::suites::concurrent
