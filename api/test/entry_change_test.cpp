// What the entry points that change a domain ask of a driver: arguments, permission, the handle's
// id afterwards.

#include <filesystem>
#include <functional>

#include "api/test/fake_host.hpp"

using testing::ElementsAre;
using testing::IsEmpty;

namespace rollcall {
namespace {

class ChangeEntry : public EntryTest {
 protected:
  void expect_denied(const std::function<int()>& call) {
    EXPECT_EQ(call(), -1);
    EXPECT_EQ(last_code(), VIR_ERR_OPERATION_DENIED);
  }
  void expect_bad_argument(int answer) {
    EXPECT_EQ(answer, -1);
    EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
    EXPECT_THAT(host->calls, IsEmpty());
  }

  /// A call of every entry point that changes a domain, with valid arguments.
  std::vector<std::function<int()>> all_changes() {
    return {
        [this] { return virDomainUndefine(domain); },
        [this] { return virDomainUndefineFlags(domain, 1); },
        [this] { return virDomainRename(domain, "other", 0); },
        [this] { return virDomainSetAutostart(domain, 1); },
        [this] { return virDomainSetMetadata(domain, 0, "text", nullptr, nullptr, 0); },
        [this] { return virDomainCreate(domain); },
        [this] { return virDomainCreateWithFlags(domain, 1); },
        [this] { return virDomainSuspend(domain); },
        [this] { return virDomainResume(domain); },
        [this] { return virDomainShutdown(domain); },
        [this] { return virDomainShutdownFlags(domain, 1); },
        [this] { return virDomainReboot(domain, 0); },
        [this] { return virDomainReset(domain, 0); },
        [this] { return virDomainDestroy(domain); },
        [this] { return virDomainDestroyFlags(domain, 1); },
        [this] { return virDomainPMSuspendForDuration(domain, 0, 0, 0); },
        [this] { return virDomainPMWakeup(domain, 0); },
        [this] { return virDomainManagedSave(domain, 0); },
        [this] { return virDomainManagedSaveRemove(domain, 0); },
        [this] { return virDomainSave(domain, "/file"); },
        [this] { return virDomainSaveFlags(domain, "/file", nullptr, 0); },
        [this] { return virDomainRestore(conn, "/file"); },
        [this] { return virDomainRestoreFlags(conn, "/file", nullptr, 0); },
        [this] { return virDomainCoreDump(domain, "/file", 0); },
        [this] { return virDomainCoreDumpWithFormat(domain, "/file", 0, 0); },
    };
  }
};

TEST_F(ChangeEntry, EveryChangeReachesTheDriverOnce) {
  for (const auto& change : all_changes()) {
    host->calls.clear();
    EXPECT_EQ(change(), 0);
    EXPECT_EQ(host->calls.size(), 1u);
  }
}

TEST_F(ChangeEntry, EveryChangePassesOnTheDriversError) {
  host->error = make_error(VIR_ERR_OPERATION_INVALID, VIR_FROM_TEST, "not now");
  for (const auto& change : all_changes()) {
    EXPECT_EQ(change(), -1);
    EXPECT_EQ(last_code(), VIR_ERR_OPERATION_INVALID);
  }
}

TEST_F(ChangeEntry, AReadOnlyConnectionDeniesEveryChange) {
  reopen_read_only();
  for (const auto& change : all_changes()) expect_denied(change);
  EXPECT_THAT(host->calls, IsEmpty());
}

TEST_F(ChangeEntry, AReadOnlyConnectionDeniesNewDomains) {
  reopen_read_only();
  EXPECT_EQ(virDomainDefineXML(conn, "x"), nullptr);
  EXPECT_EQ(last_code(), VIR_ERR_OPERATION_DENIED);
  EXPECT_EQ(virDomainCreateXML(conn, "x", 0), nullptr);
  EXPECT_EQ(last_code(), VIR_ERR_OPERATION_DENIED);
}

TEST_F(ChangeEntry, ANullHandleIsRefusedWithItsOwnCode) {
  EXPECT_EQ(virDomainSuspend(nullptr), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_DOMAIN);
  EXPECT_EQ(virDomainRestore(nullptr, "/file"), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_CONN);
  EXPECT_EQ(virDomainDefineXML(nullptr, "x"), nullptr);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_CONN);
}

TEST_F(ChangeEntry, AHandleOfAnotherKindIsNoConnection) {
  EXPECT_EQ(virDomainDefineXML(reinterpret_cast<virConnectPtr>(domain), "x"), nullptr);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_CONN);
}

TEST_F(ChangeEntry, TheHandleShowsTheIdThatTheDomainHasAfterwards) {
  host->id_afterwards = 12;
  EXPECT_EQ(virDomainCreate(domain), 0);
  EXPECT_EQ(handle_of(domain)->id(), 12);

  host->id_afterwards = -1;
  EXPECT_EQ(virDomainDestroyFlags(domain, 0), 0);
  EXPECT_EQ(handle_of(domain)->id(), -1);
}

TEST_F(ChangeEntry, AFailedChangeLeavesTheHandlesId) {
  host->error = make_error(VIR_ERR_OPERATION_INVALID, VIR_FROM_TEST, "not now");
  EXPECT_EQ(virDomainDestroy(domain), -1);
  EXPECT_EQ(handle_of(domain)->id(), 7);
}

TEST_F(ChangeEntry, DefineXmlReturnsAHandleThatTheCallerFrees) {
  virDomainPtr defined = virDomainDefineXMLFlags(conn, "new", VIR_DOMAIN_DEFINE_VALIDATE);
  ASSERT_NE(defined, nullptr);
  EXPECT_STREQ(handle_of(defined)->name(), "new");
  EXPECT_THAT(host->calls, ElementsAre("define new 1"));
  handle_of(defined)->release();
}

TEST_F(ChangeEntry, NullXmlIsRefused) {
  EXPECT_EQ(virDomainDefineXML(conn, nullptr), nullptr);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(virDomainCreateXML(conn, nullptr, 0), nullptr);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
  EXPECT_THAT(host->calls, IsEmpty());
}

TEST_F(ChangeEntry, RenameRefusesAnEmptyName) {
  expect_bad_argument(virDomainRename(domain, "", 0));
  expect_bad_argument(virDomainRename(domain, nullptr, 0));
}

TEST_F(ChangeEntry, RenameLeavesTheHandlesName) {
  EXPECT_EQ(virDomainRename(domain, "other", 0), 0);
  EXPECT_STREQ(handle_of(domain)->name(), "vm");
}

TEST_F(ChangeEntry, AnyNumberButZeroMeansAutostart) {
  EXPECT_EQ(virDomainSetAutostart(domain, -3), 0);
  EXPECT_EQ(virDomainSetAutostart(domain, 0), 0);
  EXPECT_THAT(host->calls, ElementsAre("autostart vm 1", "autostart vm 0"));
}

TEST_F(ChangeEntry, ATitleIsOneLine) {
  expect_bad_argument(
      virDomainSetMetadata(domain, VIR_DOMAIN_METADATA_TITLE, "a\nb", nullptr, nullptr, 0));
}

TEST_F(ChangeEntry, ADescriptionMayHaveManyLines) {
  EXPECT_EQ(
      virDomainSetMetadata(domain, VIR_DOMAIN_METADATA_DESCRIPTION, "a\nb", nullptr, nullptr, 0),
      0);
}

TEST_F(ChangeEntry, OnlyMetadataElementsHaveANamespace) {
  expect_bad_argument(
      virDomainSetMetadata(domain, VIR_DOMAIN_METADATA_TITLE, "a", nullptr, "uri", 0));
  expect_bad_argument(
      virDomainSetMetadata(domain, VIR_DOMAIN_METADATA_TITLE, "a", "key", nullptr, 0));
  EXPECT_EQ(virDomainGetMetadata(domain, VIR_DOMAIN_METADATA_TITLE, "uri", 0), nullptr);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

TEST_F(ChangeEntry, MetadataElementsNeedANamespace) {
  expect_bad_argument(
      virDomainSetMetadata(domain, VIR_DOMAIN_METADATA_ELEMENT, "<a/>", "key", nullptr, 0));
  expect_bad_argument(
      virDomainSetMetadata(domain, VIR_DOMAIN_METADATA_ELEMENT, "<a/>", nullptr, "uri", 0));
  EXPECT_EQ(virDomainGetMetadata(domain, VIR_DOMAIN_METADATA_ELEMENT, nullptr, 0), nullptr);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

TEST_F(ChangeEntry, RemovingAMetadataElementNeedsNoKey) {
  EXPECT_EQ(virDomainSetMetadata(domain, VIR_DOMAIN_METADATA_ELEMENT, nullptr, nullptr, "uri", 0),
            0);
  EXPECT_THAT(host->calls, ElementsAre("set_metadata vm 2 nothing  uri 0"));
}

TEST_F(ChangeEntry, MetadataOfAnUnknownTypeIsRefused) {
  expect_bad_argument(virDomainSetMetadata(domain, 9, "a", nullptr, nullptr, 0));
  EXPECT_EQ(virDomainGetMetadata(domain, -1, nullptr, 0), nullptr);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

TEST_F(ChangeEntry, MetadataIsReadOfOneDefinition) {
  const unsigned both = VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG;
  EXPECT_EQ(virDomainGetMetadata(domain, VIR_DOMAIN_METADATA_TITLE, nullptr, both), nullptr);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

TEST_F(ChangeEntry, SavingRunningAndPausedExcludeEachOther) {
  const unsigned both = VIR_DOMAIN_SAVE_RUNNING | VIR_DOMAIN_SAVE_PAUSED;
  expect_bad_argument(virDomainManagedSave(domain, both));
  expect_bad_argument(virDomainSaveFlags(domain, "/file", nullptr, both));
  expect_bad_argument(virDomainRestoreFlags(conn, "/file", nullptr, both));
}

TEST_F(ChangeEntry, CrashLiveAndResetExcludeEachOther) {
  expect_bad_argument(virDomainCoreDump(domain, "/file", VIR_DUMP_CRASH | VIR_DUMP_LIVE));
  expect_bad_argument(virDomainCoreDump(domain, "/file", VIR_DUMP_CRASH | VIR_DUMP_RESET));
  expect_bad_argument(virDomainCoreDump(domain, "/file", VIR_DUMP_LIVE | VIR_DUMP_RESET));
}

TEST_F(ChangeEntry, AnUnknownDumpFormatIsRefused) {
  expect_bad_argument(virDomainCoreDumpWithFormat(domain, "/file", 5, 0));
}

TEST_F(ChangeEntry, NullPathsAreRefused) {
  expect_bad_argument(virDomainSave(domain, nullptr));
  expect_bad_argument(virDomainRestore(conn, nullptr));
  expect_bad_argument(virDomainCoreDump(domain, nullptr, 0));
}

TEST_F(ChangeEntry, RelativePathsAreMadeAbsolute) {
  const std::string here = std::filesystem::current_path().string();

  EXPECT_EQ(virDomainSave(domain, "a"), 0);
  EXPECT_EQ(virDomainRestore(conn, "a"), 0);
  EXPECT_EQ(virDomainCoreDump(domain, "a", 0), 0);

  EXPECT_THAT(host->calls, ElementsAre("save vm " + here + "/a  0", "restore " + here + "/a  0",
                                       "core_dump vm " + here + "/a 0 0"));
}

}  // namespace
}  // namespace rollcall
