// A library with libvirt's C API whose functions do nothing, or wait at a gate: for the test that
// no call of the module keeps other Python threads from running.

#include <semaphore.h>

#include <atomic>
#include <cstring>
#include <ctime>
#include <type_traits>

#include "python/core/functions.hpp"

namespace {

constexpr time_t kPatienceSeconds = 60;

std::atomic<const char*> closed_to{""};  // the function that has to wait
std::atomic<int> impatient{0};
sem_t arrived;
sem_t passed;
[[maybe_unused]] const int kReady = sem_init(&arrived, 0, 0) + sem_init(&passed, 0, 0);

bool wait_for(sem_t* semaphore) {
  timespec deadline{};
  clock_gettime(CLOCK_MONOTONIC, &deadline);
  deadline.tv_sec += kPatienceSeconds;
  return sem_clockwait(semaphore, CLOCK_MONOTONIC, &deadline) == 0;
}

void wait_at_the_gate(const char* function) {
  if (std::strcmp(function, closed_to) != 0) return;
  sem_post(&arrived);
  if (!wait_for(&passed)) ++impatient;
}

char something[64];  // what every handle points to

// A result that means success, as far as the caller looks into it.
template <class Result>
Result success() {
  if constexpr (std::is_same_v<Result, char*>) {
    return strdup("text");
  } else if constexpr (std::is_same_v<Result, const char*>) {
    return "text";
  } else if constexpr (std::is_same_v<Result, virErrorPtr>) {
    return nullptr;
  } else if constexpr (std::is_pointer_v<Result>) {
    return reinterpret_cast<Result>(something);
  } else if constexpr (!std::is_void_v<Result>) {
    return Result{};
  }
}

template <class Function>
struct ResultOf;
template <class Result, class... Arguments>
struct ResultOf<Result (*)(Arguments...)> {
  using Type = Result;
};

}  // namespace

// What the test calls.
extern "C" ROLLCALL_EXPORT void close_gate(const char* function) { closed_to = function; }
extern "C" ROLLCALL_EXPORT int somebody_arrived() { return wait_for(&arrived) ? 1 : 0; }
extern "C" ROLLCALL_EXPORT int open_gate() {
  closed_to = "";
  sem_post(&passed);
  return impatient;
}

// Every function of the API under a name of its own, exported as the C name.
#define ROLLCALL_GATED_FUNCTION(name)                                                         \
  extern "C" ROLLCALL_EXPORT ResultOf<decltype(&::name)>::Type gated_##name() __asm__(#name); \
  ResultOf<decltype(&::name)>::Type gated_##name() {                                          \
    wait_at_the_gate(#name);                                                                  \
    return success<ResultOf<decltype(&::name)>::Type>();                                      \
  }
ROLLCALL_PYTHON_FUNCTIONS(ROLLCALL_GATED_FUNCTION)
