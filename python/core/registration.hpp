// What Python registered with the C API, and how it is called from there: with the GIL, and with
// nothing thrown into the library.

#pragma once

#include <pybind11/pybind11.h>

#include "python/core/unlocked.hpp"

namespace rollcall::python {

/// A Python function and what to hand to it. Made by Python code, owned by the library, which gives
/// it back to release().
struct Registration {
  pybind11::object function;
  pybind11::object opaque;
  pybind11::object connection;  // kept for as long as the callback may be called; else None

  /// The virFreeCallback of registrations.
  static void release(void* data) {
    if (interpreter_is_ending()) return;
    const pybind11::gil_scoped_acquire locked;
    delete static_cast<Registration*>(data);
  }
};

/// Runs `body` with the GIL, for a callback of the C API. What it raises is reported as unraisable,
/// since no Python code waits for it.
///
/// Returns: what the body does, or `otherwise` when it raised.
template <class Result, class Body>
Result from_library(const char* where, Result otherwise, Body body) {
  if (interpreter_is_ending()) return otherwise;
  const pybind11::gil_scoped_acquire locked;
  try {
    return body();
  } catch (pybind11::error_already_set& raised) {
    raised.discard_as_unraisable(where);
  } catch (const std::exception& error) {
    PyErr_SetString(PyExc_RuntimeError, error.what());
    PyErr_WriteUnraisable(nullptr);
  }
  return otherwise;
}

}  // namespace rollcall::python
