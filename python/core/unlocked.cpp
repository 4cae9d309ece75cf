#include "python/core/unlocked.hpp"

#include <unistd.h>

namespace rollcall::python {
namespace {

// The main thread is the one that ends the interpreter.
bool is_main_thread() noexcept { return gettid() == getpid(); }

}  // namespace

bool interpreter_is_ending() noexcept { return Py_IsInitialized() == 0 || _Py_IsFinalizing() != 0; }

Unlocked::~Unlocked() noexcept(false) {
  while (interpreter_is_ending() && !is_main_thread()) pause();
  PyEval_RestoreThread(state_);
}

}  // namespace rollcall::python
