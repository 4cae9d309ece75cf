// ClientCalls: how often each connection of a host called which function.

#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "mockdriver/call_counts.hpp"

namespace rollcall {

/// Tells the connections of a host apart: counted from 0 in the order in which they were made.
using ConnectionNumber = std::uint32_t;

/// Threading: every member from any thread.
class ClientCalls {
 public:
  /// Closed connections whose counts are kept: the latest ones, as many as this.
  static constexpr std::size_t kClosedMax = 1000;

  /// A connection was made. Returns: where its calls are to be counted.
  std::shared_ptr<CallCounts> open(ConnectionNumber connection);

  /// The connection is closed, and its counts do not change any more.
  void close(ConnectionNumber connection);

  /// As rollcall::matching() for the calls of one connection; nothing when it is not known.
  std::optional<std::uint64_t> matching(ConnectionNumber connection, const char* pattern) const;

 private:
  mutable std::mutex mutex_;  // guards all below
  std::map<ConnectionNumber, std::shared_ptr<CallCounts>> open_;
  std::map<ConnectionNumber, std::vector<FunctionCalls>> closed_;
  std::deque<ConnectionNumber> oldest_closed_;  // the first to be closed comes first
};

}  // namespace rollcall
