// Traces without a host: who waits for whom.

#include "mockdriver/trace.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/test/temporary_folder.hpp"

namespace rollcall {
namespace {

using ::testing::HasSubstr;

constexpr ApiCall kCall{.function = "virConnectListAllDomains"};

TEST(Trace, WaitsInAReplayOnlySoLongForWhoMakesTheNextCall) {
  const TemporaryFolder folder;
  const std::string path = folder.file("trace.jsonl");
  Trace trace([] { return 0; }, true, std::chrono::milliseconds(1));
  ASSERT_TRUE(trace.start(path, 0, {}));
  for (const ConnectionNumber connection : {1U, 2U}) {
    ASSERT_TRUE(trace.begin(connection, kCall));
    ASSERT_TRUE(trace.answer(connection, kCall, 0));
  }
  ASSERT_TRUE(trace.stop());

  ASSERT_TRUE(trace.replay(path, 0, {}));
  const Status second = trace.begin(2, kCall);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, HasSubstr(path + ":2: "));
  EXPECT_THAT(second.error().message, HasSubstr("found nothing of it for 1 ms"));
  EXPECT_TRUE(trace.begin(2, kCall)) << "a departure is told once";
  EXPECT_FALSE(trace.stop());
}

}  // namespace
}  // namespace rollcall
