// Text between Python and C: UTF-8, where bytes that are none survive the way there and back.

#pragma once

#include <pybind11/pybind11.h>

#include <cstdlib>
#include <cstring>

namespace rollcall::python {

/// A string argument of a C function; None is a null pointer.
struct Text {
  const char* value = nullptr;
};

/// A new str. Raises MemoryError.
inline pybind11::object decode(const char* text) {
  PyObject* string =
      PyUnicode_DecodeUTF8(text, static_cast<Py_ssize_t>(std::strlen(text)), "surrogateescape");
  if (string == nullptr) throw pybind11::error_already_set();
  return pybind11::reinterpret_steal<pybind11::object>(string);
}

/// A new str, or None for a null pointer.
inline pybind11::object decode_or_none(const char* text) {
  return text == nullptr ? pybind11::none() : decode(text);
}

/// A new str; the C string is released with free().
inline pybind11::object decode_and_free(char* text) {
  const auto release = pybind11::capsule(text, [](void* memory) { std::free(memory); });
  return decode(text);
}

}  // namespace rollcall::python

namespace pybind11::detail {

template <>
struct type_caster<rollcall::python::Text> {
  PYBIND11_TYPE_CASTER(rollcall::python::Text, const_name("str"));

  bool load(handle source, bool) {
    if (source.is_none()) return true;
    if (!PyUnicode_Check(source.ptr())) {
      PyErr_Format(PyExc_TypeError, "a str or None is wanted, not %.100s",
                   Py_TYPE(source.ptr())->tp_name);
      throw error_already_set();
    }
    Py_ssize_t size = 0;
    value.value = PyUnicode_AsUTF8AndSize(source.ptr(), &size);
    if (value.value == nullptr) {
      PyErr_Clear();
      encoded_ = reinterpret_steal<object>(
          PyUnicode_AsEncodedString(source.ptr(), "utf-8", "surrogateescape"));
      if (!encoded_) throw error_already_set();
      size = PyBytes_GET_SIZE(encoded_.ptr());
      value.value = PyBytes_AS_STRING(encoded_.ptr());
    }
    if (std::strlen(value.value) != static_cast<std::size_t>(size)) {
      throw value_error("embedded null character");
    }
    return true;
  }

 private:
  object encoded_;  // what `value` points into, for text that is not plain UTF-8
};

}  // namespace pybind11::detail
