#include "conformance/checker/open_operations.hpp"

#include <algorithm>

namespace rollcall::checker {

void OpenOperations::add(const OpenOperation& operation) {
  const auto place = std::partition_point(
      open_.begin(), open_.end(),
      [&](const OpenOperation& other) { return other.response > operation.response; });
  open_.insert(place, operation);
}

OpenOperation OpenOperations::take() {
  const OpenOperation next = open_.back();
  open_.pop_back();
  return next;
}

void OpenOperations::own_entries() {
  std::vector<history::Entry> owned;
  for (const OpenOperation& operation : open_) {
    owned.insert(owned.end(), operation.entries.begin(), operation.entries.end());
  }
  std::size_t first = 0;
  owned_ = std::move(owned);
  for (OpenOperation& operation : open_) {
    operation.entries = std::span(owned_).subspan(first, operation.entries.size());
    first += operation.entries.size();
  }
}

}  // namespace rollcall::checker
