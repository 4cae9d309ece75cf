#include "api/public/event_arguments.hpp"

#include <type_traits>
#include <variant>

namespace rollcall {
namespace {

// Adds a value by the function of the C API for its type.
struct ParameterAdder {
  virTypedParameterPtr* params;
  int* count;
  int* count_max;
  const char* field;

  void operator()(std::int32_t value) const {
    virTypedParamsAddInt(params, count, count_max, field, value);
  }
  void operator()(std::uint32_t value) const {
    virTypedParamsAddUInt(params, count, count_max, field, value);
  }
  void operator()(std::int64_t value) const {
    virTypedParamsAddLLong(params, count, count_max, field, value);
  }
  void operator()(std::uint64_t value) const {
    virTypedParamsAddULLong(params, count, count_max, field, value);
  }
  void operator()(double value) const {
    virTypedParamsAddDouble(params, count, count_max, field, value);
  }
  void operator()(bool value) const {
    virTypedParamsAddBoolean(params, count, count_max, field, value ? 1 : 0);
  }
  void operator()(const std::string& value) const {
    virTypedParamsAddString(params, count, count_max, field, value.c_str());
  }
};

// The C structures of callbacks that only read them have pointers to what may be changed.
char* changeable_text_at(const EventDetails& details, std::size_t place) noexcept {
  return const_cast<char*>(text_at(details, place));
}

}  // namespace

const char* text_at(const EventDetails& details, std::size_t place) noexcept {
  if (place >= details.texts.size() || !details.texts[place]) return nullptr;
  return details.texts[place]->c_str();
}

ParameterArguments::ParameterArguments(const EventDetails& details) {
  int count_max = 0;
  for (const EventParam& param : details.params) {
    std::visit(ParameterAdder{&params_, &count_, &count_max, param.field.c_str()}, param.value);
  }
}

ParameterArguments::~ParameterArguments() { virTypedParamsFree(params_, count_); }

GraphicsArguments::GraphicsArguments(const EventDetails& details)
    : local{number_at<int>(details, 1), changeable_text_at(details, 0),
            changeable_text_at(details, 1)},
      remote{number_at<int>(details, 2), changeable_text_at(details, 2),
             changeable_text_at(details, 3)},
      scheme(text_at(details, 4)) {
  for (std::size_t place = 5; place + 1 < details.texts.size(); place += 2) {
    identities.push_back(
        {changeable_text_at(details, place), changeable_text_at(details, place + 1)});
  }
  subject = {static_cast<int>(identities.size()), identities.data()};
}

}  // namespace rollcall
