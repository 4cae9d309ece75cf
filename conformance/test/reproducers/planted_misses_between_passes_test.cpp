// E refuted: part of this list was at no instant true
// Library librollcall-flawed.so 9.0.0, connection mock:///default.
// Found by rollcall-conformance 0.1.0.
//
//   before:   vm-0 off
//   thread 1: start vm-0
//   thread 4: list
//
//   thread 4 runs to where it yields, into list
//   thread 1 runs to its end
//   thread 4 runs to its end
//
// Linked with rollcall_suites, it fails as long as the library breaks the promise. The
// variable ROLLCALL_REPRODUCE_ON names another library to run it on.

#include <gtest/gtest.h>

#include "conformance/suites/scheduled/reproduction.hpp"

TEST(LibrollcallFlawedSo, KeepsEUnderThisSchedule) {
  rollcall::suites::scheduled::Origin origin;
  origin.library = "librollcall-flawed.so";
  origin.uri = "mock:///default";
  origin.environment["ROLLCALL_FLAW"] = "misses_between_passes";
  std::string token;
  token += "R1.ac0817ad.1.dfs0.0b.E.a06616d1.4.4.1.0o:start@0+++:list.1d74";
  const auto breach = rollcall::suites::scheduled::breach_again(origin, token);
  if (!breach) GTEST_SKIP() << breach.error();
  EXPECT_EQ(*breach, "");
}
