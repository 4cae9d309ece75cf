// What the entry points of domain_status.cpp ask of a driver and make of its answers.

#include "api/test/fake_host.hpp"

using testing::ElementsAre;
using testing::IsEmpty;

namespace rollcall {
namespace {

class DomainStatusEntry : public EntryTest {};

TEST_F(DomainStatusEntry, GetStateTellsStateAndReason) {
  int state = -1;
  int reason = -1;

  EXPECT_EQ(virDomainGetState(domain, &state, &reason, 0), 0);

  EXPECT_EQ(state, VIR_DOMAIN_RUNNING);
  EXPECT_EQ(reason, VIR_DOMAIN_RUNNING_BOOTED);
}

TEST_F(DomainStatusEntry, GetStateNeedsNoReason) {
  int state = -1;
  EXPECT_EQ(virDomainGetState(domain, &state, nullptr, 0), 0);
}

TEST_F(DomainStatusEntry, GetStateRefusesANullState) {
  EXPECT_EQ(virDomainGetState(domain, nullptr, nullptr, 0), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

TEST_F(DomainStatusEntry, GetStateRefusesFlagsEvenOfADomainThatIsGone) {
  int state = -1;
  const DomainChange gone = DomainChange::erase(handle_of(domain)->uuid());
  ASSERT_TRUE(host->table().commit({&gone, 1}));

  EXPECT_EQ(virDomainGetState(domain, &state, nullptr, 1), -1);

  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

TEST_F(DomainStatusEntry, ADomainThatIsGoneIsNoDomain) {
  const DomainChange gone = DomainChange::erase(handle_of(domain)->uuid());
  ASSERT_TRUE(host->table().commit({&gone, 1}));

  EXPECT_EQ(virDomainIsActive(domain), -1);

  EXPECT_EQ(last_code(), VIR_ERR_NO_DOMAIN);
}

TEST_F(DomainStatusEntry, ANullDomainIsAnInvalidDomain) {
  EXPECT_EQ(virDomainIsActive(nullptr), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_DOMAIN);
}

TEST_F(DomainStatusEntry, ASuccessForgetsTheLastError) {
  EXPECT_EQ(virDomainIsActive(nullptr), -1);

  EXPECT_EQ(virDomainIsActive(domain), 1);

  EXPECT_EQ(last_code(), VIR_ERR_OK);
}

TEST_F(DomainStatusEntry, TheConnectionRemembersAnErrorPastLaterSuccesses) {
  EXPECT_EQ(virDomainGetAutostart(domain, nullptr), -1);

  EXPECT_EQ(virDomainIsActive(domain), 1);

  EXPECT_EQ(virConnGetLastError(conn)->code, VIR_ERR_INVALID_ARG);
}

TEST_F(DomainStatusEntry, GetInfoTellsTheFiguresOfOneInstant) {
  virDomainInfo info{};

  EXPECT_EQ(virDomainGetInfo(domain, &info), 0);

  EXPECT_EQ(info.state, VIR_DOMAIN_RUNNING);
  EXPECT_EQ(info.maxMem, 2048u);
  EXPECT_EQ(info.memory, 1024u);
  EXPECT_EQ(info.nrVirtCpu, 2);
}

TEST_F(DomainStatusEntry, GetInfoTellsNoCpuTimeOfAHostThatDoesNotMeasureIt) {
  virDomainInfo info{};
  info.cpuTime = 5;

  EXPECT_EQ(virDomainGetInfo(domain, &info), 0);

  EXPECT_EQ(info.cpuTime, 0u);
}

TEST_F(DomainStatusEntry, GetInfoClearsTheFiguresOnError) {
  virDomainInfo info{};
  info.memory = 5;

  EXPECT_EQ(virDomainGetInfo(nullptr, &info), -1);

  EXPECT_EQ(info.memory, 0u);
}

TEST_F(DomainStatusEntry, GetMaxMemoryTellsZeroOnError) {
  EXPECT_EQ(virDomainGetMaxMemory(domain), 2048u);
  EXPECT_EQ(virDomainGetMaxMemory(nullptr), 0u);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_DOMAIN);
}

TEST_F(DomainStatusEntry, AttributesAreAnsweredWithOneOrZero) {
  int autostart = 5;
  EXPECT_EQ(virDomainIsActive(domain), 1);
  EXPECT_EQ(virDomainIsPersistent(domain), 1);
  EXPECT_EQ(virDomainHasManagedSaveImage(domain, 0), 0);
  EXPECT_EQ(virDomainGetAutostart(domain, &autostart), 0);
  EXPECT_EQ(autostart, 0);
}

TEST_F(DomainStatusEntry, HasManagedSaveImageLeavesFlagsToTheDriver) {
  EXPECT_EQ(virDomainHasManagedSaveImage(domain, 1), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

TEST_F(DomainStatusEntry, IsUpdatedAsksTheDriver) {
  EXPECT_EQ(virDomainIsUpdated(domain), 1);
  EXPECT_THAT(host->calls, ElementsAre("is_updated vm"));
}

TEST_F(DomainStatusEntry, TextIsACopyForTheCaller) {
  char* os_type = virDomainGetOSType(domain);
  EXPECT_STREQ(os_type, "text");
  std::free(os_type);
}

TEST_F(DomainStatusEntry, TextIsNullOnError) {
  host->error = make_error(VIR_ERR_OPERATION_FAILED, VIR_FROM_TEST, "no");
  EXPECT_EQ(virDomainGetOSType(domain), nullptr);
  EXPECT_EQ(last_code(), VIR_ERR_OPERATION_FAILED);
}

TEST_F(DomainStatusEntry, AReadOnlyConnectionShowsXml) {
  reopen_read_only();
  char* xml = virDomainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE);
  EXPECT_STREQ(xml, "text");
  std::free(xml);
}

TEST_F(DomainStatusEntry, AReadOnlyConnectionShowsNoSecrets) {
  reopen_read_only();
  for (const unsigned flag : {VIR_DOMAIN_XML_SECURE, VIR_DOMAIN_XML_MIGRATABLE}) {
    EXPECT_EQ(virDomainGetXMLDesc(domain, flag), nullptr);
    EXPECT_EQ(last_code(), VIR_ERR_OPERATION_DENIED);
  }
  EXPECT_THAT(host->calls, IsEmpty());
}

TEST_F(DomainStatusEntry, ControlInfoIsWhatTheDriverSays) {
  virDomainControlInfo info{};
  EXPECT_EQ(virDomainGetControlInfo(domain, &info, 0), 0);
  EXPECT_EQ(info.stateTime, 7u);
  EXPECT_EQ(virDomainGetControlInfo(domain, nullptr, 0), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

TEST_F(DomainStatusEntry, JobInfoIsWhatTheDriverSays) {
  virDomainJobInfo info{};
  EXPECT_EQ(virDomainGetJobInfo(domain, &info), 0);
  EXPECT_EQ(info.timeElapsed, 9u);
  EXPECT_EQ(virDomainGetJobInfo(domain, nullptr), -1);
  EXPECT_EQ(last_code(), VIR_ERR_INVALID_ARG);
}

TEST_F(DomainStatusEntry, AbortJobIsDeniedOnAReadOnlyConnection) {
  reopen_read_only();
  EXPECT_EQ(virDomainAbortJob(domain), -1);
  EXPECT_EQ(last_code(), VIR_ERR_OPERATION_DENIED);
}

}  // namespace
}  // namespace rollcall
