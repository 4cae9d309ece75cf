// Guests are started, driven and ended, by the host or by themselves.

#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <filesystem>
#include <optional>
#include <thread>

#include "kvm_fixture.hpp"

namespace rollcall::kvm {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

class Power : public KvmTest {
 protected:
  /// The XML of an emulator that is a program of the test's own: it says `greeting` on its monitor,
  /// and `answer` to each command. Both are expressions in Python, the second one of the object
  /// `command`.
  std::string impostor(const std::string& greeting, const std::string& answer) {
    const std::string file = folder_.write("impostor",
                                           "#!/usr/bin/env python3\n"
                                           "import json, socket\n"
                                           "client = socket.socket(fileno=3).accept()[0]\n"
                                           "client.sendall(" +
                                               greeting +
                                               ")\n"
                                               "for line in client.makefile():\n"
                                               "    command = json.loads(line)\n"
                                               "    client.sendall(" +
                                               answer + ")\n");
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return "<emulator>" + file + "</emulator>";
  }
};
INSTANTIATE_TEST_SUITE_P(Lane, Power, ::testing::Values("qemu", "kvm"),
                         [](const auto& lane) { return std::string(lane.param); });

TEST_P(Power, StartsAGuestAndDestroysIt) {
  const DomainRef a = defined("a");
  ASSERT_EQ(*host->create(a, 0), 1);
  EXPECT_EQ(seen(a), "RUNNING/1 P");
  EXPECT_EQ(journal->take(), "STARTED/0 RESUMED/0");
  console(a).count();  // it answers
  EXPECT_EQ(error_code(host->create(a, 0)), VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(*host->destroy(a, 0), -1);
  EXPECT_EQ(seen(a), "SHUTOFF/2 P");
  EXPECT_EQ(journal->take(), "SHUTDOWN/2 STOPPED/1");
  EXPECT_EQ(error_code(host->destroy(a, 0)), VIR_ERR_OPERATION_INVALID);
  ASSERT_EQ(*host->create(a, 0), 2);
}

TEST_P(Power, StartsAGuestPausedUntilItIsResumed) {
  const DomainRef a = defined("a");
  ASSERT_TRUE(succeeds(host->create(a, VIR_DOMAIN_START_PAUSED)));
  EXPECT_EQ(seen(a), "PAUSED/1 P");
  EXPECT_EQ(journal->take(), "STARTED/0 SUSPENDED/0");
  ASSERT_TRUE(succeeds(host->resume(a)));
  EXPECT_EQ(seen(a), "RUNNING/5 P");
  console(a).count();  // it answers
}

TEST_P(Power, StopsAndContinuesTheGuestsTime) {
  const DomainRef a = started("a");
  ASSERT_TRUE(succeeds(host->suspend(a)));
  EXPECT_EQ(seen(a), "PAUSED/1 P");
  ASSERT_TRUE(succeeds(host->suspend(a)));
  EXPECT_EQ(journal->take(), "SUSPENDED/0");
  EXPECT_EQ(error_code(host->shutdown(a, 0)), VIR_ERR_OPERATION_INVALID);
  ASSERT_TRUE(succeeds(host->resume(a)));
  EXPECT_EQ(error_code(host->resume(a)), VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(journal->take(), "RESUMED/0");
  const unsigned long count = console(a).count();
  EXPECT_GE(console(a).count(), count);
}

TEST_P(Power, LetsTheGuestObeyThePowerButton) {
  const DomainRef a = started("a");
  ASSERT_TRUE(succeeds(host->shutdown(a, 0)));
  EXPECT_EQ(wait_until_seen(a, "SHUTOFF/1 P"), "SHUTOFF/1 P");
  EXPECT_EQ(journal->take(), "SHUTDOWN/1 STOPPED/0");
}

TEST_P(Power, LeavesAGuestThatIgnoresThePowerButtonRunning) {
  const DomainRef a = started("a");
  console(a).send("i");
  console(a).count();
  ASSERT_TRUE(succeeds(host->shutdown(a, 0)));
  console(a).count();
  EXPECT_EQ(seen(a), "RUNNING/1 P");
  EXPECT_EQ(journal->take(), "");
}

TEST_P(Power, BootsAGuestAgainThatWasAskedToReboot) {
  const DomainRef a = started("a");
  ASSERT_TRUE(succeeds(host->reboot(a, 0)));
  EXPECT_THAT(console(a).read_until("hello\n"), EndsWith("hello\n"));
  EXPECT_EQ(host->find(a.uuid)->status.id, 1);
}

TEST_P(Power, ResetsAGuest) {
  const DomainRef a = started("a");
  ASSERT_TRUE(succeeds(host->reset(a, 0)));
  EXPECT_THAT(console(a).read_until("hello\n"), EndsWith("hello\n"));
  EXPECT_EQ(seen(a), "RUNNING/1 P");
  EXPECT_EQ(journal->take(), "reboot");
}

TEST_P(Power, FollowsAGuestThatPowersItselfOff) {
  const DomainRef a = started("a");
  console(a).send("p");
  EXPECT_EQ(wait_until_seen(a, "SHUTOFF/1 P"), "SHUTOFF/1 P");
}

TEST_P(Power, EndsAGuestThatRebootsWhereItMustNot) {
  const DomainRef a = started("a", "<on_reboot>destroy</on_reboot>");
  console(a).send("r");
  EXPECT_EQ(wait_until_seen(a, "SHUTOFF/1 P"), "SHUTOFF/1 P");
  EXPECT_EQ(journal->take(), "SHUTDOWN/1 STOPPED/0");
}

TEST_P(Power, RestartsAGuestThatPowersOffWhereItMustNot) {
  const DomainRef a = started("a", "<on_poweroff>restart</on_poweroff>");
  console(a).send("p");
  EXPECT_THAT(console(a).read_until("hello\n"), EndsWith("hello\n"));
  EXPECT_EQ(seen(a), "RUNNING/1 P");
}

TEST_P(Power, EndsAGuestThatPanics) {
  const DomainRef a = started("a");
  console(a).send("x");
  EXPECT_EQ(wait_until_seen(a, "SHUTOFF/3 P"), "SHUTOFF/3 P");
  EXPECT_EQ(journal->take(), "CRASHED/0 STOPPED/2");
}

TEST_P(Power, KeepsAGuestThatPanicsForInspection) {
  const DomainRef a = started("a", "<on_crash>preserve</on_crash>");
  console(a).send("x");
  EXPECT_EQ(wait_until_seen(a, "CRASHED/1 P"), "CRASHED/1 P");
  EXPECT_EQ(journal->take(), "CRASHED/0");
  ASSERT_TRUE(succeeds(host->destroy(a, 0)));
}

TEST_P(Power, RestartsAGuestThatPanics) {
  const DomainRef a = started("a", "<on_crash>restart</on_crash>");
  console(a).send("x");
  EXPECT_EQ(wait_until_seen(a, "RUNNING/9 P"), "RUNNING/9 P");
  EXPECT_THAT(console(a).read_until("hello\n"), EndsWith("hello\n"));
}

TEST_P(Power, FollowsAGuestIntoSleepAndWakesIt) {
  const DomainRef a = started("a");
  console(a).send("s");
  EXPECT_EQ(wait_until_seen(a, "PMSUSPENDED/0 P"), "PMSUSPENDED/0 P");
  EXPECT_EQ(error_code(host->suspend(a)), VIR_ERR_OPERATION_INVALID);
  ASSERT_TRUE(succeeds(host->pm_wakeup(a, 0)));
  EXPECT_EQ(wait_until_seen(a, "RUNNING/8 P"), "RUNNING/8 P");
  EXPECT_THAT(console(a).read_until("awake\n"), EndsWith("awake\n"));
  EXPECT_EQ(error_code(host->pm_wakeup(a, 0)), VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(error_code(host->pm_suspend(a, 0, 0, 0)), VIR_ERR_ARGUMENT_UNSUPPORTED);
}

TEST_P(Power, RunsTheSameGuestOnQ35) {
  const std::string q35 = xml("a");
  const std::size_t place = q35.find("machine='pc'");
  const auto record = host->create_xml(std::string(q35).replace(place, 12, "machine='q35'"), 0);
  ASSERT_TRUE(succeeds(record));
  const DomainRef a{record->uuid, "a"};
  console(a).count();  // it answers
  ASSERT_TRUE(succeeds(host->shutdown(a, 0)));
  EXPECT_EQ(wait_until_seen(a, "gone"), "gone");
}

TEST_P(Power, NoticesAGuestWhoseProcessIsKilled) {
  const DomainRef a = started("a");
  ::kill(pid_of(a), SIGKILL);
  EXPECT_EQ(wait_until_seen(a, "SHUTOFF/3 P"), "SHUTOFF/3 P");
  EXPECT_EQ(journal->take(), "STOPPED/5");
}

TEST_P(Power, DestroysAutodestroyDomainsWithTheirConnection) {
  const auto a = host->create_xml(xml("a"), VIR_DOMAIN_START_AUTODESTROY);
  ASSERT_TRUE(a) << a.error().message;
  const auto b = host->create_xml(xml("b"), 0);
  ASSERT_TRUE(b);
  std::unique_ptr<Connection> first = std::move(host);
  open();
  first->events().unsubscribe(journal.get());
  first.reset();
  EXPECT_EQ(seen({a->uuid, "a"}), "gone");
  EXPECT_EQ(seen({b->uuid, "b"}), "RUNNING/1 ");
}

TEST_P(Power, LeavesAReasonWhenAGuestCannotStart) {
  const DomainRef no_disk = defined("a", "",
                                    "<disk type='file'><source file='/nonexistent/disk'/>"
                                    "<target dev='vda'/></disk>");
  const auto missing = host->create(no_disk, 0);
  ASSERT_EQ(error_code(missing), VIR_ERR_SYSTEM_ERROR);
  EXPECT_THAT(missing.error().message, HasSubstr("/nonexistent/disk"));
  EXPECT_EQ(seen(no_disk), "SHUTOFF/6 P");
  const DomainRef no_program = defined("b", "", "<emulator>/nonexistent/qemu</emulator>");
  EXPECT_EQ(error_code(host->create(no_program, 0)), VIR_ERR_SYSTEM_ERROR);
  const DomainRef no_image =
      defined("c", "",
              "<disk type='file'><driver type='qcow2'/><source file='" +
                  folder_.write("empty", "no image") + "'/><target dev='vda'/></disk>");
  const auto refused = host->create(no_image, 0);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("qcow2"));
  EXPECT_EQ(seen(no_image), "SHUTOFF/6 P");
  EXPECT_EQ(journal->take(), "");
}

TEST_P(Power, TellsThatKvmMayNotBeOpened) {
  std::string text = xml("a");
  text.replace(text.find(GetParam()), std::string_view(GetParam()).size(), "kvm");
  const auto made = host->define_xml(text, 0);
  ASSERT_TRUE(succeeds(made));
  std::optional<Result<std::int32_t>> refused;
  std::thread([&] {
    // As the administrator sees it, too: where this thread looks, devices do not count.
    if (::unshare(CLONE_NEWNS) != 0 ||
        ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("rollcall", "/dev", "tmpfs", MS_NODEV, nullptr) != 0 ||
        ::mknod("/dev/kvm", S_IFCHR | 0666, makedev(10, 232)) != 0) {
      return;
    }
    refused = host->create({made->uuid, "a"}, 0);
  }).join();
  if (!refused) GTEST_SKIP() << "a device that may not be opened takes the right to mount";
  ASSERT_FALSE(*refused);
  EXPECT_EQ(refused->error().code, VIR_ERR_OPERATION_UNSUPPORTED);
  EXPECT_THAT(refused->error().message, HasSubstr("'/dev/kvm': Permission denied"));
  EXPECT_EQ(seen({made->uuid, "a"}), "SHUTOFF/6 P");
}

TEST_P(Power, EndsAProgramThatDoesNotSpeakLikeQemu) {
  for (const char* speech : {"b'nonsense\\n'", "b'[1, 2]\\n'", "b'{' * 20_000_000"}) {
    SCOPED_TRACE(speech);
    const DomainRef a = defined("a", "", impostor(speech, "b''"));
    EXPECT_EQ(error_code(host->create(a, 0)), VIR_ERR_OPERATION_FAILED);
    EXPECT_EQ(seen(a), "SHUTOFF/6 P");
    ASSERT_TRUE(succeeds(host->undefine(a, 0)));
  }
}

TEST_P(Power, SurvivesAnswersOfTheWrongKind) {
  const DomainRef a = defined(
      "a", "",
      impostor("b'{\"QMP\": 1}\\n'", "json.dumps({**command, 'return': [7]}).encode() + b'\\n'"));
  ASSERT_TRUE(succeeds(host->create(a, 0)));
  EXPECT_TRUE(succeeds(host->suspend(a)));
  EXPECT_TRUE(succeeds(host->resume(a)));
  ASSERT_TRUE(succeeds(host->destroy(a, 0)));
  EXPECT_EQ(seen(a), "SHUTOFF/2 P");
}

TEST_P(Power, DelaysNobodyElseWhenAGuestIsStuck) {
  const DomainRef stuck = started("a");
  const DomainRef other = defined("b");
  close();
  open("?timeout=0.2");
  ::kill(pid_of(stuck), SIGSTOP);
  EXPECT_EQ(error_code(host->suspend(stuck)), VIR_ERR_OPERATION_TIMEOUT);
  EXPECT_EQ(host->control_info(stuck, 0)->state, VIR_DOMAIN_CONTROL_ERROR);
  EXPECT_EQ(seen(stuck), "RUNNING/1 P");
  EXPECT_EQ(error_code(host->set_autostart(other, true)), VIR_ERR_OK);
  // Once it goes on, it does what it was told.
  ::kill(pid_of(stuck), SIGCONT);
  EXPECT_EQ(wait_until_seen(stuck, "PAUSED/1 P"), "PAUSED/1 P");
  ::kill(pid_of(stuck), SIGSTOP);
  EXPECT_TRUE(succeeds(host->destroy(stuck, 0)));
  EXPECT_EQ(seen(stuck), "SHUTOFF/2 P");
}

TEST_P(Power, TellsWhichTerminalASerialPortHasGot) {
  const DomainRef a = defined("a", "", "<serial type='pty'/>");
  ASSERT_TRUE(succeeds(host->create(a, 0)));
  EXPECT_THAT(*host->xml(a, 0), HasSubstr("<source path='/dev/pts/"));
  EXPECT_THAT(*host->xml(a, VIR_DOMAIN_XML_INACTIVE), ::testing::Not(HasSubstr("/dev/pts/")));
  EXPECT_GT(*host->cpu_time_ns(a), 0U);
}

TEST_P(Power, KeepsALogOfWhatASerialPortSays) {
  started("a");
  EXPECT_THAT(folder_.read("a.serial.log"), HasSubstr("hello"));
}

}  // namespace
}  // namespace rollcall::kvm
