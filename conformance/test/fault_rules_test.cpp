// The concurrent suites on simulated hosts that misbehave: rules that keep the contract refute
// nothing, those that break it are caught at their grade, and what others do is not held against
// the library.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "api/test/temporary_folder.hpp"
#include "conformance/test/run_program.hpp"

namespace rollcall::conformance {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

struct RuleCase {
  const char* name;
  const char* rules;
};

std::string name_of(const ::testing::TestParamInfo<RuleCase>& test) { return test.param.name; }

/// A domain that is not the program's.
constexpr const char* kSomebodyElses =
    "<domain type='test'><name>test</name><memory>8192</memory><os><type>hvm</type></os></domain>";

ProgramResult run_under(const char* rules, const std::string& arguments,
                        const char* domains = kSomebodyElses) {
  const TemporaryFolder folder;
  const std::string file =
      folder.write("host.xml", std::string("<node>") + domains + "<simulation>" + rules +
                                   "</simulation></node>");
  return run_conformance("--uri mock://" + file + " " + arguments);
}

/// The lines with the grades of the suites that were judged under load.
std::vector<std::string> grades_in(const std::string& output) {
  static const std::regex line("\n  grade +([^\n]*)");
  std::vector<std::string> grades;
  for (std::sregex_iterator found(output.begin(), output.end(), line), end; found != end; ++found) {
    grades.push_back((*found)[1]);
  }
  return grades;
}

constexpr const char* kTwoSuites = "--suite atomicity --suite handles --seconds 0.2";
constexpr const char* kEvents = "--suite events --seconds 0.2";

constexpr const char* kAllWell = "W ok   E ok   P ok   S ok   L ok   id ok";
constexpr const char* kNeverTrue = "E REFUTED   P REFUTED   S REFUTED   L REFUTED";

class FaithfulRule : public ::testing::TestWithParam<RuleCase> {};

TEST_P(FaithfulRule, RefutesNothingUnderLoad) {
  const ProgramResult result = run_under(GetParam().rules, kTwoSuites);
  const std::vector<std::string> grades = grades_in(result.output);
  ASSERT_THAT(grades, SizeIs(2)) << result.output;
  EXPECT_THAT(grades, Each(kAllWell)) << result.output;
}

INSTANTIATE_TEST_SUITE_P(
    FaultRules, FaithfulRule,
    ::testing::Values(
        RuleCase{"NoRule", ""},
        RuleCase{"StartsThatFail",
                 "<call name='virDomainCreate' every='7'>"
                 "<error code='VIR_ERR_INTERNAL_ERROR'>no</error></call>"},
        RuleCase{"StartsThatFailAfterTheirEffect",
                 "<call name='virDomainCreate' when='after' skip='500' every='7'>"
                 "<error code='VIR_ERR_INTERNAL_ERROR'>no</error></call>"},
        RuleCase{"StopsThatFindTheDomainBusy",
                 "<call name='virDomainDestroy' skip='500' every='11'>"
                 "<error code='VIR_ERR_OPERATION_TIMEOUT'>busy</error></call>"},
        RuleCase{"CallsThatTakeLong", "<call name='*' probability='0.1'><delay time='5s'/></call>"},
        RuleCase{"GuestsThatAreSlow", "<guest boot='5s' shutdown='90s' reboot='3s'/>"},
        RuleCase{"GuestsThatDoNotObey", "<guest obeys-shutdown='no' obeys-reboot='no'/>"}),
    name_of);

class ListThatLies : public ::testing::TestWithParam<RuleCase> {};

TEST_P(ListThatLies, IsRefutedAsAListThatWasNeverTrue) {
  const std::string rule = std::string("<call name='virConnectListAllDomains' every='50'>") +
                           GetParam().rules + "</call>";
  // A list that lies about somebody else's domain, too, could leave all that follows undecided.
  const ProgramResult result = run_under(rule.c_str(), kTwoSuites, "");
  EXPECT_EQ(result.exit_code, 1);
  const std::vector<std::string> grades = grades_in(result.output);
  ASSERT_THAT(grades, SizeIs(2)) << result.output;
  EXPECT_THAT(grades, Each(HasSubstr(kNeverTrue)));
}

INSTANTIATE_TEST_SUITE_P(
    FaultRules, ListThatLies,
    ::testing::Values(
        RuleCase{"LeavesSomeOut", "<omit domain='rollcall-kit-*' probability='0.3'/>"},
        RuleCase{"HasSomeTwice", "<repeat domain='rollcall-kit-*' probability='0.3'/>"},
        RuleCase{"IsEmpty", "<empty/>"}, RuleCase{"IsOld", "<stale/>"}),
    name_of);

TEST(FaultRules, RefuteWellFormedListsOnlyWhereADomainComesTwice) {
  const char* twice =
      "<call name='virConnectListAllDomains' every='50'><repeat domain='rollcall-kit-*'/></call>";
  const char* old = "<call name='virConnectListAllDomains' every='50'><stale/></call>";
  EXPECT_THAT(run_under(twice, kTwoSuites).output, HasSubstr("W REFUTED"));
  EXPECT_THAT(run_under(old, kTwoSuites).output, Not(HasSubstr("W REFUTED")));
}

TEST(FaultRules, RefuteNoListAlsoWhereEventsAreWatched) {
  const ProgramResult result = run_under(
      "<call name='virDomainDestroy' skip='500' every='11'>"
      "<error code='VIR_ERR_OPERATION_TIMEOUT'>busy</error></call>"
      "<call name='*' skip='500' probability='0.1'><delay time='5s'/></call><guest "
      "shutdown='90s'/>",
      kEvents);
  EXPECT_THAT(grades_in(result.output), ElementsAre(kAllWell)) << result.output;
}

TEST(FaultRules, RefuteListsAlsoWhereEventsAreWatched) {
  const ProgramResult result =
      run_under("<call name='virConnectListAllDomains' every='50'><stale/></call>", kEvents);
  EXPECT_THAT(grades_in(result.output), ElementsAre(HasSubstr(kNeverTrue))) << result.output;
}

TEST(FaultRules, AreNamedWhereEventsGetLostAndDoNotHoldUpTheRun) {
  const ProgramResult result = run_under("<event every='50'><lose/></event>", kEvents);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.output, HasSubstr("did not come"));
  EXPECT_THAT(result.output, HasSubstr("violation in events: events after a list lead exactly"));
  EXPECT_THAT(grades_in(result.output), ElementsAre(kAllWell)) << result.output;
}

TEST(FaultRules, TellOnceThatListsFailOnEveryThread) {
  const ProgramResult result = run_under(
      "<call name='virConnectListAllDomains' skip='50' every='5'>"
      "<error code='VIR_ERR_RPC'>no</error></call>",
      "--suite atomicity --seconds 0.2");
  EXPECT_EQ(result.exit_code, 1);
  const std::string key = "atomicity/W/virConnectListAllDomains fails with 39";
  const std::size_t first = result.output.find(key);
  ASSERT_NE(first, std::string::npos) << result.output;
  EXPECT_EQ(result.output.find(key, first + 1), std::string::npos) << result.output;
}

TEST(FaultRules, LeaveUndecidedWhatADomainOfSomebodyElseMadeWrong) {
  const ProgramResult result =
      run_under("<at time='2s'><destroy domain='test'/></at>", "--suite atomicity --seconds 0.5");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.output, HasSubstr("somebody else changed the domain"));
  EXPECT_THAT(grades_in(result.output), Each(Not(HasSubstr("REFUTED")))) << result.output;
}

}  // namespace
}  // namespace rollcall::conformance
