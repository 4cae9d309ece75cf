#include "api/core/uuid.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace rollcall {
namespace {

constexpr char kText[] = "c7a5fdbd-edaf-9455-926a-d65c16db1809";

TEST(Uuid, ComesBackAsItWasWritten) { EXPECT_EQ(to_string(parse_uuid(kText).value()), kText); }

TEST(Uuid, MayBeWrittenWithoutHyphensInUpperCaseOrWithBlanksAround) {
  EXPECT_EQ(parse_uuid("C7A5FDBDEDAF9455926AD65C16DB1809"), parse_uuid(kText));
  EXPECT_EQ(parse_uuid("  c7a5fdbd-edaf-9455-926a-d65c16db1809\n"), parse_uuid(kText));
}

TEST(Uuid, IsRefusedWhenTooShortTooLongOrNotHexadecimal) {
  for (const char* text :
       {"", "-", "c7a5fdbd", "c7a5fdbd-edaf-9455-926a-d65c16db180",
        "c7a5fdbd-edaf-9455-926a-d65c16db18090", "c7a5fdbd-edaf-9455-926a-d65c16db18xx",
        "c7a5fdbd--edaf-9455-926a-d65c16db1809"}) {
    EXPECT_FALSE(parse_uuid(text)) << text;
  }
}

RC_GTEST_PROP(Uuid, EveryValueSurvivesItsText, (std::array<std::uint8_t, 16> bytes)) {
  RC_ASSERT(parse_uuid(to_string(Uuid{bytes})) == Uuid{bytes});
}

}  // namespace
}  // namespace rollcall
