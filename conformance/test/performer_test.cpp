// The stage and its performers on a real library: what is recorded of a call, whom a domain is
// given up for, and that the host is left as it was found.

#include "conformance/workload/performer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/sut/scratch_domain.hpp"

namespace rollcall::workload {
namespace {

using history::Call;
using history::Operation;
using history::Outcome;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const sut::Library& library() {
  static const auto kLibrary = sut::Library::open("librollcall.so.1");
  if (!kLibrary) throw std::runtime_error(kLibrary.error());
  return *kLibrary;
}

/// A host with one domain of somebody else, and a stage of two domains on it.
class Performing : public ::testing::Test {
 protected:
  Performing() {
    stage_.emplace(*host_, sut::DomainXml{.kind = kind_, .name = ""}, 1, recorder_);
    prepared_ = stage_->prepare(2, 0).has_value();
    capabilities_.has.fill(true);
    performer_.emplace(*sut::Connection::open(library(), "mock:///default"), recorder_.lane(0),
                       *stage_, capabilities_, ErrorCustom{});
  }

  void SetUp() override { ASSERT_TRUE(prepared_); }

  /// What was recorded of the calls.
  std::vector<Operation> perform(const std::vector<Command>& commands) {
    for (const Command& command : commands) performer_->perform(command);
    batch_ = recorder_.take();
    return batch_.operations;
  }

  std::vector<std::string> names_on_host() {
    const auto domains = host_->list();
    std::vector<std::string> names;
    for (const sut::Domain& domain : *domains) names.push_back(domain.name().value_or(""));
    return names;
  }

  const sut::GuestKind kind_{"test", "hvm"};
  sut::Expected<sut::Connection> host_ = sut::Connection::open(library(), "mock:///default");
  history::Recorder recorder_{1};
  Capabilities capabilities_;
  std::optional<Stage> stage_;
  std::optional<Performer> performer_;
  history::Batch batch_;
  bool prepared_ = false;
};

TEST_F(Performing, RegistersTheDomainsThatWereThereBefore) {
  const history::DomainState& initial = recorder_.host().domains.front().initial;
  EXPECT_TRUE(initial.exists && initial.active && initial.persistent);
  EXPECT_EQ(recorder_.host().names[initial.name], "test");
  EXPECT_EQ(initial.id, 1);
}

TEST_F(Performing, RecordsTheIdOfAStart) {
  const auto operations = perform({{Call::kDefine, 0, 0}, {Call::kStart, 0}});
  ASSERT_THAT(operations, SizeIs(2));
  EXPECT_EQ(operations[1].outcome, Outcome::kDone);
  EXPECT_EQ(operations[1].value, host_->lookup_by_uuid(stage_->slots()[0].uuid)->id());
}

TEST_F(Performing, KeepsTheStateOfADomainThatItWrites) {
  perform({{Call::kDefine, 0, 0}, {Call::kStart, 0}, {Call::kSuspend, 0}});
  const history::DomainState& state = stage_->slots()[0].state;
  EXPECT_TRUE(state.exists && state.active && state.persistent);
  EXPECT_EQ(state.state, history::kStatePaused);
}

TEST_F(Performing, RecordsARefusalAsSuch) {
  const auto operations = perform({{Call::kDefine, 0, 0}, {Call::kDestroy, 0}});
  ASSERT_THAT(operations, SizeIs(2));
  EXPECT_EQ(operations[1].outcome, Outcome::kRefused);
  EXPECT_FALSE(stage_->slots()[0].lost);
}

TEST_F(Performing, RecordsTheHandlesOfAListing) {
  const auto operations = perform({{Call::kDefine, 0, 0}, {Call::kList, kNoSlot, 2}});
  const auto entries = batch_.entries_of(operations.back());
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(entries[0].domain, stage_->slots()[0].domain);
  EXPECT_EQ(entries[0].name, stage_->name(0));
  EXPECT_EQ(entries[0].id, history::kInactiveId);
  EXPECT_TRUE(operations.back().terminated);
}

TEST_F(Performing, RecordsALookUpThatFindsNothing) {
  const auto operations = perform({{Call::kLookupByName, kNoSlot, 1}});
  ASSERT_THAT(operations, SizeIs(1));
  EXPECT_EQ(operations[0].outcome, Outcome::kRefused);
}

TEST_F(Performing, MakesNoCallOnADomainThatWasGivenUp) {
  stage_->slots()[0].lost = true;
  EXPECT_THAT(perform({{Call::kDefine, 0, 0}}), IsEmpty());
}

TEST_F(Performing, ReplacesADomainThatWasGivenUpByAnother) {
  perform({{Call::kDefine, 0, 0}});
  const std::string before = stage_->slots()[0].uuid;
  stage_->slots()[0].lost = true;
  ASSERT_TRUE(stage_->settle({}));
  EXPECT_NE(stage_->slots()[0].uuid, before);
  EXPECT_EQ(perform({{Call::kDefine, 0, 0}}).at(0).outcome, Outcome::kDone);
}

TEST_F(Performing, BringsDomainsHome) {
  performer_->bring_home({{0, Home::kPaused}, {1, Home::kOff}});
  EXPECT_EQ(stage_->slots()[0].state.state, history::kStatePaused);
  EXPECT_EQ(host_->lookup_by_uuid(stage_->slots()[0].uuid)->state()->state, VIR_DOMAIN_PAUSED);
  EXPECT_FALSE(*host_->lookup_by_uuid(stage_->slots()[1].uuid)->is_active());
}

TEST_F(Performing, LooksAgainAtADomainThatSeveralWrote) {
  perform({{Call::kDefine, 0, 0}});
  ASSERT_TRUE(stage_->settle({0}));
  perform({{Call::kStart, 0}});
  EXPECT_FALSE(stage_->slots()[0].state.active);
  ASSERT_TRUE(stage_->settle({}));
  EXPECT_TRUE(stage_->slots()[0].state.active);
}

TEST_F(Performing, LeavesTheHostAsItWas) {
  perform({{Call::kDefine, 0, 0}, {Call::kStart, 0}, {Call::kSnapshotCreate, 0}});
  perform({{Call::kDefine, 1, 1}, {Call::kStart, 1}, {Call::kManagedSave, 1}});
  ASSERT_THAT(names_on_host(), SizeIs(3));
  stage_->clear();
  EXPECT_THAT(names_on_host(), ElementsAre("test"));
  EXPECT_EQ(stage_->interference(), "");
}

TEST_F(Performing, RemovesWhatAnAbortedRunLeft) {
  perform({{Call::kDefine, 0, 0}, {Call::kStart, 0}});
  stage_->forget();
  history::Recorder recorder(1);
  Stage next(*host_, sut::DomainXml{.kind = kind_, .name = ""}, 2, recorder);
  ASSERT_TRUE(next.prepare(2, 0));
  EXPECT_THAT(names_on_host(), ElementsAre("test"));
}

TEST_F(Performing, NoticesThatSomebodyElseChangedTheHost) {
  EXPECT_EQ(stage_->interference(), "");
  const auto intruder = host_->create(sut::to_xml({.kind = kind_, .name = "intruder"}));
  ASSERT_TRUE(intruder);
  EXPECT_THAT(stage_->interference(), HasSubstr("somebody else made the domain"));
  sut::remove_domain(*intruder);
  EXPECT_EQ(stage_->interference(), "");
}

TEST_F(Performing, ClosesItsConnectionForGood) {
  perform({{Call::kDefine, 0, 0}, {Call::kList, kNoSlot, 0}});
  EXPECT_EQ(performer_->close(), 0);
}

}  // namespace
}  // namespace rollcall::workload
