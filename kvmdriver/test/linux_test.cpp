// A guest with an operating system: Debian's kernel, booted without firmware of its own, and
// busybox.
//
// `ci/run kvm-linux` prepares it and names its files in ROLLCALL_LINUX_KERNEL and
// ROLLCALL_LINUX_ARCHIVE; the test is skipped without.

#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "kvm_fixture.hpp"

namespace rollcall::kvm {
namespace {

class Linux : public KvmTest {
 protected:
  void SetUp() override {
    kernel_ = std::getenv("ROLLCALL_LINUX_KERNEL");
    archive_ = std::getenv("ROLLCALL_LINUX_ARCHIVE");
    if (kernel_ == nullptr || archive_ == nullptr) {
      GTEST_SKIP() << "a minute or two: ci/run kvm-linux runs it";
    }
    KvmTest::SetUp();
  }

  std::string linux_xml() const {
    return fmt::format(
        "<domain type='{}'><name>linux</name><memory unit='MiB'>256</memory>"
        "<os><type arch='x86_64' machine='pc'>hvm</type><kernel>{}</kernel><initrd>{}</initrd>"
        "<cmdline>console=ttyS0 quiet</cmdline></os><features><acpi/></features>"
        "<cpu mode='maximum'/><devices><serial type='unix'><source mode='bind' path='{}'/>"
        "<log file='{}'/></serial></devices></domain>",
        GetParam(), kernel_, archive_, serial_path("linux"), serial_path("linux") + ".log");
  }

 private:
  const char* kernel_ = nullptr;
  const char* archive_ = nullptr;
};
INSTANTIATE_TEST_SUITE_P(Lane, Linux, ::testing::Values("qemu", "kvm"),
                         [](const auto& lane) { return std::string(lane.param); });

TEST_P(Linux, BootsGoesOnAfterASaveAndObeysItsPowerButton) {
  const Result<DomainRecord> made = host->define_xml(linux_xml(), 0);
  ASSERT_TRUE(succeeds(made));
  const DomainRef guest{made->uuid, "linux"};
  ASSERT_TRUE(succeeds(host->create(guest, 0)));
  EXPECT_THAT(console(guest).read_until("count=5\r"), ::testing::HasSubstr("count=1\r"));
  ASSERT_TRUE(succeeds(host->managed_save(guest, 0)));
  EXPECT_EQ(seen(guest), "SHUTOFF/5 PM");
  close();
  open();
  ASSERT_TRUE(succeeds(host->create(guest, 0)));
  const std::string after = console(guest).read_until("count=30\r");
  EXPECT_THAT(after, ::testing::HasSubstr("count=29\r"));
  EXPECT_THAT(after, ::testing::Not(::testing::HasSubstr("count=1\r")));
  ASSERT_TRUE(succeeds(host->shutdown(guest, 0)));
  constexpr const char* kLast = "the power button";
  EXPECT_THAT(console(guest).read_until(kLast), ::testing::HasSubstr(kLast));
  EXPECT_EQ(wait_until_seen(guest, "SHUTOFF/1 P"), "SHUTOFF/1 P");
}

}  // namespace
}  // namespace rollcall::kvm
