#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <climits>
#include <cstddef>
#include <string>
#include <vector>

namespace {

class TypedParams : public ::testing::Test {
 protected:
  TypedParams() {
    virSetErrorFunc(nullptr, [](void*, virErrorPtr) {});
  }
  ~TypedParams() override {
    virTypedParamsFree(params, count);
    virSetErrorFunc(nullptr, nullptr);
    virResetLastError();
  }

  int add_text(int type, const char* value) {
    return virTypedParamsAddFromString(&params, &count, &capacity, "p", type, value);
  }

  virTypedParameterPtr params = nullptr;
  int count = 0;
  int capacity = 0;
};

TEST_F(TypedParams, GiveBackWhatWasAddedOfEveryType) {
  virTypedParamsAddInt(&params, &count, &capacity, "int", INT_MIN);
  virTypedParamsAddUInt(&params, &count, &capacity, "uint", UINT_MAX);
  virTypedParamsAddLLong(&params, &count, &capacity, "llong", LLONG_MIN);
  virTypedParamsAddULLong(&params, &count, &capacity, "ullong", ULLONG_MAX);
  virTypedParamsAddDouble(&params, &count, &capacity, "double", 0.5);
  virTypedParamsAddBoolean(&params, &count, &capacity, "boolean", 1);
  virTypedParamsAddString(&params, &count, &capacity, "string", "text");
  ASSERT_EQ(count, 7);

  int i = 0;
  unsigned int ui = 0;
  long long l = 0;
  unsigned long long ul = 0;
  double d = 0;
  int b = 0;
  const char* s = nullptr;
  EXPECT_EQ(virTypedParamsGetInt(params, count, "int", &i), 1);
  EXPECT_EQ(virTypedParamsGetUInt(params, count, "uint", &ui), 1);
  EXPECT_EQ(virTypedParamsGetLLong(params, count, "llong", &l), 1);
  EXPECT_EQ(virTypedParamsGetULLong(params, count, "ullong", &ul), 1);
  EXPECT_EQ(virTypedParamsGetDouble(params, count, "double", &d), 1);
  EXPECT_EQ(virTypedParamsGetBoolean(params, count, "boolean", &b), 1);
  EXPECT_EQ(virTypedParamsGetString(params, count, "string", &s), 1);
  EXPECT_EQ(i, INT_MIN);
  EXPECT_EQ(ui, UINT_MAX);
  EXPECT_EQ(l, LLONG_MIN);
  EXPECT_EQ(ul, ULLONG_MAX);
  EXPECT_EQ(d, 0.5);
  EXPECT_EQ(b, 1);
  EXPECT_STREQ(s, "text");
}

TEST_F(TypedParams, AnyNonZeroBooleanBecomesOne) {
  virTypedParamsAddBoolean(&params, &count, &capacity, "b", 7);
  EXPECT_EQ(params[0].value.b, 1);
}

TEST_F(TypedParams, CopyTheStringsTheyAreGiven) {
  std::string text = "before";
  virTypedParamsAddString(&params, &count, &capacity, "s", text.c_str());
  text[0] = 'X';
  EXPECT_STREQ(params[0].value.s, "before");
}

TEST_F(TypedParams, TakeANullStringAsEmpty) {
  virTypedParamsAddString(&params, &count, &capacity, "s", nullptr);
  EXPECT_STREQ(params[0].value.s, "");
}

TEST_F(TypedParams, AddEveryStringOfAListUnderOneName) {
  const char* values[] = {"a", "b", nullptr};

  EXPECT_EQ(virTypedParamsAddStringList(&params, &count, &capacity, "s", values), 0);

  ASSERT_EQ(count, 2);
  EXPECT_STREQ(params[1].field, "s");
  EXPECT_STREQ(params[1].value.s, "b");
}

TEST_F(TypedParams, AddNothingOfANullList) {
  EXPECT_EQ(virTypedParamsAddStringList(&params, &count, &capacity, "s", nullptr), 0);
  EXPECT_EQ(count, 0);
}

TEST_F(TypedParams, FindTheFirstOfSeveralWithOneName) {
  virTypedParamsAddInt(&params, &count, &capacity, "p", 1);
  virTypedParamsAddInt(&params, &count, &capacity, "p", 2);
  EXPECT_EQ(virTypedParamsGet(params, count, "p"), &params[0]);
}

TEST_F(TypedParams, AbsenceIsNoError) {
  virTypedParamsAddInt(&params, &count, &capacity, "p", 1);
  int value = 5;

  EXPECT_EQ(virTypedParamsGetInt(params, count, "q", &value), 0);
  EXPECT_EQ(virTypedParamsGet(params, count, "q"), nullptr);
  EXPECT_EQ(virTypedParamsGet(nullptr, 0, "p"), nullptr);
  EXPECT_EQ(virTypedParamsGet(params, count, nullptr), nullptr);

  EXPECT_EQ(value, 5);
  EXPECT_EQ(virGetLastError(), nullptr);
}

TEST_F(TypedParams, MayBeAskedForPresenceOnly) {
  virTypedParamsAddInt(&params, &count, &capacity, "p", 1);
  EXPECT_EQ(virTypedParamsGetInt(params, count, "p", nullptr), 1);
}

TEST_F(TypedParams, RefuseToBeReadAsAnotherType) {
  virTypedParamsAddInt(&params, &count, &capacity, "p", 1);
  unsigned int value = 5;

  EXPECT_EQ(virTypedParamsGetUInt(params, count, "p", &value), -1);

  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INVALID_ARG);
  EXPECT_STREQ(virGetLastErrorMessage(), "parameter 'p' is of type int, not unsigned int");
  EXPECT_EQ(value, 5u);
}

TEST_F(TypedParams, TakeANameOfSeventyNineBytes) {
  const std::string name(VIR_TYPED_PARAM_FIELD_LENGTH - 1, 'n');
  EXPECT_EQ(virTypedParamsAddInt(&params, &count, &capacity, name.c_str(), 1), 0);
  EXPECT_EQ(params[0].field, name);
}

TEST_F(TypedParams, RefuseALongerName) {
  const std::string name(VIR_TYPED_PARAM_FIELD_LENGTH, 'n');
  EXPECT_EQ(virTypedParamsAddString(&params, &count, &capacity, name.c_str(), "v"), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INTERNAL_ERROR);
  EXPECT_EQ(count, 0);
}

TEST_F(TypedParams, RefuseNullWhereAValueIsNeeded) {
  EXPECT_EQ(virTypedParamsAddInt(&params, &count, &capacity, nullptr, 1), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(virTypedParamsAddInt(nullptr, &count, &capacity, "p", 1), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(virTypedParamsAddInt(&params, nullptr, &capacity, "p", 1), -1);
  EXPECT_EQ(virTypedParamsAddInt(&params, &count, nullptr, "p", 1), -1);
  EXPECT_EQ(add_text(VIR_TYPED_PARAM_STRING, nullptr), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(count, 0);
}

TEST_F(TypedParams, AreReadFromText) {
  EXPECT_EQ(add_text(VIR_TYPED_PARAM_INT, "-2147483648"), 0);
  EXPECT_EQ(add_text(VIR_TYPED_PARAM_UINT, "4294967295"), 0);
  EXPECT_EQ(add_text(VIR_TYPED_PARAM_LLONG, " +5"), 0);
  EXPECT_EQ(add_text(VIR_TYPED_PARAM_ULLONG, "18446744073709551615"), 0);
  EXPECT_EQ(add_text(VIR_TYPED_PARAM_DOUBLE, "1.5e3"), 0);
  EXPECT_EQ(add_text(VIR_TYPED_PARAM_BOOLEAN, "TRUE"), 0);
  EXPECT_EQ(add_text(VIR_TYPED_PARAM_STRING, "text"), 0);

  ASSERT_EQ(count, 7);
  EXPECT_EQ(params[0].value.i, INT_MIN);
  EXPECT_EQ(params[1].value.ui, UINT_MAX);
  EXPECT_EQ(params[2].value.l, 5);
  EXPECT_EQ(params[3].value.ul, ULLONG_MAX);
  EXPECT_EQ(params[4].value.d, 1500.0);
  EXPECT_EQ(params[5].value.b, 1);
  EXPECT_STREQ(params[6].value.s, "text");
}

TEST_F(TypedParams, RefuseTextThatIsNoSuchValue) {
  const struct {
    int type;
    const char* text;
  } cases[] = {
      {VIR_TYPED_PARAM_INT, ""},       {VIR_TYPED_PARAM_INT, "   "},
      {VIR_TYPED_PARAM_INT, "1x"},     {VIR_TYPED_PARAM_INT, "2147483648"},
      {VIR_TYPED_PARAM_INT, "+-1"},    {VIR_TYPED_PARAM_INT, "1.5"},
      {VIR_TYPED_PARAM_UINT, "-1"},    {VIR_TYPED_PARAM_UINT, "4294967296"},
      {VIR_TYPED_PARAM_ULLONG, "-1"},  {VIR_TYPED_PARAM_LLONG, "9223372036854775808"},
      {VIR_TYPED_PARAM_DOUBLE, "1,5"}, {VIR_TYPED_PARAM_DOUBLE, "1e999"},
      {VIR_TYPED_PARAM_BOOLEAN, "2"},  {VIR_TYPED_PARAM_BOOLEAN, "yes"},
  };
  for (const auto& refused : cases) {
    SCOPED_TRACE(refused.text);
    EXPECT_EQ(add_text(refused.type, refused.text), -1);
    EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INVALID_ARG);
  }
  EXPECT_EQ(count, 0);
}

TEST_F(TypedParams, RefuseTextOfAnUnknownType) {
  EXPECT_EQ(add_text(99, "1"), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INTERNAL_ERROR);
}

TEST_F(TypedParams, MayBeFilledAnewAfterClear) {
  virTypedParamsAddString(&params, &count, &capacity, "s", "text");

  virTypedParamsClear(params, count);
  count = 0;

  EXPECT_EQ(virTypedParamsAddString(&params, &count, &capacity, "s", "more"), 0);
  EXPECT_STREQ(params[0].value.s, "more");
}

TEST_F(TypedParams, OfNullMayBeClearedAndFreed) {
  virTypedParamsClear(nullptr, 3);
  virTypedParamsFree(nullptr, 3);
  EXPECT_EQ(virGetLastError(), nullptr);
}

RC_GTEST_FIXTURE_PROP(TypedParams, KeepEveryValueInOrderHoweverManyAreAdded,
                      (const std::vector<long long>& values)) {
  for (const long long value : values) {
    RC_ASSERT(virTypedParamsAddLLong(&params, &count, &capacity, "p", value) == 0);
  }
  RC_ASSERT(count == static_cast<int>(values.size()));
  RC_ASSERT(count <= capacity);
  for (std::size_t index = 0; index < values.size(); ++index) {
    RC_ASSERT(params[index].value.l == values[index]);
  }
}

RC_GTEST_FIXTURE_PROP(TypedParams, ReadBackEveryNumberThatTheyPrint, (long long value)) {
  RC_ASSERT(add_text(VIR_TYPED_PARAM_LLONG, std::to_string(value).c_str()) == 0);
  RC_ASSERT(params[count - 1].value.l == value);
}

}  // namespace
