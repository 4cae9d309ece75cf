// Cases of domain handles that are none: NULL, and a handle of another type; and of NULL outputs of
// getters.

#include <array>
#include <type_traits>

#include "conformance/suites/contract/examiner.hpp"

namespace rollcall::suites::contract {
namespace {

/// Calls one function with `domain` for its handle and judges the refusal; functions that the
/// library lacks are passed.
class Refusals {
 public:
  Refusals(Examiner& examiner, virDomainPtr domain, const char* shown)
      : examiner_(examiner), domain_(domain), shown_(shown) {}

  template <class Returned, class... Parameters>
  void expect(const char* name, Returned (*function)(virDomainPtr, Parameters...),
              std::type_identity_t<Parameters>... arguments) {
    if (function == nullptr) return;
    const Returned returned = function(domain_, arguments...);
    examiner_.expect_error(std::string(name) + "(" + shown_ + ")", is_failure(returned),
                           {VIR_ERR_INVALID_DOMAIN});
  }

 private:
  template <class Returned>
  static bool is_failure(Returned returned) {
    if constexpr (std::is_pointer_v<Returned>) {
      return returned == nullptr;
    } else {
      // virDomainGetMaxMemory fails with 0, virDomainGetID with -1 as unsigned, all others with -1.
      return returned == static_cast<Returned>(-1) ||
             (std::is_same_v<Returned, unsigned long> && returned == 0);
    }
  }

  Examiner& examiner_;
  virDomainPtr domain_;
  const char* shown_;
};

#define EXPECT_REFUSED(function, ...) \
  refusals.expect(#function, library.function __VA_OPT__(, ) __VA_ARGS__)

void expect_getters_refuse(const sut::Library& library, Refusals refusals) {
  std::array<unsigned char, VIR_UUID_BUFLEN> uuid{};
  std::array<char, VIR_UUID_STRING_BUFLEN> text{};
  int number = 0;
  int reason = 0;
  virDomainInfo info{};
  EXPECT_REFUSED(virDomainGetName);
  EXPECT_REFUSED(virDomainGetUUID, uuid.data());
  EXPECT_REFUSED(virDomainGetUUIDString, text.data());
  EXPECT_REFUSED(virDomainGetID);
  EXPECT_REFUSED(virDomainGetConnect);
  EXPECT_REFUSED(virDomainGetState, &number, &reason, 0);
  EXPECT_REFUSED(virDomainGetInfo, &info);
  EXPECT_REFUSED(virDomainGetXMLDesc, 0);
  EXPECT_REFUSED(virDomainGetOSType);
  EXPECT_REFUSED(virDomainGetMaxMemory);
  EXPECT_REFUSED(virDomainGetAutostart, &number);
  EXPECT_REFUSED(virDomainIsActive);
  EXPECT_REFUSED(virDomainIsPersistent);
  EXPECT_REFUSED(virDomainIsUpdated);
  EXPECT_REFUSED(virDomainHasManagedSaveImage, 0);
  EXPECT_REFUSED(virDomainSnapshotNum, 0);
  EXPECT_REFUSED(virDomainListAllSnapshots, nullptr, 0);
  EXPECT_REFUSED(virDomainHasCurrentSnapshot, 0);
  EXPECT_REFUSED(virDomainListAllCheckpoints, nullptr, 0);
}

void expect_operations_refuse(const sut::Library& library, Refusals refusals) {
  EXPECT_REFUSED(virDomainRef);
  EXPECT_REFUSED(virDomainFree);
  EXPECT_REFUSED(virDomainCreate);
  EXPECT_REFUSED(virDomainCreateWithFlags, 0);
  EXPECT_REFUSED(virDomainSuspend);
  EXPECT_REFUSED(virDomainResume);
  EXPECT_REFUSED(virDomainShutdown);
  EXPECT_REFUSED(virDomainShutdownFlags, 0);
  EXPECT_REFUSED(virDomainReboot, 0);
  EXPECT_REFUSED(virDomainReset, 0);
  EXPECT_REFUSED(virDomainDestroy);
  EXPECT_REFUSED(virDomainDestroyFlags, 0);
  EXPECT_REFUSED(virDomainUndefine);
  EXPECT_REFUSED(virDomainUndefineFlags, 0);
  EXPECT_REFUSED(virDomainSetAutostart, 1);
  EXPECT_REFUSED(virDomainRename, "rollcall-kit-renamed", 0);
  EXPECT_REFUSED(virDomainManagedSave, 0);
  EXPECT_REFUSED(virDomainManagedSaveRemove, 0);
  EXPECT_REFUSED(virDomainSave, "/nonexistent/rollcall-kit");
  EXPECT_REFUSED(virDomainCoreDump, "/nonexistent/rollcall-kit", 0);
  EXPECT_REFUSED(virDomainPMSuspendForDuration, 0, 0, 0);
  EXPECT_REFUSED(virDomainPMWakeup, 0);
  EXPECT_REFUSED(virDomainSnapshotCreateXML, "<domainsnapshot/>", 0);
  EXPECT_REFUSED(virDomainSnapshotLookupByName, "s1", 0);
  EXPECT_REFUSED(virDomainSnapshotCurrent, 0);
  EXPECT_REFUSED(virDomainCheckpointCreateXML, "<domaincheckpoint/>", 0);
  EXPECT_REFUSED(virDomainCheckpointLookupByName, "c1", 0);
}

#undef EXPECT_REFUSED

void getters_refuse_null(Examiner& examiner) {
  expect_getters_refuse(examiner.library(), Refusals(examiner, nullptr, "NULL"));
}

void operations_refuse_null(Examiner& examiner) {
  expect_operations_refuse(examiner.library(), Refusals(examiner, nullptr, "NULL"));
}

/// A live connection passed where a domain belongs: handles carry their type, so this is detected.
void calls_refuse_another_type(Examiner& examiner) {
  auto* connection = reinterpret_cast<virDomainPtr>(examiner.connection().raw());
  expect_getters_refuse(examiner.library(), Refusals(examiner, connection, "conn"));
  examiner.expect_success("virConnectGetType(conn)", examiner.connection().type().has_value());
}

void getters_refuse_null_outputs(Examiner& examiner) {
  const sut::Library& library = examiner.library();
  virDomainPtr domain = examiner.running().raw();
  const auto expect_error = [&examiner](const char* call, int returned) {
    examiner.expect_error(call, returned == -1, {VIR_ERR_INVALID_ARG});
  };
  expect_error("virDomainGetState(domain, NULL, NULL, 0)",
               library.virDomainGetState(domain, nullptr, nullptr, 0));
  expect_error("virDomainGetUUID(domain, NULL)", library.virDomainGetUUID(domain, nullptr));
  expect_error("virDomainGetUUIDString(domain, NULL)",
               library.virDomainGetUUIDString(domain, nullptr));
  expect_error("virDomainGetAutostart(domain, NULL)",
               library.virDomainGetAutostart(domain, nullptr));
  if (library.virDomainGetInfo != nullptr) {
    expect_error("virDomainGetInfo(domain, NULL)", library.virDomainGetInfo(domain, nullptr));
  }
  if (library.virDomainRename != nullptr) {
    expect_error("virDomainRename(domain, NULL, 0)",
                 library.virDomainRename(examiner.shutoff().raw(), nullptr, 0));
    expect_error("virDomainRename(domain, \"\", 0)",
                 library.virDomainRename(examiner.shutoff().raw(), "", 0));
  }
  int state = -1;
  examiner.expect_success("virDomainGetState(domain, &state, NULL, 0)",
                          library.virDomainGetState(domain, &state, nullptr, 0) == 0);
  examiner.expect_value("virDomainGetState(domain, &state, NULL, 0)", VIR_DOMAIN_RUNNING, state);
}

/// An inactive domain has no id: the call answers -1 as unsigned, and that is no error.
void an_inactive_domain_has_no_id(Examiner& examiner) {
  examiner.expect_value("virDomainGetID(domain)", -1, examiner.shutoff().id());
  examiner.expect("virDomainGetID(domain)", "error",
                  examiner.library().virGetLastError() == nullptr, "no error", "an error");
}

void getters_agree(Examiner& examiner) {
  const sut::Domain& on = examiner.running();
  const sut::Domain& off = examiner.shutoff();
  examiner.expect_value("virDomainIsActive(running)", 1, on.is_active().value_or(false));
  examiner.expect_value("virDomainIsActive(shutoff)", 0, off.is_active().value_or(true));
  examiner.expect_value("virDomainIsPersistent(running)", 1, on.is_persistent().value_or(false));
  examiner.expect_value("virDomainIsPersistent(shutoff)", 1, off.is_persistent().value_or(false));
  const int running = on.state().value_or(sut::RunState{}).state;
  examiner.expect_value("virDomainGetState(running)", VIR_DOMAIN_RUNNING, running);
  const int shutoff = off.state().value_or(sut::RunState{}).state;
  examiner.expect_value("virDomainGetState(shutoff)", VIR_DOMAIN_SHUTOFF, shutoff);
  examiner.expect("virDomainGetConnect(domain)", "value",
                  examiner.library().virDomainGetConnect(on.raw()) == examiner.connection().raw(),
                  "the connection it was found on", "another");
  const auto xml = on.xml();
  if (!examiner.expect_success("virDomainGetXMLDesc(domain, 0)", xml.has_value())) return;
  for (const std::string& part : {on.name().value_or("?"), on.uuid().value_or("?")}) {
    examiner.expect("virDomainGetXMLDesc(domain, 0)", "text", xml->find(part) != std::string::npos,
                    "'" + part + "' in the XML", "not in it");
  }
}

}  // namespace

std::span<const Case> handle_cases() {
  static constexpr std::array kCases{
      Case{"null-getter", "getters refuse a NULL domain", getters_refuse_null},
      Case{"null-operation", "operations refuse a NULL domain", operations_refuse_null},
      Case{"wrong-type", "getters refuse a handle of another type", calls_refuse_another_type},
      Case{"null-output", "getters refuse a NULL output", getters_refuse_null_outputs},
      Case{"no-id", "an inactive domain has the id -1, without an error",
           an_inactive_domain_has_no_id},
      Case{"getters", "getters agree with what was done to a domain", getters_agree},
  };
  return kCases;
}

}  // namespace rollcall::suites::contract
