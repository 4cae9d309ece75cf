#include "python/core/handle_list.hpp"

#include "python/core/text.hpp"

namespace py = pybind11;

namespace rollcall::python {

py::list take_names(const std::vector<char*>& names) {
  py::list result;
  for (char* name : names) result.append(decode_and_free(name));
  return result;
}

}  // namespace rollcall::python
