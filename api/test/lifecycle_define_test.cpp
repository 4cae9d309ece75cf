// How domains come to be, start and cease to exist, row by row.

#include "lifecycle_table.hpp"

namespace rollcall::lifecycle {
namespace {

using testing::ValuesIn;

Row define_row(const char* before, const char* after, unsigned flags = 0) {
  return {"define", before, [=](const DomainRuntime* prior) { return define(prior, flags); },
          after};
}

Row create_xml_row(unsigned flags, const char* before, const char* after) {
  return {"createXML" + std::to_string(flags), before,
          [=](const DomainRuntime* prior) { return create_xml(prior, flags); }, after};
}

Row create_row(unsigned flags, const char* before, const char* after) {
  return row(
      "create" + std::to_string(flags), before,
      [=](const DomainRuntime& prior) { return create(prior, flags); }, after);
}

Row undefine_row(unsigned flags, const char* before, const char* after) {
  return row(
      "undefine" + std::to_string(flags), before,
      [=](const DomainRuntime& prior) { return undefine(prior, flags); }, after);
}

Row autostart_row(bool on, const char* before, const char* after) {
  return row(
      on ? "autostart" : "noautostart", before,
      [=](const DomainRuntime& prior) { return set_autostart(prior, on); }, after);
}

Row rename_row(const char* before, const char* after, NewName new_name = NewName::kFree,
               unsigned flags = 0) {
  return row(
      "rename", before, [=](const DomainRuntime& prior) { return rename(prior, new_name, flags); },
      after);
}

Row restore_row(bool image_paused, unsigned flags, const char* before, const char* after) {
  return {
      "restore" + std::to_string(flags), before,
      [=](const DomainRuntime* prior) { return restore(prior, SavedImage{image_paused}, flags); },
      after};
}

class DefineTable : public testing::TestWithParam<Row> {};

TEST_P(DefineTable, Holds) { expect_row(GetParam()); }

const Row kDefineRows[] = {
    define_row("N", "I 5/0: DEFINED/0"),
    define_row("I", "I 5/0: DEFINED/1"),
    define_row("I+MSp+A+S", "I+MSp+A+S 5/0: DEFINED/1"),
    define_row("I+C", "I+C 5/0: DEFINED/1"),
    define_row("RP", "RP 1/1: DEFINED/1"),
    define_row("PP", "PP 3/1: DEFINED/1"),
    define_row("RT", "RP 1/1: DEFINED/0"),
    define_row("PT+D", "PP+D 3/1: DEFINED/0"),
    define_row("RT+U", "RP 1/1: DEFINED/1"),
    define_row("N", "I 5/0: DEFINED/0", VIR_DOMAIN_DEFINE_VALIDATE),
    define_row("N", "E8", kUnknownFlag),
    define_row("RT", "E8", kUnknownFlag),
};
INSTANTIATE_TEST_SUITE_P(Define, DefineTable, ValuesIn(kDefineRows), row_name);

const Row kCreateXmlRows[] = {
    create_xml_row(0, "N", "RT 1/1 new-id: STARTED/0 RESUMED/0"),
    create_xml_row(VIR_DOMAIN_START_PAUSED, "N", "PT 3/1 new-id: STARTED/0 SUSPENDED/0"),
    create_xml_row(VIR_DOMAIN_START_AUTODESTROY, "N", "RT+D 1/1 new-id: STARTED/0 RESUMED/0"),
    create_xml_row(VIR_DOMAIN_START_VALIDATE, "N", "RT 1/1 new-id: STARTED/0 RESUMED/0"),
    create_xml_row(VIR_DOMAIN_START_FORCE_BOOT, "N", "E8"),
    create_xml_row(kUnknownFlag, "N", "E8"),
    create_xml_row(kUnknownFlag, "RP", "E8"),
    create_xml_row(0, "I", "RP 1/1 new-id: STARTED/0 RESUMED/0"),
    create_xml_row(0, "I+A+S", "RP+A+S 1/1 new-id: STARTED/0 RESUMED/0"),
    create_xml_row(0, "I+MS", "RP 1/1 new-id: STARTED/0 RESUMED/0"),
    create_xml_row(0, "RP", "E55"),
    create_xml_row(0, "PP", "E55"),
    create_xml_row(0, "RT", "E55"),
    create_xml_row(0, "PT", "E55"),
};
INSTANTIATE_TEST_SUITE_P(CreateXml, DefineTable, ValuesIn(kCreateXmlRows), row_name);

const Row kCreateRows[] = {
    create_row(0, "I", "RP 1/1 new-id: STARTED/0 RESUMED/0"),
    create_row(VIR_DOMAIN_START_PAUSED, "I", "PP 3/1 new-id: STARTED/0 SUSPENDED/0"),
    create_row(VIR_DOMAIN_START_AUTODESTROY, "I", "RP+D 1/1 new-id: STARTED/0 RESUMED/0"),
    create_row(VIR_DOMAIN_START_FORCE_BOOT, "I", "RP 1/1 new-id: STARTED/0 RESUMED/0"),
    create_row(VIR_DOMAIN_START_BYPASS_CACHE, "I", "RP 1/1 new-id: STARTED/0 RESUMED/0"),
    create_row(kUnknownFlag, "I", "E8"),
    create_row(kUnknownFlag, "RP", "E8"),
    create_row(VIR_DOMAIN_START_VALIDATE, "I", "E8"),
    create_row(0, "RP", "E55"),
    create_row(0, "PT", "E55"),
    create_row(0, "CP", "E55"),
    create_row(0, "MP", "E55"),
    create_row(0, "I+MS", "RP 1/3 new-id: STARTED/2 RESUMED/2"),
    create_row(0, "I+MSp", "PP 3/2 new-id: STARTED/2 SUSPENDED/4"),
    create_row(VIR_DOMAIN_START_PAUSED, "I+MS", "PP 3/2 new-id: STARTED/2 SUSPENDED/0"),
    create_row(VIR_DOMAIN_START_PAUSED, "I+MSp", "PP 3/2 new-id: STARTED/2 SUSPENDED/0"),
    create_row(VIR_DOMAIN_START_FORCE_BOOT, "I+MSp", "RP 1/1 new-id: STARTED/0 RESUMED/0"),
    create_row(VIR_DOMAIN_START_AUTODESTROY, "I+MS", "RP+D 1/3 new-id: STARTED/2 RESUMED/2"),
    row(
        "failed_start", "I", [](const DomainRuntime& prior) { return start_failed(prior); },
        "I 5/6"),
};
INSTANTIATE_TEST_SUITE_P(Create, DefineTable, ValuesIn(kCreateRows), row_name);

const Row kUndefineRows[] = {
    undefine_row(0, "I", "gone: UNDEFINED/0"),
    undefine_row(0, "I+A", "gone: UNDEFINED/0"),
    undefine_row(0, "RP", "RT 1/1: UNDEFINED/0"),
    undefine_row(0, "RP+A", "RT 1/1: UNDEFINED/0"),
    undefine_row(0, "PP+S", "PT+S 3/1: UNDEFINED/0"),
    undefine_row(0, "CP", "CT 6/1: UNDEFINED/0"),
    undefine_row(0, "RT", "E55"),
    undefine_row(0, "PT", "E55"),
    undefine_row(0, "RT+U", "E55"),
    undefine_row(0, "I+MS", "E55"),
    undefine_row(VIR_DOMAIN_UNDEFINE_MANAGED_SAVE, "I+MS", "gone: UNDEFINED/0"),
    undefine_row(0, "I+S", "E55"),
    undefine_row(VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA, "I+S", "gone: UNDEFINED/0"),
    undefine_row(VIR_DOMAIN_UNDEFINE_MANAGED_SAVE, "I+S", "E55"),
    undefine_row(VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA, "RP+S", "RT+S 1/1: UNDEFINED/0"),
    undefine_row(0, "I+C", "E55"),
    undefine_row(VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA, "I+C", "gone: UNDEFINED/0"),
    undefine_row(VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA, "RP+C", "RT+C 1/1: UNDEFINED/0"),
    undefine_row(VIR_DOMAIN_UNDEFINE_NVRAM, "I", "gone: UNDEFINED/0"),
    undefine_row(VIR_DOMAIN_UNDEFINE_NVRAM, "RP", "RT 1/1: UNDEFINED/0"),
    undefine_row(VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
                     VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA,
                 "I", "gone: UNDEFINED/0"),
    undefine_row(VIR_DOMAIN_UNDEFINE_NVRAM | VIR_DOMAIN_UNDEFINE_KEEP_NVRAM, "I", "E8"),
    undefine_row(VIR_DOMAIN_UNDEFINE_TPM | VIR_DOMAIN_UNDEFINE_KEEP_TPM, "I", "E8"),
    undefine_row(kUnknownFlag, "I", "E8"),
    undefine_row(kUnknownFlag, "RT", "E8"),
};
INSTANTIATE_TEST_SUITE_P(Undefine, DefineTable, ValuesIn(kUndefineRows), row_name);

const Row kAutostartRows[] = {
    autostart_row(true, "I", "I+A 5/0"),   autostart_row(false, "I+A", "I 5/0"),
    autostart_row(true, "RP", "RP+A 1/1"), autostart_row(false, "PP+A", "PP 3/1"),
    autostart_row(true, "RT", "E55"),      autostart_row(false, "RT", "E55"),
    autostart_row(true, "PT", "E55"),      autostart_row(true, "RT+U", "E55"),
};
INSTANTIATE_TEST_SUITE_P(Autostart, DefineTable, ValuesIn(kAutostartRows), row_name);

const Row kRenameRows[] = {
    rename_row("I", "I 5/0: UNDEFINED/1 DEFINED/2"),
    rename_row("I+S+A", "I+A+S 5/0: UNDEFINED/1 DEFINED/2"),
    rename_row("I+C", "I+C 5/0: UNDEFINED/1 DEFINED/2"),
    rename_row("I+MS", "E55"),
    rename_row("RP", "E55"),
    rename_row("PT", "E55"),
    rename_row("I", "E55", NewName::kTaken),
    rename_row("I", "E8", NewName::kFree, 1),
};
INSTANTIATE_TEST_SUITE_P(Rename, DefineTable, ValuesIn(kRenameRows), row_name);

const Row kRestoreRows[] = {
    restore_row(false, 0, "N", "RT 1/3 new-id: STARTED/2 RESUMED/2"),
    restore_row(true, 0, "N", "PT 3/2 new-id: STARTED/2 SUSPENDED/4"),
    restore_row(false, 0, "I", "RP 1/3 new-id: STARTED/2 RESUMED/2"),
    restore_row(false, 0, "I+MS+A", "RP+A 1/3 new-id: STARTED/2 RESUMED/2"),
    restore_row(true, VIR_DOMAIN_SAVE_RUNNING, "I", "RP 1/3 new-id: STARTED/2 RESUMED/2"),
    restore_row(false, VIR_DOMAIN_SAVE_PAUSED, "I", "PP 3/2 new-id: STARTED/2 SUSPENDED/4"),
    restore_row(false, VIR_DOMAIN_SAVE_RUNNING | VIR_DOMAIN_SAVE_PAUSED, "I", "E8"),
    restore_row(false, 0, "RP", "E55"),
    restore_row(false, 0, "PT", "E55"),
    restore_row(false, kUnknownFlag, "RP", "E8"),
};
INSTANTIATE_TEST_SUITE_P(Restore, DefineTable, ValuesIn(kRestoreRows), row_name);

TEST(DefineTableErrors, NameTheUnknownFlagsOnly) {
  const auto refused = define(nullptr, kUnknownFlag | VIR_DOMAIN_DEFINE_VALIDATE);
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message.find("0x40000000"), std::string::npos);
}

}  // namespace
}  // namespace rollcall::lifecycle
