// Cases of flag words with bits that no version of the API defines.

#include <array>

#include "conformance/suites/contract/examiner.hpp"

namespace rollcall::suites::contract {
namespace {

constexpr unsigned kUnknownFlag = 1U << 30;

void expect_invalid(Examiner& examiner, const char* call, bool failed) {
  examiner.expect_error(call, failed, {VIR_ERR_INVALID_ARG});
}

void getters_refuse_unknown_flags(Examiner& examiner) {
  const sut::Library& library = examiner.library();
  virDomainPtr domain = examiner.running().raw();
  int state = 0;
  expect_invalid(examiner, "virDomainGetState(domain, &state, NULL, 1 << 30)",
                 library.virDomainGetState(domain, &state, nullptr, kUnknownFlag) == -1);
  const auto xml = examiner.running().xml(kUnknownFlag);
  expect_invalid(examiner, "virDomainGetXMLDesc(domain, 1 << 30)", !xml.has_value());
  if (library.virDomainHasManagedSaveImage != nullptr) {
    expect_invalid(examiner, "virDomainHasManagedSaveImage(domain, 1 << 30)",
                   library.virDomainHasManagedSaveImage(domain, kUnknownFlag) == -1);
  }
  if (library.virDomainSnapshotNum != nullptr) {
    expect_invalid(examiner, "virDomainSnapshotNum(domain, 1 << 30)",
                   library.virDomainSnapshotNum(domain, kUnknownFlag) == -1);
  }
  if (library.virDomainListAllCheckpoints != nullptr) {
    expect_invalid(examiner, "virDomainListAllCheckpoints(domain, NULL, 1 << 30)",
                   library.virDomainListAllCheckpoints(domain, nullptr, kUnknownFlag) == -1);
  }
}

void operations_refuse_unknown_flags(Examiner& examiner) {
  const sut::Domain& on = examiner.running();
  const sut::Domain& off = examiner.shutoff();
  expect_invalid(examiner, "virDomainCreateWithFlags(domain, 1 << 30)", !off.start(kUnknownFlag));
  expect_invalid(examiner, "virDomainUndefineFlags(domain, 1 << 30)",
                 !off.undefine_flags(kUnknownFlag));
  expect_invalid(examiner, "virDomainDestroyFlags(domain, 1 << 30)",
                 !on.destroy_flags(kUnknownFlag));
  const std::string xml = examiner.context().domain_xml("rollcall-kit-flags");
  expect_invalid(examiner, "virDomainCreateXML(conn, xml, 1 << 30)",
                 !examiner.connection().create(xml, kUnknownFlag));
  const sut::Library& library = examiner.library();
  if (library.virDomainDefineXMLFlags != nullptr) {
    virDomainPtr made =
        library.virDomainDefineXMLFlags(examiner.connection().raw(), xml.c_str(), kUnknownFlag);
    expect_invalid(examiner, "virDomainDefineXMLFlags(conn, xml, 1 << 30)", made == nullptr);
    if (made != nullptr) remove_domain(sut::Domain(library, made));
  }
  if (library.virDomainManagedSave != nullptr) {
    expect_invalid(examiner, "virDomainManagedSave(domain, 1 << 30)",
                   !on.managed_save(kUnknownFlag));
  }
  if (library.virDomainRename != nullptr) {
    expect_invalid(examiner, "virDomainRename(domain, name, 1 << 30)",
                   !off.rename("rollcall-kit-renamed", kUnknownFlag));
  }
}

/// Unknown bits are refused before the state of the domain is looked at, and change nothing.
void refusals_change_nothing(Examiner& examiner) {
  const int on = examiner.running().state().value_or(sut::RunState{}).state;
  const int off = examiner.shutoff().state().value_or(sut::RunState{}).state;
  operations_refuse_unknown_flags(examiner);
  examiner.expect_value("virDomainGetState(running)", on,
                        examiner.running().state().value_or(sut::RunState{}).state);
  examiner.expect_value("virDomainGetState(shutoff)", off,
                        examiner.shutoff().state().value_or(sut::RunState{}).state);
}

}  // namespace

std::span<const Case> flag_cases() {
  static constexpr std::array kCases{
      Case{"flags-getter", "getters refuse unknown flag bits", getters_refuse_unknown_flags},
      Case{"flags-operation", "operations refuse unknown flag bits and change nothing",
           refusals_change_nothing},
  };
  return kCases;
}

}  // namespace rollcall::suites::contract
