// What the kernel tells of processes.

#include "kvmdriver/proc_file.hpp"

#include <gtest/gtest.h>

namespace rollcall::kvm {
namespace {

TEST(ProcFile, IsReadToItsEndAlthoughItsLengthIsUnknown) {
  const std::string line = read_proc_file("/proc/self/cmdline");
  EXPECT_NE(line.find("kvmdriver_test"), std::string::npos);
  EXPECT_EQ(line.back(), '\0');
}

// The memory of a process at the address 0 cannot be read, as no file can of a process that ended.
TEST(ProcFile, IsEmptyWhenItCannotBeRead) { EXPECT_EQ(read_proc_file("/proc/self/mem"), ""); }

TEST(ProcFile, IsEmptyWhenItIsNotThere) { EXPECT_EQ(read_proc_file("/proc/self/none"), ""); }

}  // namespace
}  // namespace rollcall::kvm
