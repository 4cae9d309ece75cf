#include "conformance/checker/writer_cluster.hpp"

#include <algorithm>

namespace rollcall::checker {
namespace {

constexpr int kSteps = 4096;

class OrderSearch {
 public:
  OrderSearch(std::span<const OperationNumber> cluster,
              std::span<const history::Operation> operations)
      : operations_(operations), rest_(cluster.begin(), cluster.end()) {}

  ClusterOrders run(const history::DomainState& state) {
    extend(state);
    if (steps_ >= kSteps) {
      found_ = 2;
      same_ending_ = false;
    }
    using Number = ClusterOrders::Number;
    return {.number = found_ == 0   ? Number::kNone
                      : found_ == 1 ? Number::kOne
                                    : Number::kSeveral,
            .order = std::move(first_),
            .same_ending = same_ending_};
  }

 private:
  void extend(const history::DomainState& state) {
    if (rest_.empty()) {
      if (++found_ == 1) {
        first_ = order_;
        ending_ = state;
      }
      same_ending_ = same_ending_ && state == ending_;
      return;
    }
    for (std::size_t place = 0; place < rest_.size() && same_ending_; ++place) {
      if (++steps_ >= kSteps) return;
      const OperationNumber next = rest_[place];
      if (must_wait(next) || !permits(state, operations_[next])) continue;
      const auto position = rest_.begin() + static_cast<std::ptrdiff_t>(place);
      rest_.erase(position);
      order_.push_back(next);
      extend(after(state, operations_[next]));
      order_.pop_back();
      rest_.insert(rest_.begin() + static_cast<std::ptrdiff_t>(place), next);
    }
  }

  bool must_wait(OperationNumber next) const {
    return std::any_of(rest_.begin(), rest_.end(), [&](OperationNumber other) {
      return operations_[other].response < operations_[next].invocation;
    });
  }

  std::span<const history::Operation> operations_;
  std::vector<OperationNumber> rest_;
  std::vector<OperationNumber> order_;
  std::vector<OperationNumber> first_;
  history::DomainState ending_{};
  bool same_ending_ = true;
  int found_ = 0;
  int steps_ = 0;
};

}  // namespace

ClusterOrders legal_orders(const history::DomainState& state,
                           std::span<const OperationNumber> cluster,
                           std::span<const history::Operation> operations) {
  return OrderSearch(cluster, operations).run(state);
}

}  // namespace rollcall::checker
