// The conformance kit judges the driver, as a program of its own and through the public API.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "api/test/temporary_folder.hpp"
#include "conformance/test/run_program.hpp"
#include "guest_guard.hpp"
#include "kvmdriver/host_probe.hpp"

namespace rollcall::kvm {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Judged : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (std::string_view(GetParam()) == "kvm" && !can_open_kvm()) {
      GTEST_SKIP() << "/dev/kvm cannot be opened here; the same test has run emulated";
    }
  }

  conformance::ProgramResult judge(const std::string& arguments) const {
    const GuestGuard guard(root_);
    return conformance::run_conformance(
        fmt::format("--uri kvm://{} --domain-type {} {}", root_, GetParam(), arguments));
  }

 private:
  const TemporaryFolder folder_;
  const std::string root_ = folder_.file("root");
};
INSTANTIATE_TEST_SUITE_P(Lane, Judged, ::testing::Values("qemu", "kvm"),
                         [](const auto& lane) { return std::string(lane.param); });

TEST_P(Judged, KeepsAllGradesWhileGuestsComeAndGo) {
  const conformance::ProgramResult result = judge(
      "--strict --require L --threads 4 --seconds 2 "
      "--suite atomicity --suite handles --suite legacy --suite stats");
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("W ok   E ok   P ok   S ok   L ok   id ok"));
  EXPECT_THAT(result.output, Not(HasSubstr("REFUTED")));
}

TEST_P(Judged, ListsWhileAGuestDoesNotAnswer) {
  const conformance::ProgramResult result = judge("--strict --suite liveness");
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("8 passed"));
}

}  // namespace
}  // namespace rollcall::kvm
