// Snapshot and checkpoint XML: what a driver fills in, what a redefinition must bring, and the way
// back.

#include <memory>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/core/checkpoint_definition.hpp"
#include "api/core/snapshot_definition.hpp"

namespace rollcall {
namespace {

using testing::HasSubstr;
using testing::Not;

Uuid generated_uuid() { return *parse_uuid("11111111-2222-4333-8444-555555555555"); }

Result<SnapshotDefinition> snapshot(std::string_view xml,
                                    MomentSource source = MomentSource::kDriver) {
  return parse_snapshot(xml, source, generated_uuid);
}

Result<CheckpointDefinition> checkpoint(std::string_view xml,
                                        MomentSource source = MomentSource::kDriver) {
  return parse_checkpoint(xml, source, generated_uuid);
}

std::shared_ptr<const DomainDefinition> a_domain() {
  return std::make_shared<const DomainDefinition>(
      *parse_domain("<domain type='test'><name>a</name></domain>", generated_uuid));
}

TEST(SnapshotXml, NeedsNothingButItsRoot) {
  const auto parsed = snapshot("<domainsnapshot/>");
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->name, "");
  EXPECT_EQ(parsed->text, nullptr);
}

TEST(SnapshotXml, IsReadWithNameDescriptionAndMemory) {
  const auto parsed = snapshot(
      "<domainsnapshot><name>s</name><description>d</description><memory snapshot='no'/>"
      "</domainsnapshot>");
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->name, "s");
  EXPECT_EQ(parsed->description, "d");
  EXPECT_EQ(parsed->memory, SnapshotMemory::kNone);
}

TEST(SnapshotXml, OfANewSnapshotCannotSetWhatTheDriverKnows) {
  const auto parsed = snapshot(
      "<domainsnapshot><name>s</name><state>running</state><creationTime>7</creationTime>"
      "<parent><name>p</name></parent><domain type='bogus'/></domainsnapshot>");
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->state, SnapshotState::kShutoff);
  EXPECT_EQ(parsed->created_s, 0u);
  EXPECT_EQ(parsed->parent, "");
  EXPECT_EQ(parsed->domain, nullptr);
}

TEST(SnapshotXml, ComesInLibvirtsOrderWithUnknownPartsKept) {
  auto parsed = *snapshot(
      "<domainsnapshot><disks><disk name='vda' snapshot='no'/></disks><memory file='/m'/>"
      "<name>s</name></domainsnapshot>");
  parsed.parent = "p";
  parsed.created_s = 42;
  parsed.state = SnapshotState::kDiskOnly;
  parsed.memory = SnapshotMemory::kExternal;
  EXPECT_EQ(format_snapshot(parsed),
            "<domainsnapshot>\n"
            "  <name>s</name>\n"
            "  <state>disk-snapshot</state>\n"
            "  <parent>\n"
            "    <name>p</name>\n"
            "  </parent>\n"
            "  <creationTime>42</creationTime>\n"
            "  <memory snapshot='external' file='/m' />\n"
            "  <disks>\n"
            "    <disk name='vda' snapshot='no' />\n"
            "  </disks>\n"
            "</domainsnapshot>\n");
}

TEST(SnapshotXml, RedefinesWhatItPrinted) {
  for (const auto state : {SnapshotState::kShutoff, SnapshotState::kRunning, SnapshotState::kPaused,
                           SnapshotState::kCrashed, SnapshotState::kDiskOnly}) {
    SnapshotDefinition original;
    original.name = "s";
    original.description = "d";
    original.parent = "p";
    original.created_s = 42;
    original.state = state;
    original.memory = SnapshotMemory::kInternal;
    original.domain = a_domain();
    const std::string xml = format_snapshot(original);
    EXPECT_THAT(xml, HasSubstr("  <domain type='test'>\n    <name>a</name>"));

    const auto again = snapshot(xml, MomentSource::kRedefinition);
    ASSERT_TRUE(again.has_value()) << again.error().message;
    EXPECT_EQ(again->state, state);
    EXPECT_EQ(again->parent, "p");
    EXPECT_EQ(again->domain->uuid, generated_uuid());
    EXPECT_EQ(format_snapshot(*again), xml);
  }
}

TEST(CheckpointXml, ShowsItsDomainOnlyWhenAsked) {
  CheckpointDefinition original;
  original.name = "c";
  original.created_s = 1;
  original.domain = a_domain();
  EXPECT_THAT(format_checkpoint(original, MomentParts::kWithDomain), HasSubstr("<domain type="));
  EXPECT_EQ(format_checkpoint(original, MomentParts::kWithoutDomain),
            "<domaincheckpoint>\n"
            "  <name>c</name>\n"
            "  <creationTime>1</creationTime>\n"
            "</domaincheckpoint>\n");
}

TEST(CheckpointXml, RedefinesWhatItPrinted) {
  CheckpointDefinition original;
  original.name = "c";
  original.created_s = 1;
  original.parent = "b";
  original.domain = a_domain();
  const std::string xml = format_checkpoint(original, MomentParts::kWithDomain);
  const auto again = checkpoint(xml, MomentSource::kRedefinition);
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(format_checkpoint(*again, MomentParts::kWithDomain), xml);
}

struct BadMoment {
  const char* what;
  MomentSource source;
  std::string inside;
  virErrorNumber code;
};

class BadMomentXml : public testing::TestWithParam<BadMoment> {};

TEST_P(BadMomentXml, IsRefusedInSnapshots) {
  const auto parsed =
      snapshot("<domainsnapshot>" + GetParam().inside + "</domainsnapshot>", GetParam().source);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().code, GetParam().code);
}

TEST_P(BadMomentXml, IsRefusedInCheckpoints) {
  const auto parsed = checkpoint("<domaincheckpoint>" + GetParam().inside + "</domaincheckpoint>",
                                 GetParam().source);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadMomentXml,
    testing::Values(
        BadMoment{"IllFormed", MomentSource::kDriver, "<a>", VIR_ERR_XML_DETAIL},
        BadMoment{"SlashInName", MomentSource::kDriver, "<name>a/b</name>", VIR_ERR_XML_DETAIL},
        BadMoment{"DotBeforeName", MomentSource::kDriver, "<name>.a</name>", VIR_ERR_XML_DETAIL},
        BadMoment{"LongName", MomentSource::kDriver,
                  "<name>" + std::string(kNameBytesMax + 1, 'n') + "</name>", VIR_ERR_XML_ERROR},
        BadMoment{"TooLong", MomentSource::kDriver, std::string(2 * kDomainXmlBytesMax, ' '),
                  VIR_ERR_XML_ERROR},
        BadMoment{"NoName", MomentSource::kRedefinition,
                  "<state>running</state><creationTime>1</creationTime>", VIR_ERR_INTERNAL_ERROR},
        BadMoment{"NoTime", MomentSource::kRedefinition, "<name>a</name><state>running</state>",
                  VIR_ERR_INTERNAL_ERROR},
        BadMoment{"BadTime", MomentSource::kRedefinition,
                  "<name>a</name><state>running</state><creationTime>now</creationTime>",
                  VIR_ERR_XML_ERROR},
        BadMoment{"BadDomain", MomentSource::kRedefinition,
                  "<name>a</name><state>running</state><creationTime>1</creationTime>"
                  "<domain type='test'/>",
                  VIR_ERR_NO_NAME}),
    [](const auto& row) { return row.param.what; });

TEST(SnapshotXml, IsRefusedWithAnotherRoot) {
  EXPECT_EQ(snapshot("<domaincheckpoint/>").error().code, VIR_ERR_XML_ERROR);
}

TEST(CheckpointXml, IsRefusedWithAnotherRoot) {
  EXPECT_EQ(checkpoint("<domainsnapshot/>").error().code, VIR_ERR_XML_ERROR);
}

TEST(SnapshotXml, IsRefusedWithAnUnknownKindOfMemory) {
  EXPECT_EQ(snapshot("<domainsnapshot><memory snapshot='maybe'/></domainsnapshot>").error().code,
            VIR_ERR_XML_ERROR);
}

TEST(SnapshotXml, OfARedefinitionNeedsAKnownState) {
  const std::string rest = "<name>a</name><creationTime>1</creationTime></domainsnapshot>";
  EXPECT_EQ(snapshot("<domainsnapshot>" + rest, MomentSource::kRedefinition).error().code,
            VIR_ERR_INTERNAL_ERROR);
  EXPECT_EQ(snapshot("<domainsnapshot><state>up</state>" + rest, MomentSource::kRedefinition)
                .error()
                .code,
            VIR_ERR_XML_ERROR);
}

}  // namespace
}  // namespace rollcall
