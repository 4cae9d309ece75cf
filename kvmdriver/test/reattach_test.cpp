// Guests outlive the driver, and are found again.

#include <signal.h>

#include <array>
#include <filesystem>

#include "kvm_fixture.hpp"

namespace rollcall::kvm {
namespace {

class Reattach : public KvmTest {
 protected:
  std::string record_file(const DomainRef& domain) const {
    return root() + "/run/" + to_string(domain.uuid) + ".json";
  }

  /// As if the driver had died at another moment.
  void change_record(const DomainRef& domain, const std::string& from,
                     const std::string& to) const {
    std::ifstream stream(record_file(domain));
    std::string record{std::istreambuf_iterator<char>(stream), {}};
    record.replace(record.find(from), from.size(), to);
    std::ofstream(record_file(domain), std::ios::trunc) << record;
  }
};
INSTANTIATE_TEST_SUITE_P(Lane, Reattach, ::testing::Values("qemu", "kvm"),
                         [](const auto& lane) { return std::string(lane.param); });

TEST_P(Reattach, FindsRunningAndPausedGuestsAsTheyWere) {
  const DomainRef a = started("a");
  const DomainRef b = started("b");
  ASSERT_TRUE(succeeds(host->suspend(b)));
  const auto transient = host->create_xml(xml("c"), 0);
  ASSERT_TRUE(succeeds(transient));
  const pid_t pid = pid_of(a);
  close();
  open();
  EXPECT_EQ(seen(a), "RUNNING/1 P");
  EXPECT_EQ(seen(b), "PAUSED/1 P");
  EXPECT_EQ(seen({transient->uuid, "c"}), "RUNNING/1 ");
  EXPECT_EQ(host->find(a.uuid)->status.id, 1);
  EXPECT_EQ(pid_of(a), pid);
  ASSERT_TRUE(succeeds(host->resume(b)));
  console(a).count();
  console(b).count();
  ASSERT_TRUE(succeeds(host->shutdown(a, 0)));
  EXPECT_EQ(wait_until_seen(a, "SHUTOFF/1 P"), "SHUTOFF/1 P");
  EXPECT_EQ(*host->create(a, 0), 4) << "ids are not used again";
}

TEST_P(Reattach, TellsWhatGuestsDidMeanwhile) {
  const DomainRef off = started("a");
  const DomainRef crashed = started("b", "<on_crash>preserve</on_crash>");
  const DomainRef asleep = started("c");
  Console to_off = std::move(console(off));
  Console to_crashed = std::move(console(crashed));
  Console to_asleep = std::move(console(asleep));
  close();
  to_off.send("p");
  to_crashed.send("x");
  to_asleep.send("s");
  open();
  EXPECT_EQ(wait_until_seen(off, "SHUTOFF/1 P"), "SHUTOFF/1 P");
  EXPECT_EQ(wait_until_seen(crashed, "CRASHED/1 P"), "CRASHED/1 P");
  EXPECT_EQ(wait_until_seen(asleep, "PMSUSPENDED/0 P"), "PMSUSPENDED/0 P");
}

TEST_P(Reattach, KnowsAGuestThatWasKilledMeanwhile) {
  const DomainRef a = started("a");
  const pid_t pid = pid_of(a);
  close();
  ::kill(pid, SIGKILL);
  open();
  EXPECT_EQ(wait_until_seen(a, "SHUTOFF/3 P"), "SHUTOFF/3 P");
  ASSERT_TRUE(succeeds(host->create(a, 0)));
}

TEST_P(Reattach, KeepsAStuckGuestListedWithoutWaitingForIt) {
  const DomainRef a = started("a");
  const pid_t pid = pid_of(a);
  close();
  ::kill(pid, SIGSTOP);
  open("?timeout=0.2");
  EXPECT_EQ(seen(a), "RUNNING/1 P");
  ::kill(pid, SIGCONT);
  console(a).count();
  EXPECT_TRUE(succeeds(host->destroy(a, 0)));
}

TEST_P(Reattach, ListsStuckGuestsAsTheyWereLastSeen) {
  const DomainRef paused = started("a");
  const DomainRef resumed = started("b");
  ASSERT_TRUE(succeeds(host->suspend(paused)));
  ASSERT_TRUE(succeeds(host->suspend(resumed)));
  ASSERT_TRUE(succeeds(host->resume(resumed)));
  const std::array pids = {pid_of(paused), pid_of(resumed)};
  close();
  for (const pid_t pid : pids) ::kill(pid, SIGSTOP);
  open("?timeout=0.2");
  EXPECT_EQ(seen(paused), "PAUSED/1 P");
  EXPECT_EQ(seen(resumed), "RUNNING/5 P");
  for (const pid_t pid : pids) ::kill(pid, SIGCONT);
}

TEST_P(Reattach, EndsAGuestWhoseStartWasCutOff) {
  const DomainRef a = started("a");
  const pid_t pid = pid_of(a);
  close();
  change_record(a, "\"running\"", "\"starting\"");
  open();
  EXPECT_EQ(host->find(a.uuid)->status.id, -1);
  EXPECT_NE(::kill(pid, 0), 0);
  EXPECT_FALSE(std::filesystem::exists(record_file(a)));
}

// As QEMU does for a moment while it ends what was cancelled.
constexpr const char* kRefusesToGoOn = R"(#!/usr/bin/env python3
import json, socket
listener = socket.socket(fileno=3)
for refusals in (0, 3):
    client = listener.accept()[0]
    client.sendall(b'{"QMP": {}}\n')
    status = "finish-migrate"
    for line in client.makefile():
        command = json.loads(line)
        answer = {"return": {"status": status}}
        if command["execute"] == "cont":
            status = "finish-migrate" if refusals else "running"
            if refusals:
                answer = {"error": {"desc": "Migration is not finalized yet"}}
                refusals -= 1
        client.sendall(json.dumps({**command, **answer}).encode() + b'\n')
)";

TEST_P(Reattach, LetsAGuestGoOnWhoseSavingWasCutOff) {
  const std::string impostor = folder_.write("impostor", kRefusesToGoOn);
  std::filesystem::permissions(impostor, std::filesystem::perms::owner_all);
  const DomainRef a = defined("a", "", "<emulator>" + impostor + "</emulator>");
  ASSERT_TRUE(succeeds(host->create(a, 0)));
  close();
  change_record(a, "\"running\"", "\"saving\"");
  open();
  EXPECT_EQ(seen(a), "RUNNING/1 P");
  EXPECT_TRUE(succeeds(host->destroy(a, 0)));
}

TEST_P(Reattach, NeverTouchesAStrangerWithTheSamePid) {
  const DomainRef a = started("a");
  const pid_t guest = pid_of(a);
  close();
  ::kill(guest, SIGKILL);
  const std::string file = root() + "/run/" + to_string(a.uuid) + ".json";
  std::ifstream stream(file);
  std::string record{std::istreambuf_iterator<char>(stream), {}};
  const std::string pid = "\"pid\": " + std::to_string(guest);
  record.replace(record.find(pid), pid.size(), "\"pid\": " + std::to_string(::getpid()));
  std::ofstream(file, std::ios::trunc) << record;
  open();
  EXPECT_EQ(seen(a), "SHUTOFF/3 P");
}

TEST_P(Reattach, SetsARecordAsideThatItCannotRead) {
  const DomainRef a = defined("a");
  close();
  std::ofstream(root() + "/run/" + to_string(a.uuid) + ".json") << "{\"format\": 1, \"pha";
  open();
  EXPECT_EQ(seen(a), "SHUTOFF/0 P");
  std::ifstream why(root() + "/aside/" + to_string(a.uuid) + ".json.why");
  const std::string text{std::istreambuf_iterator<char>(why), {}};
  EXPECT_THAT(text, ::testing::HasSubstr("parse error at line 1, column 19"));
}

TEST_P(Reattach, StartsMarkedDomainsOnceABoot) {
  const DomainRef a = defined("a");
  const DomainRef b = defined("b");
  ASSERT_TRUE(succeeds(host->set_autostart(a, true)));
  close();
  open("?autostart=yes");
  EXPECT_EQ(seen(a), "RUNNING/1 PA");
  EXPECT_EQ(seen(b), "SHUTOFF/0 P");
  ASSERT_TRUE(succeeds(host->destroy(a, 0)));
  close();
  open("?autostart=yes");
  EXPECT_EQ(seen(a), "SHUTOFF/0 PA");
}

}  // namespace
}  // namespace rollcall::kvm
