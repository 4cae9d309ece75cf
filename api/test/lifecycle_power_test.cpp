// What happens to guests while they run, row by row.

#include "lifecycle_table.hpp"

namespace rollcall::lifecycle {
namespace {

using testing::ValuesIn;

using FlagCall = Result<Transition> (*)(const DomainRuntime&, unsigned);
using GuestAct = Transition (*)(const DomainRuntime&, LifecycleAction);
using Request = Status (*)(const DomainRuntime&, unsigned);

Row suspend_row(const char* before, const char* after) {
  return row("suspend", before, suspend, after);
}

Row resume_row(const char* before, const char* after) {
  return row("resume", before, resume, after);
}

Row flag_row(const char* name, FlagCall call, unsigned flags, const char* before,
             const char* after) {
  return row(
      name + std::to_string(flags), before,
      [=](const DomainRuntime& prior) { return call(prior, flags); }, after);
}

// A request changes nothing by itself: an accepted one is shown as the domain it was asked of.
Row request_row(const char* name, Request request, unsigned flags, const char* before,
                const char* after) {
  return row(
      name + std::to_string(flags), before,
      [=](const DomainRuntime& prior) -> Result<Transition> {
        const Status status = request(prior, flags);
        if (!status) return fail(status.error());
        Transition same;
        same.after = prior;
        return same;
      },
      after);
}

Row guest_row(const char* name, GuestAct act, LifecycleAction action, const char* before,
              const char* after) {
  return row(
      name, before, [=](const DomainRuntime& prior) { return act(prior, action); }, after);
}

Row pm_suspend_row(unsigned target, unsigned long long duration_s, unsigned flags,
                   const char* before, const char* after) {
  return row(
      "pmsuspend", before,
      [=](const DomainRuntime& prior) { return pm_suspend(prior, target, duration_s, flags); },
      after);
}

class PowerTable : public testing::TestWithParam<Row> {};

TEST_P(PowerTable, Holds) { expect_row(GetParam()); }

const Row kSuspendRows[] = {
    suspend_row("RP", "PP 3/1: SUSPENDED/0"),
    suspend_row("RT", "PT 3/1: SUSPENDED/0"),
    suspend_row("PP", "PP 3/1"),
    suspend_row("PT", "PT 3/1"),
    suspend_row("I", "E55"),
    suspend_row("CP", "CP 6/1"),
    suspend_row("MP", "E55"),
    resume_row("PP", "RP 1/5: RESUMED/0"),
    resume_row("PT", "RT 1/5: RESUMED/0"),
    resume_row("RP", "E55"),
    resume_row("RT", "E55"),
    resume_row("I", "E55"),
    resume_row("CP", "CP 6/1: RESUMED/0 CRASHED/0"),
    resume_row("MP", "E55"),
};
INSTANTIATE_TEST_SUITE_P(Suspend, PowerTable, ValuesIn(kSuspendRows), row_name);

const Row kRequestRows[] = {
    request_row("shutdown", request_shutdown, 0, "RP", "RP 1/1"),
    request_row("shutdown", request_shutdown, VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN, "RT", "RT 1/1"),
    request_row("shutdown", request_shutdown, VIR_DOMAIN_SHUTDOWN_GUEST_AGENT, "RP", "RP 1/1"),
    request_row("shutdown", request_shutdown, 0, "PP", "E55"),
    request_row("shutdown", request_shutdown, 0, "PT", "E55"),
    request_row("shutdown", request_shutdown, 0, "I", "E55"),
    request_row("shutdown", request_shutdown, 0, "CP", "E55"),
    request_row("shutdown", request_shutdown, 0, "MP", "E55"),
    request_row("shutdown", request_shutdown, kUnknownFlag, "I", "E8"),
    request_row("reboot", request_reboot, 0, "RP", "RP 1/1"),
    request_row("reboot", request_reboot, VIR_DOMAIN_REBOOT_ACPI_POWER_BTN, "RT", "RT 1/1"),
    request_row("reboot", request_reboot, 0, "PP", "PP 3/1"),
    request_row("reboot", request_reboot, 0, "CP", "CP 6/1"),
    request_row("reboot", request_reboot, 0, "I", "E55"),
    request_row("reboot", request_reboot, kUnknownFlag, "I", "E8"),
};
INSTANTIATE_TEST_SUITE_P(Request, PowerTable, ValuesIn(kRequestRows), row_name);

const Row kResetAndDestroyRows[] = {
    flag_row("reset", reset, 0, "RP", "RP 1/1 reboot"),
    flag_row("reset", reset, 0, "RT", "RT 1/1 reboot"),
    flag_row("reset", reset, 0, "PP", "PP 3/1 reboot"),
    flag_row("reset", reset, 0, "PT", "PT 3/1 reboot"),
    flag_row("reset", reset, 0, "CP", "CP 6/1 reboot"),
    flag_row("reset", reset, 0, "MP", "MP 7/0 reboot"),
    flag_row("reset", reset, 0, "I", "E55"),
    flag_row("reset", reset, 1, "I", "E8"),
    flag_row("destroy", destroy, 0, "RP", "I 5/2: SHUTDOWN/2 STOPPED/1"),
    flag_row("destroy", destroy, 0, "PP+A+S", "I+A+S 5/2: SHUTDOWN/2 STOPPED/1"),
    flag_row("destroy", destroy, 0, "CP", "I 5/2: SHUTDOWN/2 STOPPED/1"),
    flag_row("destroy", destroy, 0, "MP", "I 5/2: SHUTDOWN/2 STOPPED/1"),
    flag_row("destroy", destroy, 0, "RT", "gone: SHUTDOWN/2 STOPPED/1"),
    flag_row("destroy", destroy, 0, "PT+S", "gone: SHUTDOWN/2 STOPPED/1"),
    flag_row("destroy", destroy, 0, "RP+D", "I 5/2: SHUTDOWN/2 STOPPED/1"),
    flag_row("destroy", destroy, VIR_DOMAIN_DESTROY_GRACEFUL, "RP", "I 5/2: SHUTDOWN/2 STOPPED/1"),
    flag_row("destroy", destroy, 0, "I", "E55"),
    flag_row("destroy", destroy, kUnknownFlag, "I", "E8"),
};
INSTANTIATE_TEST_SUITE_P(ResetAndDestroy, PowerTable, ValuesIn(kResetAndDestroyRows), row_name);

const Row kGuestRows[] = {
    guest_row("poweroff", guest_powered_off, LifecycleAction::kDestroy, "RP",
              "I 5/1: SHUTDOWN/1 STOPPED/0"),
    guest_row("poweroff", guest_powered_off, LifecycleAction::kDestroy, "RT",
              "gone: SHUTDOWN/1 STOPPED/0"),
    guest_row("poweroff", guest_powered_off, LifecycleAction::kCoredumpDestroy, "RP",
              "I 5/1: SHUTDOWN/1 STOPPED/0"),
    guest_row("poweroff_restart", guest_powered_off, LifecycleAction::kRestart, "RP",
              "RP 1/1 reboot"),
    guest_row("poweroff_preserve", guest_powered_off, LifecycleAction::kPreserve, "RP",
              "SP 4/1: SHUTDOWN/1"),
    guest_row("reboot", guest_rebooted, LifecycleAction::kRestart, "RP", "RP 1/1 reboot"),
    guest_row("reboot", guest_rebooted, LifecycleAction::kRestartRename, "RT", "RT 1/1 reboot"),
    guest_row("reboot_destroy", guest_rebooted, LifecycleAction::kDestroy, "RP",
              "I 5/1: SHUTDOWN/1 STOPPED/0"),
    guest_row("reboot_preserve", guest_rebooted, LifecycleAction::kPreserve, "RT",
              "gone: SHUTDOWN/1 STOPPED/0"),
    guest_row("panic_preserve", guest_crashed, LifecycleAction::kPreserve, "RP",
              "CP 6/1: CRASHED/0"),
    guest_row("panic_destroy", guest_crashed, LifecycleAction::kDestroy, "RP",
              "I 5/3: CRASHED/0 STOPPED/2"),
    guest_row("panic_destroy", guest_crashed, LifecycleAction::kCoredumpDestroy, "RT",
              "gone: CRASHED/0 STOPPED/2"),
    guest_row("panic_restart", guest_crashed, LifecycleAction::kRestart, "RP",
              "RP 1/9 reboot: CRASHED/0 RESUMED/0"),
    guest_row("panic_restart", guest_crashed, LifecycleAction::kCoredumpRestart, "RP",
              "RP 1/9 reboot: CRASHED/0 RESUMED/0"),
    row("io_error", "RP", guest_paused_by_io_error, "PP 3/5: SUSPENDED/2"),
    row("io_error", "RT", guest_paused_by_io_error, "PT 3/5: SUSPENDED/2"),
};
INSTANTIATE_TEST_SUITE_P(Guest, PowerTable, ValuesIn(kGuestRows), row_name);

const Row kPmRows[] = {
    pm_suspend_row(VIR_NODE_SUSPEND_TARGET_MEM, 0, 0, "RP", "MP 7/0: PMSUSPENDED/0"),
    pm_suspend_row(VIR_NODE_SUSPEND_TARGET_HYBRID, 0, 0, "RT", "MT 7/0: PMSUSPENDED/0"),
    pm_suspend_row(VIR_NODE_SUSPEND_TARGET_DISK, 0, 0, "RP",
                   "I 5/1: PMSUSPENDED/1 SHUTDOWN/1 STOPPED/0"),
    pm_suspend_row(VIR_NODE_SUSPEND_TARGET_DISK, 0, 0, "RT",
                   "gone: PMSUSPENDED/1 SHUTDOWN/1 STOPPED/0"),
    pm_suspend_row(VIR_NODE_SUSPEND_TARGET_MEM, 0, 0, "PP", "E55"),
    pm_suspend_row(VIR_NODE_SUSPEND_TARGET_MEM, 0, 0, "PT", "E55"),
    pm_suspend_row(VIR_NODE_SUSPEND_TARGET_MEM, 0, 0, "I", "E55"),
    pm_suspend_row(VIR_NODE_SUSPEND_TARGET_MEM, 0, 0, "MP", "E55"),
    pm_suspend_row(3, 0, 0, "RP", "E8"),
    pm_suspend_row(VIR_NODE_SUSPEND_TARGET_MEM, 5, 0, "RP", "E74"),
    pm_suspend_row(VIR_NODE_SUSPEND_TARGET_MEM, 0, 1, "I", "E8"),
    flag_row("wakeup", pm_wakeup, 0, "MP", "RP 1/8: STARTED/4"),
    flag_row("wakeup", pm_wakeup, 0, "RP", "E55"),
    flag_row("wakeup", pm_wakeup, 0, "PP", "E55"),
    flag_row("wakeup", pm_wakeup, 0, "I", "E55"),
    flag_row("wakeup", pm_wakeup, 1, "MP", "E8"),
};
INSTANTIATE_TEST_SUITE_P(PowerManagement, PowerTable, ValuesIn(kPmRows), row_name);

const Row kManagedSaveRows[] = {
    flag_row("managedsave", managed_save, 0, "RP", "I+MS 5/5: SUSPENDED/0 STOPPED/4"),
    flag_row("managedsave", managed_save, VIR_DOMAIN_SAVE_RUNNING, "RP",
             "I+MS 5/5: SUSPENDED/0 STOPPED/4"),
    flag_row("managedsave", managed_save, VIR_DOMAIN_SAVE_PAUSED, "RP",
             "I+MSp 5/5: SUSPENDED/0 STOPPED/4"),
    flag_row("managedsave", managed_save, 0, "PP", "I+MSp 5/5: STOPPED/4"),
    flag_row("managedsave", managed_save, VIR_DOMAIN_SAVE_RUNNING, "PP", "I+MS 5/5: STOPPED/4"),
    flag_row("managedsave", managed_save, 0, "CP", "I+MSp 5/5: STOPPED/4"),
    flag_row("managedsave", managed_save, 0, "MP", "I+MS 5/5: STARTED/4 STOPPED/4"),
    flag_row("managedsave", managed_save, 0, "RT", "E55"),
    flag_row("managedsave", managed_save, 0, "PT", "E55"),
    flag_row("managedsave", managed_save, 0, "I", "E55"),
    flag_row("managedsave", managed_save, 0, "I+MS", "E55"),
    flag_row("managedsave", managed_save, VIR_DOMAIN_SAVE_RUNNING | VIR_DOMAIN_SAVE_PAUSED, "RP",
             "E8"),
    flag_row("managedsave", managed_save, kUnknownFlag, "I", "E8"),
    flag_row("managedsaveremove", managed_save_remove, 0, "I+MS", "I 5/0"),
    flag_row("managedsaveremove", managed_save_remove, 0, "I", "I 5/0"),
    flag_row("managedsaveremove", managed_save_remove, 0, "RT", "RT 1/1"),
    flag_row("managedsaveremove", managed_save_remove, 1, "I+MS", "E8"),
};
INSTANTIATE_TEST_SUITE_P(ManagedSave, PowerTable, ValuesIn(kManagedSaveRows), row_name);

Result<Transition> save_to_file(const DomainRuntime& before, unsigned flags) {
  Result<SaveToFile> saved = save(before, flags);
  if (!saved) return fail(saved.error());
  return saved->transition;
}

const Row kSaveAndDumpRows[] = {
    flag_row("save", save_to_file, 0, "RP", "I 5/5: SUSPENDED/0 STOPPED/4"),
    flag_row("save", save_to_file, 0, "PP", "I 5/5: STOPPED/4"),
    flag_row("save", save_to_file, 0, "RT", "gone: SUSPENDED/0 STOPPED/4"),
    flag_row("save", save_to_file, 0, "PT", "gone: STOPPED/4"),
    flag_row("save", save_to_file, 0, "I", "E55"),
    flag_row("save", save_to_file, kUnknownFlag, "I", "E8"),
    flag_row("dump", core_dump, VIR_DUMP_CRASH, "RP", "I 5/3: SUSPENDED/0 STOPPED/2"),
    flag_row("dump", core_dump, VIR_DUMP_CRASH, "PP", "I 5/3: STOPPED/2"),
    flag_row("dump", core_dump, VIR_DUMP_CRASH, "RT", "gone: SUSPENDED/0 STOPPED/2"),
    flag_row("dump", core_dump, VIR_DUMP_LIVE, "RP", "RP 1/5: SUSPENDED/0 RESUMED/0"),
    flag_row("dump", core_dump, 0, "RP", "RP 1/5: SUSPENDED/0 RESUMED/0"),
    flag_row("dump", core_dump, 0, "PP", "PP 3/1"),
    flag_row("dump", core_dump, 0, "CP", "CP 6/1"),
    flag_row("dump", core_dump, VIR_DUMP_RESET, "PP", "PP 3/1 reboot"),
    flag_row("dump", core_dump, VIR_DUMP_CRASH | VIR_DUMP_LIVE, "RP", "E8"),
    flag_row("dump", core_dump, VIR_DUMP_CRASH | VIR_DUMP_RESET, "RP", "E8"),
    flag_row("dump", core_dump, 0, "I", "E55"),
    flag_row("dump", core_dump, kUnknownFlag, "I", "E8"),
};
INSTANTIATE_TEST_SUITE_P(SaveAndDump, PowerTable, ValuesIn(kSaveAndDumpRows), row_name);

TEST(SaveToAFile, RemembersWhetherTheGuestWasPaused) {
  EXPECT_FALSE(save(domain("RP"), 0)->image.paused);
  EXPECT_TRUE(save(domain("PP"), 0)->image.paused);
  EXPECT_TRUE(save(domain("RP"), VIR_DOMAIN_SAVE_PAUSED)->image.paused);
  EXPECT_FALSE(save(domain("PP"), VIR_DOMAIN_SAVE_RUNNING)->image.paused);
}

TEST(GuestPower, OffIsABugUnlessRunning) {
  EXPECT_DEATH(guest_powered_off(domain("PP"), LifecycleAction::kDestroy), "RUNNING");
}

}  // namespace
}  // namespace rollcall::lifecycle
