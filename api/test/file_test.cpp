#include "api/core/file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>

#include "api/test/temporary_folder.hpp"

namespace rollcall {
namespace {

using ::testing::HasSubstr;

class File : public ::testing::Test {
 protected:
  TemporaryFolder folder;
};

TEST_F(File, ReadsWhatWasWritten) {
  const std::string contents("two\nlines and a \0 byte", 22);
  ASSERT_TRUE(replace_file(folder.file("f"), contents));
  EXPECT_EQ(*read_file(folder.file("f"), 100), contents);
}

TEST_F(File, ReadsAnEmptyFile) { EXPECT_EQ(*read_file(folder.write("f", ""), 0), ""); }

TEST_F(File, ReplacesTheOldContents) {
  folder.write("f", "much longer than the new contents");
  ASSERT_TRUE(replace_file(folder.file("f"), "new"));
  EXPECT_EQ(folder.read("f"), "new");
  EXPECT_EQ(folder.file_count(), 1U);
}

TEST_F(File, IsForItsOwnerOnly) {
  ASSERT_TRUE(replace_file(folder.file("f"), "secret"));
  struct stat status {};
  ASSERT_EQ(::stat(folder.file("f").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(File, IsReadUpToTheLimitOnly) {
  folder.write("f", "12345");
  EXPECT_EQ(*read_file(folder.file("f"), 5), "12345");
  const Result<std::string> longer = read_file(folder.file("f"), 4);
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().code, VIR_ERR_INVALID_ARG);
  EXPECT_THAT(longer.error().message, HasSubstr("limit of 4"));
}

TEST_F(File, NamesAFileThatIsMissingAndWhy) {
  const Result<std::string> missing = read_file(folder.file("f"), 100);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, VIR_ERR_SYSTEM_ERROR);
  EXPECT_EQ(missing.error().int1, ENOENT);
  EXPECT_THAT(missing.error().message, HasSubstr(folder.file("f")));
}

TEST_F(File, IsNoFolder) {
  EXPECT_EQ(read_file(folder.file(""), 100).error().int1, EISDIR);
  EXPECT_EQ(replace_file(folder.file(""), "x").error().int1, EISDIR);
}

TEST_F(File, IsNoDevice) {
  EXPECT_EQ(read_file("/dev/null", 100).error().int1, EINVAL);
  EXPECT_EQ(replace_file("/dev/null", "x").error().int1, EINVAL);
}

TEST_F(File, NamesTheFileThatCannotBeWritten) {
  const Status written = replace_file(folder.file("missing/f"), "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().int1, ENOENT);
  EXPECT_THAT(written.error().message, HasSubstr(folder.file("missing/f")));
}

}  // namespace
}  // namespace rollcall
