// A process registers one event loop for ever, so every test that registers does so in a child
// process that starts without one, and tells by its exit code whether all went as it should.

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include <gtest/gtest.h>

#include <cstdlib>

namespace {

void ignore_error(void*, virErrorPtr) {}
void set_flag(int, void* flag) { *static_cast<bool*>(flag) = true; }

#define EXPECT_IN_CHILD(condition_function) \
  EXPECT_EXIT(std::exit(condition_function() ? 0 : 1), ::testing::ExitedWithCode(0), "")

class EventApi : public ::testing::Test {
 protected:
  EventApi() {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    virSetErrorFunc(nullptr, ignore_error);
  }
  ~EventApi() override {
    virSetErrorFunc(nullptr, nullptr);
    virResetLastError();
  }
};

TEST_F(EventApi, RefusesTimeoutsWithoutALoop) {
  EXPECT_EQ(virEventAddTimeout(0, set_flag, nullptr, nullptr), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(virEventRemoveTimeout(1), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_OPERATION_INVALID);
}

TEST_F(EventApi, RefusesWatchesWithoutALoop) {
  const auto callback = [](int, int, int, void*) {};
  EXPECT_EQ(virEventAddHandle(0, VIR_EVENT_HANDLE_READABLE, callback, nullptr, nullptr), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_OPERATION_INVALID);
  EXPECT_EQ(virEventRemoveHandle(1), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_OPERATION_INVALID);
}

TEST_F(EventApi, IgnoresUpdatesWithoutALoop) {
  virEventUpdateHandle(1, 0);
  virEventUpdateTimeout(1, 0);
  EXPECT_EQ(virGetLastError(), nullptr);
}

TEST_F(EventApi, RefusesNullCallbacks) {
  EXPECT_EQ(virEventAddTimeout(0, nullptr, nullptr, nullptr), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INVALID_ARG);
  EXPECT_EQ(virEventAddHandle(0, 0, nullptr, nullptr, nullptr), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_INVALID_ARG);
}

TEST_F(EventApi, RefusesToRunWithoutTheBuiltInLoop) {
  EXPECT_EQ(virEventRunDefaultImpl(), -1);
  EXPECT_EQ(virGetLastErrorCode(), VIR_ERR_OPERATION_INVALID);
}

TEST_F(EventApi, RunsTheBuiltInLoop) {
  EXPECT_IN_CHILD([] {
    bool fired = false;
    return virEventRegisterDefaultImpl() == 0 &&
           virEventAddTimeout(0, set_flag, &fired, nullptr) == 1 && virEventRunDefaultImpl() == 0 &&
           fired && virEventRemoveTimeout(1) == 0 && virEventRemoveTimeout(1) == -1;
  });
}

TEST_F(EventApi, MayRegisterTheBuiltInLoopTwice) {
  EXPECT_IN_CHILD([] {
    return virEventRegisterDefaultImpl() == 0 &&
           virEventAddTimeout(-1, set_flag, nullptr, nullptr) == 1 &&
           virEventRegisterDefaultImpl() == 0 && virEventRemoveTimeout(1) == 0;
  });
}

// A program's own loop that only tells which of its operations was called last.
int last_operation = 0;
int add_handle(int, int, virEventHandleCallback, void*, virFreeCallback) {
  return last_operation = 1;
}
void update_handle(int, int) { last_operation = 2; }
int remove_handle(int) { return last_operation = 3; }
int add_timeout(int, virEventTimeoutCallback, void*, virFreeCallback) { return last_operation = 4; }
void update_timeout(int, int) { last_operation = 5; }
int remove_timeout(int) { return last_operation = 6; }

void register_own_loop() {
  virEventRegisterImpl(add_handle, update_handle, remove_handle, add_timeout, update_timeout,
                       remove_timeout);
}

TEST_F(EventApi, ForwardsEveryOperationToTheProgramsOwnLoop) {
  EXPECT_IN_CHILD([] {
    register_own_loop();
    const bool returned = virEventAddHandle(
                              0, 0, [](int, int, int, void*) {}, nullptr, nullptr) == 1 &&
                          virEventRemoveHandle(0) == 3 &&
                          virEventAddTimeout(0, set_flag, nullptr, nullptr) == 4 &&
                          virEventRemoveTimeout(0) == 6;
    virEventUpdateHandle(0, 0);
    const bool handle_updated = last_operation == 2;
    virEventUpdateTimeout(0, 0);
    return returned && handle_updated && last_operation == 5;
  });
}

TEST_F(EventApi, KeepsTheFirstLoopThatIsRegistered) {
  EXPECT_IN_CHILD([] {
    register_own_loop();
    return virEventRegisterDefaultImpl() == 0 && virEventRemoveTimeout(0) == 6 &&
           virEventRunDefaultImpl() == -1;
  });
}

}  // namespace
