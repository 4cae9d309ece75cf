#include "mockdriver/client_calls.hpp"

namespace rollcall {
namespace {

constexpr std::size_t kSlots = 512;

}  // namespace

std::shared_ptr<CallCounts> ClientCalls::open(ConnectionNumber connection) {
  auto counts = std::make_shared<CallCounts>(kSlots);
  const std::lock_guard lock(mutex_);
  counts_.emplace(connection, counts);
  return counts;
}

void ClientCalls::close(ConnectionNumber connection) {
  const std::lock_guard lock(mutex_);
  closed_.push_back(connection);
  if (closed_.size() <= kClosedMax) return;
  counts_.erase(closed_.front());
  closed_.pop_front();
}

std::optional<std::uint64_t> ClientCalls::matching(ConnectionNumber connection,
                                                   const char* pattern) const {
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(connection);
  if (found == counts_.end()) return std::nullopt;
  return found->second->matching(pattern);
}

}  // namespace rollcall
