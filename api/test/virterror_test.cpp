#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "api/public/connection.hpp"
#include "api/public/last_error.hpp"
#include "api/test/fake_host.hpp"

namespace rollcall {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Error no_domain() {
  Error error = make_error(VIR_ERR_NO_DOMAIN, VIR_FROM_TEST, "no domain has the name 'a'");
  error.str1 = "a";
  error.int1 = 7;
  return error;
}

Error no_memory() { return make_error(VIR_ERR_NO_MEMORY, VIR_FROM_NONE, "memory is out"); }

// Collects the messages of raised errors, as a program's handler would.
using Messages = std::vector<std::string>;
void collect(void* messages, virErrorPtr error) {
  static_cast<Messages*>(messages)->push_back(error->message);
}

class LastError : public ::testing::Test {
 protected:
  LastError() { virSetErrorFunc(&handled, collect); }
  ~LastError() override {
    virSetErrorFunc(nullptr, nullptr);
    virResetLastError();
    connection->release();
  }

  Messages handled;
  virConnectPtr connection = new _virConnect(std::make_unique<FakeHost>(), false);
};

TEST_F(LastError, IsAbsentAtFirst) {
  EXPECT_EQ(virGetLastError(), nullptr);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_OK);
  EXPECT_EQ(virGetLastErrorDomain(), VIR_FROM_NONE);
  EXPECT_STREQ(virGetLastErrorMessage(), "no error");
}

TEST_F(LastError, TellsEveryFieldOfWhatWasRaised) {
  set_last_error(nullptr, no_domain());

  const virError* error = virGetLastError();
  ASSERT_NE(error, nullptr);
  EXPECT_EQ(error->code, VIR_ERR_NO_DOMAIN);
  EXPECT_EQ(error->domain, VIR_FROM_TEST);
  EXPECT_EQ(error->level, VIR_ERR_ERROR);
  EXPECT_STREQ(error->message, "no domain has the name 'a'");
  EXPECT_STREQ(error->str1, "a");
  EXPECT_EQ(error->str2, nullptr);
  EXPECT_EQ(error->int1, 7);
  EXPECT_EQ(error->int2, -1);
}

TEST_F(LastError, HasShortcutsForCodeDomainAndMessage) {
  set_last_error(nullptr, no_domain());

  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_NO_DOMAIN);
  EXPECT_EQ(virGetLastErrorDomain(), VIR_FROM_TEST);
  EXPECT_STREQ(virGetLastErrorMessage(), "no domain has the name 'a'");
}

TEST_F(LastError, AlwaysHasAMessageWhenSet) {
  set_last_error(nullptr, make_error(VIR_ERR_RPC, VIR_FROM_RPC, "x"));
  std::free(std::exchange(virGetLastError()->message, nullptr));

  EXPECT_THAT(virGetLastErrorMessage(), HasSubstr("without a message"));
}

TEST_F(LastError, IsReplacedByTheNextOne) {
  set_last_error(nullptr, no_domain());
  set_last_error(nullptr, no_memory());

  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_NO_MEMORY);
  EXPECT_EQ(virGetLastError()->str1, nullptr);
}

TEST_F(LastError, IsGoneAfterAReset) {
  set_last_error(nullptr, no_domain());

  virResetLastError();

  EXPECT_EQ(virGetLastError(), nullptr);
}

TEST_F(LastError, BelongsToTheThreadThatFailed) {
  set_last_error(nullptr, no_domain());

  int code_elsewhere = -1;
  std::thread([&] { code_elsewhere = virGetLastErrorCode(); }).join();

  EXPECT_EQ(code_elsewhere, VIR_ERR_OK);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_NO_DOMAIN);
}

TEST_F(LastError, KeepsErrno) {
  errno = ENOENT;
  set_last_error(nullptr, no_domain());
  EXPECT_EQ(errno, ENOENT);
}

TEST_F(LastError, SavedOutlivesTheNextOne) {
  set_last_error(nullptr, no_domain());
  virErrorPtr saved = virSaveLastError();
  set_last_error(nullptr, no_memory());

  EXPECT_EQ(saved->code, VIR_ERR_NO_DOMAIN);
  EXPECT_STREQ(saved->message, "no domain has the name 'a'");
  virFreeError(saved);
}

TEST_F(LastError, SavedWithoutOneIsOk) {
  virErrorPtr saved = virSaveLastError();

  EXPECT_EQ(saved->code, VIR_ERR_OK);
  virFreeError(saved);
}

TEST_F(LastError, CopyOverwritesWithoutFreeing) {
  set_last_error(nullptr, no_domain());
  virError copy;
  std::memset(static_cast<void*>(&copy), 0x5a, sizeof copy);

  EXPECT_EQ(virCopyLastError(&copy), VIR_ERR_NO_DOMAIN);
  EXPECT_STREQ(copy.message, "no domain has the name 'a'");
  virResetError(&copy);
}

TEST_F(LastError, CopyWithoutOneIsZero) {
  virError copy;
  std::memset(static_cast<void*>(&copy), 0x5a, sizeof copy);

  EXPECT_EQ(virCopyLastError(&copy), 0);
  EXPECT_EQ(copy.message, nullptr);
  EXPECT_EQ(copy.int1, 0);
}

TEST_F(LastError, CopyToNullIsRefused) { EXPECT_EQ(virCopyLastError(nullptr), -1); }

TEST_F(LastError, ResetErrorMakesAllFieldsZero) {
  virError error{};
  error.code = VIR_ERR_RPC;
  error.message = strdup("m");
  error.str3 = strdup("s");

  virResetError(&error);

  EXPECT_EQ(error.code, VIR_ERR_OK);
  EXPECT_EQ(error.message, nullptr);
  EXPECT_EQ(error.str3, nullptr);
}

TEST_F(LastError, NullMayBeResetAndFreed) {
  virResetError(nullptr);
  virFreeError(nullptr);
  EXPECT_EQ(virGetLastError(), nullptr);
}

TEST_F(LastError, OfAConnectionIsAbsentAtFirst) {
  virError copy{};
  EXPECT_EQ(virConnGetLastError(connection), nullptr);
  EXPECT_EQ(virConnCopyLastError(connection, &copy), 0);
}

TEST_F(LastError, OfAConnectionOutlivesLaterSuccesses) {
  set_last_error(connection, no_domain());

  reset_last_error();

  EXPECT_EQ(virGetLastError(), nullptr);
  ASSERT_NE(virConnGetLastError(connection), nullptr);
  EXPECT_EQ(virConnGetLastError(connection)->code, VIR_ERR_NO_DOMAIN);
}

TEST_F(LastError, OfAConnectionIsSharedBetweenThreads) {
  std::thread([&] { set_last_error(connection, no_domain()); }).join();

  virError copy{};
  EXPECT_EQ(virConnCopyLastError(connection, &copy), VIR_ERR_NO_DOMAIN);
  EXPECT_STREQ(copy.message, "no domain has the name 'a'");
  virResetError(&copy);
}

TEST_F(LastError, OfAConnectionIgnoresErrorsRaisedOnNone) {
  set_last_error(nullptr, no_domain());
  EXPECT_EQ(virConnGetLastError(connection), nullptr);
}

TEST_F(LastError, OfAConnectionIsGoneAfterItsReset) {
  set_last_error(connection, no_domain());

  virConnResetLastError(connection);

  EXPECT_EQ(virConnGetLastError(connection), nullptr);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_NO_DOMAIN);
}

TEST_F(LastError, OfNoConnectionIsAbsent) {
  virError copy{};
  EXPECT_EQ(virConnGetLastError(nullptr), nullptr);
  EXPECT_EQ(virConnCopyLastError(nullptr, &copy), -1);
  EXPECT_EQ(virConnCopyLastError(connection, nullptr), -1);
  virConnResetLastError(nullptr);
  virConnSetErrorFunc(nullptr, nullptr, nullptr);
}

TEST_F(LastError, IsToldToTheHandlerOfTheProcess) {
  set_last_error(nullptr, no_memory());
  set_last_error(connection, no_domain());

  EXPECT_THAT(handled, ElementsAre("memory is out", "no domain has the name 'a'"));
}

TEST_F(LastError, IsToldToTheHandlerOfItsConnectionInstead) {
  Messages handled_by_connection;
  virConnSetErrorFunc(connection, &handled_by_connection, collect);

  set_last_error(connection, no_domain());

  EXPECT_THAT(handled_by_connection, ElementsAre("no domain has the name 'a'"));
  EXPECT_THAT(handled, IsEmpty());
}

TEST_F(LastError, GoesBackToTheProcessHandlerWhenTheConnectionsIsRemoved) {
  Messages handled_by_connection;
  virConnSetErrorFunc(connection, &handled_by_connection, collect);
  virConnSetErrorFunc(connection, nullptr, nullptr);

  set_last_error(connection, no_domain());

  EXPECT_THAT(handled, ElementsAre("no domain has the name 'a'"));
}

TEST_F(LastError, IsPrintedWithoutAHandler) {
  virSetErrorFunc(nullptr, nullptr);

  ::testing::internal::CaptureStderr();
  set_last_error(nullptr, no_domain());

  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            "rollcall: mock driver: error: no domain has the name 'a'\n");
}

TEST_F(LastError, IsNotPrintedWhenThereIsNone) {
  ::testing::internal::CaptureStderr();
  virError none{};
  virDefaultErrorFunc(&none);
  virDefaultErrorFunc(nullptr);
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace rollcall
