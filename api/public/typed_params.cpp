// The typed parameter helpers of libvirt-common.h: growing arrays of named values, in memory from
// malloc because C programs may free it.

#include <libvirt/libvirt.h>

#include <fmt/format.h>

#include <strings.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "api/public/entry.hpp"

namespace rollcall {
namespace {

constexpr const char* kTypeNames[] = {
    "none",   "int",     "unsigned int", "long long", "unsigned long long",
    "double", "boolean", "string"};

const char* type_name(int type) noexcept {
  return type >= VIR_TYPED_PARAM_INT && type <= VIR_TYPED_PARAM_STRING ? kTypeNames[type]
                                                                       : "unknown";
}

// The member of the union that `type` names, of a parameter that may be const.
template <virTypedParameterType type, typename Parameter>
auto& value_of(Parameter& parameter) noexcept {
  if constexpr (type == VIR_TYPED_PARAM_INT) {
    return parameter.value.i;
  } else if constexpr (type == VIR_TYPED_PARAM_UINT) {
    return parameter.value.ui;
  } else if constexpr (type == VIR_TYPED_PARAM_LLONG) {
    return parameter.value.l;
  } else if constexpr (type == VIR_TYPED_PARAM_ULLONG) {
    return parameter.value.ul;
  } else if constexpr (type == VIR_TYPED_PARAM_DOUBLE) {
    return parameter.value.d;
  } else if constexpr (type == VIR_TYPED_PARAM_BOOLEAN) {
    return parameter.value.b;
  } else {
    return parameter.value.s;
  }
}

virTypedParameterPtr find(virTypedParameterPtr params, int nparams, const char* name) noexcept {
  if (params == nullptr || name == nullptr) return nullptr;
  for (int index = 0; index < nparams; ++index) {
    if (std::strcmp(params[index].field, name) == 0) return &params[index];
  }
  return nullptr;
}

template <virTypedParameterType type, typename Value>
int get(virTypedParameterPtr params, int nparams, const char* name, Value* value) noexcept {
  reset_last_error();
  const virTypedParameter* found = find(params, nparams, name);
  if (found == nullptr) return 0;
  if (found->type != type) {
    return report(nullptr, make_error(VIR_ERR_INVALID_ARG, VIR_FROM_NONE,
                                      fmt::format("parameter '{}' is of type {}, not {}", name,
                                                  type_name(found->type), type_name(type))));
  }
  if (value == nullptr) return 1;
  if constexpr (type == VIR_TYPED_PARAM_BOOLEAN) {
    *value = value_of<type>(*found) != 0 ? 1 : 0;
  } else {
    *value = value_of<type>(*found);
  }
  return 1;
}

// An array that the caller passed to grow.
struct GrowingArray {
  virTypedParameterPtr* params;
  int* nparams;
  int* maxparams;
};

Failure out_of_memory() noexcept {
  return report(nullptr, make_error(VIR_ERR_NO_MEMORY, VIR_FROM_NONE, "memory is out"));
}

// Makes room for one more parameter. Returns: false with the error reported.
bool reserve_one(const GrowingArray& array) noexcept {
  if (*array.nparams < *array.maxparams) return true;
  const int grown = *array.maxparams + *array.maxparams / 2 + 1;
  void* memory =
      std::realloc(*array.params, sizeof(virTypedParameter) * static_cast<std::size_t>(grown));
  if (memory == nullptr) {
    out_of_memory();
    return false;
  }
  *array.params = static_cast<virTypedParameterPtr>(memory);
  *array.maxparams = grown;
  return true;
}

// Checks what is common to all additions. Returns: false with the error reported.
bool addable(const GrowingArray& array, const char* name) noexcept {
  if (array.params == nullptr || array.nparams == nullptr || array.maxparams == nullptr) {
    bad_argument(nullptr, "params, nparams or maxparams", "is null");
    return false;
  }
  if (name == nullptr) {
    bad_argument(nullptr, "name", "is null");
    return false;
  }
  if (std::strlen(name) >= VIR_TYPED_PARAM_FIELD_LENGTH) {
    report(nullptr, make_error(VIR_ERR_INTERNAL_ERROR, VIR_FROM_NONE,
                               fmt::format("parameter name '{}' is longer than {} bytes", name,
                                           VIR_TYPED_PARAM_FIELD_LENGTH - 1)));
    return false;
  }
  return true;
}

// Appends one parameter. Of a string, the array becomes the owner, or it is freed on failure.
template <virTypedParameterType type, typename Value>
int append(const GrowingArray& array, const char* name, Value value) noexcept {
  if (!addable(array, name) || !reserve_one(array)) {
    if constexpr (type == VIR_TYPED_PARAM_STRING) std::free(value);
    return -1;
  }
  virTypedParameter& added = (*array.params)[(*array.nparams)++];
  added = virTypedParameter{};
  std::memcpy(added.field, name, std::strlen(name));
  added.type = type;
  value_of<type>(added) = value;
  return 0;
}

int append_string(const GrowingArray& array, const char* name, const char* value) noexcept {
  char* copy = duplicate(value != nullptr ? value : "");
  if (copy == nullptr) return out_of_memory();
  return append<VIR_TYPED_PARAM_STRING>(array, name, copy);
}

Failure unreadable(const char* name, int type, const char* text) noexcept {
  return report(nullptr, make_error(VIR_ERR_INVALID_ARG, VIR_FROM_NONE,
                                    fmt::format("value '{}' of parameter '{}' is no {}", text, name,
                                                type_name(type))));
}

// Appends the number that `text` spells, blanks and a plus sign before it allowed.
template <virTypedParameterType type, typename Number>
int append_number(const GrowingArray& array, const char* name, const char* text) noexcept {
  std::string_view digits(text);
  digits.remove_prefix(std::min(digits.find_first_not_of(" \t\n\v\f\r"), digits.size()));
  if (digits.size() > 1 && digits[0] == '+' && digits[1] != '-') digits.remove_prefix(1);
  Number number{};
  const char* end = digits.data() + digits.size();
  const auto [stop, failure] = std::from_chars(digits.data(), end, number);
  if (failure != std::errc() || stop != end) return unreadable(name, type, text);
  return append<type>(array, name, number);
}

int append_boolean(const GrowingArray& array, const char* name, const char* text) noexcept {
  const bool yes = std::strcmp(text, "1") == 0 || strcasecmp(text, "true") == 0;
  const bool no = std::strcmp(text, "0") == 0 || strcasecmp(text, "false") == 0;
  if (!yes && !no) return unreadable(name, VIR_TYPED_PARAM_BOOLEAN, text);
  return append<VIR_TYPED_PARAM_BOOLEAN>(array, name, static_cast<char>(yes));
}

int append_from_string(const GrowingArray& array, const char* name, int type,
                       const char* text) noexcept {
  switch (type) {
    case VIR_TYPED_PARAM_INT:
      return append_number<VIR_TYPED_PARAM_INT, int>(array, name, text);
    case VIR_TYPED_PARAM_UINT:
      return append_number<VIR_TYPED_PARAM_UINT, unsigned>(array, name, text);
    case VIR_TYPED_PARAM_LLONG:
      return append_number<VIR_TYPED_PARAM_LLONG, long long>(array, name, text);
    case VIR_TYPED_PARAM_ULLONG:
      return append_number<VIR_TYPED_PARAM_ULLONG, unsigned long long>(array, name, text);
    case VIR_TYPED_PARAM_DOUBLE:
      return append_number<VIR_TYPED_PARAM_DOUBLE, double>(array, name, text);
    case VIR_TYPED_PARAM_BOOLEAN:
      return append_boolean(array, name, text);
    case VIR_TYPED_PARAM_STRING:
      return append_string(array, name, text);
    default:
      return report(nullptr, make_error(VIR_ERR_INTERNAL_ERROR, VIR_FROM_NONE,
                                        fmt::format("parameter '{}' cannot be of type number {}",
                                                    name, type)));
  }
}

}  // namespace
}  // namespace rollcall

using namespace rollcall;

virTypedParameterPtr virTypedParamsGet(virTypedParameterPtr params, int nparams, const char* name) {
  reset_last_error();
  return find(params, nparams, name);
}

int virTypedParamsGetInt(virTypedParameterPtr params, int nparams, const char* name, int* value) {
  return get<VIR_TYPED_PARAM_INT>(params, nparams, name, value);
}

int virTypedParamsGetUInt(virTypedParameterPtr params, int nparams, const char* name,
                          unsigned int* value) {
  return get<VIR_TYPED_PARAM_UINT>(params, nparams, name, value);
}

int virTypedParamsGetLLong(virTypedParameterPtr params, int nparams, const char* name,
                           long long* value) {
  return get<VIR_TYPED_PARAM_LLONG>(params, nparams, name, value);
}

int virTypedParamsGetULLong(virTypedParameterPtr params, int nparams, const char* name,
                            unsigned long long* value) {
  return get<VIR_TYPED_PARAM_ULLONG>(params, nparams, name, value);
}

int virTypedParamsGetDouble(virTypedParameterPtr params, int nparams, const char* name,
                            double* value) {
  return get<VIR_TYPED_PARAM_DOUBLE>(params, nparams, name, value);
}

int virTypedParamsGetBoolean(virTypedParameterPtr params, int nparams, const char* name,
                             int* value) {
  const int found = get<VIR_TYPED_PARAM_BOOLEAN>(params, nparams, name, value);
  if (found == 1 && value != nullptr) *value = *value != 0;
  return found;
}

int virTypedParamsGetString(virTypedParameterPtr params, int nparams, const char* name,
                            const char** value) {
  return get<VIR_TYPED_PARAM_STRING>(params, nparams, name, value);
}

int virTypedParamsAddInt(virTypedParameterPtr* params, int* nparams, int* maxparams,
                         const char* name, int value) {
  reset_last_error();
  return append<VIR_TYPED_PARAM_INT>({params, nparams, maxparams}, name, value);
}

int virTypedParamsAddUInt(virTypedParameterPtr* params, int* nparams, int* maxparams,
                          const char* name, unsigned int value) {
  reset_last_error();
  return append<VIR_TYPED_PARAM_UINT>({params, nparams, maxparams}, name, value);
}

int virTypedParamsAddLLong(virTypedParameterPtr* params, int* nparams, int* maxparams,
                           const char* name, long long value) {
  reset_last_error();
  return append<VIR_TYPED_PARAM_LLONG>({params, nparams, maxparams}, name, value);
}

int virTypedParamsAddULLong(virTypedParameterPtr* params, int* nparams, int* maxparams,
                            const char* name, unsigned long long value) {
  reset_last_error();
  return append<VIR_TYPED_PARAM_ULLONG>({params, nparams, maxparams}, name, value);
}

int virTypedParamsAddDouble(virTypedParameterPtr* params, int* nparams, int* maxparams,
                            const char* name, double value) {
  reset_last_error();
  return append<VIR_TYPED_PARAM_DOUBLE>({params, nparams, maxparams}, name, value);
}

int virTypedParamsAddBoolean(virTypedParameterPtr* params, int* nparams, int* maxparams,
                             const char* name, int value) {
  reset_last_error();
  return append<VIR_TYPED_PARAM_BOOLEAN>({params, nparams, maxparams}, name,
                                         static_cast<char>(value != 0));
}

int virTypedParamsAddString(virTypedParameterPtr* params, int* nparams, int* maxparams,
                            const char* name, const char* value) {
  reset_last_error();
  return append_string({params, nparams, maxparams}, name, value);
}

int virTypedParamsAddStringList(virTypedParameterPtr* params, int* nparams, int* maxparams,
                                const char* name, const char** values) {
  reset_last_error();
  for (; values != nullptr && *values != nullptr; ++values) {
    if (append_string({params, nparams, maxparams}, name, *values) < 0) return -1;
  }
  return 0;
}

int virTypedParamsAddFromString(virTypedParameterPtr* params, int* nparams, int* maxparams,
                                const char* name, int type, const char* value) {
  reset_last_error();
  const GrowingArray array{params, nparams, maxparams};
  if (!addable(array, name)) return -1;
  if (value == nullptr) return bad_argument(nullptr, "value", "is null");
  return append_from_string(array, name, type, value);
}

void virTypedParamsClear(virTypedParameterPtr params, int nparams) {
  reset_last_error();
  if (params == nullptr) return;
  for (int index = 0; index < nparams; ++index) {
    if (params[index].type != VIR_TYPED_PARAM_STRING) continue;
    std::free(params[index].value.s);
    params[index].value.s = nullptr;
  }
}

void virTypedParamsFree(virTypedParameterPtr params, int nparams) {
  virTypedParamsClear(params, nparams);
  std::free(params);
}
