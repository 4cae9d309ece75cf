// Writer cluster: mutators of one domain that overlap. Their results often permit one order only.

#pragma once

#include <optional>
#include <span>
#include <vector>

#include "conformance/checker/domain_machine.hpp"
#include "conformance/checker/verdict.hpp"

namespace rollcall::checker {

struct ClusterOrders {
  enum class Number : std::uint8_t { kNone, kOne, kSeveral };
  Number number = Number::kNone;
  std::vector<OperationNumber> order{};  ///< one of them, if there is one
  bool same_ending = true;               ///< all leave the domain in the same state
};

/// The orders in which the mutators `cluster`, starting from `state`, give their recorded results
/// and respect real time. Says "several" when a search of some thousand steps has not decided.
ClusterOrders legal_orders(const history::DomainState& state,
                           std::span<const OperationNumber> cluster,
                           std::span<const history::Operation> operations);

}  // namespace rollcall::checker
