// The specification's filter: its numbers are libvirt's, and each flag selects the domains its
// documentation names.

#include <gtest/gtest.h>
#include <libvirt/libvirt.h>
#include <rapidcheck/gtest.h>

#include "conformance/spec/filter_predicate.hpp"

namespace rollcall::spec {
namespace {

constexpr DomainAttributes kRunningDomain{
    .active = true, .persistent = true, .state = State::kRunning};
constexpr DomainAttributes kOffDomain{
    .active = false, .persistent = true, .state = State::kShutoff};

TEST(FilterPredicate, HasTheNumbersOfTheApi) {
  EXPECT_EQ(unsigned{kListActive}, unsigned{VIR_CONNECT_LIST_DOMAINS_ACTIVE});
  EXPECT_EQ(unsigned{kListInactive}, unsigned{VIR_CONNECT_LIST_DOMAINS_INACTIVE});
  EXPECT_EQ(unsigned{kListPersistent}, unsigned{VIR_CONNECT_LIST_DOMAINS_PERSISTENT});
  EXPECT_EQ(unsigned{kListTransient}, unsigned{VIR_CONNECT_LIST_DOMAINS_TRANSIENT});
  EXPECT_EQ(unsigned{kListRunning}, unsigned{VIR_CONNECT_LIST_DOMAINS_RUNNING});
  EXPECT_EQ(unsigned{kListPaused}, unsigned{VIR_CONNECT_LIST_DOMAINS_PAUSED});
  EXPECT_EQ(unsigned{kListShutoff}, unsigned{VIR_CONNECT_LIST_DOMAINS_SHUTOFF});
  EXPECT_EQ(unsigned{kListOther}, unsigned{VIR_CONNECT_LIST_DOMAINS_OTHER});
  EXPECT_EQ(unsigned{kListManagedSave}, unsigned{VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE});
  EXPECT_EQ(unsigned{kListNoManagedSave}, unsigned{VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE});
  EXPECT_EQ(unsigned{kListAutostart}, unsigned{VIR_CONNECT_LIST_DOMAINS_AUTOSTART});
  EXPECT_EQ(unsigned{kListNoAutostart}, unsigned{VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART});
  EXPECT_EQ(unsigned{kListHasSnapshot}, unsigned{VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT});
  EXPECT_EQ(unsigned{kListNoSnapshot}, unsigned{VIR_CONNECT_LIST_DOMAINS_NO_SNAPSHOT});
  EXPECT_EQ(unsigned{kListHasCheckpoint}, unsigned{VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT});
  EXPECT_EQ(unsigned{kListNoCheckpoint}, unsigned{VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT});
}

TEST(FilterPredicate, ListsEverythingWithoutFlagsAndWithAllFlags) {
  for (const DomainAttributes& domain : {kRunningDomain, kOffDomain}) {
    EXPECT_TRUE(is_listed(domain, 0));
    EXPECT_TRUE(is_listed(domain, kListFlagWords - 1));
  }
}

TEST(FilterPredicate, AsksEveryGroupThatHasAFlag) {
  EXPECT_TRUE(is_listed(kRunningDomain, kListActive | kListPersistent));
  EXPECT_FALSE(is_listed(kRunningDomain, kListActive | kListTransient));
  EXPECT_FALSE(is_listed(kRunningDomain, kListActive | kListAutostart));
}

TEST(FilterPredicate, TakesAnyFlagOfAGroup) {
  EXPECT_TRUE(is_listed(kRunningDomain, kListPaused | kListRunning));
  EXPECT_FALSE(is_listed(kOffDomain, kListPaused | kListRunning));
}

TEST(FilterPredicate, CallsEveryStateButThreeOther) {
  for (const State state :
       {State::kNoState, State::kBlocked, State::kShutdown, State::kCrashed, State::kPmSuspended}) {
    EXPECT_EQ(holding_state_flag(state), unsigned{kListOther});
  }
  for (const State state : {State::kRunning, State::kPaused, State::kShutoff}) {
    EXPECT_NE(holding_state_flag(state), unsigned{kListOther});
  }
}

TEST(FilterPredicate, TakesActivityFromTheIdAndNotFromTheState) {
  const DomainAttributes crashed{.active = true, .persistent = true, .state = State::kCrashed};
  EXPECT_TRUE(is_listed(crashed, kListActive | kListOther));
  EXPECT_FALSE(is_listed(crashed, kListInactive));
}

TEST(FilterPredicate, KnowsContradictions) {
  for (const unsigned flags : {kListInactive | kListRunning, kListInactive | kListPaused,
                               kListInactive | kListTransient, kListActive | kListShutoff}) {
    EXPECT_TRUE(is_contradictory(flags)) << flags;
  }
  for (const unsigned flags : {0U, unsigned{kListInactive}, kListActive | kListOther,
                               kListInactive | kListOther, kListTransient | kListPaused}) {
    EXPECT_FALSE(is_contradictory(flags)) << flags;
  }
}

RC_GTEST_PROP(FilterPredicate, HoldsExactlyOneFlagOfEachGroup,
              (bool active, bool persistent, bool saved, bool autostart, bool snapshot,
               bool checkpoint)) {
  const auto state = *rc::gen::inRange(0, 9);
  const unsigned holding = holding_flags(
      {active, persistent, static_cast<State>(state), saved, autostart, snapshot, checkpoint});
  for (const unsigned group : kListFlagGroups) {
    const unsigned held = holding & group;
    RC_ASSERT(held != 0U);
    RC_ASSERT((held & (held - 1)) == 0U);
  }
}

}  // namespace
}  // namespace rollcall::spec
