#include "mockdriver/client_calls.hpp"

namespace rollcall {
namespace {

constexpr std::size_t kSlots = 512;

}  // namespace

std::shared_ptr<CallCounts> ClientCalls::open(ConnectionNumber connection) {
  auto counts = std::make_shared<CallCounts>(kSlots);
  const std::lock_guard lock(mutex_);
  open_.emplace(connection, counts);
  return counts;
}

void ClientCalls::close(ConnectionNumber connection) {
  const std::lock_guard lock(mutex_);
  // The counts of a connection that is open take much more room.
  closed_.emplace(connection, open_.extract(connection).mapped()->all());
  oldest_closed_.push_back(connection);
  if (oldest_closed_.size() <= kClosedMax) return;
  closed_.erase(oldest_closed_.front());
  oldest_closed_.pop_front();
}

std::optional<std::uint64_t> ClientCalls::matching(ConnectionNumber connection,
                                                   const char* pattern) const {
  const std::lock_guard lock(mutex_);
  const auto open = open_.find(connection);
  if (open != open_.end()) return rollcall::matching(open->second->all(), pattern);
  const auto closed = closed_.find(connection);
  if (closed == closed_.end()) return std::nullopt;
  return rollcall::matching(closed->second, pattern);
}

}  // namespace rollcall
