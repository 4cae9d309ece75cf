// Unlocked: the GIL given up for a while, as around every call that may wait.

#pragma once

#include <pybind11/pybind11.h>

namespace rollcall::python {

/// Whether the interpreter is going down: other threads must not touch it any more.
bool interpreter_is_ending() noexcept;

/// Gives up the GIL, and takes it again at the end of the scope. A thread that comes back while the
/// interpreter goes down stops here for good: taking the GIL would end it by unwinding, through
/// frames of C libraries that cannot be unwound.
class Unlocked {
 public:
  Unlocked() noexcept : state_(PyEval_SaveThread()) {}
  Unlocked(const Unlocked&) = delete;
  Unlocked& operator=(const Unlocked&) = delete;
  ~Unlocked() noexcept(false);

 private:
  PyThreadState* state_;
};

}  // namespace rollcall::python
