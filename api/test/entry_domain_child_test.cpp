// Entry points of snapshots and checkpoints: handles, arguments, permission, listings.

#include "api/test/fake_host.hpp"

using testing::ElementsAre;
using testing::IsEmpty;

namespace rollcall {
namespace {

struct SnapshotApi {
  using Pointer = virDomainSnapshotPtr;
  static constexpr auto kCreate = virDomainSnapshotCreateXML;
  static constexpr auto kLookup = virDomainSnapshotLookupByName;
  static constexpr auto kParent = virDomainSnapshotGetParent;
  static constexpr auto kXml = virDomainSnapshotGetXMLDesc;
  static constexpr auto kListAll = virDomainListAllSnapshots;
  static constexpr auto kListAllChildren = virDomainSnapshotListAllChildren;
  static constexpr auto kDelete = virDomainSnapshotDelete;
  static constexpr auto kName = virDomainSnapshotGetName;
  static constexpr auto kDomain = virDomainSnapshotGetDomain;
  static constexpr auto kConnect = virDomainSnapshotGetConnect;
  static constexpr auto kRef = virDomainSnapshotRef;
  static constexpr auto kFree = virDomainSnapshotFree;
  static constexpr int kInvalid = VIR_ERR_INVALID_DOMAIN_SNAPSHOT;
  static constexpr int kMissing = VIR_ERR_NO_DOMAIN_SNAPSHOT;
  static constexpr const char* kNoun = "snapshot";
};

struct CheckpointApi {
  using Pointer = virDomainCheckpointPtr;
  static constexpr auto kCreate = virDomainCheckpointCreateXML;
  static constexpr auto kLookup = virDomainCheckpointLookupByName;
  static constexpr auto kParent = virDomainCheckpointGetParent;
  static constexpr auto kXml = virDomainCheckpointGetXMLDesc;
  static constexpr auto kListAll = virDomainListAllCheckpoints;
  static constexpr auto kListAllChildren = virDomainCheckpointListAllChildren;
  static constexpr auto kDelete = virDomainCheckpointDelete;
  static constexpr auto kName = virDomainCheckpointGetName;
  static constexpr auto kDomain = virDomainCheckpointGetDomain;
  static constexpr auto kConnect = virDomainCheckpointGetConnect;
  static constexpr auto kRef = virDomainCheckpointRef;
  static constexpr auto kFree = virDomainCheckpointFree;
  static constexpr int kInvalid = VIR_ERR_INVALID_DOMAIN_CHECKPOINT;
  static constexpr int kMissing = VIR_ERR_NO_DOMAIN_CHECKPOINT;
  static constexpr const char* kNoun = "checkpoint";
};

template <typename Api>
class DomainChildEntry : public EntryTest {
 protected:
  /// A handle for the child "s"; the test frees it.
  typename Api::Pointer child() { return Api::kLookup(domain, "s", 0); }
};
using Families = testing::Types<SnapshotApi, CheckpointApi>;
TYPED_TEST_SUITE(DomainChildEntry, Families);

TYPED_TEST(DomainChildEntry, ALookupMakesAHandleWithNameDomainAndConnection) {
  const auto child = this->child();
  ASSERT_NE(child, nullptr);

  EXPECT_STREQ(TypeParam::kName(child), "s");
  EXPECT_EQ(TypeParam::kDomain(child), this->domain);
  EXPECT_EQ(TypeParam::kConnect(child), this->conn);

  EXPECT_EQ(TypeParam::kFree(child), 0);
}

TYPED_TEST(DomainChildEntry, AHandleLivesUntilItsLastReferenceIsFreed) {
  const auto child = this->child();

  EXPECT_EQ(TypeParam::kRef(child), 0);
  EXPECT_EQ(TypeParam::kFree(child), 0);
  EXPECT_STREQ(TypeParam::kName(child), "s");

  EXPECT_EQ(TypeParam::kFree(child), 0);
}

TYPED_TEST(DomainChildEntry, AHandleKeepsItsDomainHandle) {
  DomainHandle* handle = make_handle({{}, "other", {}}, *this->conn);
  const auto child = TypeParam::kLookup(pointer_to(handle), "s", 0);

  handle->release();

  EXPECT_STREQ(handle_of(TypeParam::kDomain(child))->name(), "other");
  EXPECT_EQ(TypeParam::kFree(child), 0);
}

TYPED_TEST(DomainChildEntry, NullIsAnInvalidHandle) {
  EXPECT_EQ(TypeParam::kName(nullptr), nullptr);
  EXPECT_EQ(this->last_code(), TypeParam::kInvalid);
  EXPECT_EQ(TypeParam::kRef(nullptr), -1);
  EXPECT_EQ(this->last_code(), TypeParam::kInvalid);
  EXPECT_EQ(TypeParam::kFree(nullptr), -1);
  EXPECT_EQ(this->last_code(), TypeParam::kInvalid);
  EXPECT_EQ(TypeParam::kDelete(nullptr, 0), -1);
  EXPECT_EQ(this->last_code(), TypeParam::kInvalid);
}

TYPED_TEST(DomainChildEntry, AHandleOfAnotherKindIsInvalid) {
  EXPECT_EQ(TypeParam::kDelete(reinterpret_cast<typename TypeParam::Pointer>(this->conn), 0), -1);
  EXPECT_EQ(this->last_code(), TypeParam::kInvalid);
  EXPECT_EQ(TypeParam::kDelete(reinterpret_cast<typename TypeParam::Pointer>(this->domain), 0), -1);
  EXPECT_EQ(this->last_code(), TypeParam::kInvalid);
}

TYPED_TEST(DomainChildEntry, IsNeitherADomainNorAConnection) {
  const auto child = this->child();
  EXPECT_EQ(virDomainSuspend(reinterpret_cast<virDomainPtr>(child)), -1);
  EXPECT_EQ(this->last_code(), VIR_ERR_INVALID_DOMAIN);
  EXPECT_EQ(virDomainRestore(reinterpret_cast<virConnectPtr>(child), "/file"), -1);
  EXPECT_EQ(this->last_code(), VIR_ERR_INVALID_CONN);
  TypeParam::kFree(child);
}

TYPED_TEST(DomainChildEntry, ALookupOfWhatIsMissingHasItsOwnCode) {
  this->host->yes = false;
  EXPECT_EQ(this->child(), nullptr);
  EXPECT_EQ(this->last_code(), TypeParam::kMissing);
}

TYPED_TEST(DomainChildEntry, ALookupNeedsAName) {
  EXPECT_EQ(TypeParam::kLookup(this->domain, nullptr, 0), nullptr);
  EXPECT_EQ(this->last_code(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(TypeParam::kLookup(nullptr, "s", 0), nullptr);
  EXPECT_EQ(this->last_code(), VIR_ERR_INVALID_DOMAIN);
}

TYPED_TEST(DomainChildEntry, ARootHasNoParent) {
  const auto child = this->child();
  EXPECT_EQ(TypeParam::kParent(child, 0), nullptr);
  EXPECT_EQ(this->last_code(), TypeParam::kMissing);
  TypeParam::kFree(child);
}

TYPED_TEST(DomainChildEntry, AParentIsAHandleOfTheSameDomain) {
  const auto child = this->child();
  this->host->parent = "p";

  const auto parent = TypeParam::kParent(child, 0);

  ASSERT_NE(parent, nullptr);
  EXPECT_STREQ(TypeParam::kName(parent), "p");
  EXPECT_EQ(TypeParam::kDomain(parent), this->domain);
  TypeParam::kFree(parent);
  TypeParam::kFree(child);
}

TYPED_TEST(DomainChildEntry, CreationMakesAHandleWithTheNameThatTheDriverChose) {
  const auto child = TypeParam::kCreate(this->domain, "xml", 0);
  ASSERT_NE(child, nullptr);
  EXPECT_STREQ(TypeParam::kName(child), "new");
  TypeParam::kFree(child);
}

TYPED_TEST(DomainChildEntry, CreationNeedsXml) {
  EXPECT_EQ(TypeParam::kCreate(this->domain, nullptr, 0), nullptr);
  EXPECT_EQ(this->last_code(), VIR_ERR_INVALID_ARG);
}

TYPED_TEST(DomainChildEntry, AReadOnlyConnectionDeniesChangesAndSecrets) {
  this->reopen_read_only();
  const auto child = this->child();
  this->host->calls.clear();

  EXPECT_EQ(TypeParam::kCreate(this->domain, "xml", 0), nullptr);
  EXPECT_EQ(this->last_code(), VIR_ERR_OPERATION_DENIED);
  EXPECT_EQ(TypeParam::kDelete(child, 0), -1);
  EXPECT_EQ(this->last_code(), VIR_ERR_OPERATION_DENIED);
  EXPECT_EQ(TypeParam::kXml(child, VIR_DOMAIN_XML_SECURE), nullptr);
  EXPECT_EQ(this->last_code(), VIR_ERR_OPERATION_DENIED);

  EXPECT_THAT(this->host->calls, IsEmpty());
  TypeParam::kFree(child);
}

TYPED_TEST(DomainChildEntry, XmlIsACopyForTheCaller) {
  const auto child = this->child();
  char* xml = TypeParam::kXml(child, 0);
  EXPECT_STREQ(xml, "text");
  std::free(xml);
  TypeParam::kFree(child);
}

TYPED_TEST(DomainChildEntry, AListingIsAnArrayEndedByNull) {
  this->host->names = {"a", "b"};
  typename TypeParam::Pointer* all = nullptr;

  ASSERT_EQ(TypeParam::kListAll(this->domain, &all, 0), 2);

  EXPECT_STREQ(TypeParam::kName(all[0]), "a");
  EXPECT_STREQ(TypeParam::kName(all[1]), "b");
  EXPECT_EQ(all[2], nullptr);
  TypeParam::kFree(all[0]);
  TypeParam::kFree(all[1]);
  std::free(all);
}

TYPED_TEST(DomainChildEntry, AnEmptyListingIsAnArrayTooThatHoldsOnlyTheNull) {
  typename TypeParam::Pointer* all = nullptr;

  ASSERT_EQ(TypeParam::kListAll(this->domain, &all, 0), 0);

  ASSERT_NE(all, nullptr);
  EXPECT_EQ(all[0], nullptr);
  std::free(all);
}

TYPED_TEST(DomainChildEntry, AListingWithoutAnArrayCounts) {
  this->host->names = {"a", "b"};
  EXPECT_EQ(TypeParam::kListAll(this->domain, nullptr, 0), 2);
}

TYPED_TEST(DomainChildEntry, AFailedListingLeavesNoArray) {
  auto* stale = reinterpret_cast<typename TypeParam::Pointer*>(this);
  this->host->error = make_error(VIR_ERR_NO_DOMAIN, VIR_FROM_TEST, "gone");

  EXPECT_EQ(TypeParam::kListAll(this->domain, &stale, 0), -1);

  EXPECT_EQ(stale, nullptr);
  EXPECT_EQ(this->last_code(), VIR_ERR_NO_DOMAIN);
}

TYPED_TEST(DomainChildEntry, AListingOfAnInvalidDomainLeavesNoArray) {
  auto* stale = reinterpret_cast<typename TypeParam::Pointer*>(this);
  EXPECT_EQ(TypeParam::kListAll(nullptr, &stale, 0), -1);
  EXPECT_EQ(stale, nullptr);
}

TYPED_TEST(DomainChildEntry, ChildrenAreListedLikewise) {
  const auto child = this->child();
  this->host->names = {"c"};
  this->host->calls.clear();
  typename TypeParam::Pointer* all = nullptr;

  ASSERT_EQ(TypeParam::kListAllChildren(child, &all, 1), 1);

  EXPECT_STREQ(TypeParam::kName(all[0]), "c");
  EXPECT_THAT(this->host->calls, ElementsAre(std::string(TypeParam::kNoun) + "_children vm/s 1"));
  TypeParam::kFree(all[0]);
  std::free(all);
  TypeParam::kFree(child);
}

TYPED_TEST(DomainChildEntry, DeletingWithAndOnlyChildrenExcludeEachOther) {
  const auto child = this->child();
  EXPECT_EQ(TypeParam::kDelete(child, VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN |
                                          VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY),
            -1);
  EXPECT_EQ(this->last_code(), VIR_ERR_INVALID_ARG);
  TypeParam::kFree(child);
}

TYPED_TEST(DomainChildEntry, DeletionReachesTheDriver) {
  const auto child = this->child();
  this->host->calls.clear();
  EXPECT_EQ(TypeParam::kDelete(child, 2), 0);
  EXPECT_THAT(this->host->calls, ElementsAre(std::string(TypeParam::kNoun) + "_delete vm/s 2"));
  TypeParam::kFree(child);
}

class SnapshotEntry : public EntryTest {
 protected:
  SnapshotEntry() : snapshot(virDomainSnapshotLookupByName(domain, "s", 0)) { host->calls.clear(); }
  ~SnapshotEntry() override { virDomainSnapshotFree(snapshot); }

  void expect_creation_refused(unsigned flags) {
    EXPECT_EQ(virDomainSnapshotCreateXML(domain, "xml", flags), nullptr);
    EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
    EXPECT_THAT(host->calls, IsEmpty());
  }

  virDomainSnapshotPtr snapshot;
};

TEST_F(SnapshotEntry, ASnapshotThatHaltsTheDomainShowsInTheHandlesId) {
  host->id_afterwards = -1;
  virDomainSnapshotFree(virDomainSnapshotCreateXML(domain, "xml", VIR_DOMAIN_SNAPSHOT_CREATE_HALT));
  EXPECT_EQ(handle_of(domain)->id(), -1);
}

TEST_F(SnapshotEntry, ARevertShowsInTheIdOfTheSnapshotsDomainHandle) {
  host->id_afterwards = 31;
  EXPECT_EQ(virDomainRevertToSnapshot(snapshot, 0), 0);
  EXPECT_EQ(handle_of(domain)->id(), 31);
}

TEST_F(SnapshotEntry, CreationFlagsExcludeAndNeedEachOther) {
  expect_creation_refused(VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT);
  expect_creation_refused(VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE |
                          VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA);
  expect_creation_refused(VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE | VIR_DOMAIN_SNAPSHOT_CREATE_HALT);
}

TEST_F(SnapshotEntry, RevertingRunningAndPausedExcludeEachOther) {
  EXPECT_EQ(virDomainRevertToSnapshot(
                snapshot, VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING | VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED),
            -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

TEST_F(SnapshotEntry, NumIsTheNumberOfNames) {
  host->names = {"a", "b", "c"};
  EXPECT_EQ(virDomainSnapshotNum(domain, 0), 3);
  EXPECT_EQ(virDomainSnapshotNumChildren(snapshot, 0), 3);
}

TEST_F(SnapshotEntry, ListNamesFillsNoMoreThanTheArray) {
  host->names = {"a", "b", "c"};
  char* names[3] = {};

  ASSERT_EQ(virDomainSnapshotListNames(domain, names, 2, 0), 2);

  EXPECT_STREQ(names[0], "a");
  EXPECT_STREQ(names[1], "b");
  EXPECT_EQ(names[2], nullptr);
  std::free(names[0]);
  std::free(names[1]);
}

TEST_F(SnapshotEntry, ListChildrenNamesFillsTheArray) {
  host->names = {"a"};
  char* names[2] = {};
  ASSERT_EQ(virDomainSnapshotListChildrenNames(snapshot, names, 2, 0), 1);
  EXPECT_STREQ(names[0], "a");
  std::free(names[0]);
}

TEST_F(SnapshotEntry, ListNamesNeedsAnArrayUnlessThereIsNoRoom) {
  char* names[1] = {};
  EXPECT_EQ(virDomainSnapshotListNames(domain, nullptr, 0, 0), 0);
  EXPECT_EQ(virDomainSnapshotListNames(domain, nullptr, 1, 0), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(virDomainSnapshotListNames(domain, names, -1, 0), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

TEST_F(SnapshotEntry, ADomainWithoutACurrentSnapshotSaysSo) {
  EXPECT_EQ(virDomainHasCurrentSnapshot(domain, 0), 0);
  EXPECT_EQ(virDomainSnapshotCurrent(domain, 0), nullptr);
  EXPECT_EQ(last_code(), VIR_ERR_NO_DOMAIN_SNAPSHOT);
}

TEST_F(SnapshotEntry, TheCurrentSnapshotKnowsThatItIs) {
  host->parent = "s";

  EXPECT_EQ(virDomainHasCurrentSnapshot(domain, 0), 1);
  EXPECT_EQ(virDomainSnapshotIsCurrent(snapshot, 0), 1);
  virDomainSnapshotPtr current = virDomainSnapshotCurrent(domain, 0);
  EXPECT_STREQ(virDomainSnapshotGetName(current), "s");
  virDomainSnapshotFree(current);
}

TEST_F(SnapshotEntry, AnotherSnapshotKnowsThatItIsNotCurrent) {
  host->parent = "other";
  EXPECT_EQ(virDomainSnapshotIsCurrent(snapshot, 0), 0);
}

TEST_F(SnapshotEntry, ADeletedSnapshotIsNeitherCurrentNorNot) {
  host->yes = false;
  EXPECT_EQ(virDomainSnapshotIsCurrent(snapshot, 0), -1);
  EXPECT_EQ(last_code(), VIR_ERR_NO_DOMAIN_SNAPSHOT);
}

TEST_F(SnapshotEntry, HasMetadataAsksTheDriver) {
  EXPECT_EQ(virDomainSnapshotHasMetadata(snapshot, 0), 1);
  EXPECT_THAT(host->calls, ElementsAre("snapshot_has_metadata vm/s 0"));
}

class CheckpointEntry : public EntryTest {};

TEST_F(CheckpointEntry, CreationFlagsExcludeAndNeedEachOther) {
  for (const unsigned flags :
       {VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE | VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE,
        +VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE}) {
    EXPECT_EQ(virDomainCheckpointCreateXML(domain, "xml", flags), nullptr);
    EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
  }
  EXPECT_THAT(host->calls, IsEmpty());
}

}  // namespace
}  // namespace rollcall
