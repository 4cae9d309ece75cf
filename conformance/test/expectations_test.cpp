#include "conformance/suites/expectations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rollcall::suites {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

sut::Outcome failed(int code) {
  return tl::unexpected(sut::Failure{.code = code, .domain = 0, .message = ""});
}

std::vector<report::Deviation> deviations(const std::vector<int>& allowed,
                                          const sut::Outcome& result) {
  Expectations log("suite");
  log.begin("case", "a case");
  log.expect_code("call", allowed, result);
  return std::move(log).checks().front().deviations;
}

TEST(Expectations, TakeSuccessOnlyWhereItIsAllowed) {
  EXPECT_THAT(deviations({VIR_ERR_OK}, {}), IsEmpty());
  EXPECT_THAT(deviations({VIR_ERR_OK, VIR_ERR_NO_DOMAIN}, {}), IsEmpty());
  EXPECT_THAT(deviations({VIR_ERR_NO_DOMAIN}, {}), SizeIs(1));
  EXPECT_THAT(deviations({}, {}), SizeIs(1));
}

TEST(Expectations, TakeAnErrorOnlyWithAnAllowedCode) {
  EXPECT_THAT(deviations({VIR_ERR_NO_DOMAIN}, failed(VIR_ERR_NO_DOMAIN)), IsEmpty());
  EXPECT_THAT(deviations({}, failed(VIR_ERR_NO_DOMAIN)), IsEmpty());
  EXPECT_THAT(deviations({VIR_ERR_OK}, failed(VIR_ERR_NO_DOMAIN)), SizeIs(1));
  EXPECT_THAT(deviations({VIR_ERR_NO_DOMAIN}, failed(VIR_ERR_INTERNAL_ERROR)), SizeIs(1));
}

TEST(Expectations, NeverTakeAFailureThatSetsNoError) {
  EXPECT_THAT(deviations({VIR_ERR_OK}, failed(VIR_ERR_OK)), SizeIs(1));
  EXPECT_THAT(deviations({}, failed(VIR_ERR_OK)), SizeIs(1));
}

TEST(Expectations, KeyADeviationBySuiteCaseAndSubject) {
  Expectations log("suite");
  log.begin("case", "a case");
  log.expect("subject", "1", "2");
  EXPECT_EQ(std::move(log).checks().front().deviations.front().key, "suite/case/subject 1 -> 2");
}

}  // namespace
}  // namespace rollcall::suites
