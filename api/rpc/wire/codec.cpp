#include "api/rpc/wire/codec.hpp"

namespace rollcall::rpc {
namespace {

using Value = decltype(TypedParam::value);

template <std::size_t kIndex>
void decode_alternative(XdrReader& reader, Value& value) {
  std::variant_alternative_t<kIndex, Value> item{};
  if constexpr (std::is_same_v<decltype(item), bool>) {
    item = reader.u32() != 0;
  } else {
    decode(reader, item);
  }
  value.emplace<kIndex>(item);
}

template <std::size_t... kIndexes>
bool decode_value(XdrReader& reader, std::size_t index, Value& value,
                  std::index_sequence<kIndexes...> /*all*/) {
  return ((index == kIndexes && (decode_alternative<kIndexes>(reader, value), true)) || ...);
}

}  // namespace

void encode(XdrWriter& writer, const TypedParam& param) {
  encode(writer, param.field);
  writer.u32(static_cast<std::uint32_t>(param.value.index() + 1));
  std::visit(
      [&](const auto& value) {
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, bool>) {
          writer.u32(value ? 1 : 0);
        } else {
          encode(writer, value);
        }
      },
      param.value);
}

void decode(XdrReader& reader, TypedParam& param) {
  decode(reader, param.field);
  const std::size_t index = static_cast<std::size_t>(reader.u32()) - 1;
  constexpr auto kAll = std::make_index_sequence<std::variant_size_v<Value>>();
  if (!decode_value(reader, index, param.value, kAll)) reader.fail();
}

}  // namespace rollcall::rpc
