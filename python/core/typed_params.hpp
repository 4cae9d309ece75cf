// Typed parameters as a dict.

#pragma once

#include <pybind11/pybind11.h>

#include <libvirt/libvirt.h>

namespace rollcall::python {

/// Names and values. Booleans become bool; a parameter of an unknown type None.
pybind11::dict to_dict(const virTypedParameter* params, int count);

}  // namespace rollcall::python
