#include "bench/allocations.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace rollcall::bench {
namespace {

TEST(AllocationCount, CountsEachAllocationOfItsLifetime) {
  const AllocationCount counted;
  void* volatile first = std::malloc(8);
  void* volatile second = std::calloc(2, 8);
  second = std::realloc(second, 64);
  const long count = counted.count();
  std::free(first);
  std::free(second);
  EXPECT_EQ(count, 3);
}

TEST(AllocationCount, CountsOperatorNew) {
  const AllocationCount counted;
  auto* volatile made = new int(1);
  const long count = counted.count();
  delete made;
  EXPECT_EQ(count, 1);
}

TEST(AllocationCount, DoesNotCountBeforeIt) {
  void* volatile before = std::malloc(8);
  const AllocationCount counted;
  const long count = counted.count();
  std::free(before);
  EXPECT_EQ(count, 0);
}

}  // namespace
}  // namespace rollcall::bench
