#include "conformance/schedule/standstill.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace rollcall::schedule {
namespace {

using Threads = std::span<const std::unique_ptr<ManagedThread>>;

std::vector<ThreadNumber> members(ThreadSet set) {
  std::vector<ThreadNumber> found;
  for (ThreadNumber thread = 0; thread < kThreadsMax; ++thread) {
    if (contains(set, thread)) found.push_back(thread);
  }
  return found;
}

// Whoever holds what the thread waits for; itself when it took a lock twice.
std::vector<ThreadNumber> holders_before(const ManagedThread& thread, const ObjectTable& objects) {
  if (thread.wait.object == kNoObject) return {};
  return members(objects[thread.wait.object].holders());
}

bool extend_to_cycle(Threads threads, const ObjectTable& objects, std::vector<ThreadNumber>& path) {
  for (const ThreadNumber holder : holders_before(*threads[path.back()], objects)) {
    const auto seen = std::find(path.begin(), path.end(), holder);
    if (seen != path.end()) {
      path.erase(path.begin(), seen);
      return true;
    }
    path.push_back(holder);
    if (extend_to_cycle(threads, objects, path)) return true;
    path.pop_back();
  }
  return false;
}

std::string describe(const ManagedThread& thread, const ObjectTable& objects) {
  std::string text = text_of(thread);
  text += thread.wait.what == Wait::For::kSignal ? " waits for a signal of " : " waits for ";
  text += text_of(objects, thread.wait.object);
  std::vector<std::string> holders;
  for (const ThreadNumber holder : holders_before(thread, objects)) {
    holders.push_back(holder == thread.number ? "itself" : fmt::format("thread {}", holder + 1));
  }
  if (!holders.empty()) text += fmt::format(" held by {}", fmt::join(holders, " and "));
  return text;
}

}  // namespace

std::string describe_standstill(Threads threads, const ObjectTable& objects) {
  std::vector<ThreadNumber> told;
  for (const auto& thread : threads) {
    if (thread->finished) continue;
    std::vector<ThreadNumber> path{thread->number};
    if (extend_to_cycle(threads, objects, path)) {
      told = path;
      break;
    }
  }
  if (told.empty()) {
    for (const auto& thread : threads) {
      if (!thread->finished) told.push_back(thread->number);
    }
  }
  std::vector<std::string> sentences;
  for (const ThreadNumber thread : told) sentences.push_back(describe(*threads[thread], objects));
  return fmt::format("deadlock: {}", fmt::join(sentences, "; "));
}

}  // namespace rollcall::schedule
