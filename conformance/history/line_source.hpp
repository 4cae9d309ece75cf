// LineSource: the lines of a stream one after the other, in one buffer that is used again.

#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <string_view>

namespace rollcall::history {

class LineSource {
 public:
  enum class Status { kLine, kEnd, kTooLong, kFailed };

  /// Pre: `stream` outlives the source.
  explicit LineSource(std::istream& stream) : stream_(stream) {}

  /// Moves to the next line. Lines above 16 MiB are refused, so that no input fills the memory.
  Status advance();

  /// The current line without its newline. Valid until the next advance().
  std::string_view line() const { return line_; }
  /// The number of the current line, from 1 on.
  std::uint64_t number() const { return number_; }
  /// Whether the current line is ended by a newline; only the last may not be.
  bool is_ended() const { return is_ended_; }
  /// How many bytes were handed out as lines.
  std::uint64_t consumed() const { return consumed_; }

 private:
  bool fill();
  Status take(std::size_t length, std::size_t ending);

  std::istream& stream_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::string_view line_;
  std::uint64_t number_ = 0;
  std::uint64_t consumed_ = 0;
  bool is_ended_ = true;
};

}  // namespace rollcall::history
