#include "python/core/typed_params.hpp"

#include "python/core/text.hpp"

namespace py = pybind11;

namespace rollcall::python {
namespace {

py::object to_python(const virTypedParameter& param) {
  switch (param.type) {
    case VIR_TYPED_PARAM_INT:
      return py::int_(param.value.i);
    case VIR_TYPED_PARAM_UINT:
      return py::int_(param.value.ui);
    case VIR_TYPED_PARAM_LLONG:
      return py::int_(param.value.l);
    case VIR_TYPED_PARAM_ULLONG:
      return py::int_(param.value.ul);
    case VIR_TYPED_PARAM_DOUBLE:
      return py::float_(param.value.d);
    case VIR_TYPED_PARAM_BOOLEAN:
      return py::bool_(param.value.b != 0);
    case VIR_TYPED_PARAM_STRING:
      return decode_or_none(param.value.s);
    default:
      return py::none();
  }
}

}  // namespace

py::dict to_dict(const virTypedParameter* params, int count) {
  py::dict values;
  for (const virTypedParameter* param = params; param != params + count; ++param) {
    values[decode(param->field)] = to_python(*param);
  }
  return values;
}

}  // namespace rollcall::python
