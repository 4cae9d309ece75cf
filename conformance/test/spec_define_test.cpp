// Rows of the tables for definition: define, createXML, undefine, rename, autostart, and the files
// of save and restore.

#include <gtest/gtest.h>

#include "conformance/test/spec_test_support.hpp"

namespace rollcall::spec {
namespace {

Domain other_domain() {
  Domain domain = inactive();
  domain.name = kOtherName;
  domain.uuid = kOtherUuid;
  return domain;
}

TEST(SpecDefine, AddsAnInactivePersistentDomain) {
  const Operation define = call(Action::kDefine, 0, kName);
  EXPECT_TRUE(allowed(std::nullopt, define, kOk, inactive(), {kDefinedAdded}));
  EXPECT_FALSE(allowed(std::nullopt, define, kOk, inactive(), {kDefinedUpdated}));
  EXPECT_FALSE(allowed(std::nullopt, define, kOk, with_autostart(inactive()), {kDefinedAdded}));
}

TEST(SpecDefine, KeepsEveryAttributeOfAKnownDomain) {
  const Domain before = with_autostart(with_snapshot(running(), State::kRunning));
  const Operation define = call(Action::kDefine, 0, kName);
  EXPECT_TRUE(allowed(before, define, kOk, before, {kDefinedUpdated}));
  EXPECT_FALSE(allowed(before, define, kOk, with_autostart(running()), {kDefinedUpdated}));
}

TEST(SpecDefine, MakesATransientPersistent) {
  const Operation define = call(Action::kDefine, 0, kName);
  EXPECT_TRUE(allowed(transient(running()), define, kOk, running(), {kDefinedAdded}));
  EXPECT_FALSE(allowed(transient(running()), define, kOk, running(), {kDefinedUpdated}));
  Domain undefined_earlier = transient(running());
  undefined_earlier.was_persistent = true;
  EXPECT_TRUE(allowed(undefined_earlier, define, kOk, running(), {kDefinedUpdated}));
}

TEST(SpecDefine, AnswersOperationFailedToAClashOfNameOrUuid) {
  const Host host = host_with({inactive(), other_domain()});
  for (const Action action : {Action::kDefine, Action::kCreateXml}) {
    const Operation taken_name = call(action, 0, kOtherName);
    EXPECT_TRUE(differences(host, taken_name, {kOperationFailed, inactive(), {}}).empty());
    EXPECT_FALSE(differences(host, taken_name, {kOperationInvalid, inactive(), {}}).empty());
    const Operation taken_uuid = call(action, 0, "new");
    EXPECT_TRUE(differences(host, taken_uuid, {kOperationFailed, inactive(), {}}).empty());
  }
}

TEST(SpecCreateXml, BringsUpATransient) {
  const Domain after = transient(with_id(running(), kLastId + 1));
  const Operation create = call(Action::kCreateXml, 0, kName);
  EXPECT_TRUE(allowed(std::nullopt, create, kOk, after, {kStartedBooted}));
  EXPECT_FALSE(
      allowed(std::nullopt, create, kOk, with_id(running(), kLastId + 1), {kStartedBooted}));
}

TEST(SpecCreateXml, KeepsADefinedDomainPersistentAndDropsItsImage) {
  const Domain before = with_image(inactive(), State::kRunning);
  Domain after = with_id(running(), kLastId + 1);
  const Operation create = call(Action::kCreateXml, 0, kName);
  EXPECT_TRUE(allowed(before, create, kOk, after, {kStartedBooted}));
  after.managed_save = true;
  EXPECT_FALSE(allowed(before, create, kOk, after, {kStartedBooted}));
}

TEST(SpecCreateXml, AnswersOperationInvalidWhenActive) {
  EXPECT_TRUE(refused(running(), call(Action::kCreateXml, 0, kName), kOperationInvalid));
}

TEST(SpecUndefine, RemovesAnInactiveDomain) {
  EXPECT_TRUE(allowed(inactive(), call(Action::kUndefine), kOk, std::nullopt, {kUndefinedRemoved}));
}

TEST(SpecUndefine, LeavesARunningDomainTransientWithoutAutostart) {
  const Domain before = with_autostart(with_snapshot(running(), State::kRunning));
  const Domain after = transient(with_snapshot(running(), State::kRunning));
  EXPECT_TRUE(allowed(before, call(Action::kUndefine), kOk, after, {kUndefinedRemoved}));
  EXPECT_FALSE(
      allowed(before, call(Action::kUndefine), kOk, with_autostart(after), {kUndefinedRemoved}));
}

TEST(SpecUndefine, AnswersOperationInvalidForATransient) {
  const Domain before = transient(running());
  EXPECT_TRUE(refused(before, call(Action::kUndefine), kOperationInvalid));
  EXPECT_FALSE(allowed(before, call(Action::kUndefine), kOk, before, {kUndefinedRemoved}));
}

TEST(SpecUndefine, AsksForAFlagForEverythingThatWouldBeLost) {
  const struct {
    Domain before;
    unsigned flag;
  } rows[] = {
      {with_image(inactive(), State::kRunning), kUndefineManagedSave},
      {with_snapshot(inactive(), State::kShutoff), kUndefineSnapshotsMetadata},
      {with_checkpoint(inactive()), kUndefineCheckpointsMetadata},
  };
  for (const auto& row : rows) {
    EXPECT_TRUE(refused(row.before, call(Action::kUndefine), kOperationInvalid));
    EXPECT_FALSE(
        allowed(row.before, call(Action::kUndefine), kOk, std::nullopt, {kUndefinedRemoved}));
    EXPECT_TRUE(allowed(row.before, call(Action::kUndefine, row.flag), kOk, std::nullopt,
                        {kUndefinedRemoved}));
    EXPECT_FALSE(refused(row.before, call(Action::kUndefine, row.flag), kOperationInvalid));
  }
}

TEST(SpecAutostart, IsOnlyForPersistentDomains) {
  const Operation on = call(Action::kSetAutostart, 1);
  EXPECT_TRUE(allowed(paused(), on, kOk, with_autostart(paused())));
  EXPECT_FALSE(allowed(paused(), on, kOk, paused()));
  EXPECT_TRUE(refused(transient(running()), on, kOperationInvalid));
  EXPECT_FALSE(allowed(transient(running()), on, kOk, with_autostart(transient(running()))));
}

TEST(SpecRename, KeepsTheUuidAndSaysUndefinedThenDefined) {
  Domain after = inactive();
  after.name = "new";
  const Operation rename = call(Action::kRename, 0, "new");
  EXPECT_TRUE(allowed(inactive(), rename, kOk, after, {kUndefinedRenamed, kDefinedRenamed}));
  EXPECT_FALSE(allowed(inactive(), rename, kOk, after, {kDefinedRenamed, kUndefinedRenamed}));
}

TEST(SpecRename, MayAskForADomainWithoutImage) {
  const Domain before = with_image(inactive(), State::kRunning);
  EXPECT_TRUE(refused(before, call(Action::kRename, 0, "new"), kOperationInvalid));
  EXPECT_FALSE(refused(inactive(), call(Action::kRename, 0, "new"), kOperationInvalid));
}

TEST(SpecRename, RefusesTakenAndBadNames) {
  EXPECT_TRUE(refused(inactive(), call(Action::kRename, 0, kName), kOperationInvalid));
  EXPECT_TRUE(refused(inactive(), call(Action::kRename, 0, "a/b"), kXmlError));
  EXPECT_FALSE(refused(inactive(), call(Action::kRename, 0, "a/b"), kOperationInvalid));
  EXPECT_TRUE(refused(inactive(), call(Action::kRename, 0, ""), kInvalidArgument));
  EXPECT_TRUE(refused(running(), call(Action::kRename, 0, "new"), kOperationInvalid));
  const Host host = host_with({inactive(), other_domain()});
  EXPECT_TRUE(
      differences(host, call(Action::kRename, 0, kOtherName), {kOperationInvalid, inactive(), {}})
          .empty());
}

TEST(SpecRestore, BringsBackATransientThatWasSaved) {
  Host host = host_with({});
  host.files["file"] = {kName, kUuid, State::kRunning};
  const Operation restore = call(Action::kRestore, 0, "file");
  const Domain after = transient(with_status(with_id(running(), kLastId + 1), kRestored));
  EXPECT_TRUE(differences(host, restore, {kOk, after, {{kStartedRestored}}}).empty());
  EXPECT_FALSE(differences(host, restore, {kOk, after, {{kStartedBooted}}}).empty());
}

TEST(SpecRestore, RefusesAMissingFileAndARunningDomain) {
  const Operation restore = call(Action::kRestore, 0, "file");
  EXPECT_TRUE(allowed(std::nullopt, restore, 38, std::nullopt));
  Host host = host_with({running()});
  host.files["file"] = {kName, kUuid, State::kRunning};
  EXPECT_TRUE(differences(host, restore, {kOperationInvalid, running(), {}}).empty());
}

}  // namespace
}  // namespace rollcall::spec
