// HeldCalls where threads cannot be made to meet through the API alone.

#include "mockdriver/held_calls.hpp"

#include <gtest/gtest.h>

namespace rollcall {
namespace {

constexpr DomainJob kJob{"virDomainSuspend", 0};

TEST(HeldCalls, LetACallGoThatMetItsRuleJustBeforeItWasRemoved) {
  HeldCalls held;
  EXPECT_EQ(held.release(1), 0U);  // as the rule was removed, before the call came to be held
  EXPECT_TRUE(held.hold(1, nullptr, kJob, {.is_held = [] {}, .is_gone = [] { return true; }}));
  EXPECT_TRUE(held.empty());
}

}  // namespace
}  // namespace rollcall
