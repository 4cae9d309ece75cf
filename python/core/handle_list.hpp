// Arrays that the C API fills or returns, as Python lists.

#pragma once

#include <pybind11/pybind11.h>

#include <algorithm>
#include <cstdlib>
#include <type_traits>
#include <vector>

#include "python/core/call.hpp"

namespace rollcall::python {

/// A list of `count` new objects. Takes over the array and its handles, also when it raises
/// MemoryError.
template <class Handle>
pybind11::list wrap_array(Session& session, Handle* array, int count) {
  PyObject* list = PyList_New(count);
  bool complete = list != nullptr;
  for (int i = 0; i < count; ++i) {
    PyObject* item = wrap(session, array[i]);
    complete = complete && item != nullptr;
    if (list != nullptr && item != nullptr) {
      PyList_SET_ITEM(list, i, item);
    } else {
      Py_XDECREF(item);
    }
  }
  std::free(array);
  if (!complete) {
    Py_XDECREF(list);
    throw pybind11::error_already_set();
  }
  return pybind11::reinterpret_steal<pybind11::list>(list);
}

/// Adds a function that lists the children of `Parent`, all at one instant.
template <auto kMember, class Parent, class Handle>
void bind_list_as(pybind11::module_& module, const char* name,
                  int (*Functions::*)(Parent, Handle**, unsigned)) {
  module.def(name, [name](typename Argument<Parent>::Type parent, Number<unsigned> flags) {
    Handle* array = nullptr;
    const Library& library = parent.library();
    const int count =
        call(library, name, library.*kMember, Argument<Parent>::value(parent), &array, flags.value);
    return wrap_array(parent.session(), array, checked(library, name, count));
  });
}

#define ROLLCALL_BIND_LIST(module, function)                                  \
  ::rollcall::python::bind_list_as<&::rollcall::python::Functions::function>( \
      module, #function, &::rollcall::python::Functions::function)

/// What the older pairs of calls give, of which one counts and the other fills an array. More may
/// come between the two, so an array that came back full is asked for again, with more room.
template <class Item, class Count, class Fill>
std::vector<Item> list_growing(Count count, Fill fill) {
  std::vector<Item> items(static_cast<std::size_t>(count()) + 1);
  for (;;) {
    const int got = fill(items.data(), static_cast<int>(items.size()));
    if (static_cast<std::size_t>(got) < items.size()) {
      items.resize(static_cast<std::size_t>(got));
      return items;
    }
    if constexpr (std::is_pointer_v<Item>) std::for_each(items.begin(), items.end(), std::free);
    items.assign(items.size() * 2, Item{});
  }
}

/// A list of str. Takes over the names.
pybind11::list take_names(const std::vector<char*>& names);

}  // namespace rollcall::python
