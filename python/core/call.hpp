// How a function of the C API is offered to Python. Most need no code of their own: the C type of
// each argument says which Python object is wanted, and the type of the result what is returned and
// which value means failure. Every call is made without the GIL.

#pragma once

#include <pybind11/pybind11.h>

#include <limits>
#include <type_traits>

#include "python/core/error.hpp"
#include "python/core/handle.hpp"
#include "python/core/text.hpp"
#include "python/core/unlocked.hpp"

namespace rollcall::python {

/// An integer argument of a C function. Raises OverflowError when it does not fit.
template <class C>
struct Number {
  C value = 0;
};

// --- What an argument of a C type is in Python

template <class C>
struct Argument {
  static_assert(std::is_integral_v<C>);
  using Type = Number<C>;
  static C value(Type argument) noexcept { return argument.value; }
};

template <>
struct Argument<const char*> {
  using Type = Text;
  static const char* value(Type argument) noexcept { return argument.value; }
};

template <>
struct Argument<virConnectPtr> {
  using Type = ConnectionArgument&;
  static virConnectPtr value(const ConnectionArgument& argument) noexcept {
    return argument.pointer();
  }
};

template <class Handle>
struct HandleArgumentOf {
  using Type = HandleArgument<Handle>;
  static Handle value(Type argument) noexcept { return argument.pointer(); }
};
template <>
struct Argument<virDomainPtr> : HandleArgumentOf<virDomainPtr> {};
template <>
struct Argument<virDomainSnapshotPtr> : HandleArgumentOf<virDomainSnapshotPtr> {};
template <>
struct Argument<virDomainCheckpointPtr> : HandleArgumentOf<virDomainCheckpointPtr> {};

// --- What a result of a C type is in Python, and which one means failure

inline bool failed(int result) noexcept { return result == -1; }
inline bool failed(long long result) noexcept { return result == -1; }
inline bool failed(unsigned long result) noexcept { return result == 0; }
inline bool failed(const void* result) noexcept { return result == nullptr; }

inline pybind11::object to_python(Session&, int result) { return pybind11::int_(result); }
inline pybind11::object to_python(Session&, long long result) { return pybind11::int_(result); }
inline pybind11::object to_python(Session&, unsigned long result) { return pybind11::int_(result); }
inline pybind11::object to_python(Session&, const char* result) { return decode(result); }
inline pybind11::object to_python(Session&, char* result) { return decode_and_free(result); }
template <class Handle>
pybind11::object to_python(Session& session, Handle* result) {
  PyObject* object = wrap(session, result);
  if (object == nullptr) throw pybind11::error_already_set();
  return pybind11::reinterpret_steal<pybind11::object>(object);
}

/// A domain that belongs to something else, such as a snapshot or a callback's caller: Python gets
/// a reference of its own.
inline pybind11::object borrowed_domain(Session& session, virDomainPtr domain) {
  session.library().virDomainRef(domain);
  return to_python(session, domain);
}

/// Calls a function without the GIL; see ROLLCALL_CALL.
template <class Result, class... C, class... A>
Result call(const Library& library, const char* name, Result (*function)(C...), A... arguments) {
  if (function == nullptr) throw_missing(library, name);
  const Unlocked unlocked;
  return function(arguments...);
}

/// The result of a function of `library`. Raises VIR_ERR_NO_SUPPORT when it lacks the function;
/// what the result means is for the caller to see.
#define ROLLCALL_CALL(library, function, ...) \
  ::rollcall::python::call((library), #function, (library).function __VA_OPT__(, ) __VA_ARGS__)

/// As ROLLCALL_CALL, and raises the library's error when the result means failure.
#define ROLLCALL_CHECKED_CALL(library, function, ...) \
  ::rollcall::python::checked((library), #function, ROLLCALL_CALL(library, function, __VA_ARGS__))

template <class Result>
Result checked(const Library& library, const char* name, Result result) {
  if (failed(result)) throw_last_error(library, name);
  return result;
}

/// Adds `kMember` of Functions to the module under the C name.
template <auto kMember, class Result, class First, class... Rest>
void bind_as(pybind11::module_& module, const char* name, Result (*Functions::*)(First, Rest...)) {
  module.def(name,
             [name](typename Argument<First>::Type first,
                    typename Argument<Rest>::Type... rest) -> pybind11::object {
               const Library& library = first.library();
               const Result result =
                   call(library, name, library.*kMember, Argument<First>::value(first),
                        Argument<Rest>::value(rest)...);
               return to_python(first.session(), checked(library, name, result));
             });
}

/// Adds a function that needs no code of its own.
#define ROLLCALL_BIND(module, function)                                  \
  ::rollcall::python::bind_as<&::rollcall::python::Functions::function>( \
      module, #function, &::rollcall::python::Functions::function)

}  // namespace rollcall::python

namespace pybind11::detail {

template <class C>
struct type_caster<rollcall::python::Number<C>> {
  PYBIND11_TYPE_CASTER(rollcall::python::Number<C>, const_name("int"));

  bool load(handle source, bool) {
    const auto number = reinterpret_steal<object>(PyNumber_Index(source.ptr()));
    if (!number) throw error_already_set();
    if constexpr (std::is_signed_v<C>) {
      return store(PyLong_AsLongLong(number.ptr()));
    } else {
      return store(PyLong_AsUnsignedLongLong(number.ptr()));
    }
  }

 private:
  template <class Wide>
  bool store(Wide wide) {
    if (wide == static_cast<Wide>(-1) && PyErr_Occurred() != nullptr) throw error_already_set();
    if (wide < std::numeric_limits<C>::min() || wide > std::numeric_limits<C>::max()) {
      PyErr_SetString(PyExc_OverflowError, "the number is out of range");
      throw error_already_set();
    }
    value.value = static_cast<C>(wide);
    return true;
  }
};

}  // namespace pybind11::detail
