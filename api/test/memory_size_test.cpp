// Amounts of memory: every unit, rounding, and what is refused.

#include "api/core/memory_size.hpp"

#include <cstdint>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace rollcall {
namespace {

struct Amount {
  const char* number;
  const char* unit;
  std::uint64_t kib;
};

class MemoryAmount : public testing::TestWithParam<Amount> {};

TEST_P(MemoryAmount, IsCountedInKib) {
  const auto kib = parse_memory_kib("memory", GetParam().number, GetParam().unit);
  ASSERT_TRUE(kib.has_value()) << kib.error().message;
  EXPECT_EQ(*kib, GetParam().kib);
}

INSTANTIATE_TEST_SUITE_P(
    Table, MemoryAmount,
    testing::Values(Amount{"7", "", 7}, Amount{" 7\n", "KiB", 7}, Amount{"0", "G", 0},
                    Amount{"1024", "b", 1}, Amount{"1025", "bytes", 2}, Amount{"1", "byte", 1},
                    Amount{"1", "KB", 1}, Amount{"1024", "kb", 1000}, Amount{"3", "k", 3},
                    Amount{"2", "MiB", 2048}, Amount{"2", "M", 2048}, Amount{"1", "MB", 977},
                    Amount{"1", "GiB", 1 << 20}, Amount{"1", "g", 1 << 20},
                    Amount{"1", "GB", 976563}, Amount{"1", "TiB", 1 << 30},
                    Amount{"1", "T", 1 << 30}, Amount{"1", "TB", 976562500},
                    Amount{"1", "PiB", 1ULL << 40}, Amount{"15", "EiB", 15ULL << 50},
                    Amount{"18446744073709551615", "b", 1ULL << 54}));

struct BadAmount {
  const char* number;
  const char* unit;
  virErrorNumber code;
};

class BadMemoryAmount : public testing::TestWithParam<BadAmount> {};

TEST_P(BadMemoryAmount, IsRefused) {
  const auto kib = parse_memory_kib("memory", GetParam().number, GetParam().unit);
  ASSERT_FALSE(kib.has_value());
  EXPECT_EQ(kib.error().code, GetParam().code);
  EXPECT_NE(kib.error().message.find("<memory>"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Table, BadMemoryAmount,
                         testing::Values(BadAmount{"", "", VIR_ERR_XML_ERROR},
                                         BadAmount{"x", "", VIR_ERR_XML_ERROR},
                                         BadAmount{"-5", "", VIR_ERR_XML_ERROR},
                                         BadAmount{"+5", "", VIR_ERR_XML_ERROR},
                                         BadAmount{"5 6", "", VIR_ERR_XML_ERROR},
                                         BadAmount{"0x10", "", VIR_ERR_XML_ERROR},
                                         BadAmount{"1", "q", VIR_ERR_INVALID_ARG},
                                         BadAmount{"1", "KiBB", VIR_ERR_INVALID_ARG},
                                         BadAmount{"1", "Kb ", VIR_ERR_INVALID_ARG},
                                         BadAmount{"16", "EiB", VIR_ERR_OVERFLOW},
                                         BadAmount{"18446744073709551615", "", VIR_ERR_OVERFLOW},
                                         BadAmount{"18446744073709551616", "b", VIR_ERR_OVERFLOW}));

RC_GTEST_PROP(MemoryAmounts, NeverRoundDown, (std::uint64_t bytes)) {
  const auto kib = parse_memory_kib("memory", std::to_string(bytes), "b");
  RC_ASSERT(kib.has_value());
  RC_ASSERT(*kib >= bytes / 1024);
  RC_ASSERT(*kib - bytes / 1024 <= 1u);
}

}  // namespace
}  // namespace rollcall
