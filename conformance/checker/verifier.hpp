// Verifier: confirms a certificate against its history. Short, and shares no code with the judge
// (not the model of a domain either), so that nobody has to trust the judge. Linear but for
// mutators of one domain that overlap and for regions, which take a search, which has a budget.

#pragma once

#include <string>

#include "conformance/checker/verdict.hpp"

namespace rollcall::checker {

struct Verification {
  enum class Answer : std::uint8_t {
    kConfirmed,
    kRejected,
    kOutOfBudget,  ///< nobody knows; never to be taken for confirmed
  };
  Answer answer = Answer::kConfirmed;
  std::string objection{};  ///< empty when confirmed
};

/// Steps of search that a verification may take; about a second.
inline constexpr std::uint64_t kVerifierBudget = 2'000'000;

/// Whether `certificate` proves its verdict on `history`.
Verification verify(const history::History& history, const Certificate& certificate,
                    std::uint64_t budget = kVerifierBudget);

/// Why it is not confirmed; empty when it is.
std::string objection(const history::History& history, const Certificate& certificate);

}  // namespace rollcall::checker
