// XdrWriter: appends values in XDR (RFC 4506): big-endian, every item a multiple of four bytes.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace rollcall::rpc {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// Bytes that XDR puts in place of `size` bytes of text or opaque data.
constexpr std::size_t padded(std::size_t size) noexcept {
  return (size + 3) & ~static_cast<std::size_t>(3);
}

/// Whether arrays are bounded by the protocol or by the length of the message alone: the latter is
/// not libvirt's, so both sides must have agreed to it.
enum class ListBounds { kProtocol, kMessage };

/// Collects one message. What would make it longer than the limit is dropped, and the message is
/// then no longer ok(): a caller checks once, at the end.
///
/// Threading: one writer, one thread.
class XdrWriter {
 public:
  /// `limit`: bytes that the message may have in all.
  /// `lists`: whether arrays may be longer than the protocol says.
  explicit XdrWriter(std::size_t limit, ListBounds lists = ListBounds::kProtocol)
      : limit_(limit), lists_(lists) {}

  /// The number of items of an array for which the protocol allows `max`.
  void item_count(std::size_t count, std::uint32_t max) {
    const std::size_t limit = lists_ == ListBounds::kProtocol ? max : UINT32_MAX;
    if (count > limit) return fail();
    u32(static_cast<std::uint32_t>(count));
  }

  bool ok() const noexcept { return ok_; }
  /// Says that a value cannot be expressed.
  void fail() noexcept { ok_ = false; }

  std::size_t size() const noexcept { return bytes_.size(); }
  /// Makes room for `more` bytes beyond what was written.
  void reserve(std::size_t more) {
    if (more <= limit_ - bytes_.size()) bytes_.reserve(bytes_.size() + more);
  }
  /// The message. The writer is empty afterwards.
  Bytes take() noexcept { return std::move(bytes_); }

  void u32(std::uint32_t value) {
    if (std::uint8_t* to = room(4)) put(to, value);
  }
  void u64(std::uint64_t value) {
    if (std::uint8_t* to = room(8)) {
      put(to, static_cast<std::uint32_t>(value >> 32));
      put(to + 4, static_cast<std::uint32_t>(value));
    }
  }
  /// The bytes alone, with padding: opaque data of a fixed length.
  void raw(const void* data, std::size_t size) {
    std::uint8_t* const to = room(padded(size));
    if (to != nullptr && size != 0) std::memcpy(to, data, size);
  }
  /// Length, bytes, padding: text, and opaque data of a variable length.
  void counted(const void* data, std::size_t size) {
    std::uint8_t* const to = room(4 + padded(size));
    if (to == nullptr) return;
    put(to, static_cast<std::uint32_t>(size));
    if (size != 0) std::memcpy(to + 4, data, size);
  }
  /// Replaces the four bytes at `offset`, which were written before.
  void overwrite_u32(std::size_t offset, std::uint32_t value) {
    put(bytes_.data() + offset, value);
  }

 private:
  static void put(std::uint8_t* to, std::uint32_t value) noexcept {
    to[0] = static_cast<std::uint8_t>(value >> 24);
    to[1] = static_cast<std::uint8_t>(value >> 16);
    to[2] = static_cast<std::uint8_t>(value >> 8);
    to[3] = static_cast<std::uint8_t>(value);
  }

  // `size` zero bytes at the end, or null when the message is broken or would become too long.
  std::uint8_t* room(std::size_t size) {
    if (!ok_ || size > limit_ - bytes_.size()) {
      ok_ = false;
      return nullptr;
    }
    const std::size_t old_size = bytes_.size();
    bytes_.resize(old_size + size);
    return bytes_.data() + old_size;
  }

  Bytes bytes_;
  std::size_t limit_;
  ListBounds lists_;
  bool ok_ = true;
};

}  // namespace rollcall::rpc
