#include "conformance/schedule/randomness.hpp"

#include <atomic>
#include <span>

#include "conformance/schedule/strategies/random_numbers.hpp"

namespace rollcall::schedule {
namespace {

std::atomic<bool> is_repeatable{false};
std::atomic<std::uint64_t> calls{0};

}  // namespace

void make_randomness_repeatable() { is_repeatable.store(true); }

bool is_randomness_repeatable() { return is_repeatable.load(std::memory_order_relaxed); }

void fill_repeatably(void* bytes, std::size_t count) {
  RandomNumbers numbers(calls.fetch_add(1));
  for (std::byte& byte : std::span(static_cast<std::byte*>(bytes), count)) {
    byte = static_cast<std::byte>(numbers.next() & 0xFF);
  }
}

}  // namespace rollcall::schedule
