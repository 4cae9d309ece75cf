// XdrReader: takes values in XDR (RFC 4506) off bytes that a stranger sent.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "api/rpc/wire/xdr_writer.hpp"

namespace rollcall::rpc {

/// Reads one message. The first item that does not fit makes it not ok(): from there on every item
/// is zero or empty, so a caller checks once, at the end. Text and opaque data are views into the
/// message: nothing is allocated, and they live as long as its bytes.
///
/// Threading: one reader, one thread.
class XdrReader {
 public:
  /// `lists`: whether arrays may be longer than the protocol says.
  explicit XdrReader(ByteView message, ListBounds lists = ListBounds::kProtocol) noexcept
      : rest_(message), lists_(lists) {}

  bool ok() const noexcept { return ok_; }
  /// Says that a value that was read makes no sense.
  void fail() noexcept {
    ok_ = false;
    rest_ = {};
  }
  /// Bytes not yet read.
  std::size_t remaining() const noexcept { return rest_.size(); }

  std::uint32_t u32() noexcept {
    const ByteView item = take(4);
    return item.empty() ? 0 : word(item.data());
  }
  std::uint64_t u64() noexcept {
    const ByteView item = take(8);
    if (item.empty()) return 0;
    return static_cast<std::uint64_t>(word(item.data())) << 32 | word(item.data() + 4);
  }
  /// Opaque data of a fixed `size`.
  ByteView raw(std::size_t size) noexcept {
    const ByteView item = take(padded(size));
    return item.empty() ? item : item.first(size);
  }
  /// Opaque data of at most `max` bytes, which says its length.
  ByteView counted(std::size_t max) noexcept {
    const std::uint32_t size = u32();
    if (size > max) fail();
    return ok_ && size != 0 ? raw(size) : ByteView();
  }
  /// The number of items of an array of at most `max`, each at least `item_size` bytes long: a
  /// number that the rest of the message cannot hold is refused.
  std::uint32_t item_count(std::uint32_t max, std::size_t item_size) noexcept {
    const std::uint32_t count = u32();
    if (lists_ == ListBounds::kMessage) max = UINT32_MAX;
    if (count > max || count > remaining() / item_size) fail();
    return ok_ ? count : 0;
  }

 private:
  static std::uint32_t word(const std::uint8_t* from) noexcept {
    return static_cast<std::uint32_t>(from[0]) << 24 | static_cast<std::uint32_t>(from[1]) << 16 |
           static_cast<std::uint32_t>(from[2]) << 8 | static_cast<std::uint32_t>(from[3]);
  }

  ByteView take(std::size_t size) noexcept {
    if (size > rest_.size()) {
      fail();
      return {};
    }
    const ByteView item = rest_.first(size);
    rest_ = rest_.subspan(size);
    return item;
  }

  ByteView rest_;
  ListBounds lists_;
  bool ok_ = true;
};

}  // namespace rollcall::rpc
