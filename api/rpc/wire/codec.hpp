// encode() and decode() for everything in types.hpp: both directions from one list of fields, so
// that they cannot differ. The types decide how deep a message nests, never its sender.

#pragma once

#include <bit>
#include <concepts>
#include <optional>
#include <tuple>
#include <utility>

#include "api/rpc/wire/types.hpp"
#include "api/rpc/wire/xdr_reader.hpp"
#include "api/rpc/wire/xdr_writer.hpp"

namespace rollcall::rpc {

/// A record that names its fields.
template <class T>
concept Record = requires(T& record) {
  T::fields(record);
};

/// Integers of at most 32 bits: each takes one word.
template <class T>
concept WordSized = std::integral<T> && sizeof(T) <= 4 && !std::same_as<T, bool>;

template <class T>
concept DoubleWordSized = std::integral<T> && sizeof(T) == 8;

// --- Writing

template <WordSized T>
void encode(XdrWriter& writer, T value) {
  writer.u32(static_cast<std::uint32_t>(value));
}
template <DoubleWordSized T>
void encode(XdrWriter& writer, T value) {
  writer.u64(static_cast<std::uint64_t>(value));
}
inline void encode(XdrWriter& writer, double value) {
  writer.u64(std::bit_cast<std::uint64_t>(value));
}
inline void encode(XdrWriter& writer, Text text) {
  if (text.size() > kTextMax) return writer.fail();
  writer.counted(text.data(), text.size());
}
inline void encode(XdrWriter& writer, const Uuid& uuid) { writer.raw(uuid.data(), uuid.size()); }
template <std::uint32_t kMax>
void encode(XdrWriter& writer, const Opaque<kMax>& opaque) {
  if (opaque.bytes.size() > kMax) return writer.fail();
  writer.counted(opaque.bytes.data(), opaque.bytes.size());
}
template <std::size_t kSize>
void encode(XdrWriter& writer, const CharArray<kSize>& text) {
  for (const char c : text.chars) writer.u32(static_cast<std::uint32_t>(c));
}
void encode(XdrWriter& writer, const TypedParam& param);
template <class T, std::uint32_t kMax>
void encode(XdrWriter& writer, const List<T, kMax>& list);
template <class T>
void encode(XdrWriter& writer, const std::optional<T>& value);
template <class... Items>
void encode(XdrWriter& writer, const std::tuple<Items...>& items);

template <Record T>
void encode(XdrWriter& writer, const T& record) {
  std::apply([&](const auto&... field) { (encode(writer, field), ...); }, T::fields(record));
}
template <class T, std::uint32_t kMax>
void encode(XdrWriter& writer, const List<T, kMax>& list) {
  writer.item_count(list.items.size(), kMax);
  for (const T& item : list.items) encode(writer, item);
}
template <class T>
void encode(XdrWriter& writer, const std::optional<T>& value) {
  writer.u32(value.has_value() ? 1 : 0);
  if (value.has_value()) encode(writer, *value);
}
template <class... Items>
void encode(XdrWriter& writer, const std::tuple<Items...>& items) {
  std::apply([&](const auto&... item) { (encode(writer, item), ...); }, items);
}

// --- Reading

template <WordSized T>
void decode(XdrReader& reader, T& value) {
  value = static_cast<T>(reader.u32());
}
template <DoubleWordSized T>
void decode(XdrReader& reader, T& value) {
  value = static_cast<T>(reader.u64());
}
inline void decode(XdrReader& reader, double& value) {
  value = std::bit_cast<double>(reader.u64());
}
inline void decode(XdrReader& reader, Text& text) {
  const ByteView bytes = reader.counted(kTextMax);
  text = Text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}
inline void decode(XdrReader& reader, Uuid& uuid) {
  const ByteView bytes = reader.raw(uuid.size());
  if (!bytes.empty()) std::memcpy(uuid.data(), bytes.data(), uuid.size());
}
template <std::uint32_t kMax>
void decode(XdrReader& reader, Opaque<kMax>& opaque) {
  opaque.bytes = reader.counted(kMax);
}
template <std::size_t kSize>
void decode(XdrReader& reader, CharArray<kSize>& text) {
  for (char& c : text.chars) c = static_cast<char>(reader.u32());
}
void decode(XdrReader& reader, TypedParam& param);
template <class T, std::uint32_t kMax>
void decode(XdrReader& reader, List<T, kMax>& list);
template <class T>
void decode(XdrReader& reader, std::optional<T>& value);
template <class... Items>
void decode(XdrReader& reader, std::tuple<Items...>& items);

template <Record T>
void decode(XdrReader& reader, T& record) {
  std::apply([&](auto&... field) { (decode(reader, field), ...); }, T::fields(record));
}

/// The fewest bytes that a T takes: what bounds the length of an array before it is allocated.
template <class T>
struct LeastSize {
  static constexpr std::size_t kBytes = 4;
};
template <class T>
requires std::same_as<T, double> || DoubleWordSized<T>
struct LeastSize<T> {
  static constexpr std::size_t kBytes = 8;
};
template <>
struct LeastSize<Uuid> {
  static constexpr std::size_t kBytes = 16;
};
template <>
struct LeastSize<TypedParam> {
  static constexpr std::size_t kBytes = 12;
};
template <class... Fields>
struct LeastSize<std::tuple<Fields&...>> {
  static constexpr std::size_t kBytes = (LeastSize<Fields>::kBytes + ...);
};
template <Record T>
struct LeastSize<T> : LeastSize<decltype(T::fields(std::declval<T&>()))> {};

template <class T, std::uint32_t kMax>
void decode(XdrReader& reader, List<T, kMax>& list) {
  list.items.resize(reader.item_count(kMax, LeastSize<T>::kBytes));
  for (T& item : list.items) decode(reader, item);
}
template <class T>
void decode(XdrReader& reader, std::optional<T>& value) {
  // Any number but zero: one well-known client sends the flag with its bytes the other way round.
  value.reset();
  if (reader.u32() != 0) decode(reader, value.emplace());
}
template <class... Items>
void decode(XdrReader& reader, std::tuple<Items...>& items) {
  std::apply([&](auto&... item) { (decode(reader, item), ...); }, items);
}

}  // namespace rollcall::rpc
